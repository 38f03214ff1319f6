"""Keep files by their content and hang them on cases; ``looking`` has opened them before."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Attachment, Case, StoredFile, Submission
from gandan.casework.services.looking import FileRefusedError, look_into, plain_name
from gandan.casework.services.taking import Taking
from gandan.domain.procedure import StepNotAllowedError
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure.facts import FactType

MOST = 20


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
                sent_sha256=look_into(upload).sent_sha256,
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
            sent_sha256=look_into(upload).sent_sha256,
            purpose=purpose,
            by=by,
        )
        record("case.file_added", case, by=by, sent_sha256=row.sent_sha256, **row.logged)
        rows.append(row)
    return rows


@transaction.atomic
def remove(attachment: Attachment, *, by: User) -> None:
    """Take a file off a case; its content and the trace stay."""
    if Attachment.objects.filter(pk=attachment.pk, is_void=False).update(is_void=True):
        record("case.file_removed", attachment.case, by=by, **attachment.logged)


class NotShowableError(ValueError):
    """Only an opened proof of an answer in a matter that its sender may follow is shown."""


@transaction.atomic
def show_to_sender(attachment: Attachment, *, shown: bool, by: User) -> None:
    """Let the sender have a proof on the follow page, or no more. Raises ``NotShowableError``."""
    followable = Case.objects.filter(pk=attachment.case_id).open_to_sender().exists()
    if shown and not (followable and attachment.may_be_shown):
        raise NotShowableError(attachment.name)
    rows = Attachment.objects.filter(pk=attachment.pk, is_for_sender=not shown)
    if rows.update(is_for_sender=shown):
        action = "case.file_shown" if shown else "case.file_hidden"
        record(action, attachment.case, by=by, **attachment.logged)


def keep(upload: Any) -> StoredFile:
    """Store the content under its own SHA-256 and return its row; the same content once.

    Raises ``FileRefusedError``.
    """
    looked = look_into(upload)
    content = upload if looked.content is None else ContentFile(looked.content)
    total = hashlib.sha256()
    for piece in content.chunks():
        total.update(piece)
    sha256 = total.hexdigest()
    if found := StoredFile.objects.filter(sha256=sha256).first():
        return found
    path = f"tep/{sha256[:2]}/{sha256}{looked.kind.ending}"
    content.seek(0)
    if not default_storage.exists(path):
        path = default_storage.save(path, content)
    row, _created = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": content.size,
            "media_type": looked.kind.media_type,
            "stored_as": path,
            "state": looked.state,
        },
    )
    return row
