"""Figures that the register does not hold, such as documents; written in by the unit."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.units.models import Unit
from gandan.units.policy import reach_of


class EnteredCellQuerySet(models.QuerySet["EnteredCell"]):
    def visible_to(self, person: User) -> "EnteredCellQuerySet":
        return self.filter(reach_of(person).rows("unit"))

    def current(self) -> "EnteredCellQuerySet":
        return self.filter(is_current=True)

    def of_period(self, units: Iterable[int], since: date, until: date) -> "EnteredCellQuerySet":
        return self.filter(unit__in=units, since=since, until=until)


class EnteredCell(models.Model):
    """One column of a table for a unit and the days ``[since, until)``; each change is a new row.

    ``value`` is empty when a figure was taken back: the cell is then open again.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(_("biểu"), max_length=20)
    column = models.PositiveSmallIntegerField(_("cột"))
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"))
    number = models.PositiveSmallIntegerField(_("bản"))
    value = models.DecimalField(_("số"), max_digits=18, decimal_places=2, null=True)
    note = models.CharField(_("lấy số từ đâu"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = EnteredCellQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "table", "column", "since", "until", "number"],
                name="entered_cell_numbered",
            ),
            models.UniqueConstraint(
                fields=["unit", "table", "column", "since", "until"],
                condition=Q(is_current=True),
                name="entered_cell_one_current",
            ),
            models.CheckConstraint(name="entered_cell_time", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(name="entered_cell_says_whence", condition=~Q(note="")),
            models.CheckConstraint(
                name="entered_cell_not_negative", condition=Q(value=None) | Q(value__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.column}"
