"""What the database must know of itself to find rows quickly; PostgreSQL sees to it alone."""

from datetime import datetime

from django.db import connection

# Look at every table, and count those that have no figures yet or grew tenfold, whole: figures
# from a sample of rows led to plans that read all cases (docs/adr/0035, "Consequences").
LOOK_AT_WHAT_GREW = "PRAGMA optimize=0x10002"


def refresh_figures() -> None:
    """Let SQLite count the tables that grew: seconds in a large register, nothing otherwise."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(LOOK_AT_WHAT_GREW)


def each_hour(now: datetime) -> None:
    if now.minute == 0:
        refresh_figures()
