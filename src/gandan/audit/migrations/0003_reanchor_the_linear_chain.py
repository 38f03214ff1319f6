"""Check the linear chain once more, say in the log what was found, hand the entries to the tree.

Each entry keeps its old position and hash in ``earlier``, which the tree protects from now on;
marks of version 0.1 that were kept elsewhere can still be compared.
"""

import secrets
import uuid
from datetime import UTC, datetime

from django.db import migrations

from gandan.audit.linear import START, link

BATCH = 1_000
FAULTS_NAMED = 50


def move(apps, schema_editor):
    Entry = apps.get_model("audit", "Entry")
    Checkpoint = apps.get_model("audit", "Checkpoint")
    if not Entry.objects.exists():
        return
    found = {"entries": 0, "end": START, "faults": []}
    chained = Entry.objects.filter(position__isnull=False).order_by("position")
    for entry in chained.iterator(BATCH):
        _check(entry, found)
    marks = dict(Checkpoint.objects.values_list("size", "root"))
    last = max(marks, default=0)
    for entries in _batches(Entry.objects.order_by("id")):
        for entry in entries:
            entry.uid, entry.salt = uuid.uuid4(), secrets.token_hex(16)
            entry.earlier = f"{entry.position} {entry.chained}" if entry.position else ""
            entry.position = None
        Entry.objects.bulk_update(entries, ["uid", "salt", "earlier", "position"], BATCH)
    Checkpoint.objects.all().delete()
    Entry.objects.create(
        uid=uuid.uuid4(),
        salt=secrets.token_hex(16),
        at=datetime.now(UTC),
        actor_name="Gần Dân",
        action="log.reanchored",
        subject_kind="log",
        subject="0.1",
        details={
            "entries": found["entries"],
            "end": found["end"],
            "last_mark": f"{last} {marks.get(last, '')}".strip(),
            "marks": len(marks),
            "faults": len(found["faults"]),
            "faults_at": found["faults"][:FAULTS_NAMED],
        },
    )


def _check(entry, found):
    content = {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "details": entry.details,
    }
    expected = found["entries"] + 1
    if entry.position != expected or link(found["end"], content) != entry.chained:
        found["faults"].append(entry.position)
    found["entries"], found["end"] = entry.position, entry.chained


def _batches(queryset):
    last = 0
    while batch := list(queryset.filter(id__gt=last)[:BATCH]):
        last = batch[-1].pk
        yield batch


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_leave_the_linear_chain")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
