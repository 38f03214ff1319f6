"""English is complete: every text has its translation, and English pages speak English."""

import ast
import gettext
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation.template import templatize

import gandan
from gandan.accounts.models import User
from gandan.casework.problem_words import ENGLISH
from gandan.config.access import ACCESS, NOBODY
from gandan.core.form_fields import FAULTS, date_fault
from gandan.domain.dates import DateError, read_date
from gandan.domain.kinds import Channel, Kind
from gandan.domain.taxonomy import FIELDS
from gandan.units.models import UnitVersion
from gandan.units.policy import reach_of
from tests.desk.conftest import CAST
from tests.desk.test_pages import addresses, whole  # noqa: F401 (a fixture)

PACKAGE = Path(gandan.__file__).parent
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
CONTEXT = "\x04"
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd"
                        "\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0128\u0129\u0168\u0169\u1ea0-\u1ef9]")  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
LINK = re.compile(r"<[^>]+>")
# Names of the product, of the made-up city and of the column that the reader looks for; an
# example of an address; numbers of letters, cases and concerns, and of legal texts (NĐ-CP); the
# words that a form must hold as they are.
PROPER = re.compile(
    r"Gần Dân|Minh Hà|“Nội dung”|ngách 12 ngõ 58, tổ 7|\b(?:Đ|VĐ)-\d\d-\d+|Tiếng Việt"
    r"|“(?:Đầu văn bản|Nơi nhận|Chữ ký|Loại văn bản|Ký hiệu loại|Trích yếu|Kính gửi|Thẩm quyền|Căn cứ)”"
    r"|\d+(?:/\d{4})?[/-][A-ZĐ][A-ZĐi/-]+"
)


def entries():
    """(msgid with its context, its plural, translations, flags) of each entry of the .po."""
    for block in (CATALOGUE / "django.po").read_text("utf-8").split("\n\n")[1:]:
        found, name, flags = {}, "", ""
        for line in block.splitlines():
            if line.startswith("#"):
                flags += line
            elif match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                name = match[1]
                found[name] = ast.literal_eval(match[2])
            else:
                found[name] += ast.literal_eval(line)
        key = found["msgid"]
        if "msgctxt" in found:
            key = found["msgctxt"] + CONTEXT + key
        said = [text for name, text in found.items() if name.startswith("msgstr")]
        yield key, found.get("msgid_plural"), said, flags


def compiled():
    with (CATALOGUE / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_text_is_translated_and_none_is_a_guess():
    bad = [key for key, _plural, said, flags in entries() if "fuzzy" in flags or not all(said)]
    assert bad == []


def test_texts_with_a_count_have_both_numbers_of_english():
    wrong = [key for key, plural, said, _ in entries() if len(said) != (2 if plural else 1)]
    assert wrong == []


def test_placeholders_and_links_agree():
    for key, _plural, said, _flags in entries():
        for text in said:
            for pattern in (PLACEHOLDER, LINK):
                assert sorted(pattern.findall(key)) == sorted(pattern.findall(text)), key


def test_no_translation_is_vietnamese():
    bad = [text for _, _, said, _ in entries() for text in said if VIETNAMESE.search(bare(text))]
    assert bad == []


def test_the_compiled_texts_are_those_of_the_sources():
    expected = {}
    for key, plural, said, _flags in entries():
        if plural is None:
            expected[key] = said[0]
        else:
            expected.update({(key, number): text for number, text in enumerate(said)})
    held = {key: text for key, text in compiled()._catalog.items() if key != ""}
    assert held == expected


def texts_of_templates():
    call = re.compile(
        r"(gettext|ngettext|pgettext|npgettext|_)\((u?(?:'.*?(?<!\\)'|\".*?(?<!\\)\"))"
    )
    for path in TEMPLATES:
        for name, text in call.findall(templatize(path.read_text("utf-8"), origin=str(path))):
            if name in {"gettext", "ngettext", "_"}:
                yield ast.literal_eval(text)


def texts_of_python():
    names = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
    for path in PACKAGE.glob("**/*.py"):
        if "migrations" in path.parts or "django.utils.translation" not in path.read_text("utf-8"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_text_of_the_pages_is_in_the_catalogue():
    known = {key.rpartition(CONTEXT)[2] for key, *_rest in entries()}
    missing = {*texts_of_templates(), *texts_of_python()} - known
    assert missing == set(), "run make messages"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_words_outside_the_translation(path):
    text = re.sub(r"\{[%#{].*?[%#}]\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
    # Between blocktranslate and its end stands a text that was just looked for in the catalogue.
    blocks = r"\{% blocktranslate.*?endblocktranslate %\}"
    if "blocktranslate" in path.read_text("utf-8"):
        whole_text = re.sub(blocks, " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"\{[%#{].*?[%#}]\}", " ", whole_text, flags=re.DOTALL)
    assert not VIETNAMESE.search(bare(text))


def bare(text):
    return PROPER.sub(" ", text)


class Words(HTMLParser):
    """The words of a page that are the interface's own: not what is marked as Vietnamese."""

    SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
    EMPTY = frozenset("area base br col embed hr img input link meta source track use wbr".split())

    def __init__(self, page):
        super().__init__()
        self.open, self.said, self.h1_is_data = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag == "h1" and own.get("lang") == "vi":
            self.h1_is_data = True
        hidden = own.get("lang") == "vi" or tag in {"script", "style", "svg"}
        hidden = hidden or (bool(self.open) and self.open[-1][1])
        if not hidden:
            self.said += [("@" + name, own[name]) for name in self.SPOKEN if own.get(name)]
        if tag not in self.EMPTY:
            self.open.append((tag, hidden))

    def handle_endtag(self, tag):
        while self.open and self.open[-1][0] != tag:
            self.open.pop()
        if self.open:
            self.open.pop()

    def handle_data(self, text):
        if text.strip() and self.open and not self.open[-1][1]:
            self.said.append((self.open[-1][0], text.strip()))


def foreign(page, data):
    """The texts of an English page that are neither English nor data."""
    words = Words(page)
    return [
        text
        for where, text in words.said
        if VIETNAMESE.search(bare(text))
        and not (where == "option" and text in data)
        and where != "textarea"
        and not (where == "title" and words.h1_is_data)
    ]


def test_english_pages_speak_english(addresses, sign_in, people):  # noqa: F811
    """Each page as two people of the cast see it, every time beginning with the next one."""
    for name in CAST:  # who has no password is asked for one instead of being shown the page
        people[name].set_password("một mật khẩu dài")
        people[name].save()
    clients = {name: english(sign_in(name)) for name in CAST}
    data = set(UnitVersion.objects.values_list("name", flat=True))
    data |= set(User.objects.values_list("full_name", flat=True))
    seen, bad = Counter(), {}
    for number, (route, address) in enumerate(addresses.items()):
        turn = number % len(CAST)
        names = [n for n in (*CAST[turn:], *CAST[:turn]) if is_open_to(people[n], route)]
        pages = ((name, page) for name in names if (page := page_of(clients[name], address)))
        for name, page in islice(pages, 2):
            assert '<html lang="en">' in page, route
            seen[name] += 1
            if found := foreign(page, data):
                bad[route, name] = found
    assert bad == {}
    assert min(seen[name] for name in CAST) > 5


def english(client):
    client.cookies["django_language"] = "en"
    return client


def is_open_to(person, route):
    who = ACCESS[route]
    is_closed = isinstance(who, frozenset) and not reach_of(person).has(*who)
    return who != NOBODY and not is_closed and not route.startswith("account_logout")


def page_of(client, address):
    """The page at an address, or None where something else is answered: a file, a way on."""
    response = client.get(address)
    if response.streaming:
        whole(response)
        return None
    is_page = response.status_code == 200 and "html" in response["Content-Type"]
    return response.content.decode() if is_page and not is_file(response) else None


def is_file(response):
    return bool(response.get("Content-Disposition"))


def test_the_sign_in_page_offers_the_other_language_without_script(client, db):
    page = client.get("/tai-khoan/dang-nhap/?next=/don/", headers={"accept-language": "en"})
    text = page.content.decode()
    assert foreign(text, set()) == []
    assert 'action="/ngon-ngu/setlang/"' in text
    assert 'value="vi"' in text
    answer = client.post("/ngon-ngu/setlang/", {"language": "vi", "next": "/tai-khoan/dang-nhap/"})
    assert answer.url == "/tai-khoan/dang-nhap/"
    again = client.get("/tai-khoan/dang-nhap/", headers={"accept-language": "en"})
    assert '<html lang="vi">' in again.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_choosing_a_language_leads_to_no_other_site(client, db, elsewhere):
    answer = client.post("/ngon-ngu/setlang/", {"language": "en", "next": elsewhere})
    assert answer.url == "/"


def test_errors_of_a_form_are_english_too(sign_in, unit):
    client = sign_in("tiepdan")
    client.cookies["django_language"] = "en"
    data = {"key": "k", "text": "", "received_on": "31/02/2026", "channel": "visit", "unit": "0"}
    page = client.post("/don/moi/", data).content.decode()
    assert "there is no such day" in page
    assert foreign(page, set(UnitVersion.objects.values_list("name", flat=True))) == []


def test_a_paper_stays_vietnamese_on_an_english_page(addresses, sign_in):  # noqa: F811
    client = sign_in("tonghop")
    client.cookies["django_language"] = "en"
    page = client.get(addresses["overview:digest_detail"]).content.decode()
    assert "TÌNH HÌNH CHUNG" in page
    receipt = sign_in("tiepdan")
    receipt.cookies["django_language"] = "en"
    assert (
        "Giấy biên nhận" in receipt.get(addresses["casework:submission_receipt"]).content.decode()
    )


def test_an_english_export_can_be_read_back(letter, sign_in, tmp_path):
    from gandan.core.readers import Item, read_inputs

    letter(title="Ngập ngõ 58")
    client = sign_in("xulydon")
    client.cookies["django_language"] = "en"
    path = tmp_path / "register.xlsx"
    path.write_bytes(whole(client.get("/don/xuat.xlsx")))
    (item,) = [row for row in read_inputs([path]) if isinstance(row, Item)]
    assert (item.id, item.title) == ("Đ-26-000001", "Ngập ngõ 58")
    assert item.received_on is not None


def test_every_list_that_comes_with_the_product_has_english_names():
    names = [field.name_en for field in FIELDS]
    names += [topic.name_en for field in FIELDS for topic in field.topics]
    names += [one.label_en for kind in (Kind, Channel) for one in kind]
    assert all(name and not VIETNAMESE.search(name) for name in names)


def test_every_problem_of_the_reader_is_explained_in_english():
    call = re.compile(
        r'(?:error|warning|say|Fault|HeaderError|_report)\((?:start, )?\s*"([a-z_]+)"'
    )
    codes = set(FAULTS)
    for path in (PACKAGE / "core" / "readers").glob("*.py"):
        codes |= set(call.findall(path.read_text("utf-8")))
    assert len(codes) > 40
    assert codes - set(ENGLISH) == set()


@pytest.mark.parametrize(
    "written", ["rằm tháng tám", "4/9/26", "31/02/2026", "12/25/2026", "1/1/1900"]
)
def test_a_wrong_day_is_said_in_the_words_of_the_rule(written):
    with pytest.raises(DateError) as fault:
        read_date(written)
    assert date_fault(fault.value.code, written) == str(fault.value)
    with translation.override("en"):
        assert not VIETNAMESE.search(date_fault(fault.value.code, "x"))
