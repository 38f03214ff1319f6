"""Scans of incoming papers: kept under their hash, read in the background, confirmed by a person."""

import hashlib
from pathlib import Path, PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.confidentiality import Confidentiality
from gandan.jobs.services import Running, enqueue, handler
from gandan.papers.models import IncomingEntry, Scan
from gandan.papers.scanning import LARGEST, MEDIA_TYPES, ScanError, media_type_of, read_scan
from gandan.papers.search import index_incoming
from gandan.papers.services.registering import require_no_secret

JOB = "papers.read_scan"
LONGEST_TEXT = 400_000


class ScanRefusedError(Exception):
    """The file is not taken; ``code`` says why: kind, size, empty, secret."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def add_scan(entry: IncomingEntry, file: Any, *, by: User) -> Scan:
    """Keep a file with a line of the register and queue its reading.

    The same file with the same line is one scan. Raises ``ScanRefusedError``.
    """
    if entry.secrecy:
        raise ScanRefusedError("secret")
    name = PurePath(str(file.name).replace("\\", "/")).name[:200] or "ban-quet"
    if not file.size:
        raise ScanRefusedError("empty")
    if file.size > LARGEST:
        raise ScanRefusedError("size")
    kind, sha256 = _looked_at(file)
    if not kind:
        raise ScanRefusedError("kind")
    if found := entry.scans.filter(sha256=sha256).first():
        return found
    scan = Scan.objects.create(
        entry=entry,
        name=name,
        sha256=sha256,
        size=file.size,
        media_type=kind,
        stored_as=_stored(file, f"ban-quet/{sha256[:2]}/{sha256}{MEDIA_TYPES[kind]}"),
        uploaded_by=by,
    )
    _record("scan.added", scan, by, sha256=sha256, media_type=kind)
    enqueue(JOB, {"scan": str(scan.code)}, by=by, dedupe_key=f"scan-{scan.code}")
    return scan


def _looked_at(file: Any) -> tuple[str, str]:
    """The kind by the first bytes, and the hash of all of them."""
    total, kind = hashlib.sha256(), ""
    for place, piece in enumerate(file.chunks()):
        if place == 0:
            kind = media_type_of(piece[:16])
        total.update(piece)
    file.seek(0)
    return kind, total.hexdigest()


def _stored(file: Any, name: str) -> str:
    """Files lie under their own hash, so the same file is kept once."""
    return name if default_storage.exists(name) else str(default_storage.save(name, file))


def path_of(scan: Scan) -> Path:
    return Path(default_storage.path(scan.stored_as))


def register() -> None:
    """Tell the queue who reads scans."""
    handler(JOB, _("Đọc chữ trong bản quét"))(_read)


def _read(running: Running) -> dict[str, Any]:
    scan = Scan.objects.select_related("entry").get(code=running.payload["scan"])
    running.progress(0, 1)
    try:
        found = read_scan(path_of(scan))
    except ScanError as error:
        Scan.objects.filter(pk=scan.pk).update(state=Scan.State.UNREADABLE, problem=error.code)
        return {"problem": error.code}
    Scan.objects.filter(pk=scan.pk).update(
        state=Scan.State.READY,
        problem="",
        pages=found["pages"],
        machine_text=str(found["text"]).replace("\x00", ""),
        read_by=found["read_by"],
    )
    return {"pages": found["pages"], "read_by": found["read_by"]}


@transaction.atomic
def confirm_text(scan: Scan, text: str, *, by: User) -> None:
    """Let the text of a scan be found by search; an empty text takes it out again."""
    require_no_secret(scan.entry.secrecy, text)
    scan.text = text.replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST_TEXT]
    scan.confirmed_by, scan.confirmed_at = by, timezone.now()
    scan.save(update_fields=["text", "confirmed_by", "confirmed_at"])
    index_incoming(scan.entry)
    _record("scan.confirmed", scan, by, letters=len(scan.text))


def _record(action: str, scan: Scan, by: User, **details: Any) -> None:
    record(action, scan, by=by, data_class=Confidentiality(scan.entry.data_class), **details)
