from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.units.models import Unit


class Book(models.TextChoices):
    OUTGOING = "outgoing", _("văn bản đi")
    INCOMING = "incoming", _("văn bản đến")


class NumberSeries(models.Model):
    """One sequence of numbers: a unit, a book, a kind where kinds count apart, a year or term.

    ``last`` is the last number given and ``last_on`` its day; a closed series gives no more.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="number_series")
    book = models.CharField(_("sổ"), max_length=10, choices=Book)
    kind = models.CharField(_("loại văn bản"), max_length=12, blank=True)
    period = models.CharField(_("năm hoặc nhiệm kỳ"), max_length=20)
    last = models.PositiveIntegerField(_("số cuối"), default=0)
    last_on = models.DateField(_("ngày của số cuối"), null=True)
    closed_on = models.DateField(_("đóng ngày"), null=True)
    closed_reason = models.CharField(_("lý do đóng"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "book", "kind", "period"], name="number_series_once"
            ),
            models.CheckConstraint(
                name="number_series_closed_for_a_reason",
                condition=Q(closed_on=None) | (Q(closed_on__isnull=False) & ~Q(closed_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.book, self.kind, self.period) if part)
