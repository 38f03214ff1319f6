from django.db import migrations

from gandan.papers.search import INCOMING, OUTGOING


def create(apps, editor):
    for index in (OUTGOING, INCOMING):
        index.create(editor)


def drop(apps, editor):
    for index in (OUTGOING, INCOMING):
        index.drop(editor)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_papers_numbers_and_registers")]

    operations = [migrations.RunPython(create, drop)]
