"""Findings about figures: every relation that the text states, checked, in words."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gandan.substance.attendance import attendance_relations
from gandan.substance.balances import balance_relations
from gandan.substance.changes import change_relations
from gandan.substance.complements import complement_relations
from gandan.substance.constraints import Constraint, Rising, Verdict
from gandan.substance.diagnosis import Slip, slips
from gandan.substance.figures import Figure
from gandan.substance.findings import Finding, Severity
from gandan.substance.items import Statement
from gandan.substance.levels import level_relations
from gandan.substance.likelihood import looks_slipped
from gandan.substance.line_totals import line_relations
from gandan.substance.mixing import equations, unit_relations
from gandan.substance.partitions import partition_relations
from gandan.substance.parts import part_relations
from gandan.substance.products import product_relations
from gandan.substance.rates import rate_relations
from gandan.substance.relations import Relation
from gandan.substance.restated import (
    again_relations,
    restated_relations,
    swapped_relations,
    whole_relations,
)
from gandan.substance.shares import incomplete_shares, share_relations
from gandan.substance.table_relations import table_relations
from gandan.substance.tokens import Reading
from gandan.substance.wording import formula, number, quantity, result_of, written

# Longer stretches are paragraphs; then the figure that is wrong is shown alone.
LONGEST_SPAN = 700


def arithmetic(reading: Reading, statements: Sequence[Statement]) -> list[Finding]:
    relations = list(relations_of(reading, statements))
    text = reading.document.text
    failing = slips(relations)
    found = [_finding(slip, text) for slip in failing]
    found += [_near(r, text) for r in relations if r.verdict == Verdict.NEAR]
    told = {figure for slip in failing for r in slip.relations for figure in r.figures}
    for rule, figures, severity in incomplete_shares(statements):
        if not told.intersection(figures):  # a share that is wrong spoils the hundred too
            found.append(_incomplete(rule, figures, severity, text))
    return found


def relations_of(reading: Reading, statements: Sequence[Statement]) -> Iterator[Relation]:
    lowered = reading.document.lowered
    yield from change_relations(statements)
    yield from part_relations(statements, lowered)
    yield from share_relations(statements, lowered)
    spelled = list(equations(reading))
    yield from spelled
    said = {frozenset(relation.figures) for relation in spelled}
    balances = list(balance_relations(statements))
    for relation in balances:
        if frozenset(relation.figures) not in said:  # the equation says which is the total
            yield relation
    told = {figure for relation in balances for figure in relation.figures}
    for relation in partition_relations(statements):
        if not told.intersection(relation.figures[1:]):
            yield relation
    yield from level_relations(statements)
    yield from attendance_relations(statements, lowered)
    yield from complement_relations(statements)
    yield from line_relations(reading)
    yield from rate_relations(reading)
    yield from product_relations(reading)
    yield from unit_relations(reading)
    yield from table_relations(reading)
    yield from restated_relations(reading, statements)
    yield from again_relations(reading, statements)
    yield from whole_relations(reading)
    yield from swapped_relations(reading)


def span_of(figures: Sequence[Figure], first: Figure) -> tuple[int, int]:
    start, end = min(f.start for f in figures), max(f.end for f in figures)
    return (start, end) if end - start <= LONGEST_SPAN else (first.start, first.end)


def marks_of(figures: Sequence[Figure]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(figure.start, figure.end) for figure in figures}))


def _finding(slip: Slip, text: str) -> Finding:
    relation = slip.relations[0]
    constraint = relation.primary
    shown = result_of(constraint)
    start, end = span_of(relation.figures, shown)
    message, message_en = _messages(relation, text)
    if len(slip.relations) > 1:
        more = "; ".join(_equation(r.primary, text) for r in slip.relations[1:])
        message += f" Cùng chỗ sai còn thấy ở: {more}."
        message_en += f" The same slip also shows in: {more}."
    suggestion, suggestion_en = _suggestions(slip, text)
    severity = _severity(slip)
    figures = [figure for r in slip.relations for figure in r.figures]
    return Finding(
        relation.rule,
        severity,
        start,
        end,
        message,
        message_en,
        expected=_expected(constraint),
        found=_found(constraint, text),
        suggestion=suggestion,
        suggestion_en=suggestion_en,
        marks=marks_of(figures),
        focus=_focus(slip, shown),
    )


def _severity(slip: Slip) -> Severity:
    """That of the surest relation; a gap that no slip explains is asked about, not stated."""
    sure = [r for r in slip.relations if r.explicit or looks_slipped(r.rule, r.primary)]
    highest = max((r.severity for r in slip.relations), key=lambda s: s.weight)
    return highest if sure else min(highest, Severity.WARNING, key=lambda s: s.weight)


def _focus(slip: Slip, shown: Figure) -> tuple[int, int]:
    """The figure that mends all, else the one that the calculation gives."""
    figure = slip.figure or shown
    return figure.start, figure.end


def _expected(constraint: Constraint) -> str:
    if isinstance(constraint, Rising):
        word = "tăng" if constraint.direction < 0 else "giảm"
        return f"{word} {quantity(constraint.expected, constraint.after)}"
    return quantity(_printed(constraint.expected, result_of(constraint)), result_of(constraint))


def _printed(value: Fraction, like: Figure) -> Fraction:
    """A value to as many digits as the figure has, unless that hides the difference."""
    if like.is_count and like.step >= 1 and value.denominator == 1:
        return value
    rounded = round(value / like.step) * like.step
    return rounded if rounded != like.value else value


def _found(constraint: Constraint, text: str) -> str:
    if isinstance(constraint, Rising):
        return "tăng" if constraint.direction > 0 else "giảm"
    return written(result_of(constraint), text)


def _equation(constraint: Constraint, text: str) -> str:
    return f"{formula(constraint, text)}, ghi {_found(constraint, text)}"


def _messages(relation: Relation, text: str) -> tuple[str, str]:
    constraint = relation.primary
    worked, found = formula(constraint, text), _found(constraint, text)
    match relation.rule:
        case "sum.parts" | "sum.levels" | "balance.carried":
            gap = abs(constraint.expected - result_of(constraint).value)
            off = quantity(gap, result_of(constraint))
            return (
                f"{worked}, không phải {found} như văn bản ghi (lệch {off}).",
                f"{worked}, not {found} as the text says (off by {off}).",
            )
        case "sum.exceeds":
            return (
                f"Phần lớn hơn tổng: {worked}.",
                f"A part is larger than its total: {worked}.",
            )
        case "change.direction":
            return (
                f"Văn bản ghi {found}, nhưng {worked} là {_expected(constraint)}.",
                f"The text says “{found}”, but {worked} is the other way: {_expected(constraint)}.",
            )
        case "share.common_base":
            return (
                f"Các tỷ lệ và số đếm không cùng một mẫu số: {worked}.",
                f"The shares and counts cannot have one base: {worked}.",
            )
        case "same.value":
            return (
                f"Cùng một số liệu nhưng hai nơi ghi khác nhau: {worked}.",
                f"The same quantity is given twice differently: {worked}.",
            )
    return (
        f"{worked}, văn bản ghi {found}.",
        f"{worked}; the text says {found}.",
    )


def _suggestions(slip: Slip, text: str) -> tuple[str, str]:
    if slip.figure is not None and slip.wanted is not None:
        figure = written(slip.figure, text)
        wanted = quantity(_printed(slip.wanted, slip.figure), slip.figure)
        return (
            f"Kiểm tra lại {figure}: nếu là {wanted} thì các phép tính liên quan đều khớp.",
            f"Check {figure}: with {wanted} all related calculations agree.",
        )
    return (
        "Đối chiếu với sổ hoặc biểu gốc rồi sửa con số sai, hoặc ghi rõ phần còn thiếu.",
        "Compare with the register or the original table; correct the figure or name what is missing.",
    )


def _near(relation: Relation, text: str) -> Finding:
    constraint = relation.best
    shown = result_of(constraint)
    start, end = span_of(constraint.figures, shown)
    worked, found = formula(constraint, text), written(shown, text)
    return Finding(
        relation.rule,
        Severity.REMARK,
        start,
        end,
        f"Làm tròn lệch: {worked}, văn bản ghi {found}.",
        f"Rounding is off: {worked}; the text says {found}.",
        expected=_expected(constraint),
        found=found,
        suggestion="Làm tròn lại cho khớp, nếu cần.",
        suggestion_en="Round again if it matters.",
        marks=marks_of(constraint.figures),
    )


def _incomplete(rule: str, figures: list[Figure], severity: Severity, text: str) -> Finding:
    total = sum((figure.value for figure in figures), Fraction(0))
    worked = " + ".join(written(figure, text) for figure in figures) + f" = {number(total)}%"
    start, end = span_of(figures, figures[0])
    if rule == "share.above_hundred":
        message = f"Các tỷ lệ cộng lại hơn 100%: {worked}."
        message_en = f"The shares add up to more than 100 %: {worked}."
    else:
        rest = number(100 - total)
        message = f"{worked}; còn {rest}% chưa được giải thích."
        message_en = f"{worked}; {rest} % is not explained."
    return Finding(
        rule,
        severity,
        start,
        end,
        message,
        message_en,
        expected="100%",
        found=f"{number(total)}%",
        suggestion="Ghi đủ các trường hợp, hoặc nói rõ phần còn lại là gì.",
        suggestion_en="Give all cases, or say what the rest is.",
        marks=marks_of(figures),
    )
