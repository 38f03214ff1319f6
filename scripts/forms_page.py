"""Write docs/reference/forms.md: how forms are written, every form and every fact."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "forms.md"
sys.path.insert(0, str(ROOT / "src"))

from gandan.documents.filling import FormFact  # noqa: E402
from gandan.papers import catalogue  # noqa: E402

HEAD = """# Forms and their facts

Written by `python scripts/forms_page.py`; do not edit by hand. The law of each form stands in `src/gandan/domain/data/forms.toml`,
its text in `src/gandan/papers/data/forms/`, the facts in `src/gandan/papers/data/facts.toml`.
The layout follows the body system of the issuer (state, Party, Front).

## How another app uses them
```python
from gandan.papers.selectors import facts_needed, papers_of
from gandan.papers.services.drafting import draft_paper, print_once
from gandan.papers.services.issuing import Issue, issue_paper

facts_needed("KN-03", unit, day)  # the facts to hand over: code, name, kind, meaning of each
paper = draft_paper(
    "KN-03",
    {"sender_name": "…", "accepted_on": day},
    unit=unit,
    by=person,
    day=day,
    source_kind="case",
    source_code="VV-26-000001",
    data_class=DataClass.PERSONAL,
)
signing = Signing(("TM. Ủy ban nhân dân",), "Chủ tịch", "…")
issue_paper(paper, Issue(on=day, signing=signing), by=person, today=day)
papers_of("case", "VV-26-000001", person)  # newest first, only what the person may see
papers.visibility.narrow("case", rule)  # rule(person) -> Q; registered once, in AppConfig.ready()
```
Facts that a form does not ask for are not kept. A code that is not in the catalogue is `UnknownFactError`, a value of another kind `FactValueError`; a fact that tells who wrote
is `ForbiddenFactError` in the papers of a denunciation. `print_once` makes the papers that are never kept (NB-BNTC, TCD-03).

## How a form is written
| mark | means |
|---|---|
| `== Đầu văn bản`, `== Nội dung`, `== Nơi nhận`, `== Chữ ký` | a section begins; lines before the first one are remarks |
| `Loại văn bản:` `Ký hiệu loại:` `Trích yếu:` `Kính gửi:` `Thẩm quyền:` `Căn cứ:` | keys of the first section; the last one and `Kính gửi` may come again. Without a type name the paper is an official letter |
| `{tên}` | a fact by its name, whatever the case of its letters; `{{` and `}}` are braces |
| `? …` | the line is left out when one of its facts is not known |
| `# …`, `## …`, `- …`, `= … =`, `[trang mới]` | heading, sub-heading, item, centred line, new page |
| `**…**`, `__…__` | bold, italic |
| `……` or `....` | a place to write by hand, dotted to the margin at the end of a line |
| `chức danh \\| cách ký \\| tên` | in the last section: one signer a line, up to three beside each other; an empty line begins the next row. Without this section the issuer's own signature stands there |

A fact alone on its line may take several: a long text its paragraphs, a list its items, a table its rows, a tracking code its QR. A missing one leaves dots and stands in the list of what is missing.
"""
KINDS = {
    "text": "one line",
    "long": "paragraphs",
    "date": "day",
    "moment": "hour and day",
    "number": "number",
    "choice": "choice",
    "list": "list",
    "table": "table",
    "code": "code with QR",
}


def render() -> str:
    parts = [
        HEAD,
        "## Forms",
        "| code | form | number | law | mark | since | how |",
        "|---|---|---|---|---|---|---|",
    ]
    parts += [_form(form) for form in catalogue.forms().values()]
    parts += ["", "## Facts of each form"]
    for form in catalogue.forms().values():
        names = ", ".join(
            f"`{f.code}`" for f in catalogue.shipped_template(form.code).facts() if not f.is_own
        )
        parts.append(f"* **{form.code}**: {names}")
    parts += ["", "## Facts", "| code | name in forms | kind | remarks |", "|---|---|---|---|"]
    parts += [_fact(fact) for fact in catalogue.facts().by_code.values()]
    return "\n".join([*parts, ""])


def _form(form: catalogue.Form) -> str:
    legal = form.legal
    how = [
        "numbered" if form.is_numbered else "no number",
        *(["a citizen's own letter"] if form.is_personal else []),
        *(["landscape"] if form.is_landscape else []),
        *(["never tells who wrote"] if form.hides_sender else []),
        *(["printed once, not kept"] if form.is_printed_once else []),
    ]
    law = legal.article or "the office's own"
    return f"| {form.code} | {legal.name} | {legal.number or '–'} | {law} | {legal.mark} | {legal.valid_from} | {', '.join(how)} |"


def _fact(fact: FormFact) -> str:
    remarks = [
        *(["the office knows it itself"] if fact.is_own else []),
        *(["tells who wrote"] if fact.tells_sender else []),
        *(["kept encrypted"] if fact.sensitive else []),
        *([f"also: {', '.join(fact.also)}"] if fact.also else []),
        *(
            [", ".join(f"`{code}` {label}" for code, label in fact.choices.items())]
            if fact.choices
            else []
        ),
        *([" / ".join(fact.columns)] if fact.columns else []),
    ]
    return f"| `{fact.code}` | {fact.name} | {KINDS[fact.kind]} | {'; '.join(remarks)} |"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
