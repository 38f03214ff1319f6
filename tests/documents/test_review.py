"""A text with remarks: beside it on a page, as comments in a Word file."""

import re
from io import BytesIO
from zipfile import ZipFile

from docx import Document as OpenPaper

from gandan.documents import Remark, Review, commented, review_html, written_with_comments

TEXT = "Nhận 65 đơn, gồm 52 và 12.\nHọp <b>ngày</b> 31/4/2025."


def remark(number, *marks, look="error", **more):
    return Remark(number, marks, look, "Lỗi", "Tổng và các phần", "52 + 12 = 64", "Sửa", **more)


def test_each_mark_is_in_the_text_and_its_note_beside_the_passage():
    review = Review(TEXT, (remark(1, (5, 7), (17, 19), (23, 25), link="#quy-tac"),))
    html = review_html(review)
    assert '<mark class="error">65</mark>' in html
    assert '<mark class="error">12</mark><a class="cite" href="#ghi-1">1</a>' in html
    first, second = html.split('<div class="passage">')[1:]
    assert 'id="ghi-1"' in first
    assert "ghi-1" not in second


def test_overlapping_marks_are_told_once_with_both_numbers():
    html = review_html(Review(TEXT, (remark(1, (5, 11)), remark(2, (5, 7), look="remark"))))
    assert re.sub(r"<[^>]+>", "", html.split("</p>")[0]).strip().startswith("Nhận 652 đơn1")
    assert '<mark class="error">65</mark>' in html


def test_markup_in_the_report_stays_text():
    html = review_html(Review(TEXT, ()))
    assert "&lt;b&gt;ngày" in html


def test_tables_are_tables():
    text = "Đơn vị\tSố\nXã A\t12"
    rows = (((0, 6, 1), (7, 9, 1)), ((10, 14, 1), (15, 17, 1)))
    html = review_html(Review(text, (remark(1, (15, 17)),), (rows,)))
    assert '<th class="n" scope="col">Số</th>' in html
    assert '<td class="n"><mark class="error">12</mark>' in html


def comments_of(data: bytes) -> tuple[str, str]:
    with ZipFile(BytesIO(data)) as packed:
        return packed.read("word/document.xml").decode(), packed.read("word/comments.xml").decode()


def commented_words(document: str) -> list[str]:
    """The text between the begin and the end of each comment."""
    found = re.findall(r"<w:commentRangeStart.*?/>(.*?)<w:commentRangeEnd", document, re.DOTALL)
    return ["".join(re.findall(r"<w:t[^>]*>([^<]*)", piece)) for piece in found]


def test_a_comment_stands_on_the_very_words_even_inside_a_run():
    paper, out = OpenPaper(), BytesIO()
    paper.add_paragraph("Nhận 65 đơn, gồm 52 và 12.")
    paper.save(out)
    data = commented(out.getvalue(), Review("Nhận 65 đơn, gồm 52 và 12.", (remark(1, (5, 7)),)))
    document, comments = comments_of(data)
    assert commented_words(document) == ["65"]
    assert "52 + 12 = 64" in comments
    assert "".join(re.findall(r"<w:t[^>]*>([^<]*)", document)) == "Nhận 65 đơn, gồm 52 và 12."


def test_a_comment_may_span_runs_and_stand_in_a_cell():
    paper, out = OpenPaper(), BytesIO()
    paragraph = paper.add_paragraph("Nhận ")
    paragraph.add_run("6").bold = True
    paragraph.add_run("5 đơn")
    paper.add_table(rows=1, cols=2).cell(0, 1).text = "12"
    paper.save(out)
    text = "Nhận 65 đơn\n\t12"
    data = commented(out.getvalue(), Review(text, (remark(1, (5, 7)), remark(2, (13, 15)))))
    assert commented_words(comments_of(data)[0]) == ["65", "12"]


def test_words_that_are_not_found_again_are_told_on_the_first_paragraph():
    paper, out = OpenPaper(), BytesIO()
    paper.add_paragraph("Một đoạn khác.")
    paper.save(out)
    data = commented(out.getvalue(), Review("Nhận 65 đơn", (remark(1, (5, 7)),)))
    assert commented_words(comments_of(data)[0]) == ["Một đoạn khác."]


def test_equal_reviews_give_equal_files():
    review = Review(TEXT, (remark(1, (5, 7)),))
    assert written_with_comments(review) == written_with_comments(review)


def test_a_new_file_has_the_text_and_its_tables():
    text = "Trước\nĐơn vị\tSố\nXã A\t12\nSau"
    rows = (((6, 12, 1), (13, 15, 1)), ((16, 20, 1), (21, 23, 1)))
    data = written_with_comments(Review(text, (remark(1, (21, 23)),), (rows,)))
    paper = OpenPaper(BytesIO(data))
    assert [p.text for p in paper.paragraphs] == ["Trước", "Sau"]
    assert [[c.text for c in row.cells] for row in paper.tables[0].rows] == [
        ["Đơn vị", "Số"],
        ["Xã A", "12"],
    ]
    assert commented_words(comments_of(data)[0]) == ["12"]
