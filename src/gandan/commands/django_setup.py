"""Start Django for the commands that need the database."""

import gc
import os

from gandan.commands.console import CommandError


def start(*, local: bool = False) -> None:
    """Load the settings; make the data folder and signing key on the first start.

    ``local`` marks a server on the loopback interface, which has no TLS in front.
    """
    from gandan.config import environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
    if local:
        os.environ.setdefault("GANDAN_LOCAL", "1")
    try:
        environment.ensure_secret_key(environment.data_folder())
        import django

        django.setup()
        calm_collector()
    except environment.EnvironmentVariableError as error:
        raise CommandError(f"Biến môi trường chưa đúng: {error}") from error
    except OSError as error:
        raise CommandError(f"Không dùng được thư mục dữ liệu: {error}") from error


def calm_collector() -> None:
    """Look for unreachable objects less often, and never again among what is loaded by now.

    An import makes a hundred objects for a letter and leaves none of them unreachable; looking
    took a fifth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def require_migrated() -> None:
    """Raises ``CommandError`` when the database is missing tables of this version."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        raise CommandError(f"Không mở được cơ sở dữ liệu: {error}") from error
    if waiting:
        raise CommandError("Cơ sở dữ liệu chưa cập nhật. Chạy: gandan migrate")
