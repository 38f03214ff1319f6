"""Copied passages and what is new: found whatever figures were changed, forms left aside."""

from datetime import date

from gandan.substance import Document, Earlier, check, compare

HEAD = "UBND PHƯỜNG MINH HÀ\nBÁO CÁO\nCông tác tiếp công dân tháng {}/2025\n"
LEGAL = "Căn cứ Điều 20 Luật Khiếu nại số 02/2011/QH13 và Nghị định số 64/2014/NĐ-CP ngày 26/6/2014 của Chính phủ;\n"
PARAGRAPH = (
    "Trong tháng {}, bộ phận tiếp dân đã bố trí cán bộ trực đầy đủ tại trụ sở, tiếp {} lượt với {} người; mọi ý "
    "kiến của người dân đều được ghi vào sổ, giải thích và hướng dẫn đúng trình tự.\n"
)
NEW = "Ngày 12/5/2025, 26 hộ ngõ Đình gửi đơn về vết nứt tường do thi công cống, hẹn trả kết quả đo trước 30/5."


def report(month: int, visits: int, people: int, more: str = "", **about) -> Document:
    text = HEAD.format(month) + LEGAL + PARAGRAPH.format(month, visits, people) + more
    return Document.of(text, **about)


def quoted(document: Document, passages) -> list[str]:
    return [document.text[p.start : p.end] for p in passages]


def test_a_paragraph_with_other_figures_is_still_copied():
    now = report(5, 27, 35, NEW, id="tháng 5")
    found = compare(now, Earlier([report(4, 31, 44, id="tháng 4", day=date(2025, 4, 25))]))
    assert [p.source for p in found.copied] == ["tháng 4"]
    assert found.copied[0].since == date(2025, 4, 25)
    assert quoted(now, found.copied)[0].startswith("Trong tháng 5, bộ phận")


def test_only_the_new_sentence_is_new():
    now = report(5, 27, 35, NEW)
    found = compare(now, Earlier([report(4, 31, 44, id="x")]))
    assert quoted(now, found.new) == [NEW]


def test_a_new_clause_inside_a_copied_sentence_is_new():
    clause = (
        "; đề nghị xác định lại ranh giới thu hồi tại khu hồ Tây nơi 12 hộ cho rằng mốc cắm lệch."
    )
    base = "Nội dung tập trung vào phương án bồi thường, hỗ trợ, tái định cư, cấp giấy chứng nhận quyền sử dụng đất"
    now = Document.of(base + clause)
    found = compare(now, Earlier([Document.of(base + ".", id="x")]))
    (new,) = quoted(now, found.new)
    assert new.startswith("đề nghị xác định")


def test_legal_grounds_headings_and_the_template_do_not_count():
    now = report(5, 27, 35, id="a")
    grounds = Earlier([Document.of(HEAD.format(4) + LEGAL, id="x")])
    assert compare(now, grounds).copied == ()
    form = Document.of(PARAGRAPH.format(1, 2, 3))
    found = compare(now, Earlier([report(4, 31, 44, id="x")], template=form))
    assert found.copied == ()


def test_what_many_units_write_is_the_common_form():
    others = [report(4, n, n, id=f"đơn vị {n}", unit=f"Phường {n}") for n in range(2, 9)]
    assert compare(report(5, 27, 35), Earlier(others)).copied == ()


def test_the_first_place_is_named_not_the_last():
    first = report(2, 3, 4, id="tháng 2", day=date(2025, 2, 25))
    second = report(3, 3, 4, id="tháng 3", day=date(2025, 3, 25))
    found = compare(report(5, 27, 35), Earlier([second, first]))
    assert {p.source for p in found.copied} == {"tháng 2"}


def test_reports_of_their_own_are_not_copied():
    other = Document.of("Đảng ủy xã họp bàn việc làm đường thôn Hạ với 42 hộ dân góp công.", id="x")
    assert compare(report(5, 27, 35), Earlier([other])).copied == ()


def test_the_findings_say_what_is_new_and_where_the_rest_stood():
    now = report(5, 27, 35, NEW, id="b")
    rules = {f.rule: f for f in check(now, earlier=[report(4, 31, 44, id="tháng 4")])}
    assert "tháng 4" in rules["copied.passage"].message
    assert now.text[rules["copied.new"].start : rules["copied.new"].end] == NEW
