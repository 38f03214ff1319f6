"""Joint letters, competence, and that nobody handles or sees a denunciation about their unit."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from gandan.casework.competence import suggested_body, superior_for
from gandan.casework.models import Case, Submission
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.joining import attach_supplement
from gandan.casework.services.keeping_away import NobodyClearError
from gandan.casework.services.people import (
    RepresentativesError,
    Subject,
    set_representatives,
    set_respondents,
)
from gandan.domain.procedure import StepNotAllowedError
from tests.desk.case_makers import board_case, refer, today, unit_of


def denounce(submission, people, by="xulydon"):
    classify([submission], Classification("denunciation", "dat-dai", ""), by=people[by])
    return submission.cases.get()


def test_a_letter_of_five_is_joint_and_its_representatives_are_those_of_the_law(letter, people):
    case = board_case(letter, people, signers=12)
    assert "joint" in case.flags
    six = [(f"Người {n}", "") for n in range(6)]
    with pytest.raises(RepresentativesError, match="nhiều nhất 5"):
        set_representatives(case, six, by=people["xulydon"], on=today())
    set_representatives(case, six[:5], by=people["xulydon"], on=today())
    assert case.representatives.count() == 5
    few = board_case(letter, people, signers=6, text="Đèn đường tắt.")
    with pytest.raises(RepresentativesError, match="nhiều nhất 2"):
        set_representatives(few, six[:3], by=people["xulydon"], on=today())


def test_signers_are_counted_once_when_a_copy_joins(letter, people):
    case = board_case(letter, people, signers=12)
    more = letter(text="Thêm chữ ký.", on=today(), to=unit_of("mh-ban"), signers=15)
    attach_supplement(more, case, by=people["xulydon"])
    case.refresh_from_db()
    assert case.signers == 15


def test_no_export_names_a_representative(letter, people, sign_in):
    case = board_case(letter, people, signers=12)
    set_representatives(case, [("Vũ Đại Diện", "0900")], by=people["xulydon"], on=today())
    whole = b"".join(sign_in("xulydon").get("/viec/xuat.xlsx").streaming_content)
    cells = [str(c) for row in load_workbook(BytesIO(whole)).active.values for c in row]
    assert case.code in cells
    assert not any("Đại Diện" in cell for cell in cells)


def test_the_place_of_the_matter_suggests_its_ward_with_the_reason(letter, people):
    case = board_case(letter, people)
    found = suggested_body(case, today())
    assert found.unit == unit_of("mh-p-vinh-tan").pk
    assert "Phường Vĩnh Tân" in found.reasons[0]


def test_a_letter_about_a_unit_is_never_suggested_to_it_but_to_its_superior(letter, people):
    case = board_case(letter, people)
    ward = unit_of("mh-p-vinh-tan")
    set_respondents(case, [Subject(ward, "Ông Văn A")], by=people["xulydon"])
    found = suggested_body(case, today())
    assert found.unit == unit_of("mh-ban").pk
    case.refresh_from_db()
    with pytest.raises(StepNotAllowedError, match="chính đơn vị này"):
        refer(case, people)


def test_a_superior_that_the_letter_is_about_is_passed_over(letter, people):
    case = board_case(letter, people)
    set_respondents(case, [Subject(unit_of("mh-mttq"))], by=people["xulydon"])
    case.refresh_from_db()
    refer(case, people)
    assert superior_for(case, "return_again", today()) == unit_of("mh-ban").pk
    assert superior_for(case, "escalate", today()) is None


@pytest.fixture
def accused(letter, people):
    """A letter that the ward itself received and that denounces somebody of the ward."""
    submission = letter(on=today(), text="Tố cáo ông Văn A ở phường nhận tiền khi cấp giấy.")
    case = denounce(submission, people)
    ward = unit_of("mh-p-vinh-tan")
    set_respondents(case, [Subject(ward, "Ông Văn A")], by=people["xulydon"])
    case.refresh_from_db()
    return case


def test_a_denunciation_leaves_the_unit_it_is_about(accused):
    board = unit_of("mh-ban")
    assert (accused.unit, accused.handling_unit) == (board, board)
    assert accused.steps.filter(name="kept_away").count() == 1


@pytest.mark.parametrize("name", ["daumoi", "phuongxl", "phuongld"])
def test_nobody_of_the_accused_unit_sees_the_denunciation_or_its_letter(accused, people, name):
    person = people[name]
    assert not Case.objects.visible_to(person).filter(pk=accused.pk).exists()
    assert not Submission.objects.visible_to(person).filter(cases=accused).exists()
    assert Case.objects.visible_to(people["xulydon"]).filter(pk=accused.pk).exists()


@pytest.mark.parametrize("name", ["daumoi", "phuongxl", "phuongld"])
def test_pages_of_the_accused_unit_are_those_of_a_world_without_it(people, letter, sign_in, name):
    letter(on=today(), text="Đèn đường ngõ 12 tắt.")
    addresses = ["/viec/", "/viec/?tab=done", "/viec/duoc-giao/", "/don/", "/don/vu-viec/"]
    client = sign_in(name)
    without = [_plain(client.get(address)) for address in addresses]
    secret = letter(on=today(), text="Tố cáo ông Văn A ở phường nhận tiền khi cấp giấy.")
    case = denounce(secret, people)
    assert [_plain(client.get(a)) for a in addresses] != without
    set_respondents(case, [Subject(unit_of("mh-p-vinh-tan"))], by=people["xulydon"])
    client = sign_in(name)
    for address, page in zip(addresses, without, strict=True):
        assert _plain(client.get(address)).splitlines() == page.splitlines(), address
    page = client.get(f"/don/vu-viec/{case.code}/")
    missing = client.get("/don/vu-viec/VV-26-999999/")
    assert (page.status_code, missing.status_code) == (404, 404)


def _plain(response):
    """The page without what differs at every request: tokens, and the minute of printing."""
    page = response.content.decode()
    changing = r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|lúc \d\d:\d\d [\d/]+'
    return re.sub(changing, "", page)


def test_a_denunciation_of_the_highest_unit_is_refused_here_and_nothing_is_lost(letter, people):
    submission = letter(on=today(), to=unit_of("mh-ban"), text="Tố cáo cán bộ của Ban.")
    case = denounce(submission, people)
    with pytest.raises(NobodyClearError):
        set_respondents(case, [Subject(unit_of("mh-ban"))], by=people["xulydon"])
    assert Case.objects.visible_to(people["xulydon"]).filter(pk=case.pk).exists()
    assert not case.respondents.exists()


def test_a_complaint_may_go_to_the_unit_it_is_against_because_the_law_wants_it(letter, people):
    case = board_case(letter, people, classified=False)
    complaint = Classification("complaint", "dat-dai", "")
    classify(list(case.submissions.all()), complaint, by=people["xulydon"])
    case.refresh_from_db()
    set_respondents(case, [Subject(unit_of("mh-p-vinh-tan"))], by=people["xulydon"])
    assert suggested_body(case, today()).unit == unit_of("mh-p-vinh-tan").pk
