"""Every finding has a rule, and every rule is explained."""

import re
from pathlib import Path

from gandan.substance import BY_CODE, RULES

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_stands_in_the_documentation():
    text = (ROOT / "docs" / "explanation" / "substance.md").read_text("utf-8")
    assert [rule.code for rule in RULES if f"| `{rule.code}` |" not in text] == []


def test_every_code_that_the_package_uses_is_a_rule():
    used: set[str] = set()
    families = {code.split(".")[0] for code in BY_CODE}
    for path in (ROOT / "src" / "gandan" / "substance").glob("*.py"):
        for code in re.findall(r'"([a-z]+\.[a-z_]+)"', path.read_text("utf-8")):
            if code.split(".")[0] in families:
                used.add(code)
    assert used - set(BY_CODE) == set()


def test_each_rule_says_what_it_asks_and_how_to_contest_it_in_both_languages():
    for rule in RULES:
        assert all(
            (
                rule.name,
                rule.name_en,
                rule.asks,
                rule.asks_en,
                rule.example,
                rule.contest,
                rule.contest_en,
            )
        ), rule.code
