"""What a digest says of handling: answered, settled and carried out are three things."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gandan.documents import Paragraph, Table
from gandan.documents.numbers import counted, number, percent
from gandan.domain.dates import format_date

SHOWN = 12


def handling(digest: Mapping[str, Any]) -> list[Paragraph | Table]:
    """Sentences and a table; nothing for a digest that was made from files alone."""
    found = digest.get("handling")
    if not found:
        return []
    blocks: list[Paragraph | Table] = [Paragraph.of(_rates(found)), Paragraph.of(_late(found))]
    if found["late"]:
        blocks.append(_table(found))
    return blocks


def _rates(found: Mapping[str, Any]) -> str:
    if not found["cases"]:
        return "Trong kỳ chưa có vụ việc nào được theo dõi thời hạn."
    text = (
        f"Trong kỳ mở {counted(found['cases'], 'vụ việc')} có theo dõi thời hạn: "
        f"đã trả lời {counted(found['answered'], 'vụ việc')}, "
        f"đã giải quyết xong {counted(found['settled'], 'vụ việc')}"
    )
    if found["owed"]:
        text += (
            f"; trong {counted(found['owed'], 'vụ việc')} phải thực hiện, "
            f"đã thực hiện xong {counted(found['carried_out'], 'vụ việc')}"
        )
    text += ". Ba số này không cộng với nhau."
    terms = found["terms"]
    if terms["ended"]:
        share = percent(terms["in_time"] / terms["ended"])
        text += (
            f" Trong {counted(terms['ended'], 'thời hạn luật định')} đã kết thúc, "
            f"{number(terms['in_time'])} đúng hạn ({share})."
        )
    return text


def _late(found: Mapping[str, Any]) -> str:
    day = format_date(date.fromisoformat(found["as_of"]))
    if not found["late"]:
        return f"Đến ngày {day} không có vụ việc nào quá hạn."
    total = sum(row["value"] for row in found["late"])
    units = len(found["late"])
    return f"Đến ngày {day} có {counted(total, 'vụ việc')} quá hạn ở {counted(units, 'đơn vị')}."


def _table(found: Mapping[str, Any]) -> Table:
    rows = [
        (row["key"], number(row["value"]), format_date(date.fromisoformat(row["oldest"])))
        for row in found["late"][:SHOWN]
    ]
    header = ("Đơn vị đang giữ", "Số vụ việc", "Hạn cũ nhất")
    return Table(
        "Vụ việc quá hạn theo đơn vị, hạn cũ nhất trước", header, tuple(rows), frozenset({1})
    )
