"""Sums of rows and columns, shares and changes inside a table.

A row or column is a sum where its heading says so. Which columns make the total of a row is
tried, and believed where most rows agree: then the others are wrong.
"""

from collections.abc import Iterator, Sequence

from gandan.substance.constraints import Constraint, Quotient, Sum, Verdict
from gandan.substance.figures import Figure
from gandan.substance.grids import Grid, Row
from gandan.substance.relations import Relation, Severity
from gandan.substance.tokens import Reading

LEAST_ROWS = 2


def table_relations(reading: Reading) -> Iterator[Relation]:
    for table in reading.document.tables:
        grid = Grid(reading.document, table)
        if len(grid.rows) < LEAST_ROWS:
            continue
        yield from _down(grid)
        yield from _by_formula(grid)
        if not grid.formulas:
            yield from _across(grid)
        yield from _shares(grid)
        yield from _changes(grid)


# -- columns: a row of totals ---------------------------------------------------------------


def _down(grid: Grid) -> Iterator[Relation]:
    totals = [row for row in grid.rows if row.is_total]
    if len(totals) != 1:
        return
    total = totals[0]
    others = [row for row in grid.rows if row is not total]
    for column in grid.columns:
        if column not in total.figures:
            continue
        ways = list(_ways(total, others, column))
        if ways:
            yield Relation("table.column", ways[0], tuple(ways[1:]), _trust(grid, total, others))


def _ways(total: Row, others: Sequence[Row], column: int) -> Iterator[Sum]:
    """All rows add up; or those of the highest level; or those that end before the next level."""
    figure = total.figures[column]
    levels = sorted({row.level for row in others})
    chosen = [others] if len(levels) == 1 else []
    chosen += [[row for row in others if row.level == level] for level in levels]
    if len(levels) > 1:
        chosen.append(list(others))
    for rows in chosen:
        terms = tuple((1, row.figures[column]) for row in rows if column in row.figures)
        if len(terms) >= LEAST_ROWS:
            yield Sum(figure, terms)


def _trust(grid: Grid, total: Row, others: Sequence[Row]) -> Severity:
    """Where no column adds up the table is of another kind: a warning is enough."""
    agree = fail = 0
    for column in grid.columns:
        ways = list(_ways(total, others, column)) if column in total.figures else []
        if ways:
            holds = any(way.verdict() == Verdict.HOLDS for way in ways)
            agree, fail = agree + holds, fail + (not holds)
    missing = any(set(grid.columns) - set(row.figures) for row in others)
    if fail and not agree and (fail > 1 or missing):
        return Severity.WARNING
    return Severity.ERROR


# -- rows: a column of totals ---------------------------------------------------------------


def _across(grid: Grid) -> Iterator[Relation]:
    for column in grid.columns:
        last = column == max(grid.columns)
        named = grid.is_total(column) or grid.is_period(column)
        if not named and not last:
            continue
        best = _best(grid, column)
        if best and not named and not _plainly(grid, column, best):
            continue
        if best is None:
            continue
        for row in grid.rows:
            terms = _terms(row, best)
            if column in row.figures and len(terms) == len(best):
                yield Relation("table.row", Sum(row.figures[column], terms))


def _plainly(grid: Grid, column: int, terms: Sequence[int]) -> bool:
    """A last column without a heading of totals is one where three rows agree, with sums that tell."""
    rows = [r for r in grid.rows if column in r.figures and len(_terms(r, terms)) == len(terms)]
    told = [r for r in rows if sum(f.value > 0 for _, f in _terms(r, terms)) > 1]
    good = sum(Sum(r.figures[column], _terms(r, terms)).verdict() == Verdict.HOLDS for r in told)
    return good > LEAST_ROWS and 3 * good >= 2 * len(rows)


def _terms(row: Row, columns: Sequence[int]) -> tuple[tuple[int, Figure], ...]:
    return tuple((1, row.figures[c]) for c in columns if c in row.figures)


def _best(grid: Grid, column: int) -> list[int] | None:
    """The columns whose sum is the total in most rows, and in two rows at least."""
    rest = [c for c in grid.columns if c != column]
    after = [c for c in rest if c > column]
    before = [c for c in rest if c < column]
    candidates = [rest]
    candidates += [after[:n] for n in range(len(after), 1, -1)]
    candidates += [before[n:] for n in range(len(before) - 1)]
    best: tuple[int, list[int]] | None = None
    for columns in candidates:
        if len(columns) < 2:
            continue
        rows = [
            r for r in grid.rows if column in r.figures and len(_terms(r, columns)) == len(columns)
        ]
        good = sum(
            Sum(r.figures[column], _terms(r, columns)).verdict() == Verdict.HOLDS for r in rows
        )
        if good >= LEAST_ROWS and 2 * good > len(rows) and (best is None or good > best[0]):
            best = (good, columns)
    return best[1] if best else None


def _by_formula(grid: Grid) -> Iterator[Relation]:
    for column, terms in grid.formulas:
        for row in grid.rows:
            if column in row.figures and all(c in row.figures for _, c in terms):
                signed = tuple((sign, row.figures[c]) for sign, c in terms)
                yield Relation("table.formula", Sum(row.figures[column], signed))


# -- shares and changes ---------------------------------------------------------------------


def _shares(grid: Grid) -> Iterator[Relation]:
    """A column of shares is a quotient of two others where most rows say so."""
    shares = [c for c in {c for row in grid.rows for c in row.figures} if grid.is_share(c)]
    for column in sorted(shares):
        pairs = [(a, b) for a in grid.columns for b in grid.columns if a != b]
        ways = [("pair", a, b) for a, b in pairs]
        best = _agreeing(grid, [(column, a, b) for _, a, b in ways])
        for row in grid.rows if best else []:
            constraint = _quotient(row, column, *best[1:]) if best else None
            if constraint:
                yield Relation("table.share", constraint)


def _agreeing(grid: Grid, ways: Sequence[tuple[int, int, int]]) -> tuple[int, int, int] | None:
    best, most = None, LEAST_ROWS - 1
    for way in ways:
        found = [q for row in grid.rows if (q := _quotient(row, *way))]
        good = sum(q.verdict() <= Verdict.NEAR for q in found)
        if good > most and 3 * good >= 2 * len(found):
            best, most = way, good
    return best


def _quotient(row: Row, column: int, over: int, under: int) -> Quotient | None:
    if not {column, over, under} <= set(row.figures) or row.figures[under].value <= 0:
        return None
    share = row.figures[column]
    as_share = (
        share
        if share.is_share
        else Figure(share.start, share.end, share.value, share.step, unit="%")
    )
    return Quotient(as_share, ((1, row.figures[over]),), ((1, row.figures[under]),), 100)


def _changes(grid: Grid) -> Iterator[Relation]:
    """Columns this period, before, and the change between them."""
    changed = [c for c in {c for row in grid.rows for c in row.figures} if grid.is_change(c)]
    for column in sorted(changed):
        if grid.is_share(column):
            continue
        best: tuple[int, tuple[int, int]] | None = None
        for a in grid.columns:
            for b in grid.columns:
                rows = [r for r in grid.rows if {a, b, column} <= set(r.figures)]
                good = sum(_difference(r, column, a, b).verdict() == Verdict.HOLDS for r in rows)
                wins = a != b and good >= LEAST_ROWS and 3 * good >= 2 * len(rows)
                if wins and (best is None or good > best[0]):
                    best = (good, (a, b))
        if best:
            for row in grid.rows:
                if {*best[1], column} <= set(row.figures):
                    yield _either(row, column, *best[1])


def _difference(row: Row, column: int, now: int, before: int) -> Constraint:
    return _either(row, column, now, before).best


def _either(row: Row, column: int, now: int, before: int) -> Relation:
    """Falls are printed with or without a sign."""
    figure, a, b = row.figures[column], row.figures[now], row.figures[before]
    up, down = Sum(figure, ((1, a), (-1, b))), Sum(figure, ((1, b), (-1, a)))
    first, second = (up, down) if a.value >= b.value else (down, up)
    return Relation("table.change", first, (second,))
