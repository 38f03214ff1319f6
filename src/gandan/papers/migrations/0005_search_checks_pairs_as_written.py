from django.db import migrations

from gandan.papers.search import INCOMING, OUTGOING


def keep_checked_apart(apps, editor):
    INCOMING.keep_checked_apart(editor)
    OUTGOING.keep_checked_apart(editor)


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_search_rows_sorted_as_they_come")]

    operations = [migrations.RunPython(keep_checked_apart, migrations.RunPython.noop)]
