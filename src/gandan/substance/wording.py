"""Numbers and relations in words, Vietnamese and English."""

from collections.abc import Sequence
from fractions import Fraction

from gandan.substance.constraints import AtMost, Constraint, OneBase, Quotient, Rising, Same, Sum
from gandan.substance.figures import Figure, Mark

Text = str
_UNIT = {
    "%": "%", "vnd": " đồng", "usd": " USD", "m2": " m2", "m3": " m3", "m": " m", "kg": " kg", "l": " lít",
    "times": " lần",
}  # fmt: skip
_SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


def number(value: Fraction, places: int = 2) -> str:
    """4.079; 61,7; at most ``places`` digits after the comma, none that are zero."""
    rounded = round(value, places)
    whole, _, rest = f"{float(abs(rounded)):.{places}f}".partition(".")
    rest = rest.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if rounded < 0 else ""
    return sign + grouped + (f",{rest}" if rest else "")


def quantity(value: Fraction, like: Figure) -> str:
    """A value in the unit of ``like``, with as many digits as it has."""
    if like.unit == "vnd":
        for size, name in _SCALES:
            if abs(value) >= size and (value / size * 1000).denominator == 1:
                return f"{number(value / size, 3)} {name} đồng"
    places = 0
    step = like.step
    while step < 1 and places < 4:
        step, places = step * 10, places + 1
    if (value * 10**places).denominator != 1 and places < 2:
        places += 1
    return number(value, places) + _UNIT.get(like.unit, "")


def written(figure: Figure, text: Text) -> str:
    """The figure as it stands in the text, with its mark (hơn 4.300)."""
    lead = {Mark.ABOVE: "hơn ", Mark.BELOW: "gần ", Mark.ABOUT: "khoảng "}.get(figure.mark, "")
    return lead + text[figure.start : figure.end].strip()


def formula(constraint: Constraint, text: Text) -> str:
    """The calculation, with the figures as they are written."""
    match constraint:
        case Sum():
            return f"{_signed(constraint.terms, text)} = {quantity(constraint.expected, constraint.total)}"
        case Quotient():
            over, under = _signed(constraint.over, text), _signed(constraint.under, text)
            over = f"({over})" if len(constraint.over) > 1 else over
            under = f"({under})" if len(constraint.under) > 1 else under
            return f"{over}/{under} = {quantity(constraint.expected, constraint.result)}"
        case OneBase():
            return ", ".join(
                f"{written(count, text)} ({written(share, text)})"
                for share, count in constraint.pairs
            )
        case AtMost():
            return f"{written(constraint.part, text)} > {written(constraint.whole, text)}"
        case Same():
            return f"{written(constraint.earlier, text)} ≠ {written(constraint.later, text)}"
        case Rising():
            before, after = written(constraint.before, text), written(constraint.after, text)
            return f"{before} → {after}"


def _signed(terms: Sequence[tuple[int, Figure]], text: Text) -> str:
    out = []
    for place, (sign, figure) in enumerate(terms):
        lead = ("-" if sign < 0 else "") if place == 0 else (" + " if sign > 0 else " - ")
        out.append(lead + written(figure, text))
    return "".join(out)


def result_of(constraint: Constraint) -> Figure:
    """The figure that the calculation gives."""
    match constraint:
        case Sum():
            return constraint.total
        case Quotient():
            return constraint.result
        case AtMost():
            return constraint.part
        case Same():
            return constraint.later
        case OneBase():
            return constraint.culprit()[0]
        case Rising():
            return constraint.after
