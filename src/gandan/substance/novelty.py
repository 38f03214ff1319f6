"""Findings about copied passages and about what is new."""

from collections.abc import Iterator

from gandan.substance.copying import Earlier, Novelty, Passage, compare
from gandan.substance.document import Document
from gandan.substance.findings import Finding, Severity

MOSTLY = 0.5  # of the text: beyond it the copied passages are a warning


def novelty_findings(document: Document, earlier: Earlier) -> list[Finding]:
    found = compare(document, earlier)
    return [*_copied(found, earlier), *_new(found)]


def _copied(found: Novelty, earlier: Earlier) -> Iterator[Finding]:
    severity = Severity.WARNING if found.share >= MOSTLY else Severity.REMARK
    texts = {source.id: source.text for source in earlier.documents}
    for passage in found.copied:
        where, where_en = _where(passage)
        before = texts.get(passage.source, "")[passage.source_start : passage.source_end]
        yield Finding(
            "copied.passage",
            severity,
            passage.start,
            passage.end,
            f"Đoạn này đã có trong {where}; chỉ khác số liệu, ngày tháng hoặc vài chữ.",
            f"This passage stood in {where_en}; only figures, days or a few words differ.",
            expected="",
            found=before[:300],
            suggestion="Giữ lại nếu vẫn đúng; nếu không, thay bằng việc mới của kỳ này.",
            suggestion_en="Keep it if it is still true; otherwise say what is new in this period.",
            marks=((passage.start, passage.end),),
        )


def _new(found: Novelty) -> Iterator[Finding]:
    """What is new is only worth telling where the rest is not."""
    if not found.copied:
        return
    percent = round(100 * found.share)
    for passage in found.new:
        yield Finding(
            "copied.new",
            Severity.REMARK,
            passage.start,
            passage.end,
            f"Mới trong kỳ này (khoảng {percent}% văn bản lặp lại báo cáo trước).",
            f"New in this period (about {percent} % of the text repeats earlier reports).",
            suggestion="Đưa lên đầu báo cáo.",
            suggestion_en="Put it first.",
            marks=((passage.start, passage.end),),
        )


def _where(passage: Passage) -> tuple[str, str]:
    day = f"{passage.since:%d/%m/%Y}" if passage.since else ""
    name = ", ".join(part for part in (passage.source, passage.unit) if part)
    return (
        f"“{name}”" + (f" ngày {day}" if day else ""),
        f"“{name}”" + (f" of {day}" if day else ""),
    )
