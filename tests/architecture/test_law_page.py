"""docs/law.md and the citations in code and data are one set."""

import re
import runpy
from pathlib import Path

import pytest

from gandan.domain import citations
from gandan.domain.citations import Citation, CitationError

ROOT = Path(__file__).resolve().parents[2]
LAW = runpy.run_path(str(ROOT / "scripts" / "law_page.py"))


def articles_on_the_page():
    found, text = set(), None
    for line in (ROOT / "docs" / "law.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            text = line[3:]
        elif text and (match := re.match(r"\| (\d\S*|whole) \|", line)):
            kind, _, number = text.rpartition(" ")
            found.add(Citation(kind, number, match[1].replace("whole", "")))
    return found


def test_every_article_that_is_relied_on_stands_on_the_page_and_no_other():
    relied_on = set(LAW["uses"]())
    assert articles_on_the_page() - relied_on == set()
    assert relied_on - articles_on_the_page() == set()


def test_dates_and_marks_on_the_page_are_those_of_the_data():
    page = (ROOT / "docs" / "law.md").read_text("utf-8")
    assert page == LAW["render"](), "run: python scripts/law_page.py"


def test_citations_are_found_in_running_text():
    text = "See Labour Code 45/2019/QH14, arts. 111 and 112, and Law 02/2011/QH13, art. 12.1.đ."
    assert [str(c) for c in citations.find(text)] == [
        "Labour Code 45/2019/QH14, art. 111",
        "Labour Code 45/2019/QH14, art. 112",
        "Law 02/2011/QH13, art. 12.1.đ",
    ]


def test_an_article_is_worded_as_an_office_writes_it():
    worded = citations.in_vietnamese("Law 02/2011/QH13, arts. 12.1.đ, 36")
    assert worded == "điểm đ khoản 1 Điều 12, Điều 36 Luật Khiếu nại số 02/2011/QH13"


@pytest.mark.parametrize("text", ["Điều 28 Luật Khiếu nại", "Law 02/2011/QH13, section 3", "x"])
def test_a_citation_in_another_form_is_refused(text):
    with pytest.raises(CitationError):
        citations.read(text)


def test_the_page_of_forms_is_that_of_the_data():
    written = runpy.run_path(str(ROOT / "scripts" / "forms_page.py"))["render"]()
    page = (ROOT / "docs" / "reference" / "forms.md").read_text("utf-8")
    assert page == written, "run: python scripts/forms_page.py"
