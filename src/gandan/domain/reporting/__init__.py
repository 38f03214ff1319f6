"""Period reports: what a cell measures, formulas, who is late, sums over the tree of units."""

from gandan.domain.reporting.cells import CellError, read_cell
from gandan.domain.reporting.formulas import Formula, FormulaError, parse_formula
from gandan.domain.reporting.measures import Measure, Source
from gandan.domain.reporting.protection import hidden_cells
from gandan.domain.reporting.rollup import Line, Told, complete, roll_up
from gandan.domain.reporting.standing import Standing, standing
from gandan.domain.reporting.succession import Link, heirs

__all__ = [
    "CellError",
    "Formula",
    "FormulaError",
    "Line",
    "Link",
    "Measure",
    "Source",
    "Standing",
    "Told",
    "complete",
    "heirs",
    "hidden_cells",
    "parse_formula",
    "read_cell",
    "roll_up",
    "standing",
]
