"""Two worlds that differ in one denunciation, and everything that a person can fetch in each.

The same rows lie in both, because the world with the denunciation is rolled back before the
other one is looked at. The clock stands still, so that only tokens differ from page to page.
"""

import re
from contextlib import contextmanager
from datetime import time, timedelta
from difflib import unified_diff
from io import BytesIO
from itertools import islice
from uuid import NAMESPACE_OID, uuid5
from zipfile import ZipFile, is_zipfile

from django.db import connection, transaction
from django.http import HttpResponseNotFound
from django.template import Template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gandan.accounts.models import User
from gandan.briefing.models import Pack
from gandan.briefing.services import drafting as packs
from gandan.casework.models import Case, HandOver, ImportBatch, Submission
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.examining import examine
from gandan.casework.services.joining import standing_case
from gandan.casework.services.people import Subject, set_respondents
from gandan.casework.telling import tell_given
from gandan.concerns.models import Concern
from gandan.concerns.services.running import run_engine
from gandan.config.access import ACCESS
from gandan.core import navigation
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.periods import month
from gandan.jobs.services import enqueue
from gandan.notices.models import Mail, Notice
from gandan.notices.services.calendars import make_address
from gandan.notices.services.digesting import tell_due, tell_new
from gandan.overview.models import Digest
from gandan.overview.services import digesting
from gandan.papers.models import IncomingEntry, OutgoingEntry, Paper
from gandan.portal.trying import WRONG_CODES
from gandan.reception.models import Booking, Conclusion, ReceptionSession, Refusal, Visit
from gandan.reception.services import booking, concluding, handing
from gandan.reception.services.papering import SOURCE
from gandan.units import policy
from gandan.units.models import Duty
from gandan.units.policy import reach_of
from gandan.units.services import appoint
from tests.desk import execution_makers, paper_makers, reception_makers
from tests.desk.case_makers import refer, today, unit_of
from tests.desk.test_pages import whole

SECRET = (
    "Tố cáo ông Văn A nhận bảy triệu đồng của hộ bà Thị B khi cấp giấy phép xây nhà ở tổ 9, "
    "rồi bỏ hồ sơ của hộ khác lại ba tháng không giải quyết. Đề nghị kiểm tra và xử lý."
)
"""What the denunciation says; a letter of the accused unit itself says the same."""
WORD = "nhận bảy triệu"
NAME = "Thị Mật"
TOLD_AT_THE_DESK = "Người đến nói ông Văn A nhận bảy triệu đồng và dọa những hộ không nộp."


def works_at(name, *units):
    """Somebody with every duty at the first of ``units``, and at others those of a reader."""
    person = User.objects.create_user(
        name, None, email=f"{name}@example.org", full_name=f"Người {name}"
    )
    duties = [[str(duty) for duty in Duty], ["synthesis_officer", "leader", "handler", "inspector"]]
    post = {"person": name, "post": "Cán bộ", "since": "2025-07-01"}
    for number, unit in enumerate(units):
        row = post | {"unit": unit, "duties": duties[min(number, 1)]}
        appoint([row], {name: person})
    return person


def common_rows(unit, insiders, people, letter):
    """What lies at the accused unit in both worlds, with a case of every kind of place."""
    by, this_month = insiders[0], month(today().year, today().month)
    letters = [
        letter(SECRET, on=today() - timedelta(days=1), to=unit),
        letter("Đèn đường ngõ 12 tắt đã hai tuần.", on=today() - timedelta(days=40), to=unit),
        letter("Đèn đường ngõ 12 tắt, xin sửa sớm.", on=today() - timedelta(days=2), to=unit),
        letter("Rác ở chợ tạm không ai thu gom.", on=today(), to=unit),
    ]
    light = Classification("reflection", "ha-tang-ky-thuat", "chieu-sang")
    classify(letters[1:3], light, by=by)
    board = letter("Vỉa hè bị lấn chiếm.", on=today() - timedelta(days=3), to=unit_of("mh-ban"))
    classify([board], light, by=people["xulydon"])
    refer(board.cases.get(), people, to=unit.code)
    paper_makers.head(unit)
    kinds = {"source_kind": "case", "source_code": letters[1].cases.get().code}
    paper_makers.draft("NB-TL", unit, by, **kinds)
    paper_makers.incoming(unit, by)
    paper_makers.outgoing(unit, by)
    batch = ImportBatch.objects.create(name="a.csv", sha256="x", unit=unit, by=by)
    scopes = [unit, unit_of("mh-ban")]
    digests = [digesting.draft(scope, this_month, title="", by=by, day=today()) for scope in scopes]
    enqueue("concerns.run", {"scope": unit.pk}, by=by)
    packs.draft(unit, this_month, title="", by=by, day=today())
    reception_of(unit, by)
    User.objects.filter(pk=people["xulydon"].pk).update(email="xulydon@example.org")
    people["xulydon"].refresh_from_db()
    keys = [make_address(person, language="vi") for person in insiders]
    return {"batch": batch, "digests": digests, "calendars": keys}


def reception_of(unit, by):
    """A session of today with a visit, somebody who is to come, a conclusion, a refusal."""
    on = today()
    held = reception_makers.session(unit, by, on, leader="Chủ tịch Trần Quốc Minh")
    came = reception_makers.visit(unit, by, "Rác ở chợ tạm, tiếp tại bàn.", on=on, session=held)
    wish = booking.Wish("Phạm Văn Mẫu", "", 1, "Hỏi về rác ở chợ tạm")
    made = booking.ask(wish, unit=unit, by=by, key="common")
    booking.give_time(made, held, time(9), by=by, today=on, version=made.version)
    task = concluding.Concluded("Dọn chợ tạm hằng ngày.", on + timedelta(days=3), unit)
    concluding.conclude(task, came, standing_case(came.submission), by=by, key="common")
    reception_makers.refusal(unit, by, key="common")


def tell_at_the_desk(unit, by, people, *, at):
    """The same denunciation told to the desk of ``at``, with all that a desk makes of a visit."""
    on = today()
    held = ReceptionSession.objects.filter(unit=at).first()
    wish = booking.Wish("", "", 1, "")
    asked = booking.ask(wish, unit=at, by=by, key="secret")
    came = reception_makers.visit(
        at, by, TOLD_AT_THE_DESK, on=on, kind="denunciation", name="", people=6, session=held
    )
    booking.arrive(asked, came, by=by)
    paper = handing.Handed("Giấy nhận bảy triệu đồng", "copy", 1)
    handing.write_list(came, [paper], mark=handing.mark_of([]), by=by)
    case = standing_case(came.submission)
    paper_makers.draft("NB-TL", at, by, source_kind=SOURCE, source_code=came.submission.code)
    set_respondents(case, [Subject(unit, "Ông Văn A")], by=people["xulydon"])
    case.refresh_from_db()
    reception_makers.refusal(at, by, key="secret", earlier=came.submission)
    booking.ask(wish, unit=at, by=by, key="again", earlier=came.submission)


def denounce(unit, insiders, people, letter, *, at):
    """One denunciation about ``unit``: received, told of, kept away, given, written on."""
    on = today() - timedelta(days=30)
    submission = letter(SECRET, on=on, to=at, sender_name=NAME, title="Tố cáo ông Văn A")
    classify(
        [submission],
        Classification("denunciation", "can-bo-chong-tham-nhung", ""),
        by=people["xulydon"],
    )
    case = submission.cases.get()
    if at == unit:
        kept = {"source_kind": "case", "source_code": case.code}
        paper_makers.draft("NB-TL", unit, people["xulydon"], **kept)
        tell_given(case, insiders[0], by=None)
    set_respondents(case, [Subject(unit, "Ông Văn A")], by=people["xulydon"])
    case.refresh_from_db()
    case.officer = people["xulydon"]
    case.save(update_fields=["officer"])
    execution_makers.concluded(case, people["xulydon"], on=today())
    tell_given(case, people["xulydon"], by=None)
    tell_due(people["xulydon"], today())
    paper_makers.draft(
        "TC-04",
        case.unit,
        people["xulydon"],
        source_kind="case",
        source_code=case.code,
        data_class=Confidentiality.DENUNCIATION,
    )
    # Somebody of the unit itself took it in, before it was known whom it is about.
    by = insiders[0] if at == unit else people["tiepdan"]
    tell_at_the_desk(unit, by, people, at=at)
    return case


def night(unit, insiders, made):
    """What the server does by itself afterwards, in both worlds."""
    examine()
    for digest in made["digests"]:
        run_engine(digest.scope, day=today(), by=insiders[0])
        digesting.recompute(digest, by=insiders[0], day=today())
    for pack in Pack.objects.order_by("pk"):
        packs.recompute(pack, by=insiders[0], day=today())
    for person in insiders:
        tell_due(person, today())
        tell_new(person, Notice.objects.filter(person=person).unread(), timezone.now())
    # Random names of what was made tonight, given anew so that both worlds agree on them.
    for notice in Notice.objects.all():
        notice.code = uuid5(NAMESPACE_OID, f"{notice.person_id} {notice.key}")
        notice.save(update_fields=["code"])


def addresses_of(made, routes=None):
    """By route: every code that there is, plain and with searches for what is secret."""
    found = {}
    for route in routes or sorted(set(ACCESS) - LEFT_OUT):
        mine = [address for args in _arguments(route) if (address := _reversed(route, args))]
        if mine and route.endswith(("_list", "_export", "leader", ":desk", ":book")):
            mine += [f"{mine[0]}?{query}" for query in QUERIES]
        if route.startswith("statutory:"):
            mine = [f"{address}?{span_of_tables()}" for address in mine]
        if route == "statutory:table_detail":
            # Whoever has a second post above reads the tables there too.
            mine += [f"{reverse(route, args=['04-kqgq'])}?{span_of_tables()}&don_vi=mh-ban"]
        if route in POSTED:
            mine += [f"{POST}{mine[0]}"]
        found[route] = mine
    if routes:
        return found
    secret = Case.objects.filter(title__contains="Văn A").order_by("pk").last()
    register = found["casework:submission_list"]
    register += [f"{register[0]}?q={secret.code}"]
    register += [f"{register[0]}?q={letter.code}" for letter in secret.submissions.all()]
    feed = "notices:calendar_feed"
    found[feed] = [reverse(feed, args=[key]) for key in made["calendars"]]
    return found


def span_of_tables():
    """The days in which everything here came in, and a cell for the page of its rows."""
    since, until = today() - timedelta(days=70), today()
    return f"ky=tu-chon&tu={since:%d/%m/%Y}&den={until:%d/%m/%Y}&hang=tong&cot=1"


TABLES = ("01-xld", "03-xld", "01-tcd", "02-tcd", "04-kqgq")
CODES = {
    # Whoever works at the office that took a letter in may know the code on its receipt.
    "portal:follow_letter": (Submission, "tracking_code"),
    "portal:proof_file": (Submission, "tracking_code"),
    "briefing:pack": (Pack, "code"),
    "casework:submission": (Submission, "code"),
    "casework:case": (Case, "code"),
    "casework:handover": (HandOver, "code"),
    "casework:import": (ImportBatch, "code"),
    "concerns:": (Concern, "code"),
    "overview:digest": (Digest, "code"),
    "papers:outgoing": (OutgoingEntry, "code"),
    "papers:incoming": (IncomingEntry, "code"),
    "papers:scan_add": (IncomingEntry, "code"),
    "papers:paper_": (Paper, "code"),
    "reception:visit": (Visit, "code"),
    "reception:conclusion_new": (Visit, "code"),
    "reception:conclusion": (Conclusion, "code"),
    "reception:task": (Conclusion, "code"),
    "reception:booking": (Booking, "slip"),
    "reception:session": (ReceptionSession, "code"),
    "reception:refusal": (Refusal, "code"),
    "notices:notice": (Notice, "code"),
    "notices:mail": (Mail, "code"),
}
OTHERS = ("mh-p-vinh-tan", "KN-03", "staffed", 1, "retention")


def _arguments(route):
    if route.startswith("statutory:"):
        return [[], *([table] for table in TABLES)]
    for prefix, (model, field) in CODES.items():
        if route.startswith(prefix):
            rows = _chosen(list(model.objects.order_by("pk").values_list(field, flat=True)))
            return [[], *([code] for code in rows), *([code, "json"] for code in rows)]
    return [[], *([other] for other in OTHERS)]


def _chosen(rows):
    """The first and the last ones: what both worlds hold, and what only one of them does."""
    return rows if len(rows) <= MOST_CODES else [rows[0], *rows[1 - MOST_CODES :]]


def _reversed(route, args):
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return None


# Signing in and second factors are about the person; a language is not a page.
LEFT_OUT = {route for route in ACCESS if route.startswith(("account_", "mfa_", "set_language"))}
MOST_CODES = 3
# The pages on which the menu with its figures is drawn, and whether it is at the moment.
FRAMED = {"overview:home", "notices:notice_list"}
FRAME = {"is_drawn": True}
# Pages about the law, units, forms and keys show no matter.
WITHOUT_MATTERS = (
    "law:",
    "units:",
    "sealed:key",
    "suggesting:",
    "papers:form",
    "papers:letterhead",
    "papers:series",
    "reports:form",
    "reports:indicator",
    "overview:report",
)
OWN = ("casework:", "notices:", "overview:home", "papers:paper_list", "jobs:", "reception:desk")
# What is asked for by posting, because a name must not stand in an address.
POST = "post "
POSTED = {"reception:visitor_find": {"name": NAME}}
QUERIES = (f"q={WORD}", "state=copies&tab=suggested", "kind=denunciation&tab=done")


def matters_of(addresses):
    """Without the pages that show no matter: of those, the plain address of each is enough."""
    return {
        route: mine[:1] if route.startswith(WITHOUT_MATTERS) else mine
        for route, mine in addresses.items()
    }


def own_of(addresses):
    """The pages on which a colleague of the first insider sees other rows: their own work.

    The first insider has every duty, so all that is not about the person is read by that one.
    """
    return {route: mine for route, mine in addresses.items() if route.startswith(OWN)}


def fetched(client, person, addresses):
    """What each address answers; every fetch is taken back, so that none shows in the next.

    Of what is closed to the person, or only takes what is posted, one address speaks for all.
    """
    answers = {}
    for route, mine in addresses.items():
        FRAME["is_drawn"] = route in FRAMED
        who = ACCESS[route]
        is_closed = isinstance(who, frozenset) and not reach_of(person).has(*who)
        for address in mine:
            answers[address] = _fetch(client, address)
            if is_closed or answers[address][0] == 405:
                break
    return answers


def _fetch(client, address):
    # What a page before wanted to say would be said here.
    client.cookies.pop("messages", None)
    # Codes that belong to nothing are counted in memory, which nothing here takes back.
    WRONG_CODES.forget()
    with transaction.atomic():
        response = _answer(client, address)
        data = whole(response) if response.streaming else response.content
        transaction.set_rollback(True)
    headers = {k: v for k, v in response.items() if k in ("Location", "Content-Disposition")}
    return response.status_code, headers, plain(data)


def _answer(client, address):
    if not address.startswith(POST):
        return client.get(address)
    address = address.removeprefix(POST)
    return client.post(address, next(iter(POSTED.values())))


def plain(data):
    """Bytes without what is drawn at random for each request; a workbook as its parts."""
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as parts:
            return {name: parts.read(name) for name in parts.namelist() if "core.xml" not in name}
    # A form of the public page brings the code that its letter will be followed with.
    data = re.sub(rb'name="code" value="(\w{4}-){6}\w{3}"', b"", data)
    random = rb'name="(csrfmiddlewaretoken|key)" value="\w+"|nonce="[^"]+"|X-CSRFToken": "\w+"'
    return re.sub(random, b"", data)


def differences(one, other):
    """By address the first lines that differ, to be read when the test fails."""
    return {
        address: _first_lines(one[address], other[address])
        for address in one
        if one[address] != other[address]
    }


def _first_lines(one, other):
    return list(islice(unified_diff(_lines(one), _lines(other), "with", "without", n=0), 2, 9))


def _lines(answer):
    body = answer[-1] if isinstance(answer, tuple) else answer
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else repr(answer)
    return [line.strip() for line in text.splitlines() if line.strip()]


@contextmanager
def taken_back():
    """Whatever is written inside is rolled back, counters of keys included."""
    before = _counters()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for name, value in before:  # None: not used yet
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value or 1, value is not None])


def _counters():
    """PostgreSQL does not roll back the counters of its keys; SQLite does."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
        return cursor.fetchall()


def frozen_clock(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


def quickly(monkeypatch):
    """Work out once what every page shows around it: the frame is compared on its own page.

    The menu with its figures is drawn on the first page only, duties are worked out once for each
    person, and a page that is not found is compared by its status.
    """
    known, compute = {}, policy._compute

    def duties(person, day):
        key = (person.pk, day)
        if key not in known:
            known[key] = compute(person, day)
        return known[key]

    monkeypatch.setattr(policy, "_compute", duties)
    items = navigation.items()
    monkeypatch.setattr(navigation, "items", lambda: items if FRAME["is_drawn"] else [])
    bare = HttpResponseNotFound
    monkeypatch.setattr("gandan.config.urls.handler404", lambda *_args, **_more: bare())
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
