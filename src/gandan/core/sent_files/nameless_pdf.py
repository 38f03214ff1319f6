"""A PDF written anew without its properties, and without the names behind notes and signatures.

Only what the pages lead to is copied, so earlier states of the file stay behind as well.
"""

from io import BytesIO
from typing import Any

from gandan.core.sent_files.jpeg import read_jpeg
from gandan.core.sent_files.verdicts import NotCleanedError

LOOSE = ("/Metadata", "/PieceInfo", "/Author", "/Creator", "/CreatorInfo", "/LastModified")
LOOSE_ROOT = ("/Perms", "/DSS", "/Legal", "/Collection", "/AF")
# The field of a signature keeps its place on the page; who signed is in the value.
SIGNED = ("/V", "/Lock", "/SV")


def nameless_pdf(data: bytes) -> bytes:
    """Raises ``NotCleanedError`` and whatever pypdf raises for a file that it cannot read."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise NotCleanedError
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    for key in LOOSE_ROOT:
        writer.root_object.pop(key, None)
    form = writer.root_object.get("/AcroForm")
    if form is not None:
        form = form.get_object()
        form.pop("/XFA", None)
        form.pop("/SigFlags", None)
    for found in writer._objects:
        _clean(found, set())
    first = BytesIO()
    writer.write(first)
    # Once more: what hung on the keys that were taken away is no longer led to.
    again = PdfWriter(clone_from=PdfReader(first))
    again.metadata = None
    # The number of the file tells which copies were saved from one.
    again._ID = None
    out = BytesIO()
    again.write(out)
    return out.getvalue()


def _clean(found: Any, seen: set[int]) -> None:
    """Take names out of one object and of those written inside it."""
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, ArrayObject):
        for one in list.__iter__(found):
            _clean(one, seen)
    if not isinstance(found, DictionaryObject):
        return
    _dictionary(found)
    if isinstance(found, StreamObject) and found.get("/Subtype") == "/Image":
        _picture(found)
    for one in dict.values(found):
        _clean(one, seen)


def _dictionary(found: Any) -> None:
    for key in LOOSE:
        found.pop(key, None)
    if "/EF" in found or "/EmbeddedFiles" in found:
        # A file inside is neither opened nor left out in silence.
        raise NotCleanedError
    if found.get("/FT") == "/Sig":
        for key in SIGNED:
            found.pop(key, None)
    if "/Rect" in found and found.get("/Subtype") != "/Widget":
        found.pop("/T", None)


def _picture(found: Any) -> None:
    """A photo inside, without what the camera wrote."""
    from pypdf.generic import NameObject

    filters = found.get("/Filter", [])
    filters = [str(one) for one in filters] if isinstance(filters, list) else [str(filters)]
    if "/JPXDecode" in filters:
        raise NotCleanedError
    if "/DCTDecode" not in filters:
        return
    photo = read_jpeg(found.get_data() if len(filters) > 1 else found._data)
    if not photo.is_whole:
        raise NotCleanedError
    found._data = photo.content
    found[NameObject("/Filter")] = NameObject("/DCTDecode")
    if len(filters) > 1:
        found.pop("/DecodeParms", None)
