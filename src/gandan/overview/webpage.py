"""The digest as one web page that opens without a server: styles inside, no script."""

from html import escape
from importlib.resources import files

from gandan.documents import Document, layout, to_html


def whole_page(document: Document, layout_name: str = "state_nd30") -> str:
    """Return a complete HTML file; fonts fall back to what the reader has."""
    static = files("gandan.core").joinpath("static", "gandan")
    tokens = static.joinpath("tokens.css").read_text("utf-8")
    tokens = "\n".join(line for line in tokens.splitlines() if not line.startswith("@font-face"))
    base = static.joinpath("base.css").read_text("utf-8")
    title = escape(document.head.abstract)
    return (
        f'<!doctype html>\n<html lang="{document.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{tokens}\n{base}</style></head>"
        f'<body><main><div class="page"><h1>{title}</h1>'
        f"{to_html(document, layout(layout_name))}</div></main></body></html>"
    )
