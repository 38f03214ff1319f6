from django.db import migrations

from gandan.reception.search import NAMES


def keep_sorted(apps, editor):
    NAMES.keep_sorted(editor)


class Migration(migrations.Migration):
    dependencies = [("reception", "0005_search_finds_new_rows_sorted")]

    operations = [migrations.RunPython(keep_sorted, migrations.RunPython.noop)]
