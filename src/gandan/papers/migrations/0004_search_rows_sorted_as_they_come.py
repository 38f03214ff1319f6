from django.db import migrations

from gandan.papers.search import INCOMING, OUTGOING


def keep_sorted(apps, editor):
    INCOMING.keep_sorted(editor)
    OUTGOING.keep_sorted(editor)


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_search_finds_new_rows_sorted")]

    operations = [migrations.RunPython(keep_sorted, migrations.RunPython.noop)]
