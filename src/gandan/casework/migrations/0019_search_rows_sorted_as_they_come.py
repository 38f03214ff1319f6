from django.db import migrations

from gandan.casework.search import SEARCH


def keep_sorted(apps, editor):
    SEARCH.keep_sorted(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_what_decisions_order_and_what_was_done")]

    operations = [migrations.RunPython(keep_sorted, migrations.RunPython.noop)]
