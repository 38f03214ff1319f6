"""What people write into the statutory tables, and where columns go in the national database."""

from gandan.statistics.models.entered import EnteredCell
from gandan.statistics.models.national import NationalField

__all__ = ["EnteredCell", "NationalField"]
