"""Keep files by their content and hang them on cases; nothing here looks inside a file."""

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Attachment, Case, StoredFile, Submission
from gandan.casework.services.taking import Taking
from gandan.domain.procedure import StepNotAllowedError
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure.facts import FactType

LARGEST = 25 * 1024 * 1024
MOST = 20
# First bytes of what is taken in; a name proves nothing.
KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"PK\x03\x04", "application/zip", ".zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword", ".doc"),
)
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class FileRefusedError(ValueError):
    """The file is too large, empty, or of a kind that is not taken in; the message says which."""


def attach_facts(taking: Taking) -> None:
    """Keep the files that a step was given. Raises ``StepNotAllowedError`` for a refused one."""
    for name, value in taking.facts.items():
        known = known_facts().get(name)
        if known is None or known.type != FactType.FILES:
            continue
        for upload in value if isinstance(value, list | tuple) else [value]:
            try:
                file = keep(upload)
            except FileRefusedError as error:
                raise StepNotAllowedError("facts", str(error), {name: str(error)}) from error
            purpose = name if name in Attachment.Purpose.values else Attachment.Purpose.OTHER
            Attachment.objects.create(
                case=taking.case,
                step=taking.step,
                file=file,
                name=plain_name(upload.name),
                purpose=purpose,
                by=taking.by,
            )


@transaction.atomic
def attach(
    case: Case,
    uploads: Iterable[Any],
    *,
    purpose: str,
    by: User | None,
    submission: Submission | None = None,
) -> list[Attachment]:
    """Add files to a case outside a step, with the letter they came with, if any.

    ``by`` is None for the sender on the public page. Raises ``FileRefusedError``.
    """
    rows = []
    for upload in list(uploads)[:MOST]:
        row = Attachment.objects.create(
            case=case,
            submission=submission,
            file=keep(upload),
            name=plain_name(upload.name),
            purpose=purpose,
            by=by,
        )
        record("case.file_added", case, by=by, name=row.name, sha256=row.file.sha256)
        rows.append(row)
    return rows


@transaction.atomic
def remove(attachment: Attachment, *, by: User) -> None:
    """Take a file off a case; its content and the trace stay."""
    if Attachment.objects.filter(pk=attachment.pk, is_void=False).update(is_void=True):
        sha256 = attachment.file.sha256
        record("case.file_removed", attachment.case, by=by, name=attachment.name, sha256=sha256)


def keep(upload: Any) -> StoredFile:
    """Store the content under its own SHA-256 and return its row; the same content once.

    Raises ``FileRefusedError``.
    """
    media_type, ending = _kind_of(upload)
    total = hashlib.sha256()
    for piece in upload.chunks():
        total.update(piece)
    sha256 = total.hexdigest()
    if found := StoredFile.objects.filter(sha256=sha256).first():
        return found
    path = f"tep/{sha256[:2]}/{sha256}{ending}"
    upload.seek(0)
    if not default_storage.exists(path):
        path = default_storage.save(path, upload)
    row, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": upload.size, "media_type": media_type, "stored_as": path},
    )
    return row


def _kind_of(upload: Any) -> tuple[str, str]:
    name = plain_name(upload.name)
    if not upload.size:
        raise FileRefusedError(f"Tệp “{name}” trống.")
    if upload.size > LARGEST:
        raise FileRefusedError(f"Tệp “{name}” lớn hơn 25 MB. Gửi ảnh nhỏ hơn hoặc tách tệp.")
    upload.seek(0)
    start = upload.read(16)
    upload.seek(0)
    for magic, media_type, ending in KINDS:
        if start.startswith(magic):
            office = OFFICE.get(PurePath(name).suffix.lower()) if ending == ".zip" else None
            return (office, PurePath(name).suffix.lower()) if office else (media_type, ending)
    raise FileRefusedError(f"Tệp “{name}” không phải ảnh .jpg, .png, tệp .pdf, .docx hay .zip.")


def plain_name(given: str | None) -> str:
    """The name without any path; never empty."""
    return PurePath(str(given or "").replace("\\", "/")).name[:200] or "tep"
