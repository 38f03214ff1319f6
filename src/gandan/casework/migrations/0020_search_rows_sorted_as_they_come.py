from django.db import migrations

from gandan.casework.search import SEARCH


def keep_sorted(apps, editor):
    SEARCH.keep_sorted(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0019_copies_found_by_joined_keys")]

    operations = [migrations.RunPython(keep_sorted, migrations.RunPython.noop)]
