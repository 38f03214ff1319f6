"""The classes of data are those of ``gandan.domain.confidentiality``."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_entries_stand_in_the_tree")]

    operations = [
        migrations.AlterField(
            "entry",
            "data_class",
            models.CharField(
                blank=True,
                choices=[
                    ("public", "Công khai"),
                    ("internal", "Nội bộ"),
                    ("personal", "Có dữ liệu cá nhân"),
                    ("denunciation", "Tố cáo"),
                    ("sealed_identity", "Danh tính đã niêm phong"),
                ],
                max_length=20,
                verbose_name="loại dữ liệu",
            ),
        ),
    ]
