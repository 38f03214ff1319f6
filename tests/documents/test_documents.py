import io
import shutil
import subprocess
from datetime import date

import docx
import pypdfium2
import pytest

from gandan.documents import (
    LAYOUTS,
    Bullets,
    Document,
    Head,
    Heading,
    LayoutError,
    Paragraph,
    Plot,
    Run,
    Signature,
    Source,
    Sources,
    Table,
    fonts_present,
    layout,
    plain_text,
    read_layout,
    to_docx,
    to_html,
    to_pdf,
)

HOSTILE = (
    '#read("/etc/passwd") <script>alert(1)</script> $x$ \\ *b* _i_ @x [y] //c \x00\x07 \u202eđảo'
)
PAPER = Document(
    Head(
        "Thành ủy Minh Hà",
        "Ban Dân vận",
        "05/BC-BDV",
        "Minh Hà",
        date(2026, 7, 3),
        "Báo cáo",
        "Tình hình",
    ),
    (
        Heading(1, "I. SỐ LIỆU"),
        Paragraph((Run("Nhận 1.248 đơn."), Run("Câu có nguồn.", cites=(1, 2)))),
        Paragraph.of(HOSTILE),
        Bullets(((Run("Ý thứ nhất"),), (Run("Ý thứ hai"),))),
        Table(
            "Theo lĩnh vực",
            ("Lĩnh vực", "Đơn"),
            (("Đất đai", "12"), ("Cộng", "12")),
            frozenset({1}),
            True,
        ),
        Plot("Mỗi tuần", ("t1", "t2", "t3"), (1.0, 4.0, 2.0), "đơn", "Cao nhất 4 đơn"),
        Sources(
            "Nguồn",
            (Source(1, "Đ-26-000001", "ngày 01/6", "trích"), Source(2, "Đ-26-000002", "", "")),
        ),
    ),
    Signature("", "Trưởng ban", "Trần Quốc Minh"),
    ("Lưu hồ sơ",),
    "Dữ liệu mô phỏng",
)


def words(text):
    return [w for w in "".join(c if c.isalnum() else " " for c in text).lower().split() if w]


def docx_words(data):
    paper = docx.Document(io.BytesIO(data))
    roots = [paper.element.body, *(section.footer._element for section in paper.sections)]
    parts = [node.text or "" for root in roots for node in root.iter() if node.tag.endswith("}t")]
    return words(" ".join(parts))


def pdf_words(data):
    pages = pypdfium2.PdfDocument(data)
    return words(" ".join(page.get_textpage().get_text_bounded() for page in pages))


@pytest.mark.parametrize("name", LAYOUTS)
def test_both_papers_carry_every_word(name):
    look = layout(name)
    expected = {w for part in plain_text(PAPER) for w in words(part) if w.isalpha()}
    expected -= {"đảo"}
    assert expected <= set(docx_words(to_docx(PAPER, look)))
    assert expected <= set(pdf_words(to_pdf(PAPER, look)))


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_document_is_the_same_file(name):
    assert to_docx(PAPER, layout(name)) == to_docx(PAPER, layout(name))
    assert to_pdf(PAPER, layout(name)) == to_pdf(PAPER, layout(name))


def test_markup_in_data_stays_text():
    page = to_html(PAPER, layout("state_nd30"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "style=" not in page
    assert 'href="#nguon-1"' in page
    assert "root:" not in " ".join(pdf_words(to_pdf(PAPER, layout("state_nd30"))))


def test_a_long_table_and_an_empty_paper_are_made():
    rows = tuple((f"Dòng {n}", str(n)) for n in range(300))
    long = Document(PAPER.head, (Table("", ("A", "B"), rows, frozenset({1})),))
    assert len(pypdfium2.PdfDocument(to_pdf(long, layout("state_nd30")))) > 5
    empty = Document(Head("", "", "", "", None, "", ""), ())
    assert to_pdf(empty, layout("party_hd05")).startswith(b"%PDF")
    assert to_docx(empty, layout("party_hd05"))


def test_layouts_state_the_official_facts():
    state, party = layout("state_nd30"), layout("party_hd05")
    assert state.head.motto[1] == "Độc lập - Tự do - Hạnh phúc"
    assert state.head.number.format(number="05", kind="BC", body="BDV") == "Số: 05/BC-BDV"
    assert party.head.number.format(number="05", kind="BC", body="BDV") == "Số 05-BC/BDV"
    paper = party.paper
    assert (paper.top, paper.bottom, paper.left, paper.right) == (20, 20, 30, 15)
    assert (party.head.star, party.recipients.title_face) == (True, "underlined")
    with pytest.raises(LayoutError, match="thiếu"):
        read_layout({"name": "x"})
    with pytest.raises(LayoutError):
        layout("khong_co")


def test_the_banner_of_synthetic_data_stands_on_every_page():
    rows = tuple((f"Dòng {n}",) for n in range(120))
    long = Document(PAPER.head, (Table("", ("A",), rows),), banner="Dữ liệu mô phỏng")
    pages = pypdfium2.PdfDocument(to_pdf(long, layout("state_nd30")))
    assert len(pages) > 1
    assert all("mô phỏng" in p.get_textpage().get_text_bounded() for p in pages)


def test_the_fonts_come_with_the_package():
    assert fonts_present()


def test_libreoffice_opens_the_docx_where_it_is_installed(tmp_path):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    (tmp_path / "a.docx").write_bytes(to_docx(PAPER, layout("state_nd30")))
    if program is None:
        assert docx.Document(str(tmp_path / "a.docx")).paragraphs
        return
    command = [
        program,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "a.pdf").stat().st_size > 1000
