"""The made-up city's pack: every link leads somewhere, every figure finds its count."""

import re
from datetime import date
from html import unescape

import pytest

from gandan.briefing.models import Pack
from gandan.casework.services.examining import examine
from gandan.concerns.services.deciding import confirm
from gandan.concerns.services.running import run_engine
from gandan.demo.briefings import load_briefings
from gandan.demo.loading import _register
from gandan.demo.reports import load_reports
from gandan.law.services.seeding import seed
from gandan.substance import RULES
from gandan.units.models import Unit
from tests.desk.conftest import people, quick_passwords, sign_in, vietnamese  # noqa: F401
from tests.reports.test_demo_reports import NOT_IN_A_REPORT

LINK = re.compile(r'<a[^>]*\shref="(/[^"#]*)"[^>]*>(.*?)</a>', re.DOTALL)
ROW = re.compile(r'<th scope="row"[^>]*><a')


def main_of(response):
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def counted(client, address):
    """What a source says in all, the rows that it lists, and the sum of their values."""
    rows, values, page = 0, [], 1
    while True:
        shown = main_of(client.get(f"{address}?page={page}"))
        rows += len(ROW.findall(shown))
        values += re.findall(r'<td class="n">([\d.]+)</td>', shown)
        if 'rel="next"' not in shown:
            total = re.search(r'id="tong">([\d.]+)', shown)[1]
            return int(total.replace(".", "")), rows, [int(v.replace(".", "")) for v in values]
        page += 1


@pytest.fixture
def demo(people):  # noqa: F811
    """The letters, concerns, reports and briefings of the made-up city."""
    seed()
    _register(160, 7, people["xulydon"])
    examine()
    scope = Unit.objects.get(code="mh-ban")
    run_engine(scope, day=date(2026, 7, 1), by=people["tonghop"])
    for concern in scope.concerns.order_by("-size", "id")[:3]:
        confirm(concern, by=people["tonghop"])
    load_reports(people, today=date(2026, 11, 25))
    load_briefings(people)


def test_every_link_of_the_demo_pack_opens_and_finds_its_count(demo, sign_in):  # noqa: F811
    client = sign_in("lanhdao")
    pack = Pack.objects.get(label="quý II/2026")
    page = main_of(client.get(f"/giao-ban/{pack.code}/"))
    page += main_of(client.get(f"/giao-ban/{pack.code}/phu-luc/"))
    links = {unescape(address): words for address, words in LINK.findall(page)}
    assert len(links) > 30
    for address, words in links.items():
        assert client.get(address).status_code == 200, address
        if "/nguon/" not in address:
            continue
        total, rows, values = counted(client, address)
        assert total == (sum(values) if values else rows), address
        figure = re.match(r"[\d.]+", words)
        assert not figure or int(figure[0].replace(".", "")) == total, (address, words)
    told = Pack.objects.get(label="năm 2026 (đến 16/11)").content["reports"]["findings"]
    rules = {name for row in told for name, _n in row["rules"]}
    assert {rule.name for rule in RULES if rule.code not in NOT_IN_A_REPORT} <= rules
    tasks = {row["owner"]: row["said"] for row in pack.content["tasks"]}
    assert "minh chứng" in tasks["Phường Vĩnh Tân"]
    assert "chưa trả lời" in tasks["Sở Xây dựng"]
    assert set(Pack.objects.values_list("pages", flat=True)) == {1}
