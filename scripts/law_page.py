"""Write docs/law.md: every article that code and data rely on, with its dates and mark.

Code cites in comments and docstrings, data in `article`; both in the one form that
``gandan.domain.citations`` reads. A test compares the page with what this script finds.
"""

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gandan"
PAGE = ROOT / "docs" / "law.md"
sys.path.insert(0, str(ROOT / "src"))

from gandan.domain import citations  # noqa: E402
from gandan.domain.citations import Citation, Instrument  # noqa: E402
from gandan.domain.provisions import Mark  # noqa: E402

HEAD = """# Law that the product relies on

Written by `python scripts/law_page.py`; do not edit by hand. One line is one article that a row of data or a
comment in the code cites. "Seen" means that a copy of the text itself was read, not that an official server was.
What is doubtful stands on the page “Cơ sở pháp lý cần kiểm tra” of the desk, where an administrator confirms or
corrects each row.
"""
WEIGHT = {Mark.SEEN: 0, Mark.SECONDARY: 1, Mark.UNVERIFIED: 2}


@dataclass
class Use:
    """Where an article is relied on, from when to when, and how well it was checked."""

    places: set[str] = field(default_factory=set)
    since: date | None = None
    until: date | None = None
    open_ended: bool = False
    mark: Mark | None = None


def uses() -> dict[Citation, Use]:
    found: dict[Citation, Use] = defaultdict(Use)
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name == "citations.py":  # it shows how citations are written
            continue
        for citation in citations.find(path.read_text("utf-8")):
            found[citation].places.add(f"`{path.relative_to(SOURCE)}`")
    for path in sorted((SOURCE / "domain" / "data").glob("*.toml")):
        if path.stem == "instruments":
            continue
        content = tomllib.loads(path.read_text("utf-8"))
        for row, text in rows_of(content, content.get("defaults")):
            for citation in citations.read(text):
                note_row(found[citation], row, path.stem)
    return found


def rows_of(node: Any, owner: dict[str, Any] | None = None) -> Iterator[tuple[dict[str, Any], str]]:
    """Every citation in a data file with the row that it stands in."""
    if isinstance(node, list):
        for item in node:
            yield from rows_of(item, owner)
    elif isinstance(node, dict):
        row = {**(owner or {}), **node} if "mark" in node else owner
        for name, value in node.items():
            if isinstance(value, str) and name.endswith("article") and value and row:
                yield row, value
            elif isinstance(value, list | dict):
                yield from rows_of(value, row)


def note_row(use: Use, row: dict[str, Any], table: str) -> None:
    use.places.add(str(row.get("code", table)))
    mark = Mark(row["mark"])
    if use.mark is None or WEIGHT[mark] > WEIGHT[use.mark]:
        use.mark = mark
    since, until = row.get("valid_from"), row.get("valid_to")
    if since and (use.since is None or since < use.since):
        use.since = since
    use.open_ended = use.open_ended or until is None
    if until and (use.until is None or until > use.until):
        use.until = until


def render() -> str:
    by_text: dict[str, list[tuple[Citation, Use]]] = defaultdict(list)
    for citation, use in uses().items():
        by_text[citation.instrument].append((citation, use))
    known = citations.instruments()
    if missing := sorted(set(by_text) - set(known)):
        raise SystemExit(f"not in data/instruments.toml: {', '.join(missing)}")
    if idle := sorted(set(known) - set(by_text)):
        raise SystemExit(f"nothing relies on: {', '.join(idle)}")
    parts = [HEAD]
    for code, text in known.items():
        parts.append(section(text, sorted(by_text[code], key=lambda pair: article_key(pair[0]))))
    return "\n".join(parts)


def section(text: Instrument, articles: list[tuple[Citation, Use]]) -> str:
    lines = [f"## {text.code}", f"{text.title}. {text.title_en}. In force from {text.valid_from}"]
    lines[-1] += f" to {text.valid_to}" if text.valid_to else ""
    lines[-1] += f"; dates {text.mark}." + (f" {text.note}" if text.note else "")
    if text.doubt:
        lines.append(f"To check: {text.doubt}")
    lines += ["", "| article | from | to | mark | relied on by |", "|---|---|---|---|---|"]
    for citation, use in articles:
        since = use.since or text.valid_from
        until = "" if use.open_ended or not use.until else use.until
        mark = use.mark or text.mark
        places = ", ".join(sorted(use.places))
        lines.append(f"| {citation.article or 'whole'} | {since} | {until} | {mark} | {places} |")
    return "\n".join([*lines, ""])


def article_key(citation: Citation) -> list[tuple[int, str]]:
    parts = citation.article.split(".") if citation.article else []
    keys = []
    for part in parts:
        digits = "".join(c for c in part if c.isdigit())
        keys.append((int(digits or 0), part))
    return keys


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
