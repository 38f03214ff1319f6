"""Index the letters again on PostgreSQL: words and pairs of neighbours as numbers."""

from django.db import migrations

from gandan.casework.search import SEARCH, searched_text

BLOCK = 1000


def index_again(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    submissions = apps.get_model("casework", "Submission").objects
    SEARCH.drop(editor)
    SEARCH.create(editor)
    block = []
    for row in submissions.order_by("pk").iterator(chunk_size=BLOCK):
        block.append((row.pk, searched_text(row)))
        if len(block) == BLOCK:
            SEARCH.put(block)
            block = []
    SEARCH.put(block)


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_newest_with_unknown_last")]
    operations = [migrations.RunPython(index_again, migrations.RunPython.noop)]
