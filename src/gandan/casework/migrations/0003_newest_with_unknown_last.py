"""Let PostgreSQL read lists in their order: newest first, unknown days last.

PostgreSQL sorts NULL before every day when it sorts downwards, lists show unknown days last,
and an index serves only the order that it has. SQLite sorts NULL last of itself.
"""

from django.db import migrations

INDEXES = {
    "submission_newest": "{day}, id DESC",
    "submission_unit_newest": "unit_id, {day}, id DESC",
    "submission_field_newest": "field, {day}, id DESC",
    "submission_kind_newest": "kind, {day}, id DESC",
    "submission_to_confirm": "classified_by, {day}",
}


def _rebuild(editor, day):
    if editor.connection.vendor != "postgresql":
        return
    for name, columns in INDEXES.items():
        editor.execute(f"DROP INDEX {name}")
        editor.execute(f"CREATE INDEX {name} ON casework_submission ({columns.format(day=day)})")


def unknown_last(apps, editor):
    _rebuild(editor, "received_on DESC NULLS LAST")


def unknown_first(apps, editor):
    _rebuild(editor, "received_on DESC")


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_search_index")]
    operations = [migrations.RunPython(unknown_last, unknown_first)]
