"""Open an uploaded file in the limited child before anything is kept, and say what came of it.

Forms call this while they are checked, so no transaction waits for the child; ``filing.keep``
calls it again and gets the same answer, so nothing is kept that was not opened.
"""

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.core.readers.opening import shown_name
from gandan.core.sent_files import LARGEST, BusyError, Kind, State, Verdict, kind_of, open_in_child
from gandan.core.sent_files.kinds import HEAD

WHY_REFUSED = {
    "too_many_pixels": gettext_lazy("Ảnh “%(name)s” lớn hơn 70 triệu điểm ảnh. Gửi ảnh nhỏ hơn."),
    "too_many_pages": gettext_lazy("Tệp “%(name)s” có hơn 2.000 trang. Tách thành nhiều tệp."),
    "bomb": gettext_lazy(
        "Tệp “%(name)s” bung ra lớn bất thường nên không nhận. Gửi bản .pdf hoặc ảnh chụp."
    ),
    "way_out": gettext_lazy(
        "Tệp nén “%(name)s” có phần chỉ ra ngoài thư mục nên không nhận. Gửi từng tệp một."
    ),
    "beyond_limits": gettext_lazy(
        "Không mở được tệp “%(name)s” trong giới hạn an toàn nên không nhận. "
        "Gửi bản khác, như ảnh chụp hay .pdf."
    ),
}


class FileRefusedError(ValueError):
    """The file is too large, empty, or of a kind that is not taken in; the message says which."""


@dataclass(frozen=True)
class Looked:
    """``content`` is what to keep where that is not the upload as it came."""

    kind: Kind
    state: State
    sent_sha256: str
    content: bytes | None


_LOOKED: WeakKeyDictionary[Any, Looked] = WeakKeyDictionary()


def look_into(upload: Any) -> Looked:
    """What the child says of the file; asked once for each upload. Raises ``FileRefusedError``."""
    if (known := _LOOKED.get(upload)) is not None:
        return known
    kind = _kind_of(upload)
    verdict = _open(upload, kind)
    if verdict.state == State.REFUSED:
        raise FileRefusedError(WHY_REFUSED[verdict.reason] % {"name": plain_name(upload.name)})
    found = Looked(kind, verdict.state, verdict.sent_sha256, verdict.content)
    _LOOKED[upload] = found
    return found


def _open(upload: Any, kind: Kind) -> Verdict:
    try:
        verdict = open_in_child(upload.chunks(), kind)
    except BusyError:
        words = _("Máy đang mở nhiều tệp khác. Chờ một phút rồi gửi lại.")
        raise FileRefusedError(words) from None
    upload.seek(0)
    return verdict


def _kind_of(upload: Any) -> Kind:
    name = plain_name(upload.name)
    if not upload.size:
        raise FileRefusedError(_("Tệp “%(name)s” trống.") % {"name": name})
    if upload.size > LARGEST:
        words = _("Tệp “%(name)s” lớn hơn 25 MB. Gửi ảnh nhỏ hơn hoặc tách tệp.")
        raise FileRefusedError(words % {"name": name})
    upload.seek(0)
    found = kind_of(upload.read(HEAD), name)
    upload.seek(0)
    if found is None:
        words = _("Tệp “%(name)s” không phải ảnh .jpg, .png, tệp .pdf, .docx hay .zip.")
        raise FileRefusedError(words % {"name": name})
    return found


def plain_name(given: str | None) -> str:
    """The name without any path, on one line, nothing turned round; never empty."""
    return shown_name(str(given or "tep").replace("\\", "/").rpartition("/")[2] or "tep")[:200]
