"""Fields of the tree beside those of the chain; the next migration moves entries over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="audit_not_chained"),
        migrations.AddField("entry", "uid", models.UUIDField(editable=False, null=True)),
        migrations.AddField(
            "entry", "salt", models.CharField(default="", editable=False, max_length=32)
        ),
        migrations.AddField("entry", "erased", models.JSONField(default=dict, editable=False)),
        migrations.AddField(
            "entry", "earlier", models.CharField(blank=True, editable=False, max_length=90)
        ),
        migrations.AddField(
            "entry",
            "data_class",
            models.CharField(
                blank=True,
                choices=[
                    ("public", "công khai"),
                    ("internal", "nội bộ"),
                    ("personal", "dữ liệu cá nhân"),
                    ("denunciation", "nội dung tố cáo"),
                    ("identity", "danh tính người tố cáo"),
                ],
                max_length=20,
                verbose_name="loại dữ liệu",
            ),
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "number"), name="audit_tile_once")
                ],
            },
        ),
        migrations.RenameField("checkpoint", "position", "size"),
        migrations.RenameField("checkpoint", "chained", "root"),
        migrations.AddField("checkpoint", "note", models.TextField(default=""), preserve_default=False),
    ]
