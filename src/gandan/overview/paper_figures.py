"""The figures of a digest: said in a few sentences, and set out in the tables of an annex."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from gandan.documents import Annex, Paragraph, Table
from gandan.documents.numbers import counted, number, percent
from gandan.domain.dates import format_date
from gandan.domain.kinds import Channel, Kind
from gandan.domain.taxonomy import field_name

SHOWN_ROWS = 15
NAMED = 3
SMALL_BASE = 10
# A rise or fall of fewer letters is not worth a sentence.
NOTEWORTHY = 5


def situation(digest: Mapping[str, Any]) -> list[Paragraph]:
    """What happened in the period, as a person would say it."""
    counts = digest["counts"]
    said = [_received(digest), _most(counts["by_field"]), _moves(counts["by_field"])]
    said += [_kinds(counts["by_kind"]), _units(counts["by_unit"])]
    if figures_annex(digest):
        said.append("Số liệu theo lĩnh vực, loại đơn, kênh tiếp nhận và đơn vị ở phụ lục.")
    return [Paragraph.of(text) for text in said if text]


def figures_annex(digest: Mapping[str, Any]) -> Annex | None:
    """The tables behind the sentences; None when there is nothing to count."""
    tables = []
    for key, caption, name_of in (
        ("by_field", "Đơn theo lĩnh vực", _field),
        ("by_kind", "Đơn theo loại", _kind),
        ("by_channel", "Đơn theo kênh tiếp nhận", _channel),
        ("by_unit", "Đơn theo đơn vị nhận", str),
    ):
        rows = _rows(digest["counts"][key])
        if rows and (len(rows) > 1 or rows[0]["key"]):
            tables.append(_table(caption, rows, name_of))
    return Annex("Số liệu trong kỳ", tuple(tables)) if tables else None


def _rows(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows with letters; those without a name come last."""
    counted_rows = [row for row in rows if row["value"] or row["before"]]
    return sorted(counted_rows, key=lambda row: not row["key"])


def _received(digest: Mapping[str, Any]) -> str:
    counts = digest["counts"]
    letters, matters, copies = counts["letters"], counts["matters"], counts["copies"]
    text = (
        f"{_when(digest['period'])}, đã nhận {counted(letters['value'], 'đơn')}{_change(letters)}."
    )
    if copies["value"]:
        text += (
            f" Máy tìm thấy {counted(copies['value'], 'bản sao')}; "
            f"sau khi gộp còn {counted(matters['value'], 'vụ việc')}."
        )
    return text


def _most(fields: Sequence[Mapping[str, Any]]) -> str:
    """Nhiều nhất là Giáo dục (36 đơn, kỳ trước 32 đơn); …"""
    named = [row for row in fields if row["key"] and row["value"]][:NAMED]
    if not named:
        return ""
    return f"Nhiều nhất là {'; '.join(_named(_field(row['key']), row) for row in named)}."


def _named(name: str, row: Mapping[str, Any]) -> str:
    now = counted(row["value"], "đơn")
    if row["before"] is None:
        return f"{name} ({now})"
    return f"{name} ({now}, kỳ trước {counted(row['before'], 'đơn')})"


def _moves(fields: Sequence[Mapping[str, Any]]) -> str:
    compared = [row for row in fields if row["key"] and row["before"] is not None]
    if not compared:
        return ""

    def moved(row: Mapping[str, Any]) -> int:
        return int(row["value"] - row["before"])

    up, down = max(compared, key=moved), min(compared, key=moved)
    said = []
    if moved(up) >= NOTEWORTHY:
        said.append(f"Tăng nhiều nhất: {_field(up['key'])}, thêm {counted(moved(up), 'đơn')}.")
    if moved(down) <= -NOTEWORTHY:
        said.append(f"Giảm nhiều nhất: {_field(down['key'])}, bớt {counted(-moved(down), 'đơn')}.")
    return " ".join(said)


def _kinds(kinds: Sequence[Mapping[str, Any]]) -> str:
    said = [
        f"{counted(row['value'], 'đơn')} {_kind(row['key']).lower()}"
        for row in _rows(kinds)
        if row["value"]
    ]
    return f"Theo loại: {', '.join(said)}." if said else ""


def _units(units: Sequence[Mapping[str, Any]]) -> str:
    named = [row for row in units if row["key"] and row["value"]]
    if len(named) <= NAMED:
        return ""
    said = "; ".join(_named(row["key"], row) for row in named[:NAMED])
    return f"Nơi nhận nhiều đơn nhất: {said}."


def _when(period: Mapping[str, Any]) -> str:
    if not period["since"]:
        return "Trong các đơn đã nạp (chưa rõ ngày nhận)"
    last = date.fromisoformat(period["until"]) - timedelta(days=1)
    return f"Từ {format_date(date.fromisoformat(period['since']))} đến hết {format_date(last)}"


def _change(row: Mapping[str, Any]) -> str:
    before = row["before"]
    if before is None:
        return ""
    difference = row["value"] - before
    if difference == 0:
        return f", bằng kỳ trước ({counted(before, 'đơn')})"
    word = "tăng" if difference > 0 else "giảm"
    if before < SMALL_BASE:
        return (
            f", {word} {counted(abs(difference), 'đơn')} so với kỳ trước ({counted(before, 'đơn')})"
        )
    return (
        f", {word} {percent(abs(difference) / before)} so với kỳ trước ({counted(before, 'đơn')})"
    )


def _table(caption: str, rows: Sequence[Mapping[str, Any]], name_of: Callable[[str], str]) -> Table:
    compared = rows[0]["before"] is not None
    total = sum(row["value"] for row in rows)
    lines = [(name_of(row["key"]) or "chưa rõ", row["value"], row["before"]) for row in rows]
    if len(lines) > SHOWN_ROWS:
        rest = lines[SHOWN_ROWS - 1 :]
        others = f"{len(rest)} mục khác"
        lines = lines[: SHOWN_ROWS - 1]
        lines.append((others, sum(r[1] for r in rest), sum(r[2] or 0 for r in rest)))
    body = []
    for name, now, before in lines:
        cells = [name, number(now), percent(now / total) if total else ""]
        body.append(
            (*cells, *([number(before or 0), _signed(now - (before or 0))] if compared else []))
        )
    sums = ["Cộng", number(total), ""]
    earlier = sum(row["before"] or 0 for row in rows)
    body.append((*sums, *([number(earlier), _signed(total - earlier)] if compared else [])))
    header = ("", "Số đơn", "Tỷ lệ", *(("Kỳ trước", "Tăng, giảm") if compared else ()))
    return Table(caption, header, tuple(body), frozenset(range(1, len(header))), total=True)


def _signed(value: int) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _field(slug: str) -> str:
    return field_name(slug) if slug else "Chưa phân loại"


def _kind(slug: str) -> str:
    return Kind.from_slug(slug).label if slug else "Chưa phân loại"


def _channel(text: str) -> str:
    found = Channel.from_text(text)
    return found.label if found else text
