"""What the database itself refuses: a step in the life of a case is never changed or deleted.

Migrations create the guards; a migration that rebuilds the table of steps on SQLite drops
them with it and must create them again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = {"UPDATE": "casework_step_unchanged", "DELETE": "casework_step_undeleted"}
SQLITE = """
CREATE TRIGGER {name} BEFORE {change} ON casework_casestep
BEGIN SELECT RAISE(ABORT, 'a step of a case is never changed'); END
"""
POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {change} ON casework_casestep
FOR EACH ROW EXECUTE FUNCTION casework_step_guard()
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION casework_step_guard() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'a step of a case is never changed'; END $$ LANGUAGE plpgsql
"""


def create_guards(editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = editor.connection.vendor == "sqlite"
    if not is_sqlite:
        editor.execute(POSTGRESQL_FUNCTION)
    for change, name in NAMES.items():
        editor.execute((SQLITE if is_sqlite else POSTGRESQL).format(name=name, change=change))


def drop_guards(editor: BaseDatabaseSchemaEditor) -> None:
    table = "" if editor.connection.vendor == "sqlite" else " ON casework_casestep"
    for name in NAMES.values():
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


@contextmanager
def guards_lifted() -> Iterator[None]:
    """Without the guards, for tests that empty the whole database."""
    with connection.schema_editor() as editor:
        drop_guards(editor)
    yield
    with connection.schema_editor() as editor:
        create_guards(editor)
