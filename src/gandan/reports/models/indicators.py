"""The catalogue of indicators: what each figure means, dated, so that years can be compared."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.core.language import localized_lazy
from gandan.domain.reporting import Measure, Source

MEASURE_CHOICES = [(m.value, localized_lazy(m.label, m.label_en)) for m in Measure]
SOURCE_CHOICES = [
    (Source.REGISTER.value, _("sổ đếm")),
    (Source.ENTERED.value, _("đơn vị ghi")),
    (Source.COMPUTED.value, _("tính theo công thức")),
]


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def in_force(self, day: date) -> "IndicatorQuerySet":
        return self.filter(Q(since__lte=day), Q(until=None) | Q(until__gt=day))


class Indicator(models.Model):
    """One definition of a figure while it held; a new definition is a new row."""

    code = models.CharField(_("mã"), max_length=20)
    name = models.CharField(_("tên chỉ tiêu"), max_length=200)
    measure = models.CharField(_("đơn vị tính"), max_length=16, choices=MEASURE_CHOICES)
    definition = models.TextField(_("định nghĩa"))
    source = models.CharField(_("nguồn số liệu"), max_length=10, choices=SOURCE_CHOICES)
    # A key of ``gandan.reports.registered``.
    register_key = models.CharField(_("sổ đếm gì"), max_length=40, blank=True)
    formula = models.CharField(_("công thức"), max_length=300, blank=True)
    needs_proof = models.BooleanField(_("phải kèm minh chứng"), default=False)
    since = models.DateField(_("dùng từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "since"], name="indicator_once"),
            models.CheckConstraint(
                name="indicator_time", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="indicator_source",
                condition=Q(source="entered")
                | Q(source="register") & ~Q(register_key="")
                | Q(source="computed") & ~Q(formula=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def unit_of_count(self) -> Measure:
        return Measure(self.measure)
