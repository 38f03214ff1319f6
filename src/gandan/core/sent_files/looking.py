"""Open each kind of file as far as it takes to know that it opens; runs in the limited child."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from gandan.core.readers.archive import BombError, check_member, check_zip, unpack
from gandan.core.readers.disguise import ENCRYPTED_PACKAGE
from gandan.core.readers.docx import main_part
from gandan.core.readers.model import MIB, Limits
from gandan.core.sent_files import kinds
from gandan.core.sent_files.jpeg import read_jpeg
from gandan.core.sent_files.kinds import Kind
from gandan.core.sent_files.png import read_png
from gandan.core.sent_files.verdicts import NotOpenedError, Reason, RefusedError, State

LARGEST_PIXELS = 70_000_000
MOST_PAGES, LOOKED_AT = 2_000, 30
PACKED = Limits(unpacked=300 * MIB, members=5_000)
IN_MEMORY = "/dev/shm"  # noqa: S108 (a folder of our own is made in it)
# Drawn as small as a stamp: the picture is decoded as a whole all the same.
PAGE = '#set page(width: 40pt, height: auto, margin: 0pt)\n#image("{name}", width: 100%)\n'


def judge(data: bytes, kind: Kind) -> tuple[State, str, bytes]:
    """How far the file opens, why it is refused, and the content to keep."""
    try:
        return State.OPENED, "", look(data, kind)
    except RefusedError as refused:
        return State.REFUSED, str(refused.reason), data
    except NotOpenedError as fault:
        return fault.state, "", cleaned(data, kind)
    except (MemoryError, RecursionError):
        return State.REFUSED, str(Reason.BEYOND_LIMITS), data


def look(data: bytes, kind: Kind) -> bytes:
    """The content to keep. Raises ``RefusedError`` and ``NotOpenedError``."""
    if kind in kinds.PICTURES:
        return _picture(data, kind)
    if kind == kinds.PDF:
        _pdf(data)
    elif kind == kinds.OLD_OFFICE:
        raise NotOpenedError(State.ENCRYPTED if ENCRYPTED_PACKAGE in data else State.OLD_OFFICE)
    else:
        _packed(data, kind)
    return data


def cleaned(data: bytes, kind: Kind) -> bytes:
    """A picture as far as it can be cleaned, whether it opens or not."""
    if kind not in kinds.PICTURES:
        return data
    return (read_jpeg(data) if kind == kinds.JPEG else read_png(data)).content


def _picture(data: bytes, kind: Kind) -> bytes:
    found = read_jpeg(data) if kind == kinds.JPEG else read_png(data)
    if found.width * found.height > LARGEST_PIXELS:
        raise RefusedError(Reason.TOO_MANY_PIXELS)
    if not found.is_whole or not found.width or not found.height:
        raise NotOpenedError(State.DAMAGED)
    _decode(found.content, kind)
    return found.content


def _decode(data: bytes, kind: Kind) -> None:
    """Typst decodes pictures in Rust; what it draws is thrown away."""
    import typst

    where = IN_MEMORY if Path(IN_MEMORY).is_dir() else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        root = Path(folder)
        (root / f"sent{kind.ending}").write_bytes(data)
        (root / "page.typ").write_text(PAGE.format(name=f"sent{kind.ending}"), "utf-8")
        try:
            typst.compile(
                root / "page.typ", root=root, ignore_system_fonts=True, format="png", ppi=36.0
            )
        except (RuntimeError, ValueError) as fault:
            raise NotOpenedError(State.DAMAGED) from fault


def _pdf(data: bytes) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        if pages > MOST_PAGES:
            raise RefusedError(Reason.TOO_MANY_PAGES)
        for number in range(min(pages, LOOKED_AT)):
            document[number].close()
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise NotOpenedError(State.ENCRYPTED if locked else State.DAMAGED) from fault
    if not pages:
        raise NotOpenedError(State.DAMAGED)


def _packed(data: bytes, kind: Kind) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            _unpack_all(packed)
            if kind != kinds.ZIP:
                main_part(packed)
                if any(name.lower().endswith("vbaproject.bin") for name in packed.namelist()):
                    raise NotOpenedError(State.MACROS)
    except (RefusedError, NotOpenedError, MemoryError):
        raise
    except BombError as fault:
        raise RefusedError(Reason.BOMB) from fault
    except Exception as fault:  # zipfile, its decompressors and expat raise many kinds
        raise NotOpenedError(State.DAMAGED) from fault


def _unpack_all(packed: zipfile.ZipFile) -> None:
    """Unpack every member into nothing; what is inside a member is not opened."""
    if check_zip(packed, PACKED):
        raise RefusedError(Reason.BOMB)
    for member in packed.infolist():
        if fault := check_member(member):
            if fault.code == "encrypted":
                raise NotOpenedError(State.ENCRYPTED)
            raise RefusedError(Reason.WAY_OUT)
        unpack(packed, member, _Nowhere())


class _Nowhere(BytesIO):
    def write(self, piece: object) -> int:
        return 0
