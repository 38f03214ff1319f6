"""Every form that ships, in both files: with the longest real content and with nothing known."""

import io
from dataclasses import replace
from datetime import date, datetime

import docx
import pypdfium2
import pytest

from gandan.documents import Signature, layout, plain_text, to_docx, to_html, to_pdf
from gandan.documents.filling import FactKind, Frame, fill, parse, read_value
from gandan.domain.procedure import forms as legal_forms
from gandan.domain.procedure import shipped_table
from gandan.papers import catalogue
from tests.documents.test_documents import words

FORMS = catalogue.forms()
SYSTEMS = {
    "state_nd30": Frame(
        "Ủy ban nhân dân thành phố Minh Hà", "Ủy ban nhân dân phường Vĩnh Tân", "UBND",
        signature=Signature("TM. Ủy ban nhân dân\nKT. Chủ tịch", "Phó Chủ tịch", "Trần Văn Bình"),
        number=7, place="Vĩnh Tân", day=date(2026, 9, 4),
    ),
    "party_hd05": Frame(
        "Thành ủy Minh Hà", "Ban Tuyên giáo và Dân vận", "BTGDV", "CV",
        signature=Signature("", "Trưởng ban", "Trần Quốc Minh"),
        number=7, place="Minh Hà", day=date(2026, 9, 4),
    ),
    "front": Frame(
        "Mặt trận Tổ quốc Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Minh Hà",
        "MTTQ-BTT", signature=Signature("TM. Ban Thường trực", "Chủ tịch", "Hồ Ngọc Mai"),
        number=7, place="Minh Hà", day=date(2026, 9, 4),
    ),
}  # fmt: skip
SENTENCE = (
    "Hộ ông bà ở ngách 12 ngõ 58 đường Bến Trúc, tổ 7, phường Vĩnh Tân bị ngập mỗi khi mưa quá nửa "
    "giờ vì cống thoát nước dài 120 m bị bùn lấp hai phần ba mà từ đầu năm chưa được nạo vét. "
)
NAME = "Công Tằng Tôn Nữ Nguyễn Phúc Thị Minh Nguyệt, người đại diện theo ủy quyền của 12 hộ dân"


def longest(fact):
    """As much as real papers hold: long names, several paragraphs, many rows."""
    match fact.kind:
        case FactKind.LONG:
            return "\n".join([SENTENCE * 3] * 4)
        case FactKind.LIST:
            return [SENTENCE.strip()] * 6
        case FactKind.TABLE:
            return [[SENTENCE[:60]] * len(fact.columns)] * 25
        case FactKind.TEXT:
            return NAME
        case FactKind.MOMENT:
            return datetime(2026, 12, 31, 23, 59)  # noqa: DTZ001
        case _:
            return fact.sample


def made(code, values, frame):
    form = FORMS[code]
    template = parse(form.shipped_text, catalogue.facts(), forbids_sender=form.forbids_sender())
    facts = {fact.code: read_value(fact, values(fact)) for fact in template.facts()}
    known = {code: value for code, value in facts.items() if value is not None}
    own = replace(frame, numbered=form.is_numbered, landscape=form.is_landscape)
    return fill(template, known, own)


def looks(code):
    return ("personal",) if FORMS[code].is_personal else tuple(SYSTEMS)


def words_of_docx(data):
    paper = docx.Document(io.BytesIO(data))
    parts = []
    for node in paper.element.body.iter():
        if node.tag.endswith("}t"):
            parts.append(node.text or "")
        elif node.tag.endswith(("}p", "}noBreakHyphen")):
            parts.append(" ")
    return words("".join(parts))


def words_of_pdf(data):
    pages = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return words(text.replace("\u2060", "").replace("\u200b", ""))


def whole(found):
    """All letters in a row: lines and cells may be cut differently."""
    return "".join(found)


CASES = [(code, look) for code in FORMS for look in looks(code)]
FIRST = [(code, looks(code)[0]) for code in FORMS]


@pytest.mark.parametrize(
    ("code", "look", "amount"),
    [(*case, "longest") for case in CASES] + [(*case, "nothing") for case in FIRST],
)
def test_both_files_carry_every_word_of_the_form(code, look, amount):
    frame = SYSTEMS.get(look, SYSTEMS["state_nd30"])
    filled = made(code, longest if amount == "longest" else lambda fact: None, frame)
    typed = whole(words_of_docx(to_docx(filled.document, layout(look))))
    printed = whole(words_of_pdf(to_pdf(filled.document, layout(look))))
    parts = plain_text(filled.document)
    if FORMS[code].is_personal:
        parts = [p for p in parts if p not in {frame.superior, frame.issuer}]
    expected = {whole(words(part))[:60] for part in parts if len(whole(words(part))) > 4}
    assert [part for part in expected if part not in typed] == []
    # Rows of a table lie side by side on a printed page, so their cells are not in one row.
    cells = {
        whole(words(c))[:60]
        for b in filled.document.blocks
        for r in getattr(b, "rows", ())
        for c in r
    }
    assert [part for part in expected - cells if part not in printed] == []


@pytest.mark.parametrize("code", FORMS)
def test_what_is_missing_is_listed_and_dotted(code):
    filled = made(code, lambda fact: None, SYSTEMS["state_nd30"])
    template = catalogue.shipped_template(code)
    must = {
        f.code
        for line in [*template.body, *(one for lines in template.head.values() for one in lines)]
        if not line.optional
        for f in line.facts
    }
    assert must <= {fact.code for fact in filled.missing}
    assert made(code, longest, SYSTEMS["state_nd30"]).missing == ()
    assert "…" in "".join(plain_text(filled.document)) or code == "TCD-03"


@pytest.mark.parametrize("code", FORMS)
def test_a_page_of_the_form_holds_no_markup_of_a_value(code):
    filled = made(
        code, lambda fact: "<b>x</b>" if fact.kind == FactKind.TEXT else fact.sample, Frame()
    )
    look = looks(code)[0]
    page = to_html(filled.document, layout(look))
    assert "<b>x</b>" not in page
    assert "style=" not in page


def page_texts(data):
    return [p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize(("code", "look"), FIRST)
def test_a_signature_never_stands_alone_on_a_page(code, look):
    """Whatever the length of the text, the last page holds words beside the signature."""
    template = catalogue.shipped_template(code)
    for lines in range(0, 12, 3):
        text = "\n".join([SENTENCE * 2] * lines) or "Ngắn."

        def values(fact, text=text):
            return text if fact.kind == FactKind.LONG else fact.sample

        filled = made(code, values, SYSTEMS.get(look, SYSTEMS["state_nd30"]))
        pages = page_texts(to_pdf(filled.document, layout(look)))
        signed = {one.title.pieces[0].text.upper() for row in template.signers for one in row}
        rest = " ".join(pages[-1].split())
        for title in signed | {"NƠI NHẬN:", "NƠI NHẬN"}:
            rest = rest.replace(title, "")
        assert len(words(rest)) > 12, (code, look, lines, pages[-1])


def test_every_paper_that_a_step_produces_has_a_form():
    produced = {paper for step in shipped_table().steps for paper in step.papers}
    assert produced <= set(FORMS)
    assert set(FORMS) <= set(legal_forms())


def test_every_fact_is_asked_for_by_some_form_and_has_a_sample_of_its_kind():
    asked = {fact.code for code in FORMS for fact in catalogue.shipped_template(code).facts()}
    known = catalogue.facts().by_code
    assert set(known) == asked
    for fact in known.values():
        assert read_value(fact, fact.sample) is not None, fact.code
        assert fact.name == fact.name.lower() or "QR" in fact.name


def test_each_form_says_its_law_its_mark_and_its_dates():
    for form in FORMS.values():
        assert form.legal.mark
        assert form.legal.valid_from
        assert form.legal.article or form.code.startswith("NB-"), form.code
