"""A paper that is kept is the same paper."""

import json
from dataclasses import replace
from datetime import date

import pytest

from gandan.documents import (
    Centered,
    Code,
    Document,
    Head,
    Number,
    Paragraph,
    Run,
    Signatures,
    SignColumn,
    layout,
)
from gandan.documents.arrangement import arrange
from gandan.documents.cleaning import glued
from gandan.documents.keeping import KeptDocumentError, from_plain, to_plain
from tests.documents.test_documents import PAPER

SLIP = Document(
    Head("", "UBND phường", Number(None, "TB", "UBND"), "Vĩnh Tân", None, "Phiếu", ""),
    (
        Centered("QUYẾT ĐỊNH:"),
        Paragraph((Run("Họ tên: "), Run("……", leader=True))),
        Code("K7M4", "K7M4", ("Giữ mã này.",)),
        Signatures((SignColumn("Người lập"), SignColumn("Người nhận", "Ký", "Lê An"))),
    ),
    decided_by="Chủ tịch",
    landscape=True,
)


@pytest.mark.parametrize("paper", [PAPER, SLIP, replace(SLIP, head=PAPER.head)])
def test_a_document_comes_back_whole_through_json(paper):
    text = json.dumps(to_plain(paper), ensure_ascii=False, sort_keys=True)
    assert from_plain(json.loads(text)) == paper


def test_a_day_comes_back_as_a_day():
    assert from_plain(to_plain(PAPER)).head.day == date(2026, 7, 3)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain | {"is": "Letter"},
        lambda plain: plain | {"blocks": [{"is": "Script", "text": "x"}]},
        lambda plain: plain | {"blocks": "x"},
        lambda plain: plain | {"unknown": 1},
        lambda plain: {},
    ],
    ids=["other type", "unknown block", "no list", "unknown field", "empty"],
)
def test_what_is_no_kept_document_is_refused(spoil):
    with pytest.raises(KeptDocumentError):
        from_plain(spoil(to_plain(SLIP)))


def test_the_place_to_sign_breaks_between_words_and_names_without_a_title():
    column = SignColumn("Chứng thực, công chứng", "Ký, ghi rõ họ tên", "ông Trần Quốc Minh")
    document = replace(SLIP, blocks=(Signatures((column, SignColumn("Bên nhận", "", "Bà Lê An"))),))
    (signed,) = arrange(document, layout("state_nd30")).body
    first, second = signed.columns
    assert first.title == "CHỨNG\u00a0THỰC, CÔNG\u00a0CHỨNG"
    assert first.note == "Ký, ghi rõ họ\u00a0tên"
    assert (first.name, second.name) == ("Trần Quốc Minh", "Lê An")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gọi 024 0000 0001 trước", "024~0000~0001"),
        ("gọi 0900 000 000.", "0900~000~000"),
        ("mã 024 và 12", "mã 024 và 12"),
        ("năm 2026 0000", "năm~2026 0000"),
    ],
)
def test_a_telephone_number_stands_on_one_line(text, kept):
    assert kept in glued(text).replace("\u00a0", "~")
