"""Readers of environment variables that fail loudly.

Each secret may come from ``NAME`` or from a file named by ``NAME_FILE``. Nothing here has a
default secret: what is missing is an error with the name of the variable in it.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent


class EnvironmentVariableError(Exception):
    """An environment variable is missing or cannot be understood."""


def text(name: str, default: str = "") -> str:
    """Return ``name``, or the content of the file named by ``name``_FILE."""
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except OSError as error:
            raise EnvironmentVariableError(f"{name}_FILE: {error}") from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return ``name`` as a boolean; only 1, 0, true, false, yes and no are understood."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    raise EnvironmentVariableError(f"{name} must be 1 or 0, not {value!r}")


def items(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


@dataclass(frozen=True)
class MailSettings:
    """Where mails go; ``sender`` is empty when none are sent."""

    backend: str = "django.core.mail.backends.dummy.EmailBackend"
    sender: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    tls: bool = False
    starttls: bool = False
    folder: Path | None = None


def mail(name: str, folder: Path) -> MailSettings:
    """Read the address of the mail server: ``smtp``, ``smtps`` or ``file``, with ``?from=``.

    ``smtp`` asks for STARTTLS unless ``tls=0`` stands there, as for a server on the machine
    itself; ``file`` writes mails into the folder ``mail`` of the data folder, for trying.
    """
    given = text(name)
    if not given:
        return MailSettings()
    parts = urlsplit(given)
    options = dict(parse_qsl(parts.query))
    sender = options.get("from", "")
    if "@" not in sender:
        raise EnvironmentVariableError(f"{name} needs ?from=name@domain, the sender of mails")
    backend = "django.core.mail.backends.{}.EmailBackend"
    if parts.scheme == "file":
        return MailSettings(backend.format("filebased"), sender, folder=folder / "mail")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise EnvironmentVariableError(f"{name} must be smtp://host, smtps://host or file:")
    tls = parts.scheme == "smtps"
    return MailSettings(
        backend.format("smtp"),
        sender,
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        user=unquote(parts.username or ""),
        tls=tls,
        starttls=not tls and options.get("tls", "1") != "0",
    )


def data_folder() -> Path:
    """Return the folder that holds the database, uploads and keys.

    ``GANDAN_DATA``; else ``.data`` beside the project file of a checkout; else the user's
    own data folder. The folder is not created here.
    """
    if named := text("GANDAN_DATA"):
        return Path(named).expanduser().resolve()
    checkout = PACKAGE.parent.parent
    if (checkout / "pyproject.toml").is_file():
        return checkout / ".data"
    return Path.home() / ".local" / "share" / "gandan"


def secret_key(folder: Path) -> str:
    """Return the signing key, or "" when none was made yet (Django then refuses to sign)."""
    if key := text("GANDAN_SECRET_KEY"):
        return key
    file = folder / "secret_key"
    return file.read_text("ascii").strip() if file.is_file() else ""


def ensure_secret_key(folder: Path) -> None:
    """Make the data folder and a random signing key in it, readable by the owner only."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret_key"
    if text("GANDAN_SECRET_KEY") or file.exists():
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(64))


# Pages ask many small questions: to compile one, or to start workers for it, takes longer than to
# answer it. What reads a whole city still gets workers.
SERVER_OPTIONS = "-c jit=off -c parallel_setup_cost=10000"


def database(folder: Path, *, wal_is_safe: bool) -> dict[str, Any]:
    """Return Django's database settings from ``GANDAN_DATABASE``; empty means SQLite.

    WAL with FULL loses no acknowledged commit in a power cut; on a SQLite whose WAL can be
    corrupted by a reset race (before 3.51.3) the rollback journal is used instead.
    """
    url = text("GANDAN_DATABASE")
    if not url:
        journal = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            if wal_is_safe
            else "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "gandan.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What is deleted is overwritten: erased data must not lie in free pages.
                "init_command": f"{journal} PRAGMA secure_delete=ON; "
                # An import changes the same pages again and again: they go home once in a while.
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; "
                "PRAGMA wal_autocheckpoint=16000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise EnvironmentVariableError("GANDAN_DATABASE must start with postgresql://")
    options = dict(parse_qsl(parts.query))
    options.setdefault("options", SERVER_OPTIONS)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or text("GANDAN_DATABASE_PASSWORD")),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
