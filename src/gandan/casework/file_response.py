"""Give a kept file out: saved under a name that tells what it is, never run by the browser."""

from django.core.files.storage import default_storage
from django.http import FileResponse

from gandan.casework.models import StoredFile
from gandan.core.sent_files import kinds

SHOWN_IN_PLACE = frozenset(kind.media_type for kind in kinds.PICTURES)


def stored_response(file: StoredFile, name: str, *, in_place: bool = False) -> FileResponse:
    """``in_place`` shows a picture on the page that asks; only one that was opened before."""
    shown = in_place and file.is_opened and file.media_type in SHOWN_IN_PLACE
    kind = kinds.ALL.get(file.media_type)
    return FileResponse(
        default_storage.open(file.stored_as),
        as_attachment=not shown,
        filename=kind.name_for(name) if kind else name,
        content_type=file.media_type if shown else "application/octet-stream",
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
