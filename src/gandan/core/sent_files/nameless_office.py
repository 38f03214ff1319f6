"""Parts of .docx and .xlsx without people: properties left out, authors of comments and changes
made "–", paths of somebody's machine taken out. Prefixes stay, because Word reads them."""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from gandan.core.sent_files.verdicts import NotCleanedError

NOBODY = "–"
# Properties, labels, custom data, signatures, printers and people: nothing that a page shows.
LEFT_OUT = re.compile(
    r"(docprops|docmetadata|customxml|customui|usercustomization|_xmlsignatures)/"
    r"|word/people\.xml$|word/recipientdata\.xml$|xl/printersettings/|xl/revisions/usernames\.xml$"
)
REFUSED = re.compile(r"xl/connections\.xml$|xl/queries/")
LOOSE_RELATIONS = ("/attachedTemplate", "/mailMergeSource", "/mailMergeRecipientData")
LOOSE_ELEMENTS = frozenset(
    {"attachedTemplate", "mailMerge", "docVars", "absPath", "fileSharing"}
    # Word numbers the sittings in which a text was written and the document itself: two letters
    # that share such a number come from one person's files.
    | {"rsids", "rsid", "docId"}
)
WEB = ("http://", "https://", "mailto:", "#")
# Attributes that name a person wherever they stand.
NAMING = frozenset({"author", "initials", "userName", "refreshedBy", "lastEditedBy", "userId"})
# When somebody wrote a note or a change: neither needs to stand there.
SIGNING, HOURS = frozenset({"author", "personId"}), frozenset({"date", "dateUtc", "dT"})
PATHS = re.compile(r"(?i)(?:file:/|\b[a-z]:\\|\\\\)[^\"<>|]*")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


def office_part(name: str, body: bytes) -> bytes | None:
    """The part without names, or None to leave it out. Raises ``NotCleanedError``."""
    own = name.lower().lstrip("/")
    if LEFT_OUT.match(own):
        return None
    if REFUSED.match(own):
        raise NotCleanedError
    if not body:
        return body
    root = etree.fromstring(body, _PARSER)
    if root.getroottree().docinfo.doctype:
        raise NotCleanedError
    if own == "[content_types].xml":
        _drop(root, lambda one: LEFT_OUT.match(one.get("PartName", "").lower().lstrip("/")))
    elif own.endswith(".rels"):
        _relations(own, root)
    else:
        _content(own, root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations(own: str, root: Any) -> None:
    """Relations to parts that are left out go too; those out of the file lead only to the web."""
    folder = posixpath.dirname(posixpath.dirname(own))

    def is_loose(one: Any) -> bool:
        if str(one.get("Type", "")).endswith(LOOSE_RELATIONS):
            return True
        target = posixpath.normpath(posixpath.join("/" + folder, one.get("Target", "").lower()))
        return one.get("TargetMode") != "External" and bool(LEFT_OUT.match(target.lstrip("/")))

    _drop(root, is_loose)
    for one in root:
        if one.get("TargetMode") == "External" and not one.get("Target", "").startswith(WEB):
            one.set("Target", "about:blank")


def _content(own: str, root: Any) -> None:
    _drop(root, lambda one: etree.QName(one).localname in LOOSE_ELEMENTS)
    authors = [one.text for one in _named(root, "author") if one.text and "comments" in own]
    is_people = own.startswith("xl/persons/")
    for element in root.iter(etree.Element):
        local = etree.QName(element).localname
        is_signed = any(etree.QName(key).localname in SIGNING for key in element.attrib)
        for key, value in element.attrib.items():
            plain = etree.QName(key).localname
            if plain.startswith("rsid") or (is_signed and plain in HOURS):
                del element.attrib[key]
                continue
            names = plain in NAMING or (is_people and plain == "displayName")
            if names or (local == "customWorkbookView" and plain == "name"):
                element.set(key, NOBODY)
            elif PATHS.search(value) and "://" not in value.replace("file://", ""):
                element.set(key, PATHS.sub(NOBODY, value))
        if local == "instrText" and element.text:
            element.text = PATHS.sub(NOBODY, element.text)
        # A note of a sheet begins with the name of its author, written as text.
        for name in authors if element.text else ():
            element.text = element.text.replace(name, NOBODY)


def _named(root: Any, local: str) -> Iterator[Any]:
    return root.iter(f"{{*}}{local}")  # type: ignore[no-any-return]


def _drop(root: Any, is_loose: Any) -> None:
    for one in [one for one in root.iter(etree.Element) if is_loose(one)]:
        if (parent := one.getparent()) is not None:
            parent.remove(one)
