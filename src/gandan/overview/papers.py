"""From the digest's JSON to an official paper: the words, tables, plots and sources.

Works on plain values, so the command and the pages make the same paper. Every sentence of an
extract and every figure carries the number of its source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gandan.documents import (
    Bullets,
    Document,
    Head,
    Heading,
    Paragraph,
    Plot,
    Run,
    Signature,
    Source,
    Sources,
    Table,
)
from gandan.documents.numbers import counted, number, percent
from gandan.domain.dates import format_date
from gandan.domain.kinds import Channel, Kind
from gandan.domain.taxonomy import field_name

SHOWN_CONCERNS = 12
SHOWN_ROWS = 15
SHOWN_SOURCES = 8
TRENDS = {
    "new": "mới xuất hiện",
    "growing": "tăng rõ",
    "steady": "không đổi rõ",
    "fading": "giảm rõ",
    "unknown": "chưa có kỳ trước để so",
}


@dataclass(frozen=True)
class PaperHead:
    """Who issues the paper; empty values leave room to fill in by hand."""

    superior: str = ""
    issuer: str = ""
    number: str = "      /BC-"
    place: str = "…"
    day: date | None = None
    signer_title: str = ""
    signer: str = ""
    synthetic: bool = False


class _Citations:
    """Numbers sources in order of first use."""

    def __init__(self, about: Mapping[str, str]) -> None:
        self.about = about
        self.numbers: dict[str, int] = {}
        self.quotes: dict[str, str] = {}

    def of(self, code: str, quote: str = "") -> int:
        known = self.numbers.setdefault(code, len(self.numbers) + 1)
        if quote:
            self.quotes.setdefault(code, quote)
        return known

    def block(self) -> Sources:
        entries = (
            Source(n, code, self.about.get(code, ""), self.quotes.get(code, ""))
            for code, n in self.numbers.items()
        )
        return Sources("Nguồn của các câu trích", tuple(entries))


def paper_of(
    digest: Mapping[str, Any],
    *,
    head: PaperHead | None = None,
    foreword: str = "",
    closing: str = "",
    about: Mapping[str, str] | None = None,
    stamp: str = "",
) -> Document:
    """Return the paper of a digest; ``about`` says for a source's code when and where."""
    head = head or PaperHead()
    cites = _Citations(about or {})
    blocks: list[Any] = []
    if foreword.strip():
        blocks.extend(Paragraph.of(p) for p in foreword.split("\n") if p.strip())
    blocks += _figures(digest)
    blocks += _concerns(digest, cites)
    blocks += _copies_and_unknown(digest)
    if closing.strip():
        blocks.append(Heading(1, "V. KIẾN NGHỊ"))
        blocks.extend(Paragraph.of(p) for p in closing.split("\n") if p.strip())
    if cites.numbers:
        blocks.append(cites.block())
    label = digest["period"]["label"]
    compared = digest["period"]["previous"] is not None
    return Document(
        Head(
            head.superior,
            head.issuer or "……………………",
            head.number,
            head.place,
            head.day,
            "Báo cáo",
            "Tổng hợp ý kiến, kiến nghị của nhân dân" + (f" {label}" if compared else ""),
        ),
        tuple(blocks),
        Signature("", head.signer_title or "Người ký", head.signer or ""),
        ("Ban Thường vụ (để báo cáo)", "Lưu hồ sơ"),
        "Dữ liệu mô phỏng. Thành phố Minh Hà không có thật." if head.synthetic else "",
        stamp=stamp,
    )


def _figures(digest: Mapping[str, Any]) -> list[Any]:
    counts, period = digest["counts"], digest["period"]
    letters, matters = counts["letters"], counts["matters"]
    text = f"{_when(period)}, đã nhận {counted(letters['value'], 'đơn')}{_change(letters)}."
    if counts["copies"]["value"]:
        text += (
            f" Máy tìm thấy {counted(counts['copies']['value'], 'bản sao')}; "
            f"sau khi gộp còn {counted(matters['value'], 'vụ việc')}."
        )
    blocks = [Heading(1, "I. SỐ LIỆU CHUNG"), Paragraph.of(text)]
    for key, caption, name_of in (
        ("by_field", "Đơn theo lĩnh vực", _field),
        ("by_kind", "Đơn theo loại", _kind),
        ("by_channel", "Đơn theo kênh tiếp nhận", _channel),
        ("by_unit", "Đơn theo đơn vị nhận", str),
    ):
        rows = [row for row in counts[key] if row["value"] or row["before"]]
        if rows and (len(rows) > 1 or rows[0]["key"]):
            blocks.append(_table(caption, rows, name_of))
    return blocks


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
    if before < 10:
        return (
            f", {word} {counted(abs(difference), 'đơn')} so với kỳ trước ({counted(before, 'đơn')})"
        )
    return (
        f", {word} {percent(abs(difference) / before)} so với kỳ trước ({counted(before, 'đơn')})"
    )


def _table(caption: str, rows: list[Mapping[str, Any]], name_of: Any) -> Table:
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
    return field_name(slug) if slug else "chưa phân loại"


def _kind(slug: str) -> str:
    return Kind.from_slug(slug).label if slug else "chưa phân loại"


def _channel(text: str) -> str:
    found = Channel.from_text(text)
    return found.label if found else text


def _concerns(digest: Mapping[str, Any], cites: _Citations) -> list[Any]:
    concerns = digest["concerns"][:SHOWN_CONCERNS]
    blocks: list[Any] = [Heading(1, "II. VẤN ĐỀ NỔI LÊN")]
    if not concerns:
        text = "Trong kỳ chưa thấy vấn đề nào có từ hai vụ việc trở lên cùng nội dung và địa bàn."
        return [*blocks, Paragraph.of(text)]
    total = len(digest["concerns"])
    more = (
        f" Dưới đây là {len(concerns)} vấn đề có nhiều đơn nhất." if total > len(concerns) else ""
    )
    blocks.append(Paragraph.of(f"Các đơn trong kỳ tập trung vào {counted(total, 'vấn đề')}.{more}"))
    for place, concern in enumerate(concerns, start=1):
        blocks += _concern(place, concern, cites)
    rising = [c for c in digest["concerns"] if c["trend"] in {"new", "growing"}]
    blocks.append(Heading(1, "III. MỚI VÀ TĂNG"))
    if rising and digest["period"]["previous"]:
        blocks.append(
            Bullets(
                tuple(
                    (
                        Run(
                            f"{c['title']}: {counted(c['size'], 'đơn')}, kỳ trước {counted(c['before'], 'đơn')} ({TRENDS[c['trend']]})."
                        ),
                    )
                    for c in rising[:SHOWN_CONCERNS]
                )
            )
        )
    elif digest["period"]["previous"]:
        blocks.append(Paragraph.of("So với kỳ trước, chưa thấy vấn đề nào mới hoặc tăng rõ."))
    else:
        blocks.append(
            Paragraph.of(
                "Chưa có kỳ trước để so nên chưa nói được vấn đề nào mới, vấn đề nào tăng."
            )
        )
    return blocks


def _concern(place: int, concern: Mapping[str, Any], cites: _Citations) -> list[Any]:
    mark = "" if concern["confirmed"] else " (máy gợi ý, chưa xác nhận)"
    first = date.fromisoformat(concern["first_on"]) if concern["first_on"] else None
    facts = [counted(concern["size"], "đơn")]
    if concern["matters"] != concern["size"]:
        facts.append(counted(concern["matters"], "vụ việc"))
    if first:
        facts.append(f"đơn đầu ngày {format_date(first)}")
    if concern["before"] is not None:
        facts.append(f"kỳ trước {counted(concern['before'], 'đơn')}, {TRENDS[concern['trend']]}")
    sources = [cites.of(code) for code in concern["sources"][:SHOWN_SOURCES]]
    runs = [Run(", ".join(facts)[:1].upper() + ", ".join(facts)[1:] + ".", cites=tuple(sources))]
    left = len(concern["sources"]) - len(sources)
    if left > 0:
        runs.append(Run(f" và {counted(left, 'đơn')} khác."))
    blocks: list[Any] = [Heading(2, f"{place}. {concern['title']}{mark}"), Paragraph(tuple(runs))]
    if concern["extract"]:
        items = tuple(
            (Run(f"“{s['text']}”", cites=(cites.of(s["source"]),)),) for s in concern["extract"]
        )
        blocks.append(Bullets(items))
    if place <= 3 and sum(1 for n in concern["weekly"] if n) > 3:
        weeks = concern["weekly"]
        blocks.append(
            Plot(
                f"Số đơn mỗi tuần, {len(weeks)} tuần đến cuối kỳ",
                tuple(_week(i, len(weeks)) for i in range(len(weeks))),
                tuple(float(n) for n in weeks),
                "đơn",
                f"Nhiều nhất {max(weeks)} đơn một tuần; tuần cuối {weeks[-1]} đơn",
            )
        )
    return blocks


def _week(index: int, count: int) -> str:
    ago = count - 1 - index
    return "tuần cuối kỳ" if ago == 0 else f"{ago} tuần trước"


def _copies_and_unknown(digest: Mapping[str, Any]) -> list[Any]:
    groups = digest["duplicates"]
    exact = sum(1 for group in groups if group["kind"] == "exact")
    copies = (
        "Không tìm thấy đơn trùng."
        if not groups
        else (
            f"Máy tìm thấy {counted(len(groups), 'nhóm đơn trùng')}: "
            f"{counted(exact, 'nhóm')} trùng nguyên văn, {counted(len(groups) - exact, 'nhóm')} gần trùng. "
            "Nhóm gần trùng cần cán bộ xem trước khi gộp."
        )
    )
    blocks: list[Any] = [Heading(1, "IV. ĐƠN TRÙNG VÀ ĐIỀU CHƯA BIẾT"), Paragraph.of(copies)]
    if digest["unknown"]:
        items = tuple(
            (Run(row["text"][:1].upper() + row["text"][1:]),) for row in digest["unknown"]
        )
        blocks.append(Bullets(items))
    singles = len(digest["singles"])
    if singles:
        blocks.append(
            Paragraph.of(
                f"{counted(singles, 'đơn')} đứng riêng, chưa có đơn khác cùng nội dung và địa bàn."
            )
        )
    blocks.append(
        Paragraph.of(
            "Loại đơn, lĩnh vực, đơn trùng và vấn đề ghi “máy gợi ý” do máy đọc chữ mà có; "
            "các câu trong ngoặc kép là lời trong đơn, chưa kiểm chứng."
        )
    )
    return blocks
