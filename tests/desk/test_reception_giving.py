"""Appointments, names at the desk, papers handed over, conclusions that are followed."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gandan.audit.models import Entry
from gandan.casework.models import Attachment, Case, Raising
from gandan.casework.services.joining import merge, standing_case
from gandan.casework.services.kinds import set_kind
from gandan.casework.services.people import Subject, set_respondents
from gandan.demo.proofs import picture
from gandan.notices.due import due_for
from gandan.notices.models import Notice
from gandan.papers.models import Paper
from gandan.reception.models import Booking, Visit
from gandan.reception.search import letters_of
from gandan.reception.selectors import next_hour
from gandan.reception.services import (
    booking,
    concluding,
    handing,
    papering,
    receiving,
)
from gandan.units.models import Unit
from tests.desk.case_makers import today
from tests.desk.reception_makers import (
    DAY,
    SAID,
    booked,
    conclusion,
    refusal,
    session,
    visit,
    wish,
)

NAME = "Phạm Văn Mẫu"


@pytest.fixture
def by(people):
    return people["tiepdan"]


@pytest.fixture
def office(people):
    return Unit.objects.get(code="mh-ban")


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [NAME, "pham van mau", "Văn Mẫu"])
def test_a_visitor_is_found_by_name_with_and_without_diacritics(office, by, name):
    made = visit(office, by)
    assert letters_of(name, by) == [made.submission]


def test_a_letter_is_found_by_its_sender_and_a_stranger_finds_nothing(office, by, letter, people):
    made = letter(to=office, sender_name="Trần Thị Thử")
    assert letters_of("tran thi thu", by) == [made]
    assert letters_of("tran thi thu", people["hangxom"]) == []
    assert letters_of("Thử", by) == []


def test_nobody_is_found_who_denounces_now_or_later(office, by, letter, people, keepers):
    visit(office, by, kind="denunciation")
    assert letters_of(NAME, by) == []
    later = letter(to=office, sender_name="Trần Thị Thử")
    set_kind(standing_case(later), "denunciation", "", by=people["xulydon"])
    assert letters_of("Trần Thị Thử", by) == []


def test_a_search_by_name_is_on_record_without_the_name(sign_in, office, by):
    made = visit(office, by)
    page = sign_in("tiepdan").post("/tiep-dan/tim-nguoi/", {"name": "pham van mau"})
    assert NAME in page.content.decode()
    assert made.submission.code in page.content.decode()
    search = Entry.objects.get(action="visitors.searched")
    assert (search.data_class, search.details) == ("personal", {"found": 1})
    assert Entry.objects.get(action="submission.found_by_name").subject == made.submission.code
    assert sign_in("kiemtra").get("/tiep-dan/tim-nguoi/").status_code == 404


# --- appointments -----------------------------------------------------------------------------


def test_an_appointment_goes_from_wish_to_visit_with_nothing_typed_twice(sign_in, office, by):
    one = session(office, by, today() + timedelta(days=7))
    made = wish(office, by)
    client = sign_in("tiepdan")
    given = {"version": "1", "session": str(one.code), "comes_at": "8h30"}
    page = client.post(f"/tiep-dan/hen/{made.slip}/gio/", given, follow=True).content.decode()
    assert "08:30" in page
    page = client.get("/tiep-dan/ghi/", {"booking": made.slip}).content.decode()
    for typed in (NAME, "0900 111 222", "Hỏi việc ngõ 58 ngập"):
        assert typed in page
    entry = {
        "key": "k",
        "booking": made.slip,
        "sender_name": NAME,
        "text": SAID,
        "people": "1",
        "received_on": "03/9/2026",
        "unit": str(office.pk),
    }
    client.post("/tiep-dan/ghi/", entry)
    made.refresh_from_db()
    assert made.visit == Visit.objects.get()
    assert (made.state, made.name, made.phone, made.matter) == ("came", "", "", "")


def test_an_appointment_is_moved_for_a_reason_and_by_one_person_at_a_time(office, by):
    one, other = session(office, by, DAY, date(2026, 9, 10))
    made = booked(office, by, one)
    with pytest.raises(booking.NoReasonError):
        booking.give_time(made, other, time(9), by=by, today=DAY, version=2)
    booking.give_time(made, other, time(9), by=by, today=DAY, version=2, reason="Bão")
    stale = Booking.objects.get()
    with pytest.raises(booking.BookingMovedOnError):
        booking.cancel(stale, reason="Bận", by=by, version=2)
    assert (made.session, made.comes_at, made.version) == (other, time(9), 3)


def test_nobody_is_absent_before_the_day_or_without_a_time(office, by):
    one = session(office, by)
    made = booked(office, by, one, today=date(2026, 9, 1))
    with pytest.raises(booking.NotYetError):
        booking.note_absence(made, reason="x", by=by, today=date(2026, 9, 2), version=2)
    asked = wish(office, by, key="other")
    with pytest.raises(booking.NoTimeYetError):
        booking.note_absence(asked, reason="x", by=by, today=DAY, version=1)
    booking.note_absence(made, reason="Không đến, không báo", by=by, today=DAY, version=2)
    booking.take_back(made, by=by, version=3)
    assert (made.state, made.reason) == ("confirmed", "")


def test_an_appointment_sent_twice_is_one_and_hours_follow_each_other(office, by):
    one = session(office, by)
    assert next_hour(one, by) == time(8)
    first = booked(office, by, one)
    assert wish(office, by) == first
    assert next_hour(one, by) == time(8, 30)


def test_the_leader_is_told_of_an_appointment_without_the_name(office, by, people, settings):
    leader = people["lanhdao"]
    one = session(office, by, date(2026, 12, 3), leader=f"Trưởng ban {leader.full_name}")
    made = booked(office, by, one, hour=time(8, 30))
    told = Notice.objects.visible_to(leader).get(kind="booking.booked")
    assert told.words == "Có người hẹn gặp lúc 08:30 ngày 03/12/2026."
    assert told.address == f"/tiep-dan/hen/{made.slip}/"
    assert NAME not in str(told.facts)


def test_an_appointment_is_the_desks_own(office, by, people, sign_in):
    made = wish(office, by)
    assert sign_in("hangxom").get(f"/tiep-dan/hen/{made.slip}/").status_code == 404
    assert made.name not in sign_in("daumoi").get("/tiep-dan/hen/").content.decode()


def test_the_name_of_who_came_is_kept_once_by_the_database(office, by):
    made = booked(office, by, session(office, by))
    visit(office, by, booking=made)
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.update(name=NAME)


# --- a form sent again ------------------------------------------------------------------------


def test_a_form_that_was_saved_and_is_sent_with_other_words_loses_neither(sign_in, office):
    entry = {
        "key": "k",
        "text": SAID,
        "people": "1",
        "received_on": "03/9/2026",
        "unit": str(office.pk),
    }
    client = sign_in("tiepdan")
    client.post("/tiep-dan/ghi/", entry)
    page = client.post("/tiep-dan/ghi/", {**entry, "text": "Việc khác: chợ lấn đường."})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Việc khác: chợ lấn đường." in text
    assert Visit.objects.get().submission.code in text
    key = text.partition('name="key" value="')[2].partition('"')[0]
    assert key != "k"
    client.post("/tiep-dan/ghi/", {**entry, "text": "Việc khác: chợ lấn đường.", "key": key})
    assert Visit.objects.count() == 2


def test_the_same_key_with_the_same_words_is_one_visit(office, by):
    first = visit(office, by, key="k")
    assert visit(office, by, key="k") == first
    with pytest.raises(receiving.KeyUsedError):
        visit(office, by, "Lời khác.", key="k")


# --- papers -----------------------------------------------------------------------------------

PAPERS = [handing.Handed("Đơn có 46 chữ ký", "original", 5), handing.Handed("Ảnh", "print", 4)]


def test_the_list_of_papers_is_printed_on_a_receipt(office, by):
    made = visit(office, by, address="số 5 ngõ 58")
    assert handing.write_list(made, PAPERS, mark=handing.mark_of([]), by=by)
    paper = papering.draft_receipt(made, standing_case(made.submission), by=by, day=DAY)
    rows = paper.facts["received_papers"]
    assert [(row[1], row[3]) for row in rows] == [("Đơn có 46 chữ ký", "5"), ("Ảnh", "4")]
    assert paper.facts["sender_name"] == NAME
    assert (paper.form, paper.source_code) == ("TCD-02", made.submission.code)


def test_two_people_do_not_overwrite_each_others_list(office, by):
    made, mark = visit(office, by), handing.mark_of([])
    handing.write_list(made, PAPERS, mark=mark, by=by)
    with pytest.raises(handing.ListMovedOnError):
        handing.write_list(made, PAPERS[:1], mark=mark, by=by)
    assert made.handed.count() == 2


def test_the_list_is_written_on_a_page_line_by_line(sign_in, office, by):
    made = visit(office, by)
    client = sign_in("tiepdan")
    address = f"/tiep-dan/luot/{made.code}/tai-lieu/"
    lines = {"lines": "5", "mark": handing.mark_of([]), "p0-name": "Hợp đồng", "p0-sheets": "x"}
    page = client.post(address, lines)
    assert page.status_code == 422
    assert "Ghi số tờ bằng chữ số." in page.content.decode()
    assert "Hợp đồng" in page.content.decode()
    client.post(address, {**lines, "p0-sheets": "3", "p0-copy": "copy"})
    assert [(p.name, p.sheets) for p in made.handed.all()] == [("Hợp đồng", 3)]
    client.post(f"/tiep-dan/luot/{made.code}/bien-nhan/")
    assert Paper.objects.get().form == "TCD-02"


def test_photos_of_a_visit_stay_on_its_page_when_its_case_was_merged(
    sign_in, letter, office, by, people
):
    made = visit(office, by)
    own = standing_case(made.submission)
    photo = SimpleUploadedFile("anh.png", picture(1))
    handing.add_files(made, own, [photo], by=by)
    target = standing_case(letter("Ngõ 58 Bến Trúc ngập.", to=office))
    merge(own, target, Raising.Role.SUPPLEMENT, by=by)
    client = sign_in("tiepdan")
    page = client.get(f"/tiep-dan/luot/{made.code}/").content.decode()
    address = f"/don/vu-viec/{own.code}/tep/{Attachment.objects.get().pk}/"
    assert address in page
    response = client.get(address)
    assert b"".join(response.streaming_content) == picture(1)


def test_photos_are_kept_with_the_case_and_other_files_refused(sign_in, office, by):
    made = visit(office, by)
    client, address = sign_in("tiepdan"), f"/tiep-dan/luot/{made.code}/tep/"
    photo = SimpleUploadedFile("ngõ 58.png", picture(1))
    client.post(address, {"scans": [photo]})
    kept = Attachment.objects.get()
    assert (kept.name, kept.submission) == ("ngõ 58.png", made.submission)
    assert "ngõ 58.png" in client.get(f"/tiep-dan/luot/{made.code}/").content.decode()
    page = client.post(address, {"scans": [SimpleUploadedFile("a.png", b"<svg onload=1>")]})
    assert page.status_code == 422
    assert Attachment.objects.count() == 1


def test_papers_of_a_denunciation_are_not_scanned_and_their_receipt_names_nobody(
    sign_in, office, by, keepers
):
    made = visit(office, by, kind="denunciation", address="số 5 ngõ 58")
    case = standing_case(made.submission)
    photo = SimpleUploadedFile("a.png", picture(1))
    with pytest.raises(handing.HandwritingError):
        handing.add_files(made, case, [photo], by=by)
    handing.write_list(made, PAPERS, mark=handing.mark_of([]), by=by)
    with pytest.raises(papering.ProtectedVisitError):
        papering.draft_receipt(made, case, by=by, day=DAY)
    page = sign_in("tiepdan").get(f"/tiep-dan/luot/{made.code}/xac-nhan/").content.decode()
    assert "Đơn có 46 chữ ký, bản chính, 5 tờ" in page
    assert NAME not in page


# --- conclusions ------------------------------------------------------------------------------


def test_a_conclusion_has_its_day_by_law_and_is_followed_until_it_is_done(office, by):
    made = visit(office, by)
    one = conclusion(made, by, days=30)
    assert one.tell_by == date(2026, 9, 17)
    assert one.due_on == date(2026, 9, 17)
    due = due_for(by, date(2026, 9, 16), ahead=3)
    assert [(item.code, item.due_on) for item in due.items if item.code == made.submission.code]
    concluding.note_told(one, on=date(2026, 9, 10), by=by, today=date(2026, 9, 10))
    assert one.due_on == date(2026, 10, 3)
    case = standing_case(made.submission)
    on = date(2026, 9, 30)
    concluding.finish(one, case, on=on, outcome="Trạm bơm đã chạy.", by=by, today=on)
    assert one.due_on is None
    assert made.submission.code not in [item.code for item in due_for(by, on, ahead=30).items]
    names = list(case.steps.order_by("id").values_list("name", flat=True))
    assert names[-2:] == ["reception_concluded", "reception_carried_out"]


def test_a_conclusion_is_closed_once_and_can_be_opened_again(office, by):
    made = visit(office, by)
    one, case = conclusion(made, by), standing_case(made.submission)
    stale = type(one).objects.get()
    concluding.withdraw(one, case, reason="Ghi nhầm lượt tiếp", by=by)
    with pytest.raises(concluding.ConclusionMovedOnError):
        concluding.finish(stale, case, on=DAY, outcome="x", by=by, today=DAY)
    concluding.reopen(one, case, by=by)
    assert (one.state, one.outcome) == ("open", "")


def test_the_unit_that_gets_a_task_is_told_what_and_by_when_and_nothing_of_who_came(
    sign_in, office, by, people, unit
):
    made = visit(office, by)
    one = conclusion(made, by, days=30, assigned_name="", assigned_unit=unit)
    told = Notice.objects.filter(kind="conclusion.task_given")
    assert people["daumoi"] in {notice.person for notice in told}
    assert by not in {notice.person for notice in told}
    client = sign_in("daumoi")
    assert "giao đơn vị một việc" in client.get("/thong-bao/").content.decode()
    page = client.get(f"/tiep-dan/ket-luan/viec/{one.code}/").content.decode()
    assert "Sửa xong trạm bơm Bến Trúc." in page
    assert NAME not in page
    assert made.submission.code not in page
    assert client.get(f"/tiep-dan/ket-luan/{one.code}/").status_code == 404
    assert "Sửa xong trạm bơm" in client.get("/tiep-dan/ket-luan/").content.decode()
    due = due_for(people["daumoi"], date(2026, 10, 2), ahead=3)
    assert one.carry_out_by in [item.due_on for item in due.items]
    stranger = sign_in("hangxom")
    assert stranger.get(f"/tiep-dan/ket-luan/viec/{one.code}/").status_code == 404
    case = standing_case(made.submission)
    concluding.withdraw(one, case, reason="Ghi nhầm lượt tiếp", by=by)
    assert Notice.objects.filter(kind="conclusion.task_withdrawn", person=people["daumoi"]).exists()
    concluding.reopen(one, case, by=by)
    assert told.filter(person=people["daumoi"]).count() == 2


def test_a_task_of_what_turned_out_a_denunciation_is_gone_with_its_notice(
    sign_in, office, by, unit, keepers
):
    made = visit(office, by)
    one = conclusion(made, by, assigned_name="", assigned_unit=unit)
    client = sign_in("daumoi")
    set_kind(standing_case(made.submission), "denunciation", "can-bo-chong-tham-nhung", by=by)
    assert client.get(f"/tiep-dan/ket-luan/viec/{one.code}/").status_code == 404
    assert "giao đơn vị một việc" not in client.get("/thong-bao/").content.decode()


def test_the_notice_of_a_refusal_is_drafted_from_the_record(sign_in, office, by, letter):
    earlier = letter(to=office, sender_name=NAME, sender_address="số 5 ngõ 58")
    made = refusal(office, by, ground="answered_nothing_new", earlier=earlier)
    client = sign_in("tiepdan")
    address = f"/tiep-dan/tu-choi/{made.code}/"
    assert client.post(f"{address}soan/").status_code == 302
    paper = Paper.objects.get()
    assert (paper.form, paper.source_code) == ("TCD-01", earlier.code)
    text = client.get(f"/van-ban/ban/{paper.code}/", follow=True).content.decode()
    assert "đã được trả lời, không có tình tiết mới" in text
    assert "Đã giải thích tại bàn tiếp dân" in text
    assert str(paper.code) in client.get(address).content.decode()
    without = refusal(office, by, ground="answered_nothing_new", key="k3")
    answer = client.post(f"/tiep-dan/tu-choi/{without.code}/soan/")
    assert answer.url.endswith("/TCD-01/")
    assert Paper.objects.count() == 1


def test_no_notice_of_refusal_names_who_denounced(sign_in, office, by, letter, keepers):
    earlier = letter(to=office, sender_name=NAME)
    set_kind(standing_case(earlier), "denunciation", "can-bo-chong-tham-nhung", by=by)
    made = refusal(office, by, ground="settled_and_notified", earlier=earlier)
    with pytest.raises(papering.ProtectedVisitError):
        papering.draft_refusal(made, by=by, day=DAY)
    assert not Paper.objects.exists()


def test_a_conclusion_becomes_a_notice_that_says_who_does_what_by_when(sign_in, office, by):
    made = visit(office, by)
    one = conclusion(made, by)
    answer = sign_in("tiepdan").post(f"/tiep-dan/ket-luan/{one.code}/thong-bao/")
    paper = Paper.objects.get()
    assert answer.url == f"/van-ban/ban/{paper.code}/"
    assert paper.facts["assigned_unit"] == "Sở Xây dựng"
    assert paper.facts["carry_out_by"] == "2026-09-13"


def test_a_conclusion_of_a_denunciation_is_not_written_at_the_desk(office, by):
    made = visit(office, by, kind="denunciation", name="")
    with pytest.raises(concluding.ProtectedVisitError):
        conclusion(made, by)


def test_a_conclusion_is_written_on_a_page_with_one_body_and_a_day(sign_in, office, by):
    made = visit(office, by)
    client, address = sign_in("lanhdao"), f"/tiep-dan/luot/{made.code}/ket-luan/"
    given = {"key": "k", "text": "Sửa trạm bơm.", "carry_out_by": "01/9/2026"}
    page = client.post(address, given)
    text = page.content.decode()
    assert "Hạn thực hiện phải sau ngày tiếp." in text
    assert "Chọn đơn vị, hoặc ghi tên cơ quan được giao." in text
    given |= {"carry_out_by": "20/9/2026", "assigned_name": "Sở Xây dựng"}
    page = client.post(address, given, follow=True).content.decode()
    assert "Sở Xây dựng" in page
    assert "Sửa trạm bơm." in client.get("/tiep-dan/").content.decode()


def test_the_accused_learn_of_no_appointment_conclusion_or_paper(unit, by, people):
    officer = people["phuongxl"]
    made = visit(unit, officer)
    one = session(unit, officer)
    asked = booked(unit, officer, one, key="came")
    booking.arrive(asked, made, by=officer)
    wish(unit, officer, key="again", earlier=made.submission)
    conclusion(made, officer)
    handing.write_list(made, PAPERS, mark=handing.mark_of([]), by=officer)
    case = standing_case(made.submission)
    papering.draft_receipt(made, case, by=officer, day=DAY)
    set_kind(case, "denunciation", "", by=people["xulydon"])
    set_respondents(Case.objects.get(pk=case.pk), [Subject(unit)], by=people["lanhdao"])
    for name in ("phuongxl", "phuongld", "daumoi"):
        assert not Booking.objects.visible_to(people[name]).exists()
        assert not made.conclusions.model.objects.visible_to(people[name]).exists()
        assert not Paper.objects.visible_to(people[name]).exists()
    assert made.conclusions.model.objects.visible_to(people["lanhdao"]).exists()
