"""Every case lies with a unit, and the database keeps its steps as they were written."""

import django.db.models.deletion
from django.db import migrations, models

from gandan.casework.guards import create_guards, drop_guards


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_cases_know_their_unit_and_kind")]
    operations = [
        migrations.AlterField(
            model_name="case",
            name="handling_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.unit",
                verbose_name="đơn vị đang giữ",
            ),
        ),
        migrations.RunPython(
            lambda apps, editor: create_guards(editor), lambda apps, editor: drop_guards(editor)
        ),
    ]
