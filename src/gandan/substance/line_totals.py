"""Entries in lines of their own and the line that adds them up: "Tháng 4: 48 đơn … Cả quý: 142 đơn"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gandan.substance.constraints import Sum, Verdict
from gandan.substance.figures import Figure, Mark
from gandan.substance.relations import Relation, Severity
from gandan.substance.tokens import Reading

LEAST = 2
_TOTAL = re.compile(
    r"\s*(?:[-+*•]\s*)?(?:tổng|cộng|tổng cộng|tổng số|cả (?:quý|năm|kỳ|tỉnh|huyện|xã|quận|thành phố|đợt)|"
    r"toàn (?:tỉnh|thành phố|huyện|quận|xã|phường|ngành)|chung)\b[^:\d]{0,40}:?"
)
_ENTRY = re.compile(r"\s*(?:[-+*•]\s*|\d{1,2}[.)]\s*)?(?P<label>[^:\n]{2,70}):\s*")


@dataclass(frozen=True)
class _Line:
    label: str
    figures: tuple[Figure, ...]

    @property
    def shape(self) -> tuple[tuple[str, str], ...]:
        """What each figure counts, by which lines are told to be alike."""
        return tuple((f.unit, f.noun.text) for f in self.figures)

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(self.label))


def line_relations(reading: Reading) -> Iterator[Relation]:
    """Three lines alike at least, of which the last is called their total."""
    run: list[_Line] = []
    for line in _lines(reading):
        if line is None or (run and line.shape != run[0].shape):
            run = []
        if line is None:
            continue
        if line.is_total:
            yield from _of_run(run, line)
            run = []
        else:
            run.append(line)


def _of_run(run: Sequence[_Line], total: _Line) -> Iterator[Relation]:
    if len(run) < LEAST:
        return
    sums = [
        Sum(figure, tuple((1, line.figures[column]) for line in run))
        for column, figure in enumerate(total.figures)
    ]
    fails = sum(one.verdict() == Verdict.FAILS for one in sums)
    sure = fails < len(sums) or len(sums) == 1
    for one in sums:
        yield Relation("sum.parts", one, severity=Severity.ERROR if sure else Severity.WARNING)


def _lines(reading: Reading) -> Iterator[_Line | None]:
    lowered = reading.document.lowered
    tables = [(table.start, table.end) for table in reading.document.tables]
    position = 0
    for text in lowered.split("\n"):
        start, end = position, position + len(text)
        position = end + 1
        match = _ENTRY.match(text) or _TOTAL.match(text)
        inside = any(a <= start < b for a, b in tables)
        figures = tuple(f for f in reading.figures if start <= f.start < end)
        plain = all(f.mark == Mark.EXACT and not f.is_share for f in figures)
        if not text.strip():
            continue
        if (
            not match
            or inside
            or not figures
            or not plain
            or figures[0].start < start + match.end()
        ):
            yield None
        else:
            yield _Line(text[: match.end()], figures)
