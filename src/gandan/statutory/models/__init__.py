"""What people write into the statutory tables, and where columns go in the national database."""

from gandan.statutory.models.entered import EnteredCell
from gandan.statutory.models.national import NationalField

__all__ = ["EnteredCell", "NationalField"]
