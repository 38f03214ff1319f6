"""Numbers of the register: given in order of arrival within a year, unique by constraint."""

from django.db import connection, models, transaction
from django.db.models import F

from gandan.domain.codes import register_code


class Series(models.Model):
    """A numbering series, such as letters of a year; ``last`` is the last number given."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "casework"
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"


def hold(prefix: str, year: int) -> None:
    """Wait for whoever gives numbers of a series now; nobody else does until the transaction ends."""
    Series.objects.get_or_create(prefix=prefix, year=year)
    Series.objects.filter(prefix=prefix, year=year).update(last=F("last"))


def next_codes(prefix: str, year: int, count: int) -> list[str]:
    """Take ``count`` numbers of a series, inside the caller's transaction.

    The UPDATE holds the row until the transaction ends, so no number is given twice and a
    rolled-back import leaves no gap.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("numbers are given inside a transaction")
    Series.objects.get_or_create(prefix=prefix, year=year)
    Series.objects.filter(prefix=prefix, year=year).update(last=F("last") + count)
    last = Series.objects.get(prefix=prefix, year=year).last
    return [register_code(prefix, year, n) for n in range(last - count + 1, last + 1)]
