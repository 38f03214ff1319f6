from django.db import migrations

from gandan.casework.search import SEARCH


def keep_checked_apart(apps, editor):
    SEARCH.keep_checked_apart(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0023_letters_of_a_period_counted_by_an_index")]

    operations = [migrations.RunPython(keep_checked_apart, migrations.RunPython.noop)]
