"""Rows of the papers app, by subject."""

from gandan.papers.models.drafts import Paper, PaperState
from gandan.papers.models.letterheads import Letterhead
from gandan.papers.models.registers import IncomingEntry, OutgoingEntry
from gandan.papers.models.scans import Scan
from gandan.papers.models.series import Book, NumberSeries
from gandan.papers.models.wordings import Wording

__all__ = [
    "Book",
    "IncomingEntry",
    "Letterhead",
    "NumberSeries",
    "OutgoingEntry",
    "Paper",
    "PaperState",
    "Scan",
    "Wording",
]
