import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.audit import veils
from gandan.audit.actions import ACTIONS
from gandan.audit.leaves import Row
from gandan.core.language import localized_lazy
from gandan.domain.confidentiality import Confidentiality

DATA_CLASSES = [(one.value, localized_lazy(one.label, one.label_en)) for one in Confidentiality]


def fresh_salt() -> str:
    return secrets.token_hex(16)


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Any) -> "EntryQuerySet":
        """Entries that ``person``, who may open the log, sees; hidden matters stay hidden."""
        return self.filter(veils.lifted_for(person))


class Entry(models.Model):
    """One change or sensitive read; written in the transaction of what it records.

    ``position`` is empty until the entry is put into the tree, seconds later.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("lúc"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("người làm"), max_length=150)
    action = models.CharField(_("việc"), max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(_("đối tượng"), max_length=80)
    data_class = models.CharField(
        _("loại dữ liệu"), max_length=20, blank=True, choices=DATA_CLASSES
    )
    details = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, default=fresh_salt, editable=False)
    # What is left of details that were erased by law: their hashes, and salts of the others.
    erased = models.JSONField(default=dict, editable=False)
    position = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    # Position and hash in the linear chain of version 0.1; empty for entries since then.
    earlier = models.CharField(max_length=90, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject", "id"], name="audit_subject"),
            models.Index(fields=["id"], name="audit_waiting", condition=Q(position__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    @property
    def wording(self) -> str:
        return str(ACTIONS.get(self.action, self.action))

    @property
    def reason(self) -> str:
        """Why the data was read, when that was asked."""
        return str(self.details.get("reason", ""))

    def row(self) -> Row:
        """The entry as the tree sees it."""
        return Row(*(getattr(self, name) for name in ROW_FIELDS))._replace(uid=self.uid.hex)


# The fields of ``Row`` in its order, for reading many without making models.
ROW_FIELDS = (
    "position",
    "uid",
    "at",
    "actor_id",
    "actor_name",
    "action",
    "subject_kind",
    "subject",
    "data_class",
    "details",
    "salt",
    "erased",
    "earlier",
)


def row_of(values: tuple[Any, ...]) -> Row:
    """The row made of the values of ``ROW_FIELDS``."""
    return Row(values[0], values[1].hex, *values[2:])


class Tile(models.Model):
    """256 hashes of the tree, fewer at its growing edge."""

    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="audit_tile_once"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class Checkpoint(models.Model):
    """A signed tree head; a copy kept elsewhere proves that nothing was changed or cut off."""

    at = models.DateTimeField()
    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()

    def __str__(self) -> str:
        return f"{self.size} {self.root[:12]}"
