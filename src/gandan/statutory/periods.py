"""Which unit and period a page is about: periods of the reporting regime, or two days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.accounts.models import User
from gandan.core.form_fields import VietnameseDateField
from gandan.core.language import day as in_days
from gandan.core.regime import coded_period, coded_period_name, regime_choices
from gandan.domain.dates import format_date
from gandan.domain.periods import Period
from gandan.domain.statistics import reporting_periods
from gandan.statutory.asking import Asked
from gandan.units.models import Unit
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames

FREE = "tu-chon"


def presets(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The periods to choose from, in groups, and two days of one's own."""
    return [*regime_choices(today), (_("Khác"), [(FREE, _("Hai ngày tự chọn"))])]


def current_quarter(today: date) -> str:
    """The quarter of the regime that holds the day; it may belong to the next year."""
    for year in (today.year, today.year + 1):
        for one in reporting_periods(year):
            if one.code.startswith("q") and today in one.period:
                return f"{year}-{one.code}"
    raise AssertionError("the quarters fill the year")


class PeriodForm(forms.Form):
    """Addresses name units by code, so that they can be passed on."""

    don_vi = forms.ChoiceField(label=gettext_lazy("Đơn vị"))
    ky = forms.ChoiceField(label=gettext_lazy("Kỳ"))
    tu = VietnameseDateField(label=gettext_lazy("Từ ngày"), required=False)
    den = VietnameseDateField(label=gettext_lazy("Đến hết ngày"), required=False)

    def __init__(self, data: Any, *, person: User, today: date) -> None:
        self.person, self.today = person, today
        given = {name: data.get(name, "") for name in ("don_vi", "ky", "tu", "den")}
        home = reach_of(person).home_unit
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        own = next((code for code, unit in self.units.items() if unit.pk == home), "")
        given["don_vi"] = given["don_vi"] or own
        if given["tu"] or given["den"]:
            given["ky"] = given["ky"] or FREE
        given["ky"] = given["ky"] or current_quarter(today)
        super().__init__(given)
        self.names = UnitNames.on(today)
        of_unit = {unit.pk: code for code, unit in self.units.items()}
        reach = reach_of(person).units()
        units = [(of_unit[pk], name) for pk, name in self.names.choices(reach)]
        self.fields["don_vi"].choices = units  # type: ignore[attr-defined]
        groups = presets(today)
        known = {code for _name, rows in groups for code, _label in rows}
        if given["ky"] not in known and coded_period(given["ky"]):
            groups[0][1].append((given["ky"], coded_period_name(given["ky"])))
        self.fields["ky"].choices = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ky") != FREE:
            return data
        if not data.get("tu") or not data.get("den"):
            if not self.errors:
                self.add_error("tu", _("Ghi đủ hai ngày."))
        elif data["den"] < data["tu"]:
            self.add_error("den", _("Ngày cuối phải từ ngày đầu trở đi."))
        return data


@dataclass(frozen=True)
class Chosen:
    """A unit and a period, with the address that leads back to them."""

    unit: Unit
    period: Period
    code: str
    names: UnitNames
    codes: dict[int, str]

    @cached_property
    def query(self) -> str:
        return self.query_of(self.unit.code)

    def query_of(self, unit: str) -> str:
        """The same period at another unit."""
        values = {"don_vi": unit, "ky": self.code}
        if self.code == FREE:
            values |= {
                "tu": format_date(self.period.since),
                "den": format_date(self.period.last_day),
            }
        return urlencode(values)

    @property
    def unit_name(self) -> str:
        return self.names[self.unit.pk]

    @property
    def period_name(self) -> str:
        if self.code != FREE:
            return coded_period_name(self.code)
        return f"{in_days(self.period.since)} – {in_days(self.period.last_day)}"

    def asked(self, person: User, units: frozenset[int]) -> Asked:
        return Asked(person, units, self.period.since, self.period.until)


def chosen_of(form: PeriodForm) -> Chosen:
    """What a valid form asks for."""
    data = form.cleaned_data
    code = data["ky"]
    period = coded_period(code)
    if period is None:
        until = data["den"] + timedelta(days=1)
        label = f"{format_date(data['tu'])} đến {format_date(data['den'])}"
        period = Period(label, data["tu"], until)
    names = form.names if period.last_day >= form.today else UnitNames.on(period.last_day)
    codes = {unit.pk: code for code, unit in form.units.items()}
    return Chosen(form.units[data["don_vi"]], period, code, names, codes)
