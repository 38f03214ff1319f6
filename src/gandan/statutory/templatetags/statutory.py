"""How figures of the statutory tables are written."""

from decimal import Decimal

from django import template

from gandan.core.language import localized, number
from gandan.domain.statistics import CellUnit, Number, slug_of

register = template.Library()
_ENGLISH = {
    CellUnit.LETTERS: "letters", CellUnit.CASES: "cases", CellUnit.VISITS: "visits",
    CellUnit.PEOPLE: "people", CellUnit.DELEGATIONS: "delegations", CellUnit.SESSIONS: "sessions",
    CellUnit.DOCUMENTS: "documents", CellUnit.ORGANIZATIONS: "organizations",
    CellUnit.MONEY: "million đồng", CellUnit.LAND: "m²",
}  # fmt: skip


@register.filter
def figure(value: Number) -> str:
    """1.248 or 12,5: decimals only where there are any."""
    if isinstance(value, Decimal) and value != value.to_integral():
        return number(float(value), 2 if (value * 10) % 1 else 1)
    return number(int(value))


@register.filter
def exact(value: Number) -> str:
    """12,345678: every decimal that there is, where one amount stands by itself."""
    if not isinstance(value, Decimal) or value == value.to_integral():
        return number(int(value))
    places = -int(value.normalize().as_tuple().exponent)
    return number(float(value), places)


@register.filter
def unit_word(unit: CellUnit) -> str:
    return localized(unit.label, _ENGLISH[unit])


register.filter("slug_of", slug_of)
