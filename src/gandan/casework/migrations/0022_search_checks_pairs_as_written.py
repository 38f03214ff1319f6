from django.db import migrations

from gandan.casework.search import SEARCH


def keep_checked_apart(apps, editor):
    SEARCH.keep_checked_apart(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0021_damaged_letters_in_an_index_of_their_own")]

    operations = [migrations.RunPython(keep_checked_apart, migrations.RunPython.noop)]
