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
)
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
