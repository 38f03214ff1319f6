"""One document model, three outputs: .docx, PDF, web page; official layouts as data.

Pure: no Django, no clock; Typst works in a temporary folder of its own.
"""

from importlib.resources import files

from gandan.documents.arrangement import symbol_of
from gandan.documents.comments import commented, written_with_comments
from gandan.documents.docx import to_docx
from gandan.documents.html import to_html
from gandan.documents.layouts import (
    LAYOUTS,
    PERSONAL,
    Layout,
    LayoutError,
    layout,
    layout_source,
    parse_layout,
    read_layout,
)
from gandan.documents.model import (
    Annex,
    Bullets,
    Centered,
    Code,
    Document,
    Head,
    HeadCell,
    Heading,
    Note,
    Number,
    PageBreak,
    Paragraph,
    Plot,
    Run,
    Signature,
    Signatures,
    SignColumn,
    Source,
    Sources,
    Table,
    plain_text,
)
from gandan.documents.pdf import to_pdf
from gandan.documents.review import Remark, Review, review_html


def fonts_present() -> bool:
    """Whether the four faces of the document font are installed with the package."""
    folder = files("gandan.documents").joinpath("fonts")
    faces = ("Regular", "Bold", "Italic", "BoldItalic")
    return all(folder.joinpath(f"Tinos-{face}.ttf").is_file() for face in faces)


__all__ = [
    "LAYOUTS",
    "PERSONAL",
    "Annex",
    "Bullets",
    "Centered",
    "Code",
    "Document",
    "Head",
    "HeadCell",
    "Heading",
    "Layout",
    "LayoutError",
    "Note",
    "Number",
    "PageBreak",
    "Paragraph",
    "Plot",
    "Remark",
    "Review",
    "Run",
    "SignColumn",
    "Signature",
    "Signatures",
    "Source",
    "Sources",
    "Table",
    "commented",
    "fonts_present",
    "layout",
    "layout_source",
    "parse_layout",
    "plain_text",
    "read_layout",
    "review_html",
    "symbol_of",
    "to_docx",
    "to_html",
    "to_pdf",
    "written_with_comments",
]
