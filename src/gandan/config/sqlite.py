"""Use the SQLite that ships with pysqlite3, because Debian's own has the WAL-reset fault."""

import sqlite3 as built_in
import sys

FIXED_IN = (3, 51, 3)


def use_recent_sqlite() -> bool:
    """Put pysqlite3 in the place of sqlite3 if it is newer; say whether WAL is safe.

    Must run before Django's SQLite backend is imported. Without pysqlite3 (a platform that
    has no wheel) the built-in module stays.
    """
    try:
        import pysqlite3
    except ImportError:
        return built_in.sqlite_version_info >= FIXED_IN
    if pysqlite3.sqlite_version_info > built_in.sqlite_version_info:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return bool(max(pysqlite3.sqlite_version_info, built_in.sqlite_version_info) >= FIXED_IN)
