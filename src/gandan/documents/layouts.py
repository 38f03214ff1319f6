"""Official layouts as data: an office changes a copy of the file, not the program."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

LAYOUTS = ("state_nd30", "party_hd05")


class LayoutError(ValueError):
    """The file lacks a value or names no known layout."""


@dataclass(frozen=True)
class Layout:
    """Sizes in points, lengths in millimetres."""

    name: str
    since: date
    source: str
    mark: str
    margins_mm: dict[str, float]
    body_pt: float
    line_spacing: float
    first_line_mm: float
    paragraph_gap_pt: float
    motto: list[str]
    star: bool
    rule_after_abstract: str
    number_prefix: str
    recipients_title: str
    recipients_underlined: bool
    signer_bold: bool
    signer_title_bold: bool
    end_mark: str


@cache
def layout(name: str) -> Layout:
    """Return a shipped layout. Raises ``LayoutError``."""
    if name not in LAYOUTS:
        raise LayoutError(f"không có thể thức {name}; có: {', '.join(LAYOUTS)}")
    text = files("gandan.documents").joinpath("data", "layouts", f"{name}.toml").read_text("utf-8")
    return read_layout(tomllib.loads(text))


def read_layout(values: dict[str, Any]) -> Layout:
    """Check values read from a layout file. Raises ``LayoutError``."""
    wanted = set(Layout.__dataclass_fields__)
    if missing := wanted - set(values):
        raise LayoutError(f"thiếu: {', '.join(sorted(missing))}")
    if unknown := set(values) - wanted:
        raise LayoutError(f"không hiểu: {', '.join(sorted(unknown))}")
    return Layout(**values)
