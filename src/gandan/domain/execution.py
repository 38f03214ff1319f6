"""What a decision or a conclusion orders, what was carried out of it, and whether both agree.

Amounts are whole numbers of the smallest part that is written: đồng, a tenth of a square meter,
one. The measures are those that the statutory tables 01–04/KQGQ ask for; they count people and
bodies and name nobody.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from gandan.domain.statistics import CellUnit, Number

Amounts = Mapping["OrderedMeasure", int]
MILLION = 1_000_000


class OrderedMeasure(StrEnum):
    RECOVERED_MONEY = "recovered_money"
    RECOVERED_LAND = "recovered_land"
    MONEY_TO_ORGANIZATIONS = "money_to_organizations"
    LAND_TO_ORGANIZATIONS = "land_to_organizations"
    ORGANIZATIONS_RESTORED = "organizations_restored"
    MONEY_TO_INDIVIDUALS = "money_to_individuals"
    LAND_TO_INDIVIDUALS = "land_to_individuals"
    INDIVIDUALS_RESTORED = "individuals_restored"
    ORGANIZATIONS_SANCTIONED = "organizations_sanctioned"
    PEOPLE_SANCTIONED = "people_sanctioned"
    OFFICIALS_SANCTIONED = "officials_sanctioned"
    CASES_INVESTIGATED = "cases_investigated"
    PEOPLE_INVESTIGATED = "people_investigated"
    OFFICIALS_INVESTIGATED = "officials_investigated"

    @property
    def row(self) -> "MeasureRow":
        return _ROWS[self]

    @property
    def unit(self) -> CellUnit:
        return self.row.unit

    @property
    def parts(self) -> int:
        """How many parts of ``amount`` make one đồng, square meter, person, …"""
        return 10 if self.unit == CellUnit.LAND else 1


@dataclass(frozen=True)
class MeasureRow:
    """``done`` is what the tables call it once it happened.

    ``is_owed``: the decision is not carried out before it is done. What investigating bodies do
    with a file is theirs, so nobody waits for it. ``part_of``: counted within another measure.
    """

    unit: CellUnit
    label: str
    label_en: str
    done: str
    done_en: str
    is_owed: bool = True
    part_of: OrderedMeasure | None = None


_M, _U = OrderedMeasure, CellUnit
_ROWS = {
    _M.RECOVERED_MONEY: MeasureRow(
        _U.MONEY, "Thu hồi tiền cho Nhà nước", "Money to recover for the State",
        "Đã thu tiền cho Nhà nước", "Money recovered for the State",
    ),
    _M.RECOVERED_LAND: MeasureRow(
        _U.LAND, "Thu hồi đất cho Nhà nước", "Land to recover for the State",
        "Đã thu đất cho Nhà nước", "Land recovered for the State",
    ),
    _M.MONEY_TO_ORGANIZATIONS: MeasureRow(
        _U.MONEY, "Trả tiền cho tổ chức", "Money to give back to organizations",
        "Đã trả tiền cho tổ chức", "Money given back to organizations",
    ),
    _M.LAND_TO_ORGANIZATIONS: MeasureRow(
        _U.LAND, "Trả đất cho tổ chức", "Land to give back to organizations",
        "Đã trả đất cho tổ chức", "Land given back to organizations",
    ),
    _M.ORGANIZATIONS_RESTORED: MeasureRow(
        _U.ORGANIZATIONS, "Tổ chức được trả quyền lợi", "Organizations to get their rights back",
        "Tổ chức đã được trả quyền lợi", "Organizations that got their rights back",
    ),
    _M.MONEY_TO_INDIVIDUALS: MeasureRow(
        _U.MONEY, "Trả tiền cho cá nhân", "Money to give back to individuals",
        "Đã trả tiền cho cá nhân", "Money given back to individuals",
    ),
    _M.LAND_TO_INDIVIDUALS: MeasureRow(
        _U.LAND, "Trả đất cho cá nhân", "Land to give back to individuals",
        "Đã trả đất cho cá nhân", "Land given back to individuals",
    ),
    _M.INDIVIDUALS_RESTORED: MeasureRow(
        _U.PEOPLE, "Cá nhân được trả quyền lợi", "Individuals to get their rights back",
        "Cá nhân đã được trả quyền lợi", "Individuals who got their rights back",
    ),
    _M.ORGANIZATIONS_SANCTIONED: MeasureRow(
        _U.ORGANIZATIONS, "Tổ chức bị xử lý hành chính", "Organizations to sanction",
        "Tổ chức đã bị xử lý hành chính", "Organizations sanctioned",
    ),
    _M.PEOPLE_SANCTIONED: MeasureRow(
        _U.PEOPLE, "Người bị xử lý hành chính", "People to sanction",
        "Người đã bị xử lý hành chính", "People sanctioned",
    ),
    _M.OFFICIALS_SANCTIONED: MeasureRow(
        _U.PEOPLE, "Trong đó cán bộ, công chức, viên chức bị xử lý", "Of whom officials",
        "Trong đó cán bộ, công chức, viên chức đã bị xử lý", "Of whom officials",
        part_of=_M.PEOPLE_SANCTIONED,
    ),
    _M.CASES_INVESTIGATED: MeasureRow(
        _U.CASES, "Chuyển cơ quan điều tra: số vụ", "Passed to investigators: cases",
        "Đã khởi tố: số vụ", "Prosecuted: cases", is_owed=False,
    ),
    _M.PEOPLE_INVESTIGATED: MeasureRow(
        _U.PEOPLE, "Chuyển cơ quan điều tra: số đối tượng", "Passed to investigators: people",
        "Đã khởi tố: số đối tượng", "Prosecuted: people", is_owed=False,
    ),
    _M.OFFICIALS_INVESTIGATED: MeasureRow(
        _U.PEOPLE, "Chuyển cơ quan điều tra: trong đó cán bộ, công chức, viên chức",
        "Passed to investigators: of whom officials",
        "Đã khởi tố: trong đó cán bộ, công chức, viên chức", "Prosecuted: of whom officials",
        is_owed=False, part_of=_M.PEOPLE_INVESTIGATED,
    ),
}  # fmt: skip


class Side(StrEnum):
    """From which side a table looks at an amount."""

    ORDERED = "ordered"  # by the decisions of the period
    OWED = "owed"  # left over when the period began, and by its decisions
    DONE = "done"  # in the period


class Finish(StrEnum):
    """How the case says that its decision ended."""

    OPEN = "open"
    CARRIED_OUT = "carried_out"
    NOTHING = "nothing"  # closed because there was nothing to carry out


class Fault(StrEnum):
    NOTHING_SAID = "nothing_said"
    NOT_NEEDED = "not_needed"
    PART_TOO_LARGE = "part_too_large"
    DONE_PART_TOO_LARGE = "done_part_too_large"
    TOO_FINE = "too_fine"
    OVER = "over"
    STILL_OWED = "still_owed"
    NOTHING_ORDERED = "nothing_ordered"
    SOMETHING_ORDERED = "something_ordered"
    HAS_RESULTS = "has_results"


@dataclass(frozen=True)
class Finding:
    """What does not agree: of ``measure``, ``amount`` against ``limit``, both in parts."""

    fault: Fault
    measure: OrderedMeasure | None = None
    amount: int = 0
    limit: int = 0


class ExecutionError(ValueError):
    """Facts of execution that do not agree; ``findings`` says which."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(finding.fault for finding in findings))
        self.findings = findings


def amount_of(measure: OrderedMeasure, figure: Decimal) -> int:
    """A figure of đồng, square meters, people, … in parts. Raises ``ExecutionError``."""
    parts = figure * measure.parts
    if parts != int(parts):
        raise ExecutionError(Finding(Fault.TOO_FINE, measure))
    return int(parts)


def figure_of(measure: OrderedMeasure, amount: int) -> Number:
    """Parts as a figure of đồng, square meters, people, …; whole where it can be."""
    whole, rest = divmod(amount, measure.parts)
    return Decimal(amount) / measure.parts if rest else whole


def cell_figure(measure: OrderedMeasure, amount: int) -> Number:
    """Parts in the unit of the tables: millions of đồng, square meters, people, …"""
    if measure.unit != CellUnit.MONEY:
        return figure_of(measure, amount)
    whole, rest = divmod(amount, MILLION)
    return Decimal(amount) / MILLION if rest else whole


def summed(rows: Iterable[tuple[str, int]]) -> dict[OrderedMeasure, int]:
    """Amounts by measure, in the order of the measures."""
    found: Counter[str] = Counter()
    for measure, amount in rows:
        found[measure] += amount
    return {one: found[one] for one in OrderedMeasure if found[one]}


def left(ordered: Amounts, done: Amounts) -> dict[OrderedMeasure, int]:
    """What is still owed; doing more of one measure makes up for nothing of another."""
    rest = {one: ordered[one] - done.get(one, 0) for one in ordered if one.row.is_owed}
    return {one: amount for one, amount in rest.items() if amount > 0}


def over(ordered: Amounts, done: Amounts) -> list[Finding]:
    """Where more was done than ordered; of what others decide nobody asks why."""
    return [
        Finding(Fault.OVER, one, amount, ordered.get(one, 0))
        for one, amount in done.items()
        if one.row.is_owed and amount > ordered.get(one, 0)
    ]


def parts_too_large(amounts: Amounts) -> list[Finding]:
    """A part cannot be more than its whole: officials among people."""
    return [
        Finding(Fault.PART_TOO_LARGE, one, amount, amounts.get(whole, 0))
        for one, amount in amounts.items()
        if (whole := one.row.part_of) and amount > amounts.get(whole, 0)
    ]


def done_parts_too_large(done: Amounts) -> list[Finding]:
    """The same of what was done, once a row of the whole is gone and that of its part is left."""
    return [replace(found, fault=Fault.DONE_PART_TOO_LARGE) for found in parts_too_large(done)]


def order_findings(*, needed: bool, amounts: Amounts, has_other: bool) -> list[Finding]:
    """What is wrong with what somebody writes that a decision orders."""
    if not needed and (amounts or has_other):
        return [Finding(Fault.NOT_NEEDED)]
    if needed and not amounts and not has_other:
        return [Finding(Fault.NOTHING_SAID)]
    return parts_too_large(amounts)


def contradictions(
    finish: Finish, *, needed: bool | None, ordered: Amounts, done: Amounts
) -> list[Finding]:
    """Where the state of the case and these facts do not agree: the one rule for both.

    ``needed`` is None where nobody wrote what the decision orders; then nothing can disagree.
    """
    if needed is False and done:
        return [Finding(Fault.HAS_RESULTS)]
    if found := done_parts_too_large(done):
        return found
    if finish == Finish.NOTHING and needed:
        return [Finding(Fault.SOMETHING_ORDERED)]
    if finish != Finish.CARRIED_OUT or needed is None:
        return []
    if not needed:
        return [Finding(Fault.NOTHING_ORDERED)]
    rest = left(ordered, done)
    return [Finding(Fault.STILL_OWED, one, amount, ordered[one]) for one, amount in rest.items()]


# A decision against which a second complaint was lodged does not take effect.
REPLACING = frozenset({"lodge_second"})
DECIDING = frozenset({"decide", "conclude"})
FINISHING = "carry_out"
CLOSING = "close_without_execution"
