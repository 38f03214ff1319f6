"""Give a kept file out: saved under a name that tells what it is, never run by the browser."""

from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.translation import gettext as _

from gandan.casework.models import StoredFile
from gandan.core.sent_files import BusyError, kinds, nameless_in_child

SHOWN_IN_PLACE = frozenset(kind.media_type for kind in kinds.PICTURES)


class NotGivenError(ValueError):
    """No copy without the names of its makers can be made; the message says what to do."""


def nameless_copy(file: StoredFile, name: str) -> IO[bytes]:
    """The file as it may leave a denunciation: without what programs wrote of its makers.

    Pictures that were opened are kept so (0030). Raises ``NotGivenError``.
    """
    if file.is_opened and file.media_type in SHOWN_IN_PLACE:
        return default_storage.open(file.stored_as)
    try:
        with default_storage.open(file.stored_as) as kept:
            content = nameless_in_child(kept.chunks(), kinds.ALL[file.media_type])
    except BusyError:
        raise NotGivenError(_("Máy đang mở nhiều tệp khác. Chờ một phút rồi mở lại.")) from None
    if content is None:
        words = _(
            "Không tải được “%(name)s”: tệp của vụ tố cáo chỉ giao ra khi đã bỏ tên người soạn "
            "ghi ngầm bên trong, mà tệp này không bỏ được. Bản gốc vẫn lưu. Xin người gửi bản "
            ".pdf không mật khẩu hoặc ảnh chụp, rồi thêm vào vụ việc."
        )
        raise NotGivenError(words % {"name": name})
    return BytesIO(content)


def stored_response(
    file: StoredFile, name: str, *, in_place: bool = False, nameless: bool = False
) -> FileResponse:
    """``in_place`` shows a picture on the page that asks; only one that was opened before.

    ``nameless`` gives ``nameless_copy`` of it. Raises ``NotGivenError`` then.
    """
    shown = in_place and file.is_opened and file.media_type in SHOWN_IN_PLACE
    kind = kinds.ALL.get(file.media_type)
    return FileResponse(
        nameless_copy(file, name) if nameless else default_storage.open(file.stored_as),
        as_attachment=not shown,
        filename=kind.name_for(name) if kind else name,
        content_type=file.media_type if shown else "application/octet-stream",
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
