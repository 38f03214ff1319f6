"""Decisions are cited by number, so a number stands for one of them."""

import re
from collections import Counter
from pathlib import Path

DECISIONS = sorted(Path("docs/adr").glob("*.md"))


def test_each_decision_has_a_number_of_its_own():
    assert [n for n, many in Counter(p.name[:4] for p in DECISIONS).items() if many > 1] == []


def test_a_decision_says_the_number_of_its_file():
    for path in DECISIONS:
        first = path.read_text("utf-8").splitlines()[0]
        assert re.match(rf"# {path.name[:4]}\. ", first), path.name
