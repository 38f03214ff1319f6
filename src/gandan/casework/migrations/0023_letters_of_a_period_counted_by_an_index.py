"""Let the figures of a leader's page be counted from indexes, for the city and for a unit.

As in 0003: PostgreSQL reads a list from an index only where unknown days stand last in both.
"""

from django.conf import settings
from django.db import migrations, models

TOLD = (
    "is_followed, came_by_id, merged_into_id, answered_on, settled_on, carried_out_on, stage"
)
INDEXES = {
    "submission_newest": (
        "casework_submission",
        "received_on DESC{last}, id DESC, unit_id, field, classified_by",
    ),
    "case_newest": ("casework_case", f"opened_on DESC{{last}}, id DESC, unit_id, {TOLD}"),
    "case_unit_newest": ("casework_case", f"unit_id, opened_on DESC{{last}}, id DESC, {TOLD}"),
}


def _rebuild(editor, last):
    if editor.connection.vendor != "postgresql":
        return
    for name, (table, columns) in INDEXES.items():
        editor.execute(f"DROP INDEX {name}")
        editor.execute(f"CREATE INDEX {name} ON {table} ({columns.format(last=last)})")


def unknown_last(apps, editor):
    _rebuild(editor, " NULLS LAST")


def unknown_first(apps, editor):
    _rebuild(editor, "")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0022_cases_of_a_period_counted_by_an_index"),
        ("units", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="case", name="case_newest"),
        migrations.RemoveIndex(model_name="submission", name="submission_newest"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=[
                    "-opened_on",
                    "-id",
                    "unit",
                    "is_followed",
                    "came_by",
                    "merged_into",
                    "answered_on",
                    "settled_on",
                    "carried_out_on",
                    "stage",
                ],
                name="case_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["-received_on", "-id", "unit", "field", "classified_by"],
                name="submission_newest",
            ),
        ),
        migrations.RunPython(unknown_last, unknown_first),
    ]
