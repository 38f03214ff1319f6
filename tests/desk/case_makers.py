"""Bring a case to a stage in a few words; every day is today unless a test says another."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.stepping import take_step
from gandan.demo.proofs import picture
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure import shipped_table
from gandan.units.models import Unit

PETITION = Classification("reflection", "ha-tang-ky-thuat", "thoat-nuoc-ngap")
GOOD_ANSWER = {
    "answer_findings": (
        "Ngày 12/11/2026, cán bộ phường cùng tổ trưởng kiểm tra tại chỗ: đoạn cống hỏng 24 m "
        "đúng như đơn nêu; đã lập biên bản số 24."
    ),
    "answer_decider": "Phó Chủ tịch UBND phường",
    "measure": "Thay 24 m cống, nạo vét hố ga",
}
POOR_ANSWER = {"answer_findings": "Đơn vị đã tiếp nhận ý kiến và sẽ xem xét theo quy định."}


def today():
    return timezone.localdate()


def unit_of(code):
    return Unit.objects.get(code=code)


def board_case(letter, people, *, days_ago=3, classified=True, **fields):
    """A letter that the city board received, classified as a reflection."""
    submission = letter(on=today() - timedelta(days=days_ago), to=unit_of("mh-ban"), **fields)
    case = submission.cases.get()
    if classified:
        classify([submission], PETITION, by=people["xulydon"])
        case.refresh_from_db()
    return case


def step(case, code, by, **facts):
    """Take a step; days that the table asks for are today, numbers of papers are made up."""
    # A refused step leaves the object ahead of its row.
    case.refresh_from_db()
    rows = [s for s in shipped_table().of(case.procedure) if s.code == code]
    known = known_facts()
    given = {}
    for name in rows[0].facts_needed(case.flag_set):
        if known[name].type == "date":
            given[name] = today()
        if name == "document_number":
            given[name] = "12/CV"
    take_step(case, code, by=by, facts=given | facts)
    case.refresh_from_db()
    return case


def refer(case, people, to="mh-p-vinh-tan", by="xulydon"):
    why = "Việc trên địa bàn phường."
    return step(case, "refer", people[by], recipient_unit=unit_of(to), reason=why)


def answered(case, people, *, promised_in=None):
    """Referred to the ward, answered well and passed on to the sender."""
    refer(case, people)
    step(case, "confirm_receipt", people["daumoi"])
    until = today() + timedelta(days=promised_in) if promised_in else None
    facts = {name: v for name, v in GOOD_ANSWER.items() if promised_in or name != "measure"}
    step(case, "receive_answer", people["daumoi"], **facts, promised_for=until)
    return step(case, "pass_on_answer", people["xulydon"])


def photo(name="anh.png"):
    return SimpleUploadedFile(name, picture(1))
