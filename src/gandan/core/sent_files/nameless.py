"""A copy of a document without what programs wrote into it about who made it.

Authors, last editors, companies, users, folders of their machines, signers of comments and of
digital signatures. What is printed on the pages stays: that is for a person to strike out.
"""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from gandan.core.readers.archive import member_name
from gandan.core.sent_files import kinds
from gandan.core.sent_files.jpeg import read_jpeg
from gandan.core.sent_files.kinds import HEAD, Kind, kind_of
from gandan.core.sent_files.looking import look
from gandan.core.sent_files.nameless_office import office_part
from gandan.core.sent_files.nameless_pdf import nameless_pdf
from gandan.core.sent_files.png import read_png
from gandan.core.sent_files.verdicts import NotCleanedError, NotOpenedError, RefusedError

DEEPEST = 3
# Drawings and fonts that have no place for a name.
SAFE_PARTS = frozenset({".bmp", ".emf", ".wmf", ".odttf", ".fntdata"})
TEXTS = frozenset({".txt", ".csv"})


def nameless(data: bytes, kind: Kind) -> bytes:
    """The copy, which opens. Raises ``NotCleanedError`` where a name may be left in it."""
    try:
        found = _cleaned(data, kind, DEEPEST)
        look(found, kind)
    except (NotOpenedError, RefusedError, MemoryError, RecursionError) as fault:
        raise NotCleanedError from fault
    except NotCleanedError:
        raise
    except Exception as fault:  # zipfile, lxml and pypdf raise many kinds on broken files
        raise NotCleanedError from fault
    return found


def _cleaned(data: bytes, kind: Kind, depth: int) -> bytes:
    if kind in kinds.PICTURES:
        return look(data, kind)
    # Its walls are those of the file when it came: no bombs, no way out, no password.
    look(data, kind)
    if kind == kinds.PDF:
        return nameless_pdf(data)
    return _packed(data, kind, depth)


def _packed(data: bytes, kind: Kind, depth: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as written:
        for member in packed.infolist():
            name = member.filename if kind != kinds.ZIP else member_name(member)
            body = b"" if member.is_dir() else packed.read(member)
            inner = _member(name, body, depth) if kind == kinds.ZIP else _part(name, body, depth)
            if inner is not None:
                # A new entry: the old one may tell the hour and the user of a machine.
                written.writestr(zipfile.ZipInfo(name), inner, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _member(name: str, body: bytes, depth: int) -> bytes:
    """One file of a .zip."""
    if not body:
        return body
    kind = kind_of(body[:HEAD], name)
    if kind is None and PurePosixPath(name).suffix.lower() in TEXTS and b"\0" not in body:
        return body
    return _inner(body, kind, depth)


def _part(name: str, body: bytes, depth: int) -> bytes | None:
    """One part of a .docx or .xlsx; None for one that is left out."""
    suffix = PurePosixPath(name).suffix.lower()
    if name.lower().endswith((".xml", ".rels", ".vml", "/")):
        return office_part(name, body)
    if office_part(name, b"") is None:
        return None
    if suffix in SAFE_PARTS or not body:
        return body
    kind = kind_of(body[:HEAD], name)
    if kind is not None and kind in kinds.PICTURES:
        # As far as it can be walked; a picture that a viewer cannot draw keeps its place.
        found = read_jpeg(body) if kind == kinds.JPEG else read_png(body)
        if not found.is_whole:
            raise NotCleanedError
        return found.content
    return _inner(body, kind, depth)


def _inner(body: bytes, kind: Kind | None, depth: int) -> bytes:
    if kind is None or kind == kinds.OLD_OFFICE or not depth:
        raise NotCleanedError
    return _cleaned(body, kind, depth - 1)
