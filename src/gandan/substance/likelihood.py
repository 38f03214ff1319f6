"""How likely a gap is a slip of the writer, rather than of the reader of the text.

Who writes 2.846 for 2.844, 891 for 819 or 78,2 % for 84,8 % made a slip. A share of 94 % where
the calculation gives 0,3 % most often means that two figures were put together that do not belong
together: that is asked, not stated as an error.
"""

from fractions import Fraction

from gandan.substance.constraints import AtMost, Constraint, Quotient, Sum
from gandan.substance.wording import result_of

NEAR = Fraction(2, 5)  # of the larger of the two
FAR = 5  # times: a part that is so much more than its total is of something else
_SURE = ("table.", "unit.", "same.", "change.direction")


def looks_slipped(rule: str, constraint: Constraint) -> bool:
    """Whether what stands in the text is near what the calculation gives, or one digit off."""
    if rule.startswith(_SURE):
        return True
    if isinstance(constraint, AtMost):
        return constraint.part.value < FAR * constraint.whole.value
    if not isinstance(constraint, Sum | Quotient):
        return True
    said, wanted = result_of(constraint).value, constraint.expected
    if wanted < 0 or said == 0:
        return False
    if abs(said - wanted) <= NEAR * max(said, wanted):
        return True
    step = result_of(constraint).step
    if one_digit(said, wanted, step) or _mended_by_a_digit(constraint):
        return True
    if isinstance(constraint, Quotient):
        return _is_upside_down(constraint, said)
    return _small(said, wanted)


def _mended_by_a_digit(constraint: Sum | Quotient) -> bool:
    """Whether one of the other figures, a digit changed, would make all agree."""
    for figure in constraint.figures[1:]:
        wanted = constraint.wanted(figure)
        if wanted is None or figure.value < 20:
            continue
        middle = (wanted.low + wanted.high) / 2
        if middle > 0 and one_digit(figure.value, middle, figure.step):
            return True
    return False


def _is_upside_down(quotient: Quotient, said: Fraction) -> bool:
    """1.160/464 for 464/1.160."""
    if not quotient.expected:
        return False
    other = Fraction(quotient.scale) ** 2 / quotient.expected
    return abs(other - said) <= quotient.result.step


def _small(said: Fraction, wanted: Fraction) -> bool:
    return max(said, wanted) <= 20 and abs(said - wanted) <= 3


def one_digit(said: Fraction, wanted: Fraction, step: Fraction) -> bool:
    """One digit changed, left out or doubled, two in the other order, or the point moved."""
    a, b = str(round(said / step)), str(round(wanted / step))
    if a.strip("0") == b.strip("0"):
        return True
    if len(a) == len(b) > 1:
        off = [n for n in range(len(a)) if a[n] != b[n]]
        swapped = len(off) == 2 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]
        return len(off) == 1 or swapped
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) != len(shorter) + 1 or len(shorter) < 2:
        return False
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
