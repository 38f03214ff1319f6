"""Letters and tips that come in on the public page; papers that a case drafts."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gandan.audit.models import Entry
from gandan.audit.receipts import read_receipt
from gandan.audit.sequencing import sequence_entries
from gandan.casework.models import Case, Submission
from gandan.casework.services.classifying import Classification, classify
from gandan.demo.proofs import picture
from gandan.papers.models import Paper
from gandan.portal.models import Tip
from tests.desk.case_makers import board_case, unit_of
from tests.portal.test_following import page_of, plain, words_of
from tests.readers import sent_pictures

FLOOD = "Ngõ 58 cứ mưa là ngập đến đầu gối. Đề nghị nạo vét cống."
BRIBE = "Cán bộ địa chính phường nhận 20 triệu đồng ngày 12/10/2026 khi cấp giấy, tại phòng số 3."


def send(kind="phan-anh", **fields):
    given = {"key": "k" * 32, "text": FLOOD, "unit": unit_of("mh-p-vinh-tan").pk} | fields
    return Client().post(f"/gui-don/{kind}/", given)


def file_address(row):
    return reverse("casework:case_file", args=[row.case.code, row.pk])


def test_a_letter_is_taken_in_with_its_photo_and_followed_with_the_code_shown(people):
    response = send(photos=[SimpleUploadedFile("ngap.png", picture(1))], name="Lê Thị Mẫu")
    assert response.status_code == 200
    letter = Submission.objects.get()
    assert (letter.channel, letter.sender_name, letter.registered_by) == ("web", "Lê Thị Mẫu", None)
    assert letter.attachments.get().name == "ngap.png"
    assert letter.tracking_code in words_of(response)
    assert "Chậm nhất" in words_of(response)
    assert page_of(letter).status_code == 200


def test_a_photo_is_kept_without_the_place_where_it_was_taken(people, sign_in):
    photo = sent_pictures.photo()
    send(photos=[SimpleUploadedFile("đơn.jpg.html", photo)])
    row = Submission.objects.get().attachments.get()
    assert row.sent_sha256 == hashlib.sha256(photo).hexdigest() != row.file.sha256
    response = sign_in("daumoi").get(file_address(row))
    kept = b"".join(response.streaming_content)
    assert sent_pictures.PLACE in photo
    assert sent_pictures.PLACE not in kept
    assert hashlib.sha256(kept).hexdigest() == row.file.sha256
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_does_not_open_is_kept_and_the_sender_is_told(people, sign_in):
    cut = SimpleUploadedFile("đơn.jpg.html", sent_pictures.PLAIN[:-60])
    good = SimpleUploadedFile("ngap.png", picture(1))
    response = send(photos=[cut, good])
    assert "đơn.jpg.html : tệp hỏng, không mở được" in words_of(response)
    assert "ngap.png" not in words_of(response)
    row = Submission.objects.get().attachments.get(name="đơn.jpg.html")
    client = sign_in("daumoi")
    assert (
        "tệp hỏng, không mở được" in client.get(f"/don/vu-viec/{row.case.code}/").content.decode()
    )
    given = client.get(file_address(row))
    assert given["Content-Type"] == "application/octet-stream"
    assert given["Content-Disposition"].startswith("attachment")
    assert ".html.jpg" in given["Content-Disposition"]
    given.close()


def test_a_file_that_would_harm_is_refused_and_the_words_stay(people):
    response = send(photos=[SimpleUploadedFile("to.jpg", sent_pictures.huge_jpeg())])
    assert response.status_code == 422
    assert "Ảnh “to.jpg” lớn hơn 70 triệu điểm ảnh" in words_of(response)
    assert FLOOD in response.content.decode()
    assert not Submission.objects.exists()


def test_sending_twice_makes_one_letter_and_shows_the_same_receipt(people):
    first, second = send(), send()
    code = Submission.objects.get().tracking_code
    assert code in words_of(first)
    assert code in words_of(second)


def test_other_words_under_the_same_key_are_a_letter_of_their_own(people):
    send()
    send(text=FLOOD + " Đèn đường cũng tắt.")
    assert Submission.objects.count() == 2


def test_a_complaint_needs_what_the_law_wants_and_says_that_it_must_be_signed(people):
    response = send("khieu-nai")
    assert response.status_code == 422
    for words in ("phải có họ tên", "phải có địa chỉ", "bị khiếu nại", "điều ông/bà yêu cầu"):
        assert words in words_of(response)
    assert FLOOD in words_of(response)
    whole = {"respondent": "UBND phường", "demand": "Hủy quyết định", "name": "A", "address": "B"}
    response = send("khieu-nai", **whole)
    assert "Ký tên hoặc điểm chỉ" in words_of(response)
    assert "UBND phường" in Submission.objects.get().text


def test_a_denunciation_with_identity_is_not_taken_online_and_the_page_says_where(people):
    text = words_of(Client().get("/gui-don/"))
    assert "không nhận qua mạng" in text
    assert "nơi tiếp công dân" in text
    assert Client().get("/gui-don/to-cao/").status_code == 404


def test_only_offices_where_somebody_takes_letters_in_are_offered(people):
    offered = re.findall(
        r'<option value="(\d+)"', Client().get("/gui-don/phan-anh/").content.decode()
    )
    assert str(unit_of("mh-p-vinh-tan").pk) in offered
    assert str(unit_of("mh-so-nnmt").pk) not in offered


def test_the_receipt_of_the_log_can_be_checked_without_the_server(people):
    send()
    letter = Submission.objects.get()
    assert Client().get(f"/theo-doi/{letter.tracking_code}/bien-nhan.txt").status_code == 409
    sequence_entries()
    response = Client().get(f"/theo-doi/{letter.tracking_code}/bien-nhan.txt")
    receipt = read_receipt(response.content.decode())
    assert receipt.is_included
    assert receipt.content["subject"] == letter.code


def new_tip(text=BRIBE, about="mh-p-vinh-tan", client=None):
    client = client or Client()
    page = client.get("/bao-tin/").content.decode()
    code = re.search(r'name="code" value="([^"]+)"', page)[1]
    given = {"code": code, "text": text, "about": unit_of(about).pk if about else ""}
    return code, client.post("/bao-tin/", given), given


def ask(code, **more):
    return Client().post("/bao-tin/xem/", {"code": code, **more})


def test_a_tip_lies_above_the_unit_it_is_about_as_a_denunciation_without_a_name(people):
    code, response, _given = new_tip()
    assert code in words_of(response)
    case = Case.objects.get()
    letter = case.submissions.get()
    assert (case.kind, case.unit.code) == ("denunciation", "mh-ban")
    assert letter.unit.code == "mh-ban"
    assert "anonymous" in case.flags
    assert (letter.sender_name, letter.registered_by) == ("", None)
    for name, sees in (("xulydon", True), ("daumoi", False), ("phuongld", False)):
        assert Case.objects.visible_to(people[name]).exists() is sees, name
        assert Submission.objects.visible_to(people[name]).exists() is sees, name


def test_a_tip_about_nobody_named_stays_out_of_what_many_read(people):
    new_tip(about="")
    assert Submission.objects.exists()
    assert not Submission.objects.for_many().exists()
    assert not Case.objects.for_many().exists()


def test_pages_of_the_accused_unit_do_not_change_by_a_tip(people, sign_in, letter):
    letter(text="Đèn đường ngõ 12 tắt.")
    addresses = ["/viec/", "/don/", "/don/vu-viec/", "/don/ban-sao/", "/thong-bao/", "/van-ban/"]
    client = sign_in("phuongld")
    without = [plain(client.get(address)) for address in addresses]
    new_tip()
    assert [plain(client.get(address)) for address in addresses] == without


def test_the_return_code_is_kept_nowhere_and_is_no_tracking_code(people):
    code, _response, _given = new_tip()
    letter = Submission.objects.get()
    assert letter.tracking_code != code
    assert code not in Tip.objects.get().code_hash
    assert Client().get(f"/theo-doi/{code}/").status_code == 404
    assert page_of(letter).status_code == 404
    assert all(code not in str(entry.details) for entry in Entry.objects.all())


def test_a_tip_sets_no_cookie_but_that_against_forged_requests(people):
    client = Client()
    new_tip(client=client)
    assert [name for name in client.cookies if "csrf" not in name] == []


def test_the_return_code_shows_a_state_and_takes_more_words_in(people):
    code, _response, _given = new_tip()
    assert "Đã nhận, chưa xem xét" in words_of(ask(code))
    assert BRIBE not in words_of(ask(code))
    response = ask(code, text="Số tiền đưa thành hai lần.")
    assert "Đã nhận phần bổ sung" in words_of(response)
    ask(code, text="Số tiền đưa thành hai lần.")
    assert Tip.objects.get().additions == 1
    standing = Case.objects.standing().get()
    assert standing.submissions.count() == 2
    assert not Case.objects.visible_to(people["phuongld"]).exists()


def test_a_tip_that_is_handled_or_closed_says_so_and_nothing_else(people):
    code, _response, _given = new_tip()
    Case.objects.update(stage="checking")
    assert "Đang xem xét" in words_of(ask(code))
    Case.objects.update(
        stage="filed", turn="rest", next_due_on=None, next_due_code="", next_due_kind=""
    )
    assert "Đã kết thúc" in words_of(ask(code))
    ask(code, text="Có thêm người làm chứng.")
    assert "Đã nhận, chưa xem xét" in words_of(ask(code))


def test_the_same_tip_sent_again_is_one_and_other_words_are_added(people):
    _code, _response, given = new_tip()
    Client().post("/bao-tin/", given)
    assert Submission.objects.count() == 1
    Client().post("/bao-tin/", given | {"text": BRIBE + " Có ghi hình."})
    assert Tip.objects.get().additions == 1


def test_a_wrong_return_code_says_nothing_and_counts_as_a_try(people):
    from gandan.domain.codes import tracking_code

    for n in range(10):
        assert ask(tracking_code(bytes([n]) * 20)).status_code == 404
    assert ask(tracking_code(bytes(20))).status_code == 429


def test_a_step_drafts_its_paper_filled_from_the_case_and_it_stands_at_the_step(
    letter, people, sign_in
):
    case = board_case(letter, people, sender_name="Vũ Thị Người Gửi")
    client = sign_in("xulydon")
    page = words_of(client.get(f"/don/vu-viec/{case.code}/"))
    assert "Soạn văn bản này" in page
    response = client.post(f"/don/vu-viec/{case.code}/soan/NB-CD/")
    paper = Paper.objects.get()
    assert response.url == f"/van-ban/ban/{paper.code}/sua/"
    first = case.submissions.get()
    assert paper.facts["register_number"] == first.code
    assert paper.facts["sender_name"] == "Vũ Thị Người Gửi"
    assert (paper.source_kind, paper.source_code) == ("case", case.code)
    client.post(f"/don/vu-viec/{case.code}/soan/NB-CD/")
    assert Paper.objects.count() == 1
    assert (
        f"/van-ban/ban/{paper.code}/" in client.get(f"/don/vu-viec/{case.code}/").content.decode()
    )
    assert client.post(f"/don/vu-viec/{case.code}/soan/KN-03/").status_code == 404


def test_the_paper_of_a_denunciation_names_no_sender(letter, people, sign_in):
    secret = letter(to=unit_of("mh-ban"), text=BRIBE, sender_name="Lê Người Tố")
    classify([secret], Classification("denunciation", "dat-dai", ""), by=people["xulydon"])
    case = secret.cases.get()
    from gandan.casework.case_papers import facts_of
    from gandan.domain.dates import read_date
    from gandan.papers import catalogue

    for code in ("XLD-03", "TC-04", "TC-05", "NB-CD"):
        found = facts_of(case, catalogue.form_of(code), read_date("25/11/2026"))
        assert not {"sender_name", "sender_address", "summary", "title"} & set(found), code
        assert "Lê Người Tố" not in str(found)


@pytest.mark.parametrize("name", ["daumoi", "hangxom"])
def test_nobody_drafts_papers_of_a_case_of_another_office(letter, people, sign_in, name):
    case = board_case(letter, people)
    response = sign_in(name).post(f"/don/vu-viec/{case.code}/soan/NB-CD/")
    assert response.status_code == 404
    assert not Paper.objects.exists()
