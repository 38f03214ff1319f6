"""Matters: one row each, with where it stands, whose move it is and by when."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models.choices import KIND_CHOICES
from gandan.casework.models.submissions import Submission
from gandan.core.language import localized
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.flags import Flag
from gandan.domain.kinds import KEPT_FROM_ACCUSED, Channel
from gandan.domain.procedure import Outcome, Procedure, Stage
from gandan.units.models import Unit
from gandan.units.policy import reach_of

MERGED = "merged"
# What the lists of work and of cases are narrowed and sorted by.
LISTED_BY = ("next_due_kind", "kind", "field", "officer", "opened_on", "signers")
# What a leader's page counts cases by.
TOLD_BY = (
    "is_followed",
    "came_by",
    "merged_into",
    "answered_on",
    "settled_on",
    "carried_out_on",
    "stage",
)
OWNER_LIST = ("unit", "turn", "next_due_on", "id", "handling_unit", *LISTED_BY, "merged_into")


class Turn(models.TextChoices):
    """Whose move it is; with ``handling_unit`` it says on whose desk a case lies."""

    OFFICE = "office", _("đơn vị đang giữ")
    OUTSIDE = "outside", _("cơ quan ngoài hệ thống")
    SENDER = "sender", _("người gửi")
    REST = "rest", _("không còn việc phải làm")


class DueKind(models.TextChoices):
    """What the next day of a case is: only limits and promises can be late."""

    LIMIT = "limit", _("thời hạn luật định")
    INTERNAL = "internal", _("mức phục vụ nội bộ")
    PROMISE = "promise", _("ngày đã hứa")
    WAIT = "wait", _("hết thời gian chờ")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: User) -> "CaseQuerySet":
        """Cases of the units in reach of ``person`` today, and those referred to them."""
        rows = self.not_about(person)
        own = reach_of(person).rows("unit")
        if not own:
            return rows
        return rows.filter(own | Q(pk__in=_referred_to(person).values("pk")))

    def own_and_referred(self, person: User) -> "list[CaseQuerySet]":
        """Rows that are visible to ``person``, those of own units apart from the others.

        To be counted one after the other: for "of own units or referred to them" PostgreSQL
        reads every case.
        """
        own = reach_of(person).rows("unit")
        if not own:
            return [self]
        others = _referred_to(person).exclude(own).values("pk")
        return [self.filter(own), self.filter(pk__in=others)]

    def not_about(self, person: User) -> "CaseQuerySet":
        """Without denunciations about a unit where ``person`` works, or one above it.

        Law 25/2018/QH14, art. 11.2.c: the accused learn nothing before the conclusion.
        """
        return self.exclude(pk__in=denounced(person))

    def not_about_units(self, units: Iterable[int]) -> "CaseQuerySet":
        """Without denunciations about any of ``units``, whoever reads what is counted."""
        named = Respondent.objects.filter(unit__in=units, case__kind__in=KEPT_FROM_ACCUSED)
        return self.exclude(pk__in=named.values("case"))

    def for_many(self) -> "CaseQuerySet":
        """Without any denunciation that names a unit: for what is counted once for many readers.

        One that came on the public page, and of which nobody said yet whom it is about, may be
        about any of them.
        """
        named = Respondent.objects.filter(unit__isnull=False, case__kind__in=KEPT_FROM_ACCUSED)
        about = Respondent.objects.filter(case=OuterRef("pk"))
        came = Raising.objects.filter(
            case=OuterRef("pk"), submission__registered_by=None, submission__channel=Channel.WEB
        )
        unsaid = Q(kind__in=KEPT_FROM_ACCUSED) & ~Exists(about) & Exists(came)
        return self.exclude(pk__in=named.values("case")).exclude(unsaid)

    def open_to_sender(self) -> "CaseQuerySet":
        """Without what is, or may be, a denunciation: those are not followed on the public page."""
        secret = [one.value for one in Confidentiality if one.is_hidden]
        return self.exclude(kind__in=KEPT_FROM_ACCUSED).exclude(confidentiality__in=secret)

    def standing(self) -> "CaseQuerySet":
        """Cases that were not merged into another."""
        return self.filter(merged_into=None)

    def first_hand(self) -> "CaseQuerySet":
        """Standing cases without those that a unit opened for a referral: no matter twice."""
        return self.filter(merged_into=None, came_by=None)


def _referred_to(person: User) -> CaseQuerySet:
    """Cases that lie with the units in reach of ``person`` by referral."""
    open_here = reach_of(person).rows("referrals__to_unit") & Q(referrals__is_open=True)
    return Case.objects.filter(open_here)


class Case(models.Model):
    """One matter (vụ việc); one or more submissions raise it.

    ``stage`` is where the workflow tables (``gandan.domain.procedure``) put it; ``version``
    grows with every change, so that two people cannot move a case at once.
    """

    code = models.CharField(_("mã vụ việc"), max_length=24, unique=True)
    title = models.CharField(_("tên vụ việc"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    opened_on = models.DateField(_("ngày mở"), null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    submissions = models.ManyToManyField(Submission, through="Raising", related_name="cases")

    kind = models.CharField(_("loại"), max_length=20, choices=KIND_CHOICES, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    procedure = models.CharField(_("thủ tục"), max_length=24, default=Procedure.FORWARDING)
    stage = models.CharField(_("giai đoạn"), max_length=30, default=Stage.RECEIVED)
    # Codes of gandan.domain.flags: about the matter, never about a person.
    flags = models.JSONField(default=list)
    confidentiality = models.CharField(_("mức bảo mật"), max_length=20, default="personal")
    signers = models.PositiveIntegerField(_("số người ký"), null=True)
    forwarder = models.CharField(_("cơ quan chuyển đến"), max_length=200, blank=True)
    round = models.PositiveSmallIntegerField(_("lần thứ"), default=1)
    earlier = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="later",
        verbose_name=_("lần trước"),
    )
    # The first of the rounds of a matter; empty for that one itself.
    first_round = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="rounds"
    )
    came_by = models.OneToOneField(
        "Referral", null=True, on_delete=models.PROTECT, related_name="taken_up_as"
    )

    handling_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị đang giữ")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("người xử lý"),
    )
    turn = models.CharField(max_length=10, choices=Turn, default=Turn.REST)
    # The nearest day of all open clocks and promises, kept here for the work queue.
    next_due_on = models.DateField(_("hạn gần nhất"), null=True)
    next_due_code = models.CharField(max_length=20, blank=True)
    next_due_kind = models.CharField(max_length=10, choices=DueKind, blank=True)
    # A letter taken in for the record only has no clocks.
    is_followed = models.BooleanField(_("theo dõi thời hạn"), default=False)

    outcome = models.CharField(_("kết quả xử lý đơn"), max_length=24, blank=True)
    result = models.CharField(_("kết luận"), max_length=24, blank=True)
    answered_on = models.DateField(_("đã trả lời"), null=True)
    settled_on = models.DateField(_("đã giải quyết xong"), null=True)
    carried_out_on = models.DateField(_("đã thực hiện xong"), null=True)
    rested_on = models.DateField(_("xong việc ngày"), null=True)
    # Kept equal to the steps by services.handling_days; the statutory tables ask for it.
    first_handled_on = models.DateField(_("xử lý lần đầu ngày"), null=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # With what a leader's page counts of the cases opened in a period: of the city from
            # the first one, or on SQLite from the second.
            models.Index(fields=["-opened_on", "-id", "unit", *TOLD_BY], name="case_newest"),
            models.Index(fields=["unit", "-opened_on", "-id", *TOLD_BY], name="case_unit_newest"),
            models.Index(fields=["officer", "turn", "next_due_on", "id"], name="case_officer"),
            # With the columns that lists are counted, narrowed and sorted by, so that the table
            # is read for the rows of one page only.
            models.Index(
                fields=["handling_unit", "turn", "next_due_on", "id", *LISTED_BY, "stage"],
                name="case_desk",
            ),
            models.Index(fields=OWNER_LIST, name="case_owner"),
            models.Index(
                fields=["turn", "next_due_on", "id", "handling_unit", *LISTED_BY, "merged_into"],
                name="case_due_of_unit",
            ),
            models.Index(fields=["unit", "rested_on"], name="case_rested"),
            models.Index(fields=["unit", "answered_on"], name="case_answered"),
            models.Index(
                fields=[
                    "first_handled_on",
                    "opened_on",
                    "rested_on",
                    "merged_into",
                    "earlier",
                    "came_by",
                ],
                condition=Q(is_followed=True),
                name="case_first_handled",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_round_continues_an_earlier",
                condition=Q(round=1, earlier=None, first_round=None)
                | Q(round__gt=1, earlier__isnull=False, first_round__isnull=False),
            ),
            models.CheckConstraint(
                name="case_merged_says_into_which",
                condition=Q(stage=MERGED, merged_into__isnull=False)
                | (~Q(stage=MERGED) & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="case_due_says_which",
                condition=Q(next_due_on=None, next_due_code="", next_due_kind="")
                | (Q(next_due_on__isnull=False) & ~Q(next_due_code="") & ~Q(next_due_kind="")),
            ),
            models.CheckConstraint(
                name="case_at_rest_owes_nothing",
                condition=~Q(turn=Turn.REST) | Q(next_due_on=None),
            ),
            models.CheckConstraint(
                name="case_not_followed_has_no_clock",
                condition=Q(is_followed=True) | Q(next_due_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_hidden(self) -> bool:
        """Whether this is kept from others, by itself or as part of the case that took it in."""
        own = Confidentiality(self.confidentiality).is_hidden
        return own or (self.merged_into is not None and self.merged_into.is_hidden)

    @property
    def stage_name(self) -> str:
        if self.stage == MERGED:
            return localized("Đã gộp vào vụ việc khác", "Merged into another case")
        stage = Stage(self.stage)
        return localized(stage.label, stage.label_en)

    @property
    def procedure_name(self) -> str:
        procedure = Procedure(self.procedure)
        return localized(procedure.label, procedure.label_en)

    @property
    def outcome_name(self) -> str:
        if not self.outcome:
            return ""
        outcome = Outcome(self.outcome)
        return localized(outcome.label, outcome.label_en)

    @property
    def flag_set(self) -> frozenset[Flag]:
        return frozenset(Flag(code) for code in self.flags)

    @property
    def is_second_instance(self) -> bool:
        return self.procedure == Procedure.COMPLAINT_SECOND

    @property
    def is_resting(self) -> bool:
        return self.turn == Turn.REST


class RaisingQuerySet(models.QuerySet["Raising"]):
    def of(self, cases: models.QuerySet[Case]) -> "RaisingQuerySet":
        """Those of ``cases``, asked of each: for "in" SQLite would list all that a person sees."""
        return self.filter(Exists(cases.order_by().filter(pk=OuterRef("case"))))


class Raising(models.Model):
    """A submission raises a case: as its first letter, a copy, a supplement or a joint letter."""

    class Role(models.TextChoices):
        FIRST = "first", _("đơn đầu")
        EXACT_COPY = "exact_copy", _("bản sao nguyên văn")
        NEAR_COPY = "near_copy", _("bản gần trùng")
        SUPPLEMENT = "supplement", _("đơn bổ sung")
        PART = "part", _("một nội dung của đơn")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="raisings")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="raisings")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role, default=Role.FIRST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = RaisingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["role", "case"], name="raising_role")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "case"], name="raising_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} > {self.case_id}"


class Representative(models.Model):
    """Who speaks for the signers of a joint letter; the signers themselves are only counted."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(_("họ tên"), max_length=200)
    contact = models.CharField(_("địa chỉ, điện thoại"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "name"], name="representative_once"),
            models.CheckConstraint(name="representative_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


def denounced(person: User) -> models.QuerySet[Any, Any]:
    """The keys of denunciations about a unit in the line of ``person``: few, so asked first."""
    rows = Respondent.objects.filter(unit__in=reach_of(person).line)
    return rows.filter(case__kind__in=KEPT_FROM_ACCUSED).values("case")


class Respondent(models.Model):
    """Who a case is about: a unit, or a person in words with the unit where that person works.

    Without it nobody could say whom a case must be kept from.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="respondents")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(_("người bị phản ánh"), max_length=200, blank=True)
    # Empty: who wrote said it on the public page.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "case"], name="respondent_unit")]
        constraints = [
            models.CheckConstraint(
                name="respondent_is_somebody", condition=Q(unit__isnull=False) | ~Q(person="")
            ),
            models.UniqueConstraint(
                fields=["case", "unit", "person"],
                condition=Q(unit__isnull=False),
                name="respondent_once",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(unit=None),
                name="respondent_in_words_once",
            ),
        ]

    def __str__(self) -> str:
        return self.person or str(self.unit)
