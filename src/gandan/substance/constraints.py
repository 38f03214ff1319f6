"""What figures must satisfy: sums, quotients, bounds. Exact fractions; rounding is allowed for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from gandan.substance.figures import Figure, Interval, Mark


class Verdict(IntEnum):
    """Agrees, nearly (a slip of rounding at most), or not."""

    HOLDS = 0
    NEAR = 1
    FAILS = 2


# A share that is off by no more than this beyond its rounding is remarked on, not more.
NEAR_POINTS = Fraction(1, 10)
ZERO = Interval(Fraction(0), Fraction(0))


def spread(terms: Iterable[tuple[int, Figure]]) -> Interval:
    """The sum of the ranges of signed figures."""
    total = ZERO
    for sign, figure in terms:
        total = total + (figure.range if sign > 0 else -figure.range)
    return total


def amount(terms: Iterable[tuple[int, Figure]]) -> Fraction:
    return sum((sign * figure.value for sign, figure in terms), Fraction(0))


@dataclass(frozen=True)
class Sum:
    """``total`` is the signed sum of ``terms``."""

    total: Figure
    terms: tuple[tuple[int, Figure], ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.total, *(figure for _, figure in self.terms))

    def verdict(self) -> Verdict:
        if not spread(self.terms).meets(self.total.range):
            return Verdict.FAILS
        exact = all(f.mark == Mark.EXACT and f.until is None for f in self.figures)
        alike = len({f.step for f in self.figures}) == 1
        # Measured to the same place they should agree; rounding may still be the reason.
        slipped = exact and alike and self.expected != self.total.value
        return Verdict.NEAR if slipped else Verdict.HOLDS

    @property
    def expected(self) -> Fraction:
        return amount(self.terms)

    def wanted(self, figure: Figure) -> Interval | None:
        """What ``figure`` would have to be for the sum to hold."""
        if figure == self.total:
            return spread(self.terms)
        others = [(s, f) for s, f in self.terms if f != figure]
        signs = [s for s, f in self.terms if f == figure]
        if len(signs) != 1:
            return None
        rest = self.total.range + -spread(others)
        return rest if signs[0] > 0 else -rest


@dataclass(frozen=True)
class Quotient:
    """``result`` is ``scale`` times ``over`` divided by ``under`` (both signed sums)."""

    result: Figure
    over: tuple[tuple[int, Figure], ...]
    under: tuple[tuple[int, Figure], ...]
    scale: int = 100
    rising: int = 0  # of a change (now - before)/before: which way it goes

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.result, *(f for _, f in self.over), *(f for _, f in self.under))

    @property
    def expected(self) -> Fraction:
        below = amount(self.under)
        return abs(self.scale * amount(self.over) / below) if below else Fraction(0)

    def reached(self) -> Interval:
        """All quotients that the ranges allow; nothing is a share of less than nothing."""
        over, under = spread(self.over), spread(self.under)
        if under.low <= 0:
            base = amount(self.under)
            if base == 0:  # a share of nothing is whatever one likes
                return Interval(Fraction(0), Fraction(10**9))
            return Interval(self.expected, self.expected) if base > 0 else Interval(-base, base)
        low, high = sorted((abs(over.low), abs(over.high)))
        return Interval(self.scale * low / under.high, self.scale * high / under.low)

    def window(self, more: Fraction = Fraction(0)) -> Interval:
        """What the printed result may stand for: rounded to its last digit, or cut off."""
        printed = self.result
        if printed.mark != Mark.EXACT or printed.until is not None:
            half = printed.step / 2
            return Interval(printed.range.low - more - half, printed.range.high + more + half)
        tiny = printed.step / 1000
        return Interval(
            printed.value - printed.step / 2 - more, printed.value + printed.step - tiny + more
        )

    def verdict(self) -> Verdict:
        reached = self.reached()
        if reached.meets(self.window()):
            return Verdict.HOLDS
        near = NEAR_POINTS if self.scale == 100 else self.result.step / 10
        if self.result.unit == "times" and self.result.step >= 1:
            near = Fraction(0)  # twice is not nearly three times
        return Verdict.NEAR if reached.meets(self.window(near)) else Verdict.FAILS

    def wanted(self, figure: Figure) -> Interval | None:
        """What ``figure`` would have to be, where it stands alone over or under the line."""
        if figure == self.result:
            return self.reached()
        window, inside = self.window(), [f for _, f in (*self.over, *self.under)]
        if window.low <= 0:
            return None
        if self.rising and len(self.over) == 2:
            return self._wanted_of_change(figure, window)
        if inside.count(figure) != 1:
            return None
        if self.over == ((1, figure),):
            under = spread(self.under)
            return Interval(
                window.low * under.low / self.scale, window.high * under.high / self.scale
            )
        if self.under == ((1, figure),):
            over = spread(self.over)
            return Interval(
                over.low * self.scale / window.high, over.high * self.scale / window.low
            )
        return None

    def _wanted_of_change(self, figure: Figure, window: Interval) -> Interval | None:
        """Now is before with the share added or taken away."""
        (_, now), (_, before) = self.over
        ends = sorted(1 + self.rising * edge / self.scale for edge in (window.low, window.high))
        if ends[0] <= 0:
            return None
        if figure == now:
            return Interval(before.range.low * ends[0], before.range.high * ends[1])
        return Interval(now.range.low / ends[1], now.range.high / ends[0])


@dataclass(frozen=True)
class AtMost:
    """``part`` is not more than ``whole``."""

    part: Figure
    whole: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.part, self.whole)

    @property
    def expected(self) -> Fraction:
        return self.whole.value

    def verdict(self) -> Verdict:
        return Verdict.HOLDS if self.part.range.low <= self.whole.range.high else Verdict.FAILS

    def wanted(self, figure: Figure) -> Interval | None:
        if figure == self.part:
            return Interval(Fraction(0), self.whole.range.high)
        if figure == self.whole:
            return Interval(self.part.range.low, Fraction(10**15))
        return None


@dataclass(frozen=True)
class Same:
    """Two places give the same quantity."""

    later: Figure
    earlier: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.later, self.earlier)

    @property
    def expected(self) -> Fraction:
        return self.earlier.value

    def verdict(self) -> Verdict:
        return Verdict.HOLDS if self.later.range.meets(self.earlier.range) else Verdict.FAILS

    def wanted(self, figure: Figure) -> Interval | None:
        other = self.earlier if figure == self.later else self.later
        return other.range if figure in self.figures else None


@dataclass(frozen=True)
class OneBase:
    """Counts with their shares (7% (159), 68% (1.539)) are of one base, whichever it is."""

    pairs: tuple[tuple[Figure, Figure], ...]  # share, count

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for pair in self.pairs for figure in pair)

    @property
    def expected(self) -> Fraction:
        """The share that the first pair that disagrees should have, by the others."""
        share, count = self.culprit()
        base = self._base([pair for pair in self.pairs if pair[0] != share])
        return 100 * count.value * 2 / (base.low + base.high) if base.high > 0 else Fraction(0)

    def culprit(self) -> tuple[Figure, Figure]:
        """The pair without which the others agree; the first pair where there is none."""
        for pair in self.pairs:
            rest = self._base([other for other in self.pairs if other is not pair])
            if rest.low <= rest.high:
                return pair
        return self.pairs[0]

    def verdict(self) -> Verdict:
        base = self._base(self.pairs)
        if base.low <= base.high:
            return Verdict.HOLDS
        wider = self._base(self.pairs, NEAR_POINTS)
        return Verdict.NEAR if wider.low <= wider.high else Verdict.FAILS

    def wanted(self, figure: Figure) -> Interval | None:
        share, count = next(pair for pair in self.pairs if figure in pair)
        base = self._base([pair for pair in self.pairs if pair[0] != share])
        if base.low > base.high:
            return None
        if figure == share:
            return Interval(100 * count.value / base.high, 100 * count.value / base.low)
        window = Quotient(share, (), ()).window()
        return Interval(window.low * base.low / 100, window.high * base.high / 100)

    @staticmethod
    def _base(pairs: Iterable[tuple[Figure, Figure]], more: Fraction = Fraction(0)) -> Interval:
        low, high = Fraction(0), Fraction(10**15)
        for share, count in pairs:
            window = Quotient(share, (), ()).window(more)
            if window.low > 0:
                high = min(high, 100 * count.range.high / window.low)
            low = max(low, 100 * count.range.low / window.high)
        return Interval(low, high)


@dataclass(frozen=True)
class Rising:
    """``after`` is more than ``before`` (direction 1) or less (-1)."""

    before: Figure
    after: Figure
    direction: int

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.after, self.before)

    @property
    def expected(self) -> Fraction:
        return abs(self.after.value - self.before.value)

    def verdict(self) -> Verdict:
        grows = self.after.range.high - self.before.range.low
        falls = self.before.range.high - self.after.range.low
        return Verdict.HOLDS if (grows if self.direction > 0 else falls) > 0 else Verdict.FAILS

    def wanted(self, figure: Figure) -> Interval | None:
        upward = (figure == self.after) == (self.direction > 0)
        other = self.before if figure == self.after else self.after
        if upward:
            return Interval(other.range.low, Fraction(10**15))
        return Interval(Fraction(0), other.range.high)


Constraint = Sum | Quotient | AtMost | Same | OneBase | Rising
