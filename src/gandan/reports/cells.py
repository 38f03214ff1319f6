"""The cells of a form as rules need them, and the figures of a report, typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gandan.domain.reporting import Formula, Measure, Source, complete, parse_formula
from gandan.reports.models import FormVersion


@dataclass(frozen=True)
class Cell:
    pk: int
    code: str
    name: str
    heading: str
    measure: Measure
    source: Source
    definition: str
    register_key: str
    formula: Formula | None
    is_required: bool
    needs_proof: bool

    @property
    def is_written(self) -> bool:
        """Whether the unit writes in it."""
        return self.source != Source.COMPUTED


def cells_of(version: FormVersion) -> list[Cell]:
    """The cells in the order of the form; one query."""
    rows = version.cells.select_related("indicator").order_by("order")
    return [
        Cell(
            row.pk,
            row.indicator.code,
            row.indicator.name,
            row.heading,
            row.indicator.unit_of_count,
            Source(row.indicator.source),
            row.indicator.definition,
            row.indicator.register_key,
            parse_formula(row.indicator.formula) if row.indicator.formula else None,
            row.is_required,
            row.indicator.needs_proof,
        )
        for row in rows
    ]


def formulas_of(cells: Sequence[Cell]) -> dict[str, tuple[Formula, int]]:
    """The formulas of computed cells, with the places they are rounded to."""
    return {
        cell.code: (cell.formula, cell.measure.places)
        for cell in cells
        if cell.formula is not None and cell.source == Source.COMPUTED
    }


def values_of(cells: Sequence[Cell], figures: Mapping[str, str]) -> dict[str, Decimal]:
    """The figures that are known, computed ones worked out; blanks are absent."""
    written = {
        cell.code: Decimal(figures[cell.code])
        for cell in cells
        if cell.is_written and figures.get(cell.code)
    }
    return complete(written, formulas_of(cells))


def additive_of(cells: Sequence[Cell], figures: Mapping[str, str]) -> dict[str, Decimal]:
    """The written figures that may be added to those of other units."""
    return {
        cell.code: Decimal(figures[cell.code])
        for cell in cells
        if cell.is_written and cell.measure.is_additive and figures.get(cell.code)
    }
