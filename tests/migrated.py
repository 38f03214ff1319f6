"""A migrated SQLite database, kept from one run of the tests to the next while nothing changed.

Migrating from nothing takes a third of a minute of one core, before the first test. What is kept
is what ``migrate`` left, named after all that it depends on.
"""

import hashlib
import os
import re
import sqlite3
from importlib.metadata import distributions
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "gandan"
_RAN = re.compile(r"(?:from|import) (gandan\.[\w.]+)")


def fingerprint() -> str:
    """Of every migration of the product, what those run, and all that is installed."""
    told = hashlib.sha256()
    migrations = sorted(SOURCE.glob("*/migrations/*.py"))
    ran = {name for path in migrations for name in _RAN.findall(path.read_text("utf-8"))}
    beside = [SOURCE.parent / f"{name.replace('.', '/')}.py" for name in sorted(ran)]
    for path in [*migrations, *filter(Path.is_file, beside)]:
        told.update(f"{path.relative_to(SOURCE.parent)} {path.stat().st_size}\n".encode())
        told.update(path.read_bytes())
    told.update("\n".join(sorted(f"{d.name} {d.version}" for d in distributions())).encode())
    return told.hexdigest()[:24]


def keep_migrated(folder: Path, patch) -> None:
    """Let ``migrate`` on an empty SQLite database lay back what it made the last time."""
    from django.core.management.commands.migrate import Command
    from django.db import connections

    original = Command.handle

    def handle(self, *arguments, **options):
        connection = connections[options["database"]]
        plain = not options.get("app_label") and not options.get("migration_name")
        if connection.vendor != "sqlite" or not plain or connection.introspection.table_names():
            return original(self, *arguments, **options)
        kept = folder / f"migrated-{fingerprint()}.sqlite3"
        connection.ensure_connection()
        if kept.exists():
            with sqlite3.connect(kept) as database:
                database.backup(connection.connection)
            return None
        answer = original(self, *arguments, **options)
        folder.mkdir(parents=True, exist_ok=True)
        made = kept.with_suffix(f".{os.getpid()}")  # two runs may make it at once
        with sqlite3.connect(made) as database:
            connection.connection.backup(database)
        for old in folder.glob("migrated-*.sqlite3"):
            old.unlink(missing_ok=True)
        made.rename(kept)
        return answer

    patch.setattr(Command, "handle", handle)
