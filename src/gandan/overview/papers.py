"""From the digest's JSON to an official paper: what happened, what rose, what is not known.

Works on plain values, so the command and the pages make the same paper. Sentences come first,
the tables follow the signature as an annex; every quoted sentence carries its source.
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
from gandan.documents.numbers import counted, number
from gandan.domain.dates import format_date
from gandan.domain.taxonomy import field_name
from gandan.overview.paper_figures import figures_annex, situation
from gandan.overview.paper_handling import handling

TOLD_CONCERNS = 5
LISTED_CONCERNS = 20
SHOWN_SOURCES = 8
PLOTTED_CONCERNS = 3
PLOTTED_WEEKS = 12
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
    blocks: list[Any] = [Paragraph.of(line) for line in _lines(foreword)]
    blocks += [Heading(1, "I. TÌNH HÌNH CHUNG"), *situation(digest)]
    blocks += _concerns(digest, cites)
    blocks += _rising(digest)
    handled = handling(digest)
    if handled:
        blocks += [Heading(1, "IV. KẾT QUẢ XỬ LÝ"), *handled]
    blocks += _copies_and_unknown(digest, "V" if handled else "IV")
    if closing.strip():
        blocks.append(Heading(1, f"{'VI' if handled else 'V'}. KIẾN NGHỊ"))
        blocks += [Paragraph.of(line) for line in _lines(closing)]
    blocks.append(figures_annex(digest))
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
        tuple(block for block in blocks if block),
        Signature("", head.signer_title or "Người ký", head.signer or ""),
        ("Ban Thường vụ (để báo cáo)", "Lưu hồ sơ"),
        "Dữ liệu mô phỏng. Thành phố Minh Hà không có thật." if head.synthetic else "",
        stamp=stamp,
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _concerns(digest: Mapping[str, Any], cites: _Citations) -> list[Any]:
    """The largest concerns are told, the next ones are listed."""
    concerns = digest["concerns"]
    blocks: list[Any] = [Heading(1, "II. VẤN ĐỀ NỔI LÊN")]
    if not concerns:
        text = "Trong kỳ chưa thấy vấn đề nào có từ hai vụ việc trở lên cùng nội dung và địa bàn."
        return [*blocks, Paragraph.of(text)]
    blocks.append(Paragraph.of(_overview(concerns)))
    until = digest["period"]["until"]
    for place, concern in enumerate(concerns[:TOLD_CONCERNS], start=1):
        blocks += _concern(place, concern, cites, until)
    rest = concerns[TOLD_CONCERNS:LISTED_CONCERNS]
    if rest:
        blocks += [Heading(2, f"{TOLD_CONCERNS + 1}. Các vấn đề khác"), _listed(rest)]
    return blocks


def _overview(concerns: list[Mapping[str, Any]]) -> str:
    confirmed = sum(1 for concern in concerns if concern["confirmed"])
    suggested = len(concerns) - confirmed
    who = []
    if confirmed:
        who.append(f"{counted(confirmed, 'vấn đề')} cán bộ đã xác nhận")
    if suggested:
        who.append(f"{counted(suggested, 'vấn đề')} máy gợi ý, chưa xác nhận")
    text = f"Các đơn trong kỳ nói về {counted(len(concerns), 'vấn đề')}: {', '.join(who)}."
    if len(concerns) > TOLD_CONCERNS:
        text += f" Dưới đây là {counted(TOLD_CONCERNS, 'vấn đề')} có nhiều đơn nhất"
        left = len(concerns) - LISTED_CONCERNS
        text += (
            f", rồi đến {counted(min(LISTED_CONCERNS, len(concerns)) - TOLD_CONCERNS, 'vấn đề')}"
            " tiếp theo"
        )
        text += f"; {counted(left, 'vấn đề')} nhỏ hơn không kể ở đây." if left > 0 else "."
    return text


def _concern(
    place: int, concern: Mapping[str, Any], cites: _Citations, until: str | None
) -> list[Any]:
    mark = "" if concern["confirmed"] else " (máy gợi ý, chưa xác nhận)"
    sources = [cites.of(code) for code in concern["sources"][:SHOWN_SOURCES]]
    runs = [Run(_facts(concern), cites=tuple(sources))]
    left = len(concern["sources"]) - len(sources)
    if left > 0:
        runs.append(Run(f" và {counted(left, 'đơn')} khác."))
    blocks: list[Any] = [Heading(2, f"{place}. {concern['title']}{mark}"), Paragraph(tuple(runs))]
    if concern["extract"]:
        items = tuple(
            (Run(f"“{s['text']}”", cites=(cites.of(s["source"]),)),) for s in concern["extract"]
        )
        blocks += [Paragraph.of("Lời trong đơn:"), Bullets(items)]
    if place <= PLOTTED_CONCERNS and sum(1 for n in concern["weekly"][-PLOTTED_WEEKS:] if n) > 3:
        blocks.append(_plot(concern["weekly"][-PLOTTED_WEEKS:], until))
    return blocks


def _facts(concern: Mapping[str, Any]) -> str:
    """35 đơn trong kỳ, kỳ trước không có đơn nào, mới xuất hiện; đơn đầu tiên ngày 08/6/2026."""
    text = f"{counted(concern['size'], 'đơn')} trong kỳ"
    if concern["before"] is not None:
        earlier = counted(concern["before"], "đơn") if concern["before"] else "không có đơn nào"
        text += f", kỳ trước {earlier}, {TRENDS[concern['trend']]}"
    if concern["first_on"]:
        text += f"; đơn đầu tiên ngày {format_date(date.fromisoformat(concern['first_on']))}"
    return f"{text}."


def _plot(weeks: list[int], until: str | None) -> Plot:
    labels = tuple(_week(len(weeks) - i, until) for i in range(len(weeks)))
    return Plot(
        f"Số đơn mỗi tuần, {len(weeks)} tuần đến cuối kỳ (ngày đầu tuần)",
        labels,
        tuple(float(n) for n in weeks),
        "đơn",
        f"Nhiều nhất {counted(max(weeks), 'đơn')} một tuần; tuần cuối {counted(weeks[-1], 'đơn')}",
    )


def _week(ago: int, until: str | None) -> str:
    """The first day of the week that starts ``ago`` weeks before the end of the period."""
    if not until:
        return f"−{ago}"
    day = date.fromisoformat(until) - timedelta(weeks=ago)
    return format_date(day).rsplit("/", 1)[0]


def _listed(concerns: list[Mapping[str, Any]]) -> Table:
    compared = concerns[0]["before"] is not None
    rows = tuple(
        (
            concern["title"],
            number(concern["size"]),
            *((number(concern["before"]),) if compared else ()),
            "đã xác nhận" if concern["confirmed"] else "máy gợi ý",
        )
        for concern in concerns
    )
    header = ("Vấn đề", "Số đơn", *(("Kỳ trước",) if compared else ()), "Căn cứ")
    return Table("Vấn đề khác, nhiều đơn trước", header, rows, frozenset(range(1, len(header) - 1)))


def _rising(digest: Mapping[str, Any]) -> list[Any]:
    heading = Heading(1, "III. MỚI VÀ TĂNG")
    if not digest["period"]["previous"]:
        text = "Chưa có kỳ trước để so nên chưa nói được vấn đề nào mới, vấn đề nào tăng."
        return [heading, Paragraph.of(text)]
    rising = [c for c in digest["concerns"] if c["trend"] in {"new", "growing"}]
    more = [*_surges(digest), *_repeated(digest)]
    if not rising:
        text = "So với kỳ trước, chưa thấy vấn đề nào mới hoặc tăng rõ."
        return [heading, Paragraph.of(text), *more]
    return [heading, Bullets(tuple((Run(_risen(c)),) for c in rising[:LISTED_CONCERNS])), *more]


def _surges(digest: Mapping[str, Any]) -> list[Any]:
    """Places and fields above what their history lets expect; older digests have none."""
    found = digest.get("surges", [])[:LISTED_CONCERNS]
    if not found:
        return []
    intro = "Nhiều hơn hẳn mức thường gặp của chính nơi đó, lĩnh vực đó trong các kỳ trước:"
    return [Paragraph.of(intro), Bullets(tuple((Run(_surge(row)),) for row in found))]


def _repeated(digest: Mapping[str, Any]) -> list[Any]:
    """What people report again although it was answered; older digests do not know it."""
    found = digest.get("repeated", [])
    if not found:
        return []
    titles = {concern["id"]: concern["title"] for concern in digest["concerns"]}
    items = []
    for row in found[:LISTED_CONCERNS]:
        what = titles.get(row["concern"]) or f"Đơn {row['answered']}"
        day = format_date(date.fromisoformat(row["answered_on"]))
        items.append((Run(f"{what}: {counted(row['value'], 'đơn')} đến sau ngày trả lời {day}."),))
    return [Paragraph.of("Đã trả lời nhưng vẫn có đơn gửi tiếp:"), Bullets(tuple(items))]


def _surge(row: Mapping[str, Any]) -> str:
    where = row["place"] or "Toàn địa bàn"
    about = f", {field_name(row['field']).lower()}" if row["field"] else ""
    usual = number(round(row["expected"]))
    return (
        f"{where[:1].upper()}{where[1:]}{about}: {counted(row['value'], 'vụ việc')}; "
        f"thường có khoảng {usual}, ít khi quá {number(row['upper'])}."
    )


def _risen(concern: Mapping[str, Any]) -> str:
    earlier = counted(concern["before"], "đơn") if concern["before"] else "không có đơn nào"
    return (
        f"{concern['title']}: {counted(concern['size'], 'đơn')}, kỳ trước {earlier}, "
        f"{TRENDS[concern['trend']]}."
    )


def _copies_and_unknown(digest: Mapping[str, Any], numeral: str) -> list[Any]:
    blocks: list[Any] = [
        Heading(1, f"{numeral}. ĐƠN TRÙNG VÀ ĐIỀU CHƯA BIẾT"),
        Paragraph.of(_copies(digest)),
    ]
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


def _copies(digest: Mapping[str, Any]) -> str:
    """Only groups with a letter of the period: older copies are no news."""
    now = {code for row in digest["counts"]["by_kind"] for code in row["ids"]}
    groups = [group for group in digest["duplicates"] if now.intersection(group["members"])]
    if not groups:
        return "Trong kỳ không tìm thấy đơn trùng."
    exact = sum(1 for group in groups if group["kind"] == "exact")
    near = len(groups) - exact
    kinds = [f"{counted(exact, 'nhóm')} trùng nguyên văn"] if exact else []
    kinds += [f"{counted(near, 'nhóm')} gần trùng"] if near else []
    text = f"Máy tìm thấy {counted(len(groups), 'nhóm đơn trùng')} có đơn của kỳ này"
    text += f": {', '.join(kinds)}."
    return f"{text} Nhóm gần trùng cần cán bộ xem trước khi gộp." if near else text
