from django.db import migrations

from gandan.reception.search import NAMES


def keep_checked_apart(apps, editor):
    NAMES.keep_checked_apart(editor)


class Migration(migrations.Migration):
    dependencies = [("reception", "0006_search_rows_sorted_as_they_come")]

    operations = [migrations.RunPython(keep_checked_apart, migrations.RunPython.noop)]
