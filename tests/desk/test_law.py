"""The law on the desk: seeded once, corrected with history, checked by a person, recomputed."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gandan.audit.models import Entry
from gandan.domain.deadlines import Clock, due, shipped_rules
from gandan.domain.workdays import DayKind
from gandan.jobs.models import Job
from gandan.jobs.services import run_all
from gandan.law import selectors
from gandan.law.models import CalendarRow, LawRow, LawState, RowCheck
from gandan.law.services import calendar, changing, checking, rows, seeding
from gandan.law.services.calendar import DayEntry
from gandan.law.services.rows import LawRowError, StaleRowError
from gandan.law.tables import SOURCES, shipped

FROM = date(2026, 8, 20)


@pytest.fixture
def seeded(people, law):
    return people


@pytest.fixture
def quantri(seeded):
    return seeded["quantri"]


def row_of(code, table="time_limit"):
    return LawRow.objects.current().filter(table=table, code=code).order_by("-valid_from").first()


@pytest.fixture
def heard():
    """What a listener above the law was told."""
    told = []

    def listen(changed):
        told.append(changed)
        return {"seen": changed.number}

    changing.when_law_changes("test", listen)
    yield told
    changing.forget_listener("test")


def test_seeding_brings_every_shipped_row_and_doing_it_again_changes_nothing(db):
    first = seeding.seed()
    expected = len(list(shipped())) + len(shipped_rules().calendar.rows)
    assert first.added == expected
    assert LawRow.objects.current().count() + CalendarRow.objects.current().count() == expected
    again = seeding.seed()
    assert again == seeding.Seeded()
    assert Entry.objects.filter(action="law.seeded").count() == 1
    assert LawState.objects.get().number == 1


def test_what_is_seeded_reads_back_as_the_shipped_law(seeded):
    law = selectors.current()
    assert law.rules.limits.limits == shipped_rules().limits.limits
    assert law.rules.calendar.rows == shipped_rules().calendar.rows
    assert law.rules.office == shipped_rules().office
    assert len(law.conditions) == 20
    for row in LawRow.objects.current():
        SOURCES[row.table].read(row.content)


def test_before_anything_is_seeded_the_shipped_law_applies(db):
    assert selectors.current_rules() is shipped_rules()


def test_the_law_is_kept_per_process_and_read_again_after_a_change(quantri):
    selectors.current()
    with CaptureQueriesContext(connection) as queries:
        selectors.current()
    assert len(queries) == 1
    rows.correct_row(row_of("KN-TL"), {"amount": 5}, reason="thử", by=quantri)
    assert due(Clock("KN-TL", FROM), selectors.current_rules()).on == date(2026, 8, 26)


def test_a_correction_keeps_the_old_row_and_says_who_and_why(quantri, heard):
    before = row_of("KN-TL")
    fresh = rows.correct_row(before, {"amount": 5}, reason="Công báo số 12", by=quantri)
    before.refresh_from_db()
    assert not before.is_current
    assert fresh.replaces == before
    assert (fresh.entered_by, fresh.reason) == (quantri, "Công báo số 12")
    entry = Entry.objects.get(action="law.corrected")
    assert entry.details["before"] == {"amount": 7}
    assert entry.details["after"] == {"amount": 5}
    run_all()
    (changed,) = heard
    clock = Clock("KN-TL", FROM)
    assert due(clock, changed.before).on == date(2026, 8, 28)
    assert due(clock, changed.after).on == date(2026, 8, 26)
    assert Job.objects.get(kind="law.recompute").result["test"] == {"seen": changed.number}


def test_a_new_law_follows_from_its_day_and_the_old_one_ends_the_day_before(quantri):
    before = row_of("TC-TB")
    start = date(2027, 1, 1)
    fresh = rows.succeed_row(before, {"amount": 3}, valid_from=start, reason="luật mới", by=quantri)
    rules = selectors.current_rules()
    assert rules.limits.on("TC-TB", date(2026, 12, 31)).amount == 5
    assert rules.limits.on("TC-TB", start).amount == 3
    assert fresh.valid_from == start
    with pytest.raises(LawRowError, match="sau ngày có hiệu lực"):
        rows.succeed_row(fresh, {"amount": 2}, valid_from=start, reason="x", by=quantri)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Chưa sửa gì"),
        ({"amount": 0}, "từ 1 đến"),
        ({"article": "Điều 27 Luật Khiếu nại"}, "không phải dẫn chiếu"),
        ({"article": ""}, "thiếu căn cứ"),
    ],
    ids=["nothing", "amount", "article in words", "no article"],
)
def test_a_row_that_would_not_be_sound_is_refused_and_nothing_changes(quantri, changes, words):
    row = row_of("KN-TL")
    with pytest.raises(LawRowError, match=words):
        rows.correct_row(row, changes, reason="thử", by=quantri)
    row.refresh_from_db()
    assert row.is_current
    assert LawState.objects.get().number == 1


def test_two_people_cannot_both_correct_one_row(quantri):
    row = row_of("KN-TL")
    rows.correct_row(row, {"amount": 5}, reason="a", by=quantri)
    with pytest.raises(StaleRowError):
        rows.correct_row(row, {"amount": 6}, reason="b", by=quantri)
    assert row_of("KN-TL").content["amount"] == 5


def test_rows_that_go_with_the_program_are_not_edited_on_the_desk(quantri):
    step = LawRow.objects.current().filter(table="step").first()
    with pytest.raises(LawRowError, match="đi cùng phiên bản phần mềm"):
        rows.correct_row(step, {"note": "x"}, reason="x", by=quantri)


def test_a_unit_may_set_its_own_service_level_and_only_that(quantri):
    own = row_of("KNPA")
    rows.add_service_level(own, {"amount": 5}, unit_code="mh-p-vinh-tan", reason="x", by=quantri)
    book = selectors.current_rules().limits
    assert book.on("KNPA", FROM, "mh-p-vinh-tan").amount == 5
    assert book.on("KNPA", FROM).amount == 10
    with pytest.raises(LawRowError, match="đã có mức riêng"):
        rows.add_service_level(own, {}, unit_code="mh-p-vinh-tan", reason="x", by=quantri)
    with pytest.raises(LawRowError, match="nội bộ"):
        rows.add_service_level(row_of("KN-TL"), {}, unit_code="u", reason="x", by=quantri)


def test_a_newer_release_replaces_untouched_rows_and_leaves_the_offices_own(quantri, monkeypatch):
    rows.correct_row(row_of("TC-KL"), {"amount": 4}, reason="riêng", by=quantri)
    released = list(shipped())
    for row in released:
        if row.content["code"] in ("TC-KL", "TC-TB"):
            row.content["amount"] = 6
    monkeypatch.setattr(seeding, "shipped", lambda: iter(released))
    seeded = seeding.seed()
    assert (seeded.added, seeded.updated, seeded.kept) == (0, 1, 1)
    assert row_of("TC-TB").content["amount"] == 6
    assert row_of("TC-KL").content["amount"] == 4
    assert seeding.seed() == seeding.Seeded()


def test_the_database_refuses_two_current_rows_of_one_day(seeded):
    row = row_of("KN-TL")
    row.pk, row.ref = None, "00000000-0000-0000-0000-000000000001"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_check_says_who_when_and_by_which_source_and_ends_with_a_correction(quantri):
    row = row_of("KN-TL")
    checking.check_row(row, on=FROM, source="Công báo 12", note="", by=quantri)
    assert row in LawRow.objects.confirmed()
    with pytest.raises(LawRowError, match="đã được xác nhận"):
        checking.check_row(row, on=FROM, source="Công báo 12", note="", by=quantri)
    fresh = rows.correct_row(row, {"amount": 6}, reason="x", by=quantri)
    assert fresh in LawRow.objects.to_check()
    with pytest.raises(StaleRowError):
        checking.check_row(row, on=FROM, source="x", note="", by=quantri)
    assert Entry.objects.filter(action="law.checked").count() == 1


def test_a_check_needs_a_source_and_can_be_taken_back(quantri):
    row = row_of("KN-TL")
    with pytest.raises(LawRowError, match="nguồn đã đối chiếu"):
        checking.check_row(row, on=FROM, source="  ", note="", by=quantri)
    checking.check_row(row, on=FROM, source="Công báo", note="", by=quantri)
    assert checking.revoke_check(row, by=quantri)
    assert not checking.revoke_check(row, by=quantri)
    assert row in LawRow.objects.to_check()
    checking.check_row(row, on=FROM, source="Công báo", note="", by=quantri)
    assert RowCheck.objects.filter(row=row).count() == 2


def test_a_day_of_the_calendar_moves_due_dates_and_is_recorded(quantri, heard):
    storm = DayEntry(date(2026, 8, 25), DayKind.HOLIDAY, "Nghỉ tránh bão", "Công điện 5")
    calendar.set_day(storm, by=quantri)
    clock = Clock("KN-TL", FROM)
    assert due(clock, selectors.current_rules()).on == date(2026, 9, 3)
    assert Entry.objects.get(action="calendar.changed").subject == "2026-08-25"
    run_all()
    assert due(clock, heard[0].before).on == date(2026, 8, 28)
    calendar.withdraw_day(storm.day, by=quantri)
    assert due(clock, selectors.current_rules()).on == date(2026, 8, 28)
    calendar.set_day(storm, by=quantri)
    assert due(clock, selectors.current_rules()).on == date(2026, 9, 3)


@pytest.mark.parametrize(
    ("day", "kind", "name", "words"),
    [
        (date(2026, 8, 25), DayKind.SWAP_WORK, "Làm bù", "Thứ Bảy hoặc Chủ nhật"),
        (date(2026, 8, 29), DayKind.SWAP_OFF, "Nghỉ", "trong tuần"),
        (date(2026, 8, 25), DayKind.HOLIDAY, " ", "Ghi tên ngày"),
        (date(2026, 9, 2), DayKind.HOLIDAY, "Quốc khánh", "đã ghi như vậy"),
    ],
    ids=["work on a weekday", "off on a weekend", "no name", "nothing new"],
)
def test_a_day_that_makes_no_sense_is_refused(quantri, day, kind, name, words):
    source = "Bộ luật Lao động 45/2019/QH14, điều 112"
    with pytest.raises(LawRowError, match=words):
        calendar.set_day(DayEntry(day, kind, name, source), by=quantri)


def test_the_yearly_notice_confirms_every_forecast_day(quantri):
    assert not selectors.current_rules().calendar.is_confirmed(2027)
    count = calendar.confirm_year(2027, source="Thông báo 6/2026", by=quantri)
    assert count > 10
    assert selectors.current_rules().calendar.is_confirmed(2027)
    with pytest.raises(LawRowError, match="không có ngày nào"):
        calendar.confirm_year(2027, source="x", by=quantri)


def test_a_change_outside_a_transaction_is_a_mistake_of_the_program(transactional_db):
    with pytest.raises(RuntimeError):
        changing.next_change()


# --- pages ----------------------------------------------------------------------------------------


def test_the_list_shows_what_nobody_confirmed_and_finds_it_without_diacritics(seeded, sign_in):
    client = sign_in("xulydon")
    page = client.get(reverse("law:row_list")).content.decode()
    assert "Cơ sở pháp lý cần kiểm tra" in page
    assert "chưa ai xác nhận" in page
    found = client.get(reverse("law:row_list"), {"q": "thu ly khieu nai", "table": "time_limit"})
    assert "KN-TL" in found.content.decode()
    assert "TC-XL" not in found.content.decode()
    none = client.get(reverse("law:row_list"), {"q": "zzz"}).content.decode()
    assert "Không có dòng nào khớp bộ lọc." in none


def test_only_an_administrator_corrects_and_confirms(seeded, sign_in):
    row = row_of("KN-TL")
    shown = sign_in("xulydon").get(reverse("law:row_detail", args=[row.ref])).content.decode()
    assert "Sửa cho đúng" not in shown
    assert "Đánh dấu đã kiểm tra" not in shown
    for name in ("row_edit", "row_succeed", "row_check"):
        address = reverse(f"law:{name}", args=[row.ref])
        assert sign_in("lanhdao").get(address).status_code == 404
        assert sign_in("lanhdao").post(address).status_code == 404


def test_an_administrator_confirms_a_row_on_its_page(seeded, sign_in):
    row = row_of("KN-TL")
    client = sign_in("quantri")
    said = {"checked_on": "20/8/2026", "source": "Công báo số 12", "note": ""}
    page = client.post(reverse("law:row_check", args=[row.ref]), said, follow=True)
    assert "Đã xác nhận dòng này." in page.content.decode()
    listed = client.get(reverse("law:row_list"), {"state": "checked"}).content.decode()
    assert "KN-TL" in listed
    assert str(seeded["quantri"]) in listed
    back = client.post(reverse("law:row_check_revoke", args=[row.ref]), follow=True)
    assert "lại nằm trong danh sách cần kiểm tra" in back.content.decode()


def test_a_wrong_check_keeps_what_was_typed_and_says_why(seeded, sign_in):
    row = row_of("KN-TL")
    said = {"checked_on": "20/8/2099", "source": "", "note": "đọc vội"}
    page = sign_in("quantri").post(reverse("law:row_check", args=[row.ref]), said)
    text = page.content.decode()
    assert "Ngày kiểm tra không thể sau hôm nay." in text
    assert "đọc vội" in text
    assert not RowCheck.objects.exists()


def test_an_administrator_corrects_a_limit_and_lets_a_new_law_follow(seeded, sign_in):
    client = sign_in("quantri")
    row = row_of("KN-1")
    edit = client.get(reverse("law:row_edit", args=[row.ref])).content.decode()
    assert "remote + complex: 60" in edit
    said = {
        "amount": "30",
        "unit": "day",
        "variants": "complex: 45\nremote: 45\nremote + complex: 65",
        "roll": "on",
        "decided_by": "acceptance",
        "article": row.article,
        "mark": "seen",
        "doubt": "",
        "note": "",
        "reason": "Luật 136/2025",
    }
    page = client.post(reverse("law:row_edit", args=[row.ref]), said, follow=True)
    assert "Đã sửa." in page.content.decode()
    assert "65" in page.content.decode()
    fresh = row_of("KN-1")
    follows = client.post(
        reverse("law:row_succeed", args=[fresh.ref]),
        {**said, "amount": "25", "valid_from": "01/01/2027"},
        follow=True,
    )
    assert "quy định cũ hết hiệu lực từ hôm trước" in follows.content.decode()
    assert selectors.current_rules().limits.on("KN-1", date(2027, 1, 1)).amount == 25


def test_a_wrong_correction_says_what_is_wrong(seeded, sign_in):
    row = row_of("KN-TL")
    said = {
        "amount": "7",
        "unit": "working_day",
        "variants": "gấp: 3",
        "decided_by": "receipt",
        "article": row.article,
        "mark": "seen",
        "reason": "thử",
    }
    address = reverse("law:row_edit", args=[row.ref])
    page = sign_in("quantri").post(address, said).content.decode()
    assert "Không đọc được dòng “gấp: 3”" in page
    said |= {"variants": "", "article": "Điều 27"}
    assert "không phải dẫn chiếu" in sign_in("quantri").post(address, said).content.decode()


def test_the_calendar_page_warns_and_an_administrator_keeps_it(seeded, sign_in):
    client = sign_in("quantri")
    page = client.get(reverse("law:calendar"), {"year": "2027"}).content.decode()
    assert "mới là dự kiến" in page
    said = {
        "day": "25/8/2026",
        "kind": "holiday",
        "name": "Nghỉ tránh bão",
        "source": "Công điện",
        "is_confirmed": "on",
    }
    saved = client.post(reverse("law:day_edit"), said, follow=True).content.decode()
    assert "Nghỉ tránh bão" in saved
    client.post(reverse("law:day_withdraw"), {"day": "2026-08-25"})
    assert "Nghỉ tránh bão" not in client.get(
        reverse("law:calendar"), {"year": "2026"}
    ).content.decode().replace("Đã bỏ", "")
    client.post(reverse("law:year_confirm", args=[2027]), {"source": "Thông báo 6"})
    assert selectors.current_rules().calendar.is_confirmed(2027)


def test_the_calculator_shows_the_sum_and_says_what_is_wrong(seeded, sign_in):
    client = sign_in("tiepdan")
    asked = {"step": "KN-TL", "since": "20/8/2026"}
    page = client.get(reverse("law:due"), asked).content.decode()
    assert "28/8/2026" in page
    assert "22/8/2026" in page
    wrong = client.get(reverse("law:due"), {**asked, "extensions": "1"}).content.decode()
    assert "không cho gia hạn" in wrong
    early = client.get(reverse("law:due"), {"step": "KN-DT", "since": "1/6/2026"})
    assert "Chưa ghi quy định" in early.content.decode()


def test_an_open_question_gets_an_answer_with_its_source(seeded, sign_in):
    client = sign_in("quantri")
    address = reverse("law:question_answer", args=["retention"])
    said = {"answer": "Lưu 5 năm", "source": "Thông tư mới"}
    page = client.post(address, said, follow=True).content.decode()
    assert "Lưu 5 năm" in page
    assert client.get(reverse("law:question_answer", args=["x"])).status_code == 404
