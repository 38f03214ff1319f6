"""The words of an HTML message. Nothing of it is ever rendered, fetched or run."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

UNSEEN = frozenset({"script", "style", "head", "title", "template"})
BLOCKS = frozenset("p br div li tr table ul ol h1 h2 h3 h4 h5 h6 blockquote hr section".split())


def html_text(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    parser.close()
    found = _lines("".join(parser.pieces))
    # A style or script that is never closed would swallow the whole letter.
    return found or _lines(unescape(re.sub(r"<[^<>]*>", " ", html)))


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "body":  # whatever was left open above it is over
            self.unseen = 0
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag in BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append("\t")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN and self.unseen:
            self.unseen -= 1
        elif tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)
