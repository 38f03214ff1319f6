"""The page that checks a report: findings beside the text, files to take away, nothing stored."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.audit.models import Entry
from gandan.casework.models import Submission

PAGE = "/kiem-tra-bao-cao/"
TEXT = (
    "Báo cáo quý II/2026 – phường Vĩnh Tân\n\nNhận 65 đơn, gồm 52 đơn khiếu nại và 12 đơn tố cáo.\n"
    "Công tác dân vận tiếp tục được đổi mới, có nhiều chuyển biến tích cực."
)


def post(client, **data):
    return client.post(PAGE, data)


@pytest.mark.parametrize("name", ["tiepdan", "xulydon", "daumoi", "tonghop", "lanhdao", "kiemtra"])
def test_people_with_a_register_duty_may_check(sign_in, name):
    assert sign_in(name).get(PAGE).status_code == 200


def test_others_do_not_find_the_page(sign_in, client):
    assert sign_in("quantri").get(PAGE).status_code == 404
    assert client.get(PAGE).status_code == 302


def test_the_finding_stands_beside_the_passage_with_its_rule(sign_in):
    html = post(sign_in("daumoi"), text=TEXT).content.decode()
    assert "52 + 12 = 64, không phải 65" in html
    assert '<mark class="error">65</mark>' in html
    assert "/kiem-tra-bao-cao/quy-tac/#sum-parts" in html
    assert "Nêu kết quả mà không có gì để kiểm tra" in html


def test_a_report_without_a_fault_says_so(sign_in):
    text = TEXT.split("\n\n")[0] + "\n\nNhận 64 đơn, gồm 52 đơn khiếu nại và 12 đơn tố cáo."
    assert "khớp nhau" in post(sign_in("daumoi"), text=text).content.decode()


def test_markup_in_a_report_stays_text(sign_in):
    html = post(sign_in("daumoi"), text=TEXT + "<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_word_file_is_read_with_its_tables(sign_in):
    from docx import Document

    paper, data = Document(), BytesIO()
    paper.add_paragraph("Báo cáo quý II/2026")
    rows = [("Đơn vị", "Tổng", "Khiếu nại", "Tố cáo"), ("Tổ 1", "7", "5", "2"), ("Tổ 2", "9", "7", "1"),
            ("Tổ 3", "3", "3", "0"), ("Cộng", "18", "15", "3")]  # fmt: skip
    grid = paper.add_table(rows=5, cols=4)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            grid.cell(r, c).text = value
    paper.save(data)
    html = post(
        sign_in("daumoi"), file=SimpleUploadedFile("b.docx", data.getvalue())
    ).content.decode()
    assert "nếu là 8 thì các phép tính liên quan đều khớp" in html
    assert "<table>" in html


def test_an_earlier_report_shows_what_is_new(sign_in):
    passage = (
        "Trong kỳ, bộ phận tiếp dân đã trực đầy đủ tại trụ sở, tiếp 27 lượt với 35 người; mọi ý kiến đều "
        "được ghi vào sổ, giải thích và hướng dẫn đúng trình tự."
    )
    new = "Ngày 12/5/2026, 26 hộ ngõ Đình gửi đơn về vết nứt tường do thi công cống."
    earlier = SimpleUploadedFile("ky-truoc.txt", f"Báo cáo tháng 4\n\n{passage}".encode())
    html = post(sign_in("daumoi"), text=f"Báo cáo tháng 5\n\n{passage}\n{new}", earlier=earlier)
    assert "ky-truoc.txt" in html.content.decode()
    assert f'<mark class="new">{new}</mark>' in html.content.decode()


def test_a_figure_that_the_register_counts_otherwise_is_shown_with_its_rows(sign_in, letter):
    letter(on=date(2026, 5, 3))
    text = "Báo cáo quý II/2026 – phường Vĩnh Tân\n\nTrong quý, phường tiếp nhận 4 đơn."
    html = post(sign_in("xulydon"), text=text, period="quý II/2026").content.decode()
    assert "sổ đếm được 1 đơn" in html
    assert "since=01/4/2026" in html.replace("%2F", "/") or "since=01%2F4%2F2026" in html


def test_the_register_of_another_ward_is_not_counted(sign_in, letter):
    letter(on=date(2026, 5, 3))
    text = "Báo cáo quý II/2026 – phường Kim Đài\n\nTrong quý, phường tiếp nhận 4 đơn."
    html = post(sign_in("hangxom"), text=text, period="quý II/2026").content.decode()
    assert "sổ đếm được 0 đơn" in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "một trong hai"),
        ({"text": TEXT, "period": "mùa xuân"}, "không phải một kỳ"),
        ({"file": SimpleUploadedFile("a.docx", b"no word file")}, "Tệp không phải .docx"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "a.exe"),
    ],
    ids=["nothing", "no period", "broken", "unknown kind"],
)
def test_a_fault_is_explained_and_nothing_is_lost(sign_in, data, words):
    response = post(sign_in("daumoi"), **data)
    assert response.status_code == 422
    html = response.content.decode()
    assert "Lỗi: " in html
    if words != "a.exe":
        assert words in html
    if "text" in data:
        assert "52 đơn khiếu nại" in html


def test_nothing_is_stored(sign_in):
    before = Submission.objects.count(), Entry.objects.count()
    client = sign_in("daumoi")
    entries = Entry.objects.count()
    post(client, text=TEXT)
    assert (Submission.objects.count(), Entry.objects.count()) == (before[0], entries)


def save(client, kind):
    return client.post(f"{PAGE}tai.{kind}", {"text": TEXT, "name": "Báo cáo"})


def test_the_result_can_be_taken_away(sign_in):
    client = sign_in("daumoi")
    rows = [json.loads(line) for line in save(client, "jsonl").content.decode().splitlines()]
    assert rows[0]["rule"] == "sum.parts"
    assert TEXT[rows[0]["start"] :].startswith("65 đơn")
    page = save(client, "html").content.decode()
    assert "<style>" in page
    assert "52 + 12 = 64" in page
    with ZipFile(BytesIO(save(client, "docx").content)) as packed:
        comments = packed.read("word/comments.xml").decode()
    assert "52 + 12 = 64" in comments
    assert save(client, "exe").status_code == 404


def test_every_rule_is_explained_with_an_example(sign_in):
    from gandan.substance import RULES

    html = sign_in("daumoi").get(f"{PAGE}quy-tac/").content.decode()
    assert all(f'id="{rule.slug}"' in html for rule in RULES)
