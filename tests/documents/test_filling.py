"""A form is text with named facts: what it may say, what is refused, what is left blank."""

from datetime import date, datetime

import pytest

from gandan.documents import (
    Bullets,
    Centered,
    Code,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Signatures,
    Table,
    layout,
    to_docx,
    to_pdf,
)
from gandan.documents.filling import (
    Catalogue,
    FactKind,
    FactValueError,
    FormFact,
    Frame,
    TemplateError,
    fill,
    parse,
    read_value,
    storable_value,
    worded,
)
from tests.documents.test_documents import docx_words, pdf_words, words

FACTS = Catalogue(
    [
        FormFact("name", "người gửi đơn", "sender", FactKind.TEXT, also=("công dân",), tells_sender=True),
        FormFact("day", "ngày nhận đơn", "received on", FactKind.DATE),
        FormFact("days", "số ngày", "days", FactKind.NUMBER),
        FormFact("kind", "hình thức", "kind", FactKind.CHOICE, choices={"stop": "tạm đình chỉ"}),
        FormFact("text", "nội dung đơn", "content", FactKind.LONG),
        FormFact("files", "tài liệu", "files", FactKind.LIST),
        FormFact("rows", "bảng tài liệu", "table", FactKind.TABLE, columns=("STT", "Tên")),
        FormFact("code", "mã theo dõi", "code", FactKind.CODE, meaning="Giữ mã này."),
        FormFact("at", "thời gian", "time", FactKind.MOMENT),
    ]
)  # fmt: skip
BODY = "== Nội dung\n"


def made(text, facts=None, **frame):
    values = {c: read_value(FACTS.by_code[c], v) for c, v in (facts or {}).items()}
    return fill(parse(text, FACTS), values, Frame(**frame))


def blocks(text, /, **facts):
    return made(BODY + text, facts).document.blocks


def said(block):
    return "".join(run.text for run in block.runs)


def faults(text, **options):
    with pytest.raises(TemplateError) as error:
        parse(text, FACTS, **options)
    return [(f.code, f.line, f.quoted, f.hint) for f in error.value.faults]


def test_a_fact_stands_where_its_name_stood():
    (block,) = blocks(
        "Ngày {ngày nhận đơn}, bà {người gửi đơn} gửi đơn.", name="Lê An", day="4/9/2026"
    )
    assert said(block) == "Ngày 04/9/2026, bà Lê An gửi đơn."


@pytest.mark.parametrize("name", ["người gửi đơn", "NGƯỜI GỬI ĐƠN", " người  gửi đơn ", "công dân"])
def test_a_name_is_found_whatever_its_case_spaces_or_second_name(name):
    assert said(blocks(f"Bà {{{name}}}.", name="Lê An")[0]) == "Bà Lê An."


def test_an_unknown_name_is_told_with_its_line_and_what_was_probably_meant():
    text = BODY + "Kính gửi ông bà\nBà {nguoi gui don}.\n{mã số thuế}"
    assert faults(text) == [
        ("unknown_fact", 3, "nguoi gui don", "người gửi đơn"),
        ("unknown_fact", 4, "mã số thuế", ""),
    ]


def test_all_faults_are_told_at_once():
    text = (
        "== Đầu\n== Nội dung\nMột { ngoặc\n**đậm\n__nghiêng\nbên cạnh {bảng tài liệu}\n== Nội dung"
    )
    assert [code for code, *_ in faults(text)] == [
        "unknown_section",
        "open_brace",
        "open_bold",
        "open_italic",
        "not_alone",
        "section_twice",
    ]


def test_a_form_without_content_is_refused():
    assert faults("== Đầu văn bản\nLoại văn bản: Thông báo") == [("no_content", 1, "", "")]


def test_a_fact_that_tells_who_wrote_is_refused_where_it_must_not_stand():
    assert faults(BODY + "Bà {công dân}", forbids_sender=True) == [
        ("forbidden_fact", 2, "công dân", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }} {% include 'x' %} ${7*7} #{x} <%= 1 %> \\input{x}",
        "{__class__.__init__.__globals__}",
        "#read(\"/etc/passwd\") $x$ *b* _i_ @x //c <script>alert(1)</script>",
    ],
    ids=["template languages", "attributes", "typst and html"],
)  # fmt: skip
def test_hostile_text_is_words_or_a_fault_and_never_run(text):
    try:
        document = made(BODY + text).document
    except TemplateError as error:
        document = made(BODY + "".join(c for c in text if c not in "{}_")).document
        found = {f.code for f in error.faults}
    else:
        found = set()
    assert found <= {"unknown_fact", "open_brace", "open_italic"}
    page = " ".join(pdf_words(to_pdf(document, layout("state_nd30"))))
    assert "root" not in page
    assert "49" not in page


def test_a_long_hostile_text_is_refused_quickly():
    assert faults("{" * 70_000)[0][0] == "too_long"
    assert faults(BODY + "{" * 50_001)[0][0] == "open_brace"
    assert faults(BODY + "\n" * 900)[0][0] == "too_long"


def test_marks_inside_a_value_stay_words():
    (block,) = blocks("Bà {người gửi đơn}.", name="**Lê** {ngày nhận đơn} __An__")
    assert said(block) == "Bà **Lê** {ngày nhận đơn} __An__."
    assert not any(run.bold for run in block.runs)


def test_what_is_missing_is_a_visible_blank_and_stands_in_a_list_once():
    filled = made(BODY + "Ngày {ngày nhận đơn}, bà {công dân}, hạn {số ngày} ngày, {công dân}.")
    assert said(filled.document.blocks[0]) == "Ngày …/…/……, bà ………………, hạn …… ngày, ………………."
    assert [fact.code for fact in filled.missing] == ["day", "name", "days"]


def test_a_blank_at_the_end_of_a_line_is_dotted_to_the_margin():
    assert [run.leader for run in blocks("Họ tên: {công dân}")[0].runs] == [False, True]
    assert [run.leader for run in blocks("Địa chỉ: ……")[0].runs] == [False, True]


def test_an_optional_line_is_left_out_without_its_fact():
    text = "Một.\n? Tài liệu: {tài liệu}.\n? - Ý {số ngày}"
    assert len(blocks(text)) == 1
    assert said(blocks(text, files=["đơn", "ảnh"])[1]) == "Tài liệu: đơn; ảnh."
    assert made(BODY + text).missing == ()


def test_a_table_without_rows_has_room_to_write():
    (table,) = blocks("{bảng tài liệu}")
    assert isinstance(table, Table)
    assert table.header == ("STT", "Tên")
    assert set(table.rows) == {("", "")}
    assert made(BODY + "{bảng tài liệu}").missing[0].code == "rows"


def test_facts_with_a_line_of_their_own_take_as_many_as_they_need():
    text = "{nội dung đơn}\n{tài liệu}\n{mã theo dõi}\n{bảng tài liệu}"
    found = blocks(text, text="Một.\n\nHai.", files="a\nb", code="K7M4", rows="1 | Đơn\n2 | Ảnh")
    assert [type(block) for block in found] == [Paragraph, Paragraph, Bullets, Code, Table]
    assert found[3] == Code("K7M4", "K7M4", ("Giữ mã này.",))
    assert found[4].rows == (("1", "Đơn"), ("2", "Ảnh"))


def test_the_address_of_an_office_stands_before_the_code_only_when_it_is_set():
    code = made(
        BODY + "{mã theo dõi}", {"code": "K7"}, code_address="https://vi.du/"
    ).document.blocks[0]
    assert (code.content, code.label) == ("https://vi.du/K7", "K7")


def test_lines_have_the_looks_that_their_marks_say():
    found = blocks("# I\n## 1\n= QUYẾT ĐỊNH: =\n**Điều 1.** __Rõ__\n- a\n- b\n[trang mới]\n{{x}}")
    assert [type(b) for b in found] == [
        Heading, Heading, Centered, Paragraph, Bullets, PageBreak, Paragraph,
    ]  # fmt: skip
    assert [(run.text, run.bold, run.italic) for run in found[3].runs] == [
        ("Điều 1.", True, False), (" ", False, False), ("Rõ", False, True),
    ]  # fmt: skip
    assert said(found[-1]) == "{x}"


def test_the_head_carries_everything_around_the_text():
    text = (
        "Lời nhắc cho cán bộ.\n== Đầu văn bản\nLoại văn bản: Quyết định\nKý hiệu loại: QĐ\n"
        "Trích yếu: Về việc {hình thức}\nThẩm quyền: Chủ tịch\nCăn cứ: Luật A\n"
        "Căn cứ: Theo đề nghị của B\nKính gửi: {công dân}\nKính gửi: Ông B\n"
        "== Nội dung\n**Điều 1.** {hình thức} việc này.\n== Nơi nhận\nNhư trên\n- Lưu: VT"
    )
    document = made(text, {"name": "Bà A", "kind": "stop"}, body_symbol="UBND", number=5).document
    assert document.bases == ("Căn cứ Luật A", "Theo đề nghị của B")
    assert document.to == ("Bà A", "Ông B")
    assert document.head.abstract == "Về việc tạm đình chỉ"
    assert (document.head.number.kind, document.head.number.value) == ("QĐ", 5)
    assert document.recipients == ("Như trên", "Lưu: VT")
    assert said(document.blocks[0]) == "Điều 1. Tạm đình chỉ việc này."
    assert "Lời nhắc" not in str(document)


def test_an_official_letter_takes_the_symbol_of_its_system():
    text = "== Đầu văn bản\nTrích yếu: Trả lời\n" + BODY + "a"
    assert made(text, body_symbol="BDV", letter_symbol="CV").document.head.number.kind == "CV"
    assert made(text, body_symbol="UBND").document.head.number.kind == ""


def test_signers_stand_in_rows_and_an_unknown_name_leaves_room():
    text = BODY + "a\n== Chữ ký\nNgười lập | Ký | {công dân}\nNgười nhận\n\nNgười chủ trì"
    first, second = made(text, {}).document.blocks[1:]
    assert [(c.title, c.note, c.name) for c in first.columns] == [
        ("Người lập", "Ký", ""), ("Người nhận", "", ""),
    ]  # fmt: skip
    assert isinstance(second, Signatures)
    assert made(text).missing == ()
    four = BODY + "a\n== Chữ ký\n1\n2\n3\n4"
    assert faults(four)[0][0] == "too_many_signers"


def test_a_sentence_that_a_value_ends_is_not_ended_twice():
    assert said(blocks("Về việc: {nội dung đơn}.", text="Ngập.")[0]) == "Về việc: Ngập."


@pytest.mark.parametrize(
    ("code", "value", "kept", "words_"),
    [
        ("day", "2026-09-04", "2026-09-04", "04/9/2026"),
        ("day", date(2026, 9, 4), "2026-09-04", "04/9/2026"),
        ("at", "2026-09-04T08:30", "2026-09-04T08:30", "08 giờ 30, ngày 04/9/2026"),
        ("days", "7", 7, "07"),
        ("days", 1200, 1200, "1.200"),
        ("kind", "Tạm đình chỉ", "stop", "tạm đình chỉ"),
        ("files", ["a ", "", "b"], ["a", "b"], "a; b"),
        ("name", "  Lê\tAn ", "Lê An", "Lê An"),
    ],
)
def test_values_are_read_kept_and_worded(code, value, kept, words_):
    fact = FACTS.by_code[code]
    read = read_value(fact, value)
    assert storable_value(read) == kept
    assert read_value(fact, storable_value(read)) == read
    assert worded(fact, read) == words_


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("day", "31/02/2026"), ("day", 5), ("day", datetime(2026, 9, 4)), ("at", "hôm qua"),  # noqa: DTZ001
        ("days", "bảy"), ("days", -1), ("days", True), ("kind", "khác"), ("name", 5),
        ("name", "x" * 20_001), ("rows", [["1"]]), ("rows", "1|2|3"), ("files", 7),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(code, value):
    with pytest.raises(FactValueError):
        read_value(FACTS.by_code[code], value)


@pytest.mark.parametrize("value", [None, "", "   ", [], ()])
def test_nothing_is_no_value(value):
    assert read_value(FACTS.by_code["files"], value) is None


def test_a_symbol_is_never_cut_at_the_end_of_a_line():
    text = BODY + " ".join(["Quyết định số 215/QĐ-UBND"] * 40)
    page = to_pdf(made(text).document, layout("state_nd30"))
    import pypdfium2

    lines = pypdfium2.PdfDocument(page)[0].get_textpage().get_text_bounded().splitlines()
    assert not [line for line in lines if line.rstrip("\u2060 ").endswith(("/", "QĐ-", "QĐ"))]


def test_both_files_say_what_the_form_says():
    text = (
        "== Đầu văn bản\nLoại văn bản: Biên bản\nTrích yếu: Nhận đơn\n== Nội dung\nBà {công dân}.\n"
        "{mã theo dõi}\nHọ tên: ……\n{bảng tài liệu}\n== Chữ ký\nNgười lập | Ký rõ họ tên | Lê An"
    )
    document = made(text, {"code": "K7M4-2QX9"}, numbered=False, issuer="UBND phường").document
    for look in ("state_nd30", "party_hd05", "front", "personal"):
        shown = docx_words(to_docx(document, layout(look)))
        printed = pdf_words(to_pdf(document, layout(look)))
        for word in words("Biên bản Nhận đơn Bà K7M4 2QX9 Giữ mã này Họ tên STT Người lập Lê An"):
            assert word in shown, look
            assert word in printed, look


def test_a_run_that_is_no_blank_is_plain():
    assert blocks("Chữ thường.")[0].runs == (Run("Chữ thường."),)
