"""The document as PDF, by Typst: text goes in as data, so markup in it stays inert."""

import json
import tempfile
from dataclasses import asdict
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from gandan.documents.cleaning import printable
from gandan.documents.layouts import Layout
from gandan.documents.model import Block, Document, Plot
from gandan.documents.plots import line, pairs


def to_pdf(document: Document, layout: Layout) -> bytes:
    """Return the PDF; the same document gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder, as_file(_fonts()) as fonts:
        root = Path(folder)
        (root / "document.json").write_text(json.dumps(_data(document, layout, root)), "utf-8")
        source = root / "document.typ"
        source.write_bytes(files("gandan.documents").joinpath("data", "document.typ").read_bytes())
        made = typst.compile(
            source, root=root, font_paths=[fonts], ignore_system_fonts=True, format="pdf"
        )
    return bytes(made)


def to_png(svg: str, *, width_pt: float = 480) -> bytes:
    """Draw an SVG for paper as PNG, for .docx."""
    with tempfile.TemporaryDirectory() as folder, as_file(_fonts()) as fonts:
        root = Path(folder)
        (root / "plot.svg").write_text(svg, "utf-8")
        source = root / "plot.typ"
        source.write_text(
            f'#set page(width: {width_pt}pt, height: auto, margin: 2pt)\n#image("plot.svg", width: 100%)',
            "utf-8",
        )
        made = typst.compile(
            source,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="png",
            ppi=170.0,
        )
    return bytes(made[0] if isinstance(made, list) else made)


def plot_svg(plot: Plot) -> str:
    """The plot for paper."""
    if plot.kind == "bars":
        rows = [(label, value, 0.0) for label, value in zip(plot.labels, plot.values, strict=True)]
        return pairs(rows, finding=plot.finding, unit=plot.unit, paper=True)
    return line(plot.labels, plot.values, finding=plot.finding, unit=plot.unit, paper=True)


def _fonts() -> Any:
    return files("gandan.documents").joinpath("fonts")


def _data(document: Document, layout: Layout, root: Path) -> dict[str, Any]:
    blocks = []
    for number, block in enumerate(document.blocks):
        blocks.append(_block(block, number, root))
    head = asdict(document.head)
    head["day"] = long_date(document.head.day)
    plain = {
        "head": head,
        "blocks": blocks,
        "signature": asdict(document.signature) if document.signature else None,
        "recipients": list(document.recipients),
        "banner": document.banner,
        "stamp": document.stamp,
        "layout": {k: v for k, v in asdict(layout).items() if k != "since"},
    }
    return _clean(plain)  # type: ignore[no-any-return]


def _block(block: Block, number: int, root: Path) -> dict[str, Any]:
    values = asdict(block)
    values["is"] = type(block).__name__.lower()
    if isinstance(block, Plot):
        (root / f"plot{number}.svg").write_text(plot_svg(block), "utf-8")
        values["file"] = f"plot{number}.svg"
    if "numeric" in values:
        values["numeric"] = sorted(values["numeric"])
    return values


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def long_date(day: date | None) -> str:
    """ngày 04 tháng 9 năm 2026, as papers write it."""
    if day is None:
        return "ngày      tháng      năm"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
