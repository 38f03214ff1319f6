"""What the database must know of itself to find rows quickly.

PostgreSQL sees to it alone, but once a minute, and then for all that changed: who brought in many
rows asks for it at once.
"""

from datetime import datetime

from django.db import connection

# Look at every table, and count those that have no figures yet or grew tenfold, whole: figures
# from a sample of rows led to plans that read all cases (docs/adr/0035, "Consequences").
LOOK_AT_WHAT_GREW = "PRAGMA optimize=0x10002"
# Those of PostgreSQL that have many rows of which it knows nothing.
GREW = """
    SELECT relname FROM pg_stat_user_tables
    WHERE schemaname = current_schema() AND n_mod_since_analyze > %s + n_live_tup / 10
"""
MANY = 1_000


def refresh_figures() -> None:
    """Let SQLite count the tables that grew: seconds in a large register, nothing otherwise."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(LOOK_AT_WHAT_GREW)


def refresh_figures_of_many() -> None:
    """Let PostgreSQL count the tables that grew by a tenth, as it would by itself a minute later.

    Until then it plans for tables as they were, so the first searches after an import waited.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(GREW, [MANY])
        if grew := [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]:
            cursor.execute(f"ANALYZE {', '.join(grew)}")


def each_hour(now: datetime) -> None:
    if now.minute == 0:
        refresh_figures()
