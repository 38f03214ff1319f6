from django.db import migrations, models
from django.db.models import Max

from gandan.casework.copy_index import COPY_INDEX


def begin_anew(apps, editor):
    """Empty the index; the job that looks for copies fills it, a block at a time."""
    COPY_INDEX.drop(editor)
    COPY_INDEX.create(editor)
    last = apps.get_model("casework", "Submission").objects.aggregate(last=Max("pk"))["last"]
    if last:
        apps.get_model("casework", "CopyIndexFill").objects.create(done=0, until=last)


class Migration(migrations.Migration):
    dependencies = [("casework", "0018_what_decisions_order_and_what_was_done")]
    operations = [
        migrations.CreateModel(
            name="CopyIndexFill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done", models.BigIntegerField(default=0)),
                ("until", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
    ]
