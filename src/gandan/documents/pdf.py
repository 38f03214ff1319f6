"""The document as PDF, by Typst: text goes in as data, so markup in it stays inert."""

import json
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import typst

from gandan.documents.arrangement import Arranged, ArrangedBlock, SourceList, arrange, cite_groups
from gandan.documents.cleaning import breakable
from gandan.documents.drawings import plot_svg
from gandan.documents.layouts import Layout
from gandan.documents.measures import head_columns, rules
from gandan.documents.model import Bullets, Code, Document, Note, Paragraph, Plot, Run, Table
from gandan.documents.qr import qr_svg
from gandan.documents.tables import PLOT_TABLE_PT, column_widths, plot_tables, table_pt

# Typst writes its own moment into a file unless it is told one.
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def to_pdf(document: Document, layout: Layout) -> bytes:
    """Return the PDF; the same document gives the same bytes."""
    layout = layout.for_paper(landscape=document.landscape, large=document.large)
    day = document.head.day
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else NO_DAY
    with tempfile.TemporaryDirectory() as folder, as_file(_fonts()) as fonts:
        root = Path(folder)
        data = _data(document, layout, root)
        (root / "document.json").write_text(json.dumps(data), "utf-8")
        source = root / "document.typ"
        source.write_bytes(files("gandan.documents").joinpath("data", "document.typ").read_bytes())
        made = typst.compile(
            source,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            timestamp=moment,
        )
    return bytes(made)


def to_png(svg: str, *, width_pt: float = 468) -> bytes:
    """Draw an SVG for paper as PNG, for .docx."""
    with tempfile.TemporaryDirectory() as folder, as_file(_fonts()) as fonts:
        root = Path(folder)
        (root / "plot.svg").write_text(svg, "utf-8")
        source = root / "plot.typ"
        source.write_text(
            f'#set page(width: {width_pt}pt, height: auto, margin: 0pt)\n#image("plot.svg", width: 100%)',
            "utf-8",
        )
        made = typst.compile(
            source,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="png",
            ppi=200.0,
        )
    return bytes(made[0] if isinstance(made, list) else made)


def _fonts() -> Traversable:
    return files("gandan.documents").joinpath("fonts")


def _data(document: Document, layout: Layout, root: Path) -> dict[str, Any]:
    arranged = arrange(document, layout)
    plain = {k: v for k, v in vars(arranged).items() if k not in {"body", "annexes", "numbers"}}
    day = document.head.day
    data = {
        **plain,
        "numbers": sorted(arranged.numbers),
        "body": [
            block | {"closing": arranged.is_last_text(n)}
            for n, block in enumerate(_blocks(arranged.body, "", layout, root))
        ],
        "annexes": [
            {"name": annex.name, "title": annex.title, "caption": annex.caption}
            | {"body": _blocks(annex.body, f"annex{place}-", layout, root)}
            for place, annex in enumerate(arranged.annexes)
        ],
        "foot": arranged.has_foot,
        "author": arranged.issuer,
        "day": day and {"year": day.year, "month": day.month, "day": day.day},
        "pitch": layout.body.pitch_pt(layout.body.pt),
        **_lengths(arranged, layout),
    }
    made: dict[str, Any] = _breakable(data)
    made["layout"] = {k: v for k, v in asdict(layout).items() if k not in {"since", "until"}}
    return made


def _lengths(arranged: Arranged, layout: Layout) -> dict[str, Any]:
    issuer, motto, title = rules(arranged, layout)
    return {
        "sheet": list(layout.paper.size_mm),
        "columns": list(head_columns(layout)),
        "issuer_rule": issuer,
        "motto_rule": motto,
        "title_rule": title,
    }


def _blocks(
    blocks: tuple[ArrangedBlock, ...], part: str, layout: Layout, root: Path
) -> list[dict[str, Any]]:
    """``part`` tells the drawings of an annex from those of the paper."""
    return [_block(block, f"{part}{n}", layout, root) for n, block in enumerate(blocks)]


def _block(block: ArrangedBlock, name: str, layout: Layout, root: Path) -> dict[str, Any]:
    kind = {"is": type(block).__name__.lower()}
    match block:
        case SourceList():
            return kind | _sources(block)
        case Table():
            return kind | _table(block, layout, table_pt(block))
        case Code():
            return kind | _code(block, name, root)
        case Plot():
            return kind | _plot(block, name, layout, root)
        case Paragraph() | Note():
            return kind | asdict(block) | {"runs": _runs(block.runs)}
        case Bullets():
            return kind | {"numbered": block.numbered, "items": [_runs(i) for i in block.items]}
        case _:
            return kind | asdict(block)


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [asdict(run) | {"cites": cite_groups(run.cites)} for run in runs]


def _table(table: Table, layout: Layout, size_pt: float) -> dict[str, Any]:
    return asdict(table) | {
        "size": size_pt,
        "numeric": sorted(table.numeric),
        "widths": column_widths(table, layout.paper.text_mm, size_pt),
    }


def _plot(plot: Plot, name: str, layout: Layout, root: Path) -> dict[str, Any]:
    drawing = plot_svg(plot, paper=True)
    file = f"plot{name}.svg" if drawing else ""
    if drawing:
        (root / file).write_text(drawing, "utf-8")
    return {
        "title": plot.title,
        "finding": plot.finding,
        "file": file,
        "width": 40 if plot.kind == "spark" else layout.paper.text_mm,
        "tables": [_table(table, layout, PLOT_TABLE_PT) for table in plot_tables(plot)],
    }


def _code(block: Code, name: str, root: Path) -> dict[str, Any]:
    file = f"code{name}.svg"
    (root / file).write_text(qr_svg(block.content), "utf-8")
    return {"file": file, "label": block.label, "lines": list(block.lines)}


def _sources(block: SourceList) -> dict[str, Any]:
    return asdict(block)


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        whole = {"file", "label"}
        return {key: inner if key in whole else _breakable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(inner) for inner in value]
    return value
