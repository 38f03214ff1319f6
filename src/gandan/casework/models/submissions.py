"""What was received: one row for each letter, visit or call."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models.choices import CHANNEL_CHOICES, KIND_CHOICES
from gandan.casework.models.imports import ImportBatch
from gandan.casework.titles import title_of
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.kinds import KEPT_FROM_ACCUSED, Channel
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, person: User) -> "SubmissionQuerySet":
        """Submissions of the units in reach of ``person`` today; the one door to rows."""
        return self.filter(reach_of(person).rows("unit")).not_about(person)

    def not_about(self, person: User) -> "SubmissionQuerySet":
        """Without denunciations about a unit where ``person`` works, or one above it."""
        return self.exclude(pk__in=kept_from(person))

    def not_about_units(self, units: Iterable[int]) -> "SubmissionQuerySet":
        """Without denunciations about any of ``units``, whoever reads what is counted."""
        return self.exclude(pk__in=_denouncing(Q(case__respondents__unit__in=units)))

    def for_many(self) -> "SubmissionQuerySet":
        """Without any denunciation that names a unit: for what is counted once for many readers.

        Concerns, digests and what the machine learns are read by people of every unit. One that
        came on the public page, and of which nobody said yet whom it is about, may be about any.
        """
        named = Q(case__respondents__unit__isnull=False)
        link = self.model.cases.through.objects.filter(
            submission=OuterRef("pk"),
            case__kind__in=KEPT_FROM_ACCUSED,
            case__respondents__isnull=True,
        )
        unsaid = Q(registered_by=None, channel=Channel.WEB) & Exists(link)
        return self.exclude(pk__in=_denouncing(named)).exclude(unsaid)

    def followable(self) -> "SubmissionQuerySet":
        """Letters that their senders may follow with the code on the receipt.

        Whatever is, or may be, a denunciation is not among them: the accused's office may hold
        the code of a letter that it took in itself (Law 25/2018/QH14, art. 11.2.c).
        """
        secret = [one.value for one in Confidentiality if one.is_hidden]
        hidden = Q(case__kind__in=KEPT_FROM_ACCUSED) | Q(case__confidentiality__in=secret)
        link = self.model.cases.through.objects.filter(hidden, submission=OuterRef("pk"))
        return self.exclude(kind__in=KEPT_FROM_ACCUSED).exclude(Exists(link))

    def readable_by(self, person: User) -> "SubmissionQuerySet":
        """Those visible to ``person``, and letters of cases that lie with their units by referral.

        Whoever must answer reads the letter, on the page of the case; the register of the
        office that received it stays closed to them.
        """
        reach, rows = reach_of(person), self.not_about(person)
        own = reach.rows("unit")
        if not own:
            return rows
        link = self.model.cases.through.objects
        referred = link.filter(
            reach.rows("case__referrals__to_unit"), case__referrals__is_open=True
        ).values("submission")
        return rows.filter(own | Q(pk__in=referred))


def seen_by(person: User, at: str) -> Q:
    """The condition that ``person`` may see the letter at the end of the path ``at``.

    For joins; what stands alone goes through ``visible_to``, which is the same rule.
    """
    return reach_of(person).rows(f"{at}__unit") & ~Q(**{f"{at}__in": kept_from(person)})


def kept_from(person: User, units: Iterable[int] = ()) -> models.QuerySet[Any, Any]:
    """Keys of letters that denounce a unit in the line of ``person``, or any of ``units``."""
    return _denouncing(Q(case__respondents__unit__in=reach_of(person).line | set(units)))


def _denouncing(about: Q) -> models.QuerySet[Any, Any]:
    """Keys of the letters of denunciations with such respondents: few, so asked first."""
    link = Submission.cases.through.objects.filter(case__kind__in=KEPT_FROM_ACCUSED)
    return link.filter(about).values("submission")


class Submission(models.Model):
    """One thing received (đơn): a letter, visit, call, form, e-mail or file row."""

    class ClassifiedBy(models.TextChoices):
        NOBODY = "", _("chưa phân loại")
        MACHINE = "machine", _("máy gợi ý")
        PERSON = "person", _("đã xác nhận")

    code = models.CharField(_("số vào sổ"), max_length=24, unique=True)
    tracking_code = models.CharField(_("mã theo dõi"), max_length=40, unique=True)
    # What makes the same file row the same submission when it comes in again.
    source_key = models.CharField(max_length=64, unique=True, editable=False)
    external_id = models.CharField(_("mã của nơi gửi"), max_length=200, blank=True)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="submissions"
    )
    source_address = models.CharField(_("vị trí trong tệp"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    received_on = models.DateField(_("ngày nhận"), null=True)
    received_on_as_written = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(_("vào sổ lúc"), auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("kênh"), max_length=20, choices=CHANNEL_CHOICES, blank=True)
    title = models.CharField(_("trích yếu"), max_length=300, blank=True)
    # NFC without control characters: what is searched, compared and quoted.
    text = models.TextField(_("nội dung"))
    # Kept only where it differs from ``text``; read it through ``original_text``.
    text_as_sent = models.TextField(blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    encoding_confidence = models.FloatField(null=True)
    place = models.CharField(_("nơi xảy ra"), max_length=300, blank=True)
    sender_name = models.CharField(_("người gửi"), max_length=200, blank=True)
    sender_address = models.CharField(_("địa chỉ người gửi"), max_length=300, blank=True)
    sender_phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    signers = models.PositiveIntegerField(_("số người ký"), null=True, blank=True)
    damage = models.FloatField(_("mức hỏng chữ"), default=0)
    is_damaged = models.BooleanField(_("chữ hỏng, chưa đọc được chắc"), default=False)
    notes = models.JSONField(default=list)
    extra = models.JSONField(default=dict)

    kind = models.CharField(_("loại đơn"), max_length=20, choices=KIND_CHOICES, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    topic = models.CharField(_("nội dung chi tiết"), max_length=60, blank=True)
    classified_by = models.CharField(
        max_length=10, choices=ClassifiedBy, default=ClassifiedBy.NOBODY, blank=True
    )
    classified_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    classified_at = models.DateTimeField(null=True)
    # What the machine suggested, with reasons and the engine's version; kept after a decision.
    suggestion = models.JSONField(default=dict)
    confidence = models.FloatField(_("mức chắc của gợi ý"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            # With what a leader's page counts of the letters of a period.
            models.Index(
                fields=["-received_on", "-id", "unit", "field", "classified_by"],
                name="submission_newest",
            ),
            models.Index(fields=["unit", "-received_on", "-id"], name="submission_unit_newest"),
            models.Index(fields=["field", "-received_on", "-id"], name="submission_field_newest"),
            models.Index(fields=["kind", "-received_on", "-id"], name="submission_kind_newest"),
            models.Index(fields=["classified_by", "-received_on"], name="submission_to_confirm"),
            models.Index(fields=["external_id"], name="submission_external"),
            # Few letters are damaged: an index of them alone answers at once how many.
            models.Index(
                fields=["-received_on", "-id"],
                condition=Q(is_damaged=True),
                name="submission_damaged_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="submission_confirmed_by_someone",
                condition=~Q(classified_by="person")
                | Q(classified_person__isnull=False, classified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def heading(self) -> str:
        """What a list shows: the officer's title, else the sender's first words."""
        return self.title or title_of(self.text, self.place)

    @property
    def original_text(self) -> str:
        """The text exactly as it was sent."""
        return self.text_as_sent or self.text
