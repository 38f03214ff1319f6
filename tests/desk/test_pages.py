"""Promises for every page: listed, guarded, well formed, cheap, in the strict policy."""

import itertools
import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest
from django.db import connection
from django.http import HttpResponseNotFound
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from gandan.casework.models import Case, ImportBatch
from gandan.casework.services.examining import examine
from gandan.concerns.models import Concern
from gandan.concerns.services.running import run_engine
from gandan.config.access import ACCESS, NOBODY, PUBLIC
from gandan.core import navigation
from gandan.domain.periods import month
from gandan.law.models import LawRow
from gandan.overview.services import digesting
from gandan.units.models import Unit
from gandan.units.policy import reach_of
from tests.desk.briefing_makers import packs_of
from tests.desk.conftest import CAST, DUST, FLOOD
from tests.desk.paper_makers import papers_of
from tests.desk.reception_makers import reception_of

BUDGET = 25
# No page: the workbook of all statutory tables reads each register once, whatever its size.
BUDGETS = {"statutory:all_sheets": 45}


def routes(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def test_every_route_says_who_may_open_it():
    assert set(routes(get_resolver().url_patterns)) == set(ACCESS)


def test_every_menu_entry_leads_to_a_listed_route():
    assert {item.route for item in navigation.items()} <= set(ACCESS)


@pytest.fixture
def addresses(law, letter, people):
    """One address for each route that shows a page."""
    papers = papers_of(Unit.objects.get(code="mh-ban"), people["xulydon"])
    first = letter()
    letter("Ngõ 58 Bến Trúc mưa xong hai ngày mới rút nước, đồ đạc hỏng hết.", on=date(2026, 6, 5))
    letter(FLOOD + " Gửi lại lần hai.", on=date(2026, 6, 8))
    letter(DUST, on=date(2026, 5, 5))
    examine()
    scope = Unit.objects.get(code="mh-ban")
    run_engine(scope, day=date(2026, 7, 1), by=people["tonghop"])
    digest = digesting.draft(
        scope, month(2026, 6), title="", by=people["tonghop"], day=date(2026, 7, 1)
    )
    batch = ImportBatch.objects.create(name="a.csv", sha256="x", unit=scope, by=people["tiepdan"])
    own = {
        "code": {
            "casework:case": Case.objects.first().code,
            "concerns:": Concern.objects.first().code,
        }
    }
    packs, more = packs_of(scope, people)
    reception = reception_of(Unit.objects.get(code="mh-ban"), people["tiepdan"])
    codes = (
        papers
        | reception
        | packs
        | {
            "casework:submission": first.code,
            "casework:case": own["code"]["casework:case"],
            "casework:import": batch.code,
            "concerns:": own["code"]["concerns:"],
            "overview:digest": digest.code,
            "units:unit": "mh-p-vinh-tan",
            "statutory:": "01-xld",
            "law:question": "retention",
            "law:service": LawRow.objects.get(code="KNPA", table="time_limit").ref,
            "law:row": LawRow.objects.filter(code="KN-1").latest("valid_from").ref,
        }
    )
    found = {}
    for route in ACCESS:
        code = next((c for prefix, c in codes.items() if route.startswith(prefix)), None)
        for args in ([], [code], [code, "json"], ["staffed"], [1], [code, 1]):
            try:
                found[route] = reverse(route, args=args)
            except Exception:
                continue
            break
    return found | more


def test_a_visitor_is_sent_to_sign_in_everywhere(addresses):
    for route, address in addresses.items():
        response = Client().get(address)
        if ACCESS[route] == NOBODY:
            assert response.status_code == 404, route
        elif ACCESS[route] != PUBLIC:
            assert response.status_code == 302, route
            assert "/dang-nhap/" in response.url, route


@pytest.mark.parametrize("name", [*CAST, "hangxom"])
def test_each_person_opens_their_pages_and_no_others(addresses, sign_in, people, name, monkeypatch):
    client = sign_in(name)
    check_page("nothing here", client.get("/khong-co-gi/"))
    # The page of a closed address is the one just read; drawn for each, it took half the time.
    monkeypatch.setattr("gandan.config.urls.handler404", lambda *_a, **_k: HttpResponseNotFound())
    reach = reach_of(people[name])
    for route, address in addresses.items():
        who = ACCESS[route]
        if who in {PUBLIC, NOBODY} or route.startswith(("account_", "mfa_")):
            continue
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if isinstance(who, frozenset) and not reach.has(*who):
            assert response.status_code == 404, (route, response.status_code)
            continue
        assert response.status_code in {200, 302, 404, 405}, (route, response.status_code)
        assert len(queries) <= BUDGETS.get(route, BUDGET), (route, len(queries))
        if (
            response.status_code == 200
            and "html" in response["Content-Type"]
            and not response.get("Content-Disposition")
        ):
            check_page(route, response)
            assert refused(response, reach) == [], route
        if response.streaming:
            whole(response)


def refused(response, reach):
    """Addresses that a page offers and the person may not open; such an offer is a dead end."""
    offered = re.findall(
        r'\s(?:href|action|formaction|hx-get|hx-post)="(/[^"#?]*)', response.content.decode()
    )
    found = set()
    for address in offered:
        if address.startswith("/static/"):
            continue
        who = ACCESS[resolve(unquote(unescape(address))).view_name]
        if who == NOBODY or (isinstance(who, frozenset) and not reach.has(*who)):
            found.add(address)
    return sorted(found)


def whole(response):
    """A file that is sent in pieces; closing the response itself would close the connection."""
    data = b"".join(response)
    for close in response._resource_closers:
        close()
    return data


def check_page(route, response):
    text = response.content.decode()
    assert response["Content-Security-Policy"], route
    assert "unsafe" not in response["Content-Security-Policy"]
    assert re.search(r"<title>\s*\S.* – Gần Dân</title>", text), route
    assert 'lang="vi"' in text, route
    assert text.count("<h1") == 1, (route, text.count("<h1"))
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", text), route
    assert not re.search(r"<script(?![^>]*src=)", text), route
    check_headings(route, text)
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", text):
        field = re.search(r'\sid="([^"]+)"', tag)
        if not field or 'type="hidden"' in tag:
            continue
        field = field[1]
        assert f'for="{field}"' in text, (route, field)


def check_headings(route, text):
    """Whoever listens to a page finds no level left out."""
    inside = text.partition("<main")[2].partition("</main>")[0]
    levels = [int(n) for n in re.findall(r"<h([1-6])[ >]", inside)]
    assert levels[:1] == [1], (route, levels)
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), (route, levels)


def test_signing_in_and_out_is_on_record(people):
    from gandan.audit.models import Entry

    person = people["xulydon"]
    person.set_password("một mật khẩu dài")
    person.save()
    client = Client()
    wrong = client.post("/tai-khoan/dang-nhap/", {"login": "xulydon", "password": "sai"})
    assert wrong.status_code == 200
    right = client.post(
        "/tai-khoan/dang-nhap/", {"login": "xulydon", "password": "một mật khẩu dài"}
    )
    assert right.status_code == 302
    client.post("/tai-khoan/dang-xuat/")
    actions = list(Entry.objects.values_list("action", flat=True))
    for action in ("person.sign_in_failed", "person.signed_in", "person.signed_out"):
        assert action in actions


def test_an_entry_form_with_errors_keeps_what_was_typed(sign_in):
    client = sign_in("tiepdan")
    data = {
        "key": "k",
        "text": "Rác ở ngõ 12",
        "received_on": "31/02/2026",
        "channel": "visit",
        "unit": "0",
    }
    response = client.post("/don/moi/", data)
    assert response.status_code == 422
    assert "Rác ở ngõ 12" in response.content.decode()
    assert "không có ngày này" in response.content.decode()


def test_an_officer_registers_a_visit_and_sees_its_number(sign_in, unit):
    client = sign_in("tiepdan")
    data = {
        "key": "k1",
        "text": "Rác ở ngõ 12",
        "received_on": "01/6/2026",
        "channel": "visit",
        "unit": str(unit.pk),
    }
    for _ in range(2):
        response = client.post("/don/moi/", data, follow=True)
    assert "Đã vào sổ đơn Đ-26-000001" in response.content.decode()


def test_a_file_goes_from_upload_to_register(sign_in, unit, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from gandan.jobs.services import run_all

    client = sign_in("tiepdan")
    table = f"Mã,Ngày nhận,Nội dung\n1,31/02/2026,{FLOOD.replace(',', ' ')}\n2,,\n"
    file = SimpleUploadedFile("đơn tháng 6.csv", table.encode())
    response = client.post("/don/nap/", {"file": file, "unit": str(unit.pk)})
    run_all()
    page = client.get(response.url).content.decode()
    assert "đơn tháng 6.csv, dòng 2" in page
    assert "không có ngày này" in page
    sheet = client.get(response.url + "cho-can-xem.xlsx")
    assert whole(sheet).startswith(b"PK")


def test_the_list_is_exported_without_formulas(letter, sign_in, tmp_path):
    from openpyxl import load_workbook

    letter("=HYPERLINK(1) rác ở ngõ 12", title="=1+1")
    path = tmp_path / "a.xlsx"
    response = sign_in("xulydon").get("/don/xuat.xlsx")
    path.write_bytes(whole(response))
    cells = [c for row in load_workbook(path).worksheets[0].iter_rows() for c in row if c.value]
    assert "=1+1" in [c.value for c in cells]
    assert all(c.data_type != "f" for c in cells)


def test_the_leader_reads_figures_that_open_their_rows(letter, sign_in):
    for n in range(3):
        letter(f"Ngõ 58 Bến Trúc ngập sâu lần {n}.", on=date(2026, 6, 1 + n))
    client = sign_in("lanhdao")
    page = client.get("/dieu-hanh/").content.decode()
    link = re.search(r'href="(/don/\?since=[^"]+)">3', page)
    assert link
    rows = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert rows.count('class="job"') == 3


def test_english_is_offered(sign_in):
    client = sign_in("xulydon")
    client.post("/ngon-ngu/setlang/", {"language": "en", "next": "/don/"})
    assert 'lang="en"' in client.get("/don/").content.decode()
