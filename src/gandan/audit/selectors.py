"""Read the log: proofs for entries, and who has read what of a matter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from gandan.audit.actions import READS
from gandan.audit.leaves import leaf_of
from gandan.audit.models import Checkpoint, Entry
from gandan.audit.notes import read_checkpoint
from gandan.audit.receipts import Receipt
from gandan.audit.sequencing import tree
from gandan.core.language import localized
from gandan.domain.confidentiality import Confidentiality


class NotSequencedError(Exception):
    """The entry is not in the tree yet; it will be in a few seconds."""


def newest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def receipt_for(entry: Entry) -> Receipt:
    """The proof that ``entry`` stands in the log, under the newest signed head.

    Raises ``NotSequencedError``.
    """
    head = newest_checkpoint()
    if head is None or entry.position is None or entry.position > head.size:
        raise NotSequencedError
    index = entry.position - 1
    path = tree(head.size).inclusion(index)
    return Receipt(leaf_of(entry.row()), index, tuple(path), read_checkpoint(head.note))


def consistency_proof(old: int, size: int) -> list[bytes]:
    """That the log of ``old`` entries is the start of that of ``size``.

    Raises ``tree.NotInTreeError`` for sizes that the log never had.
    """
    head = newest_checkpoint()
    return tree(head.size if head else 0).consistency(old, size)


@dataclass
class Reading:
    """One person's readings of one class of data; ``reasons`` in the order they were given."""

    actor: int | None
    name: str
    data_class: Confidentiality
    first_at: datetime
    last_at: datetime
    count: int = 0
    reasons: list[str] = field(default_factory=list)

    @property
    def class_label(self) -> str:
        return localized(self.data_class.label, self.data_class.label_en)


def readings_of(subjects: Iterable[tuple[str, str]]) -> list[Reading]:
    """Who has read what class of data of ``subjects``, the latest reader first.

    A subject is (kind, code) as in the log: ("casework.case", "VV-2026-000012"). A case gives
    its own code and those of its letters.
    """
    wanted = Q(pk__in=[])
    for kind, code in subjects:
        wanted |= Q(subject_kind=kind, subject=code)
    entries = Entry.objects.filter(wanted, action__in=READS).exclude(data_class="")
    found: dict[tuple[int | None, str, str], Reading] = {}
    for entry in entries.order_by("id").iterator():
        key = (entry.actor_id, entry.actor_name, entry.data_class)
        data_class = Confidentiality(entry.data_class)
        own = Reading(entry.actor_id, entry.actor_name, data_class, entry.at, entry.at)
        reading = found.setdefault(key, own)
        reading.count += 1
        reading.last_at = entry.at
        if entry.reason and entry.reason not in reading.reasons:
            reading.reasons.append(entry.reason)
    return sorted(found.values(), key=lambda reading: reading.last_at, reverse=True)
