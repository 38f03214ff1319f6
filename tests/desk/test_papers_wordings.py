"""An office changes the text of a form: checked, kept as versions, and back again."""

import pytest

from gandan.audit.models import Entry
from gandan.documents.filling import TemplateError
from gandan.papers import catalogue
from gandan.papers.models import Wording
from gandan.papers.selectors import wording_for
from gandan.papers.services import wordings
from gandan.units.models import Unit
from tests.desk.paper_makers import DAY, draft, head, issue

FORM = catalogue.form_of("NB-DD")
OWN = FORM.shipped_text.replace("Đề nghị", "Trân trọng đề nghị")


@pytest.fixture
def by(people):
    return people["quantri"]


@pytest.fixture
def board(people):
    return Unit.objects.get(code="mh-ban")


def change(unit, by, text=OWN, after=0):
    return wordings.change_wording(FORM, unit, text=text, note="trân trọng", by=by, after=after)


def test_an_office_uses_its_own_text_and_those_below_it_too(unit, board, by):
    change(board, by)
    assert wording_for(FORM, board, DAY).text == OWN
    assert wording_for(FORM, unit, DAY).text == OWN
    change(unit, by, OWN.replace("Trân trọng", "Kính"))
    assert "Kính đề nghị" in wording_for(FORM, unit, DAY).text
    assert wording_for(FORM, board, DAY).text == OWN
    assert Entry.objects.filter(action="wording.changed").count() == 2


def test_returning_uncovers_the_text_above_and_keeps_the_versions(unit, board, by):
    change(board, by)
    change(unit, by, OWN + "\n")
    wordings.return_wording(FORM, unit, by=by, after=1)
    assert wording_for(FORM, unit, DAY).text == OWN
    wordings.return_wording(FORM, board, by=by, after=1)
    used = wording_for(FORM, unit, DAY)
    assert (used.text, used.mark) == (FORM.shipped_text, "shipped")
    assert Wording.objects.filter(unit=unit).count() == 2


def test_a_faulty_text_is_not_saved(board, by):
    with pytest.raises(TemplateError) as error:
        change(board, by, OWN + "\n{ma so thue}")
    assert error.value.faults[0].code == "unknown_fact"
    assert not Wording.objects.exists()


def test_two_people_do_not_save_over_each_other(board, by):
    change(board, by)
    with pytest.raises(wordings.WordingChangedError):
        change(board, by, OWN + "\n", after=0)
    with pytest.raises(wordings.WordingChangedError):
        wordings.return_wording(FORM, board, by=by, after=7)


def test_a_draft_keeps_the_text_it_began_with(unit, board, by):
    head(unit)
    paper = draft("NB-DD", unit, by)
    change(board, by)
    assert "Trân trọng" not in paper.text
    later = draft("NB-DD", unit, by)
    assert "Trân trọng đề nghị" in later.text
    assert later.wording == "mh-ban 1"
    assert issue(paper, by).number


def page(client, address, data=None):
    answer = client.post(address, data) if data is not None else client.get(address)
    return answer.status_code, answer.content.decode()


def test_an_administrator_edits_looks_and_saves(sign_in, board):
    client = sign_in("quantri")
    status, text = page(client, "/van-ban/mau/NB-DD/sua/")
    assert status == 200
    assert "{cơ quan nhận đơn}" in text
    data = {"after": 0, "unit": board.pk, "text": OWN, "note": "lễ phép hơn"}
    status, text = page(client, "/van-ban/mau/NB-DD/sua/", data | {"preview": "1"})
    assert (status, "Trân trọng đề nghị Sở Xây dựng" in text) == (200, True)
    assert not Wording.objects.exists()
    status, _text = page(client, "/van-ban/mau/NB-DD/sua/", data | {"save": "1"})
    assert status == 302
    status, text = page(client, "/van-ban/mau/NB-DD/")
    assert "lời của đơn vị" in text
    assert "lễ phép hơn" in text
    assert "Trân trọng" in page(client, "/van-ban/mau/NB-DD/ban-1/")[1]
    assert page(client, "/van-ban/mau/NB-DD/tro-ve/", {"unit": board.pk})[0] == 302
    assert "mẫu chung" in page(client, "/van-ban/mau/NB-DD/")[1]


def test_a_fault_is_told_with_its_line_and_the_typed_text_stays(sign_in, board):
    client = sign_in("quantri")
    text = OWN.replace("{cấp trên}", "{cap tren}") + "\nCâu vừa gõ."
    data = {"after": 0, "unit": board.pk, "text": text, "save": "1"}
    status, answer = page(client, "/van-ban/mau/NB-DD/sua/", data)
    assert status == 422
    assert "không có trường {cap tren}. Có thể là {cấp trên}." in answer
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "{cap tren}" in one)
    assert f"Dòng {line}:" in answer
    assert "Câu vừa gõ." in answer


def test_a_changed_file_is_taken_as_well(sign_in, board):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in("quantri")
    downloaded = client.get("/van-ban/mau/NB-DD/loi-mau.txt").content.decode()
    file = SimpleUploadedFile("NB-DD.txt", ("\ufeff" + downloaded + "\nThêm một câu.").encode())
    data = {"after": 0, "unit": board.pk, "text": "", "file": file, "save": "1"}
    assert page(client, "/van-ban/mau/NB-DD/sua/", data)[0] == 302
    assert Wording.objects.get().text.endswith("Thêm một câu.")
    wrong = SimpleUploadedFile("NB-DD.txt", "Mẫu cũ".encode("utf-16"))
    status, answer = page(client, "/van-ban/mau/NB-DD/sua/", data | {"file": wrong, "after": 1})
    assert (status, "không phải chữ UTF-8" in answer) == (422, True)


def test_only_an_administrator_of_the_office_changes_its_texts(sign_in, unit):
    assert sign_in("xulydon").get("/van-ban/mau/NB-DD/sua/").status_code == 404
    stranger = Unit.objects.create(code="khac", kind="ward", city="khac")
    data = {"after": 0, "unit": stranger.pk, "text": OWN, "save": "1"}
    sign_in("quantri").post("/van-ban/mau/NB-DD/sua/", data)
    assert not Wording.objects.filter(unit=stranger).exists()


def test_the_empty_form_is_there_to_print(sign_in):
    client = sign_in("xulydon")
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(f"/van-ban/mau/KN-01/de-trong.{kind}").content.startswith(start)
    assert client.get("/van-ban/mau/KN-99/").status_code == 404
