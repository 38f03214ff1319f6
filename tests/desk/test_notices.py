"""What people are told on the desk, in the morning and by mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from gandan.audit.models import Entry
from gandan.jobs.services import run_all
from gandan.notices import kinds, rounds, subjects
from gandan.notices.models import DailyRound, Mail, MailWish, Notice
from gandan.notices.services.digesting import tell_due
from gandan.notices.services.telling import UnknownKindError, notify
from gandan.notices.services.wishing import Wish, set_wishes
from gandan.units.models import Unit
from tests.desk.notice_makers import KIND, registered

DAY = date(2026, 6, 3)
MORNING = datetime(2026, 6, 3, 0, tzinfo=UTC)  # 07:00 in Hà Nội, a Wednesday
GIVEN = {"subject_kind": "test", "subject": "mh-ban", "facts": {"due_on": "2026-06-09"}}


@pytest.fixture(autouse=True)
def mail_set_up(settings):
    settings.MAIL_FROM = "gandan@minhha.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CSRF_TRUSTED_ORIGINS = ["https://gandan.minhha.example"]


@pytest.fixture
def book(people, monkeypatch):
    for name in ("xulydon", "lanhdao"):
        people[name].email = f"{name}@minhha.example"
        people[name].save()
    return registered(monkeypatch, visible=lambda person: Q())


@pytest.fixture
def round_over(db):
    """The real day's round has been made, so that the hour of the run decides nothing."""
    DailyRound.objects.create(day=timezone.localdate(), planned_at=timezone.now())


def page(client, address="/thong-bao/"):
    return client.get(address).content.decode()


def test_a_person_is_told_once_and_finds_the_matter(book, people, sign_in):
    for _ in range(2):
        notify([people["xulydon"]], KIND.code, key="g1", **GIVEN)
    client = sign_in("xulydon")
    shown = page(client)
    assert shown.count("Vụ việc mh-ban được giao, hạn 09/6/2026.</a>") == 1
    assert 'href="/don-vi/mh-ban/"' in shown
    assert '1<span class="vh"> thông báo chưa đọc' in page(client, "/don-vi/")


def test_what_was_read_leaves_the_count_and_stays_in_the_list(book, people, sign_in):
    notify([people["xulydon"]], KIND.code, key="g1", **GIVEN)
    client = sign_in("xulydon")
    client.post(f"/thong-bao/{Notice.objects.get().code}/da-doc/")
    assert "thông báo chưa đọc</span>" not in page(client)
    assert "Không có thông báo chưa đọc" in page(client)
    assert "Vụ việc mh-ban được giao" in page(client, "/thong-bao/?xem=het")


def test_all_is_marked_read_at_once_and_only_ones_own(book, people, sign_in):
    notify([people["xulydon"], people["lanhdao"]], KIND.code, key="g1", **GIVEN)
    sign_in("xulydon").post("/thong-bao/da-doc-het/")
    assert [n.person.username for n in Notice.objects.unread()] == ["lanhdao"]


def test_nobody_reads_or_marks_anothers_notice(book, people, sign_in):
    notify([people["lanhdao"]], KIND.code, key="g1", **GIVEN)
    client = sign_in("xulydon")
    assert "mh-ban được giao" not in page(client, "/thong-bao/?xem=het")
    address = f"/thong-bao/{Notice.objects.get().code}/da-doc/"
    assert client.post(address).status_code == 404
    assert Notice.objects.unread().count() == 1


def test_a_notice_goes_with_the_right_to_see_what_it_is_about(people, sign_in, monkeypatch):
    allowed = {"xulydon"}
    registered(monkeypatch, visible=lambda p: Q() if p.username in allowed else Q(pk__in=[]))
    notify([people["xulydon"]], KIND.code, key="g1", **GIVEN)
    client = sign_in("xulydon")
    with_it = page(client)
    assert "mh-ban" in with_it
    allowed.clear()
    assert "mh-ban" not in page(client, "/thong-bao/?xem=het")
    assert "thông báo chưa đọc</span>" not in page(client)
    address = f"/thong-bao/{Notice.objects.get().code}/da-doc/"
    assert client.post(address).status_code == 404


def test_what_no_app_answers_for_is_not_shown(people, book, monkeypatch):
    notify([people["xulydon"]], KIND.code, key="g1", **GIVEN)
    monkeypatch.setattr(subjects, "_kinds", {})
    assert not Notice.objects.visible_to(people["xulydon"]).exists()


def test_a_misspelt_kind_is_refused(people):
    with pytest.raises(UnknownKindError):
        notify([people["xulydon"]], "test.misspelt", key="g")


def test_the_morning_tells_each_person_what_they_owe(book, people):
    book.owes(people["xulydon"], *[DAY - timedelta(days=n) for n in (9, 1)], DAY)
    book.owes(people["xulydon"], DAY + timedelta(days=3), DAY + timedelta(days=4))
    assert tell_due(people["xulydon"], DAY) == (True, True)
    assert tell_due(people["tiepdan"], DAY) == (False, False)
    (notice,) = Notice.objects.all()
    assert notice.words == "Việc của anh/chị: quá hạn 2, hôm nay 1, sắp đến hạn 1."
    mail = Mail.objects.get()
    assert mail.subject == "Gần Dân: nhắc việc ngày 03/6/2026"
    assert "- 2 việc quá hạn\n- 1 việc đến hạn hôm nay\n- 1 việc sắp đến hạn\n" in mail.body
    assert "https://gandan.minhha.example/thong-bao/" in mail.body


def test_telling_a_day_twice_tells_once(book, people):
    book.owes(people["xulydon"], DAY)
    for _ in range(2):
        tell_due(people["xulydon"], DAY)
    assert (Notice.objects.count(), Mail.objects.count()) == (1, 1)


def test_todays_digest_takes_the_place_of_yesterdays(book, people):
    book.owes(people["xulydon"], DAY)
    for day in (DAY, DAY + timedelta(days=1)):
        tell_due(people["xulydon"], day)
    (left,) = Notice.objects.unread()
    assert "quá hạn 1" in left.words


def test_a_leader_hears_of_what_is_late_at_the_unit_and_long_late_below_it(book, people):
    leader = people["lanhdao"]
    board, ward = Unit.objects.get(code="mh-ban"), Unit.objects.get(code="mh-p-vinh-tan")
    book.late[board.pk] = [DAY - timedelta(days=1)]
    book.late[ward.pk] = [DAY - timedelta(days=10), DAY - timedelta(days=11)]
    tell_due(leader, DAY)
    (notice,) = Notice.objects.filter(kind=kinds.LATE_BELOW)
    assert notice.words == "Việc quá hạn ở đơn vị phụ trách: 2, lâu nhất từ 23/5/2026."
    assert "2 việc quá hạn ở đơn vị phụ trách" in Mail.objects.get(person=leader).body
    tell_due(people["xulydon"], DAY)
    assert not Notice.objects.filter(kind=kinds.LATE_BELOW, person=people["xulydon"]).exists()


@pytest.mark.parametrize(
    ("moment", "rounds_made"),
    [
        (MORNING, 1),
        (MORNING - timedelta(hours=1), 0),  # 06:00
        (MORNING + timedelta(hours=10), 1),  # 17:00, the server was off
        (MORNING + timedelta(hours=12), 0),  # 19:00
        (datetime(2026, 6, 6, 1, tzinfo=UTC), 0),  # Saturday
        (datetime(2026, 8, 22, 1, tzinfo=UTC), 1),  # a Saturday that is worked
        (datetime(2026, 11, 24, 1, tzinfo=UTC), 0),  # a holiday
    ],
)
def test_the_round_is_made_on_working_mornings(book, people, moment, rounds_made):
    rounds.plan(moment)
    assert DailyRound.objects.count() == rounds_made


def test_the_round_of_a_day_is_made_once_and_tells_everybody(book, people):
    for name in ("xulydon", "tiepdan"):
        book.owes(people[name], DAY)
    for minute in range(3):
        rounds.plan(MORNING + timedelta(minutes=minute))
        run_all()
    told = {notice.person.username for notice in Notice.objects.all()}
    assert told == {"xulydon", "tiepdan"}
    assert {mail.person.username for mail in Mail.objects.all()} == {"xulydon"}, "has an address"


def test_a_person_who_left_is_not_told(book, people):
    book.owes(people["xulydon"], DAY)
    people["xulydon"].is_active = False
    people["xulydon"].save()
    rounds.plan(MORNING)
    run_all()
    assert not Notice.objects.exists()


def test_wishes_decide_about_mail_days_and_language(book, people):
    officer = people["xulydon"]
    book.owes(officer, DAY + timedelta(days=2))
    set_wishes(officer, Wish(MailWish.DAILY, 1, "en"), address=officer.email)
    assert tell_due(officer, DAY) == (False, False)
    set_wishes(officer, Wish(MailWish.DAILY, 2, "en"), address=officer.email)
    assert tell_due(officer, DAY) == (True, True)
    assert "due soon" in Mail.objects.get().body
    set_wishes(officer, Wish(MailWish.NEVER, 2, "en"), address=officer.email)
    assert tell_due(officer, DAY + timedelta(days=1)) == (True, False)


def test_new_notices_make_one_mail_for_those_who_want_it(book, people, round_over):
    officer, leader = people["xulydon"], people["lanhdao"]
    set_wishes(officer, Wish(MailWish.EACH), address=officer.email)
    for key in ("g1", "g2"):
        notify([officer, leader], KIND.code, key=key, **GIVEN)
    rounds.plan(timezone.now())
    run_all()
    assert not Mail.objects.exists(), "more may follow within minutes"
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    for _ in range(2):
        rounds.plan(timezone.now())
        run_all()
    mail = Mail.objects.get()
    assert (mail.person, "2 thông báo mới" in mail.body) == (officer, True)


def test_no_mail_of_what_the_person_may_not_see(people, monkeypatch, round_over):
    registered(monkeypatch, visible=lambda person: Q(pk__in=[]))
    officer = people["xulydon"]
    set_wishes(officer, Wish(MailWish.EACH), address="xulydon@minhha.example")
    notify([officer], KIND.code, key="g1", **GIVEN)
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    rounds.plan(timezone.now())
    run_all()
    assert not Mail.objects.exists()


def test_mails_name_no_matter_no_person_and_no_kind_of_matter(book, people, round_over):
    officer = people["xulydon"]
    set_wishes(officer, Wish(MailWish.EACH), address=officer.email)
    facts = {"due_on": "2026-06-09", "title": "Tố cáo ông Phan Văn Bí Mật"}
    notify([officer], KIND.code, key="g", **(GIVEN | {"facts": facts}))
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    book.owes(officer, DAY)
    tell_due(officer, DAY)
    rounds.plan(timezone.now())
    run_all()
    assert Mail.objects.count() == 2
    for mail in Mail.objects.all():
        sent = mail.subject + mail.body
        for word in ("Bí Mật", "ố cáo", "VV-", "mh-ban", "Trả lời", officer.full_name):
            assert word not in sent, word


def test_a_person_sets_wishes_on_the_page_and_the_log_keeps_no_address(book, people, sign_in):
    client = sign_in("xulydon")
    data = {"address": "moi@minhha.example", "mail": "each", "days_ahead": "5", "language": "vi"}
    assert client.post("/thong-bao/cai-dat/", data).status_code == 302
    people["xulydon"].refresh_from_db()
    assert people["xulydon"].email == "moi@minhha.example"
    assert 'value="5"' in page(client, "/thong-bao/cai-dat/")
    entries = Entry.objects.filter(action="person.mail_address_changed")
    assert entries.count() == 1
    assert "moi@" not in str([entry.details for entry in Entry.objects.all()])


@pytest.mark.parametrize(
    "wrong",
    [{"days_ahead": "15"}, {"days_ahead": "-1"}, {"address": "khong-phai-thu"}, {"mail": "x"}],
)
def test_wrong_wishes_are_told_and_change_nothing(book, people, sign_in, wrong):
    data = {"address": "a@b.example", "mail": "each", "days_ahead": "5", "language": "vi"} | wrong
    response = sign_in("xulydon").post("/thong-bao/cai-dat/", data)
    assert response.status_code == 422
    people["xulydon"].refresh_from_db()
    assert people["xulydon"].email == "xulydon@minhha.example"


def test_the_due_page_lists_what_is_owed_by_day(book, people, sign_in):
    day = timezone.localdate()
    book.owes(people["xulydon"], day - timedelta(days=9), day, day + timedelta(days=2))
    shown = page(sign_in("xulydon"), "/thong-bao/viec-den-han/")
    assert "Quá 9 ngày" in shown
    for heading in ("Quá hạn</h2>", "Hôm nay</h2>", "Sắp đến hạn</h2>"):
        assert heading in shown
