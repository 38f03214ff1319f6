from django.db import migrations, models

from gandan.casework.copy_index import COPY_INDEX


def create(apps, editor):
    COPY_INDEX.create(editor)


def drop(apps, editor):
    COPY_INDEX.drop(editor)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_copies_contained_in_others")]
    operations = [
        migrations.CreateModel(
            name="CommonPairs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hashes", models.BinaryField()),
                ("letters", models.PositiveIntegerField()),
                ("found_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
