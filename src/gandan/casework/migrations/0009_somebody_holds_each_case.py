"""Every case lies with a unit, and the database keeps its steps as they were written."""

import django.db.models.deletion
from django.db import migrations, models

from gandan.casework.guards import create_guards, drop_guards

# As for letters (0003): lists show unknown days last, and an index serves only its own order.
INDEXES = {"case_newest": "{day}, id DESC", "case_unit_newest": "unit_id, {day}, id DESC"}


def _rebuild(editor, day):
    if editor.connection.vendor == "postgresql":
        for name, columns in INDEXES.items():
            editor.execute(f"DROP INDEX {name}")
            editor.execute(f"CREATE INDEX {name} ON casework_case ({columns.format(day=day)})")


def unknown_last(apps, editor):
    _rebuild(editor, "opened_on DESC NULLS LAST")


def unknown_first(apps, editor):
    _rebuild(editor, "opened_on DESC")


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_cases_know_their_unit_and_kind")]
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
        migrations.RunPython(unknown_last, unknown_first),
    ]
