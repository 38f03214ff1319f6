"""Now that every entry has them, the tree's fields are required and the chain's are gone."""

import uuid

from django.db import migrations, models

import gandan.audit.models


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_reanchor_the_linear_chain")]

    operations = [
        migrations.AlterField(
            "entry", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "entry",
            "salt",
            models.CharField(
                default=gandan.audit.models.fresh_salt, editable=False, max_length=32
            ),
        ),
        migrations.RemoveField("entry", "chained"),
        migrations.AddIndex(
            "entry",
            models.Index(
                condition=models.Q(("position__isnull", True)), fields=["id"], name="audit_waiting"
            ),
        ),
    ]
