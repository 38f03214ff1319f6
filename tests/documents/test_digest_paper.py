"""The paper of a digest: sentences first, tables after the signature, nothing claimed twice."""

from datetime import date

import pytest

from gandan.documents import (
    Annex,
    Document,
    Heading,
    Paragraph,
    Sources,
    Table,
    plain_text,
    to_html,
)
from gandan.documents import layout as look_of
from gandan.overview.papers import PaperHead, paper_of


def row(key, value, before, ids=()):
    return {"key": key, "value": value, "before": before, "unit": "đơn", "ids": list(ids)}


def concern(title, size, before, *, confirmed=False, trend="steady"):
    return {
        "id": title,
        "title": title,
        "size": size,
        "before": before,
        "matters": 99,
        "trend": trend,
        "confirmed": confirmed,
        "first_on": "2026-05-02",
        "weekly": [0] * 14 + list(range(12)),
        "sources": [f"Đ-{title}-{n}" for n in range(size)],
        "extract": [{"text": "Cống tắc cả tuần.", "source": f"Đ-{title}-0", "start": 0, "end": 5}],
    }


def digest(concerns=(), closing_groups=()):
    letters = ["a", "b", "c"]
    return {
        "period": {
            "label": "tháng 6/2026",
            "since": "2026-06-01",
            "until": "2026-07-01",
            "previous": {"label": "tháng 5/2026", "since": "2026-05-01", "until": "2026-06-01"},
        },
        "counts": {
            "letters": row("", 57, 60),
            "matters": row("", 50, None),
            "copies": row("", 7, None),
            "by_field": [
                row("", 2, 0),
                row("giao-duc", 30, 12, letters),
                row("moi-truong", 15, 28),
                row("giao-thong", 10, 20),
            ],
            "by_kind": [row("", 2, 0), row("phan_anh", 55, 60, letters)],
            "by_channel": [row("Bưu chính", 57, 60)],
            "by_unit": [row("Phường Vĩnh Tân", 57, 60)],
        },
        "concerns": list(concerns),
        "duplicates": list(closing_groups),
        "unknown": [],
        "singles": [],
    }


SIX = [concern(f"Việc {n}", 12 - n, 3, confirmed=n < 2) for n in range(6)]


def words(document):
    return "\n".join(plain_text(document)).replace("\u00a0", " ")


def test_the_situation_is_told_in_sentences_before_any_table():
    paper = paper_of(digest(SIX))
    kinds = [type(block) for block in paper.blocks]
    assert kinds[:3] == [Heading, Paragraph, Paragraph]
    text = words(paper)
    assert "đã nhận 57 đơn, giảm 5,0 % so với kỳ trước (60 đơn)" in text
    assert "Nhiều nhất là" in text
    assert "(30 đơn, kỳ trước 12 đơn)" in text
    assert "thêm 18 đơn" in text
    assert "bớt 13 đơn" in text
    assert "Theo loại: 55 đơn phản ánh, 2 đơn chưa phân loại." in text


def test_the_tables_follow_the_signature_in_an_annex():
    paper = paper_of(digest(SIX))
    assert not [b for b in paper.blocks if isinstance(b, Table) and "lĩnh vực" in b.caption]
    annex, sources = paper.blocks[-2:]
    assert isinstance(annex, Annex)
    assert isinstance(sources, Sources)
    page = to_html(paper, look_of("party_hd05"))
    assert page.index('class="signing"') < page.index("PHỤ LỤC\u00a0I<br>Số liệu trong kỳ")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert page.index("PHỤ LỤC\u00a0I<") < page.index("PHỤ LỤC\u00a0II<")


def test_five_concerns_are_told_and_the_others_listed():
    text = words(paper_of(digest(SIX)))
    assert "6 vấn đề: 2 vấn đề cán bộ đã xác nhận, 4 vấn đề máy gợi ý, chưa xác nhận" in text
    assert "5. Việc 4 (máy gợi ý, chưa xác nhận)" in text
    assert "6. Các vấn đề khác" in text
    assert "12 đơn trong kỳ, kỳ trước 3 đơn, không đổi rõ; đơn đầu tiên ngày 02/5/2026." in text


def test_matters_of_all_times_are_not_counted_among_the_letters_of_the_period():
    assert "99" not in words(paper_of(digest(SIX)))


def test_only_copies_of_the_period_are_counted():
    groups = [
        {"group": 1, "kind": "exact", "members": ["a", "old"]},
        {"group": 2, "kind": "near", "members": ["old", "older"]},
    ]
    text = words(paper_of(digest(SIX, groups)))
    assert "1 nhóm đơn trùng có đơn của kỳ này: 1 nhóm trùng nguyên văn." in text


def test_who_signs_stands_under_the_paper():
    head = PaperHead(issuer="Ban", day=date(2026, 7, 3), signer_title="Trưởng ban", signer="Trần A")
    page = to_html(paper_of(digest(), head=head, closing="1. Nạo vét cống."), look_of("state_nd30"))
    assert "<b>TRƯỞNG BAN</b>" in page
    assert "<b>Trần A</b>" in page
    assert page.index("V. KIẾN NGHỊ") < page.index("TRƯỞNG BAN")


def test_an_annex_cannot_stand_in_the_middle():
    head = paper_of(digest()).head
    with pytest.raises(ValueError, match="end of a paper"):
        Document(head, (Annex("Số liệu", ()), Paragraph.of("Sau.")))
