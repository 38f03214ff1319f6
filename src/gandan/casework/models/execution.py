"""What decisions and conclusions order, and what was carried out of it, by day and paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models.cases import Case
from gandan.casework.models.files import Attachment
from gandan.casework.models.steps import CaseStep
from gandan.domain.execution import OrderedMeasure

MEASURES = [one.value for one in OrderedMeasure]
# The paper of what the step "carried out" tells by itself; nobody may write it as a paper.
BY_THE_STEP = "Theo bước thực hiện xong của vụ việc"


class OrderingQuerySet(models.QuerySet["Ordering"]):
    def visible_to(self, person: User) -> "OrderingQuerySet":
        """Whoever sees the case; of a denunciation nobody of the unit it is about."""
        return self.filter(case__in=Case.objects.visible_to(person))

    def standing(self) -> "OrderingQuerySet":
        """The newest version for each decision that was not taken back."""
        return self.filter(is_current=True, step__undone_by=None)


class Ordering(models.Model):
    """What one decision or conclusion orders (nội dung phải thi hành); each change is a new row.

    ``step`` is the decision, ``decided_on`` its day. ``other`` is what no amount can say, such
    as a certificate to be issued again. Nobody is named here: people are only counted.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orderings")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="orderings")
    number = models.PositiveSmallIntegerField(_("bản"))
    decided_on = models.DateField(_("ngày ra quyết định, kết luận"))
    is_needed = models.BooleanField(_("có nội dung phải thi hành"))
    other = models.CharField(_("nội dung khác phải thi hành"), max_length=300, blank=True)
    why_changed = models.CharField(_("vì sao ghi lại"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    is_current = models.BooleanField(default=True)

    objects = OrderingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["decided_on", "case"], name="ordering_day")]
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="ordering_numbered"),
            models.UniqueConstraint(
                fields=["step"], condition=Q(is_current=True), name="ordering_one_current"
            ),
            models.CheckConstraint(
                name="ordering_change_says_why", condition=Q(number=1) | ~Q(why_changed="")
            ),
            models.CheckConstraint(
                name="ordering_other_is_needed", condition=Q(is_needed=True) | Q(other="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class OrderedAmount(models.Model):
    """One amount that a decision orders, in parts (``gandan.domain.execution``)."""

    ordering = models.ForeignKey(Ordering, on_delete=models.CASCADE, related_name="amounts")
    measure = models.CharField(_("nội dung"), max_length=30)
    amount = models.BigIntegerField(_("số"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ordering", "measure"], name="ordered_amount_once"),
            models.CheckConstraint(name="ordered_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="ordered_amount_of_a_measure", condition=Q(measure__in=MEASURES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.amount}"


class CarriedOutQuerySet(models.QuerySet["CarriedOut"]):
    def visible_to(self, person: User) -> "CarriedOutQuerySet":
        return self.filter(case__in=Case.objects.visible_to(person))

    def standing(self) -> "CarriedOutQuerySet":
        return self.filter(annulled_at=None, step__undone_by=None)

    def by_the_step(self) -> "CarriedOutQuerySet":
        """Rows that the step "carried out" of the case told, and no person."""
        return self.filter(paper=BY_THE_STEP)


class CarriedOut(models.Model):
    """One amount that was carried out of a decision (kết quả thi hành), on a day, with its paper.

    A wrong row is annulled with a reason and stays; ``why_over`` says why more was done than
    ordered.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_out")
    step = models.ForeignKey(CaseStep, on_delete=models.PROTECT, related_name="carried_out")
    measure = models.CharField(_("nội dung"), max_length=30)
    amount = models.BigIntegerField(_("số"))
    on = models.DateField(_("ngày thi hành"))
    paper = models.CharField(_("giấy tờ chứng minh"), max_length=200)
    file = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    why_over = models.CharField(_("vì sao nhiều hơn phải thi hành"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"))
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    annulled_at = models.DateTimeField(_("hủy lúc"), null=True)
    why_annulled = models.CharField(_("vì sao hủy"), max_length=300, blank=True)

    objects = CarriedOutQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="carried_out_of_case"),
            models.Index(fields=["on", "case"], name="carried_out_day"),
        ]
        constraints = [
            models.CheckConstraint(name="carried_out_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="carried_out_of_a_measure", condition=Q(measure__in=MEASURES)
            ),
            models.CheckConstraint(name="carried_out_has_a_paper", condition=~Q(paper="")),
            models.CheckConstraint(
                name="carried_out_annulled_says_why",
                condition=Q(annulled_at=None, annulled_by=None, why_annulled="")
                | (Q(annulled_at__isnull=False, annulled_by__isnull=False) & ~Q(why_annulled="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.amount}"

    @property
    def stands(self) -> bool:
        return self.annulled_at is None
