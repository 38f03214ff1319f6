from django.db import migrations

from gandan.casework.search import SEARCH


def keep_sorted(apps, editor):
    SEARCH.keep_sorted(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0016_first_day_of_handling")]

    operations = [migrations.RunPython(keep_sorted, migrations.RunPython.noop)]
