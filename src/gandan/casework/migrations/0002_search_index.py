from django.db import migrations

from gandan.casework.search import SEARCH


def create(apps, editor):
    SEARCH.create(editor)


def drop(apps, editor):
    SEARCH.drop(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
