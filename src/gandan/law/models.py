import hashlib
import json
import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.domain import citations
from gandan.domain.workdays import DayKind
from gandan.law.tables import EDITABLE, Table
from gandan.units.models import Mark


class LawState(models.Model):
    """One row: the number of the last change. Whoever changes the law raises it first.

    The UPDATE holds the row until the change is committed, so changes come one after another.
    ``stamp`` is new with each change: what was read under it may be kept as long as it stands.
    """

    number = models.PositiveBigIntegerField(default=0)
    stamp = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="law_state_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self.number)


class CurrentQuerySet(models.QuerySet[Any]):
    """Rows that stand after a change: entered by then and not replaced yet."""

    def current(self) -> "CurrentQuerySet":
        return self.filter(replaced_in=None)

    def after(self, change: int) -> "CurrentQuerySet":
        still = Q(replaced_in=None) | Q(replaced_in__gt=change)
        return self.filter(still, entered_in__lte=change)


class LawRowQuerySet(CurrentQuerySet):
    def to_check(self) -> "LawRowQuerySet":
        """Current rows that nobody has confirmed."""
        return self.current().exclude(self._confirmed())  # type: ignore[return-value]

    def confirmed(self) -> "LawRowQuerySet":
        return self.current().filter(self._confirmed())  # type: ignore[return-value]

    @staticmethod
    def _confirmed() -> Q:
        valid = RowCheck.objects.filter(revoked_at=None).values("row_id")
        return Q(pk__in=valid)


class LawRow(models.Model):
    """One row of law (dòng quy định). Never edited: a change replaces it by another row.

    ``content`` is the whole row as its table in ``gandan.domain`` reads it; the columns beside
    it repeat what lists are sorted and searched by. ``valid_to`` is the last day in force.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    table = models.CharField(_("bảng"), max_length=20, choices=Table)
    key = models.CharField(max_length=160)
    code = models.CharField(_("mã"), max_length=80)
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    search_key = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    article = models.CharField(_("căn cứ"), max_length=300, blank=True)
    mark = models.CharField(_("mức tin cậy"), max_length=12, choices=Mark)
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("đến hết ngày"), null=True)
    doubt = models.TextField(_("điều cần xem"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replacements"
    )
    reason = models.TextField(_("lý do sửa"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    entered_in = models.PositiveBigIntegerField()
    replaced_in = models.PositiveBigIntegerField(null=True)

    objects = LawRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "key", "valid_from"],
                name="law_row_current_once",
                condition=Q(replaced_in=None),
            ),
            models.CheckConstraint(
                name="law_row_time",
                condition=Q(valid_to=None)
                | Q(valid_to__isnull=False, valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["table", "key"], name="law_row_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from:%d/%m/%Y}"

    @property
    def is_current(self) -> bool:
        return self.replaced_in is None

    @property
    def is_editable(self) -> bool:
        return self.table in EDITABLE

    @property
    def is_shipped(self) -> bool:
        """As it came with the product, not changed by an office."""
        return bool(self.shipped_digest)

    @property
    def basis(self) -> str:
        """The articles as an office writes them."""
        return citations.in_vietnamese(self.article)

    @property
    def shown_code(self) -> str:
        """The code where people use it (KN-TL); names inside the program stay inside."""
        return self.code if self.code == self.code.upper() else ""

    @property
    def short_name(self) -> str:
        return self.shown_code or str(self.get_table_display())

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class RowCheck(models.Model):
    """Somebody compared a row with its source and found it right."""

    row = models.ForeignKey(LawRow, on_delete=models.PROTECT, related_name="checks")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_on = models.DateField(_("ngày kiểm tra"))
    source = models.CharField(_("nguồn đã đối chiếu"), max_length=300)
    note = models.TextField(_("ghi chú"), blank=True)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["row"], name="law_row_checked_once", condition=Q(revoked_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.checked_on}"


DAY_KINDS = {
    DayKind.HOLIDAY: _("Ngày lễ, tết"),
    DayKind.COMPENSATION: _("Nghỉ bù"),
    DayKind.SWAP_OFF: _("Nghỉ hoán đổi"),
    DayKind.SWAP_WORK: _("Làm bù"),
}


class CalendarRow(models.Model):
    """A day that is not like its weekday: a holiday, a day off, a Saturday that is worked."""

    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại ngày"), max_length=14, choices=[*DAY_KINDS.items()])
    name = models.CharField(_("tên"), max_length=200)
    source = models.CharField(_("căn cứ"), max_length=300)
    is_confirmed = models.BooleanField(_("đã có thông báo chính thức"), default=True)
    is_withdrawn = models.BooleanField(default=False)
    shipped_digest = models.CharField(max_length=64, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    entered_in = models.PositiveBigIntegerField()
    replaced_in = models.PositiveBigIntegerField(null=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], name="calendar_day_current_once", condition=Q(replaced_in=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.kind}"


class QuestionAnswer(models.Model):
    """What somebody found out about an open question of the law; the last one stands."""

    question = models.CharField(max_length=60, db_index=True)
    answer = models.TextField(_("trả lời"), blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.question


def digest_of(content: Any) -> str:
    """A fingerprint that tells whether a shipped row has changed."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
