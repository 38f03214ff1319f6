"""The index of names, with the letters that are in the register already."""

from django.db import migrations

from gandan.core.search import SearchIndex

NAMES = SearchIndex("reception_name_search")
BLOCK = 2_000


def create(apps, editor):
    NAMES.create(editor)


def drop(apps, editor):
    NAMES.drop(editor)


def fill(apps, editor):
    letters = apps.get_model("casework", "Submission").objects.exclude(sender_name="")
    block = []
    for row in letters.values_list("pk", "sender_name").iterator(chunk_size=BLOCK):
        block.append(row)
        if len(block) == BLOCK:
            NAMES.put(block)
            block = []
    NAMES.put(block)


class Migration(migrations.Migration):
    dependencies = [("reception", "0002_appointments_papers_and_conclusions")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
