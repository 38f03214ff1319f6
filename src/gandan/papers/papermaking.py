"""From rows to documents: a draft as it stands, an issued paper as it was frozen.

Sensitive values never enter the kept content: marks stand in their place and are replaced when
the paper itself is made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings

from gandan.core.encryption import InvalidToken, cipher
from gandan.documents import PERSONAL, Document, Signature
from gandan.documents.filling import (
    Concealed,
    Filled,
    FormFact,
    Frame,
    Template,
    fill,
    read_value,
    storable_value,
    worded,
)
from gandan.documents.keeping import from_plain, to_plain
from gandan.domain.dates import format_date
from gandan.domain.issuing import BodySystem, layout_of, letter_symbol
from gandan.papers import catalogue
from gandan.papers.models import Letterhead, Paper, PaperState
from gandan.units.models import Unit

PURPOSE = "paper facts"
BANNER = "Dữ liệu mô phỏng. Thành phố Minh Hà không có thật."
UNREADABLE = "……………"
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Signing:
    """How a paper is signed: the lines above the title, the title, the name."""

    authority: tuple[str, ...] = ()
    title: str = ""
    name: str = ""

    def block(self) -> Signature:
        return Signature("\n".join(self.authority), self.title, self.name)


def own_facts(letterhead: Letterhead, day: date | None) -> dict[str, Any]:
    """The facts that the issuing office knows of itself; unknown ones are left out."""
    authority = letterhead.authority or letterhead.head_title
    found = {
        "issuer": letterhead.issuer,
        "authority": authority,
        "office_basis": letterhead.basis,
        "office_address": letterhead.address,
        "office_phone": letterhead.phone,
        "archive": letterhead.archive or _archive(letterhead),
        "issued_on": day,
    }
    return {code: value for code, value in found.items() if value}


def _archive(letterhead: Letterhead) -> str:
    return "Lưu Văn phòng" if letterhead.system == BodySystem.PARTY else "Lưu: VT"


def frame_for(
    form: catalogue.Form,
    letterhead: Letterhead,
    *,
    number: int | None = None,
    day: date | None = None,
    signing: Signing | None = None,
    urgency: str = "",
    is_letter: bool = False,
) -> Frame:
    """What surrounds the text of a form when the office of ``letterhead`` issues it."""
    symbol = letterhead.symbol
    if is_letter and letterhead.letter_symbol:
        symbol = letterhead.letter_symbol
    signs = signing or Signing(title=letterhead.head_title)
    return Frame(
        superior=letterhead.superior,
        issuer=letterhead.issuer,
        body_symbol=symbol,
        letter_symbol=letter_symbol(BodySystem(letterhead.system)),
        numbered=form.is_numbered,
        number=number,
        place=letterhead.place,
        day=day,
        signature=None if form.is_personal else signs.block(),
        urgency=urgency,
        landscape=form.is_landscape,
        code_address=settings.PUBLIC_ADDRESS,
    )


def layout_name(form: catalogue.Form, letterhead: Letterhead) -> str:
    return PERSONAL if form.is_personal else layout_of(BodySystem(letterhead.system))


def is_letter(template: Template) -> bool:
    """An official letter has no type name."""
    return not template.head.get("type_name")


def typed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as the catalogue's kinds have them; codes that are gone are left out."""
    known = catalogue.facts().by_code
    read = {code: read_value(known[code], value) for code, value in facts.items() if code in known}
    return {code: value for code, value in read.items() if value is not None}


def split(values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Storable values: those that may lie open, and the sensitive ones."""
    known = catalogue.facts().by_code
    openly: dict[str, Any] = {}
    hidden: dict[str, Any] = {}
    for code, value in values.items():
        (hidden if known[code].sensitive else openly)[code] = storable_value(value)
    return openly, hidden


def conceal(hidden: Mapping[str, Any]) -> str:
    """Encrypt sensitive values; "" when there are none."""
    if not hidden:
        return ""
    plain = json.dumps(hidden, ensure_ascii=False, sort_keys=True)
    return cipher(PURPOSE).encrypt(plain.encode()).decode("ascii")


def concealed_of(paper: Paper) -> dict[str, Any]:
    """The sensitive values of a paper; {} when the key that closed them is gone."""
    if not paper.concealed:
        return {}
    try:
        plain = cipher(PURPOSE).decrypt(paper.concealed.encode())
    except InvalidToken:
        return {}
    found: dict[str, Any] = json.loads(plain)
    return found


def values_of(paper: Paper) -> dict[str, Any]:
    """All values of a draft, as typed ones."""
    return typed({**paper.facts, **concealed_of(paper)})


def with_marks(values: Values) -> dict[str, Any]:
    """The values with a mark in the place of each sensitive one."""
    known = catalogue.facts().by_code
    return {
        code: Concealed.of(code) if known[code].sensitive else value
        for code, value in values.items()
    }


def fill_draft(paper: Paper, letterhead: Letterhead, *, frame: Frame) -> Filled:
    """The draft as a document with marks. Raises ``TemplateError`` when its text is faulty."""
    template = catalogue.read_text(paper.text, paper.of_form, data_class=paper.data_class)
    return fill_values(template, values_of(paper), letterhead, frame)


def fill_values(template: Template, values: Values, letterhead: Letterhead, frame: Frame) -> Filled:
    own = own_facts(letterhead, frame.day)
    return fill(template, {**with_marks(values), **own}, frame)


def revealed(document_plain: Mapping[str, Any], hidden: Values) -> Document:
    """The document with the words of sensitive values in the place of their marks."""
    text = json.dumps(document_plain, ensure_ascii=False)
    for code, words in hidden.items():
        text = text.replace(Concealed.of(code), json.dumps(words, ensure_ascii=False)[1:-1])
    return from_plain(json.loads(text))


def words_of(hidden: Mapping[str, Any]) -> dict[str, str]:
    """Stored sensitive values as they stand on paper."""
    known = catalogue.facts().by_code
    return {code: worded(known[code], value) for code, value in typed(hidden).items()}


def masked(fact: FormFact, words: str) -> str:
    """The last three signs of a long value, so that two people's are told apart; else dots."""
    return "•••• " + words[-3:] if len(words) > 8 and fact.kind != "date" else "••••"


def masks_of(hidden: Mapping[str, Any]) -> dict[str, str]:
    known = catalogue.facts().by_code
    return {code: masked(known[code], words) for code, words in words_of(hidden).items()}


def marks_in(document_plain: Mapping[str, Any]) -> set[str]:
    """Codes of the sensitive facts that the document holds a mark for."""
    text = json.dumps(document_plain, ensure_ascii=False)
    return {code for code in catalogue.facts().by_code if Concealed.of(code) in text}


def issued_document(paper: Paper, *, reveal: bool) -> Document:
    """The frozen paper; with ``reveal`` sensitive values stand in it, else masks.

    A value whose key is gone leaves a blank.
    """
    plain = paper.content or {}
    hidden = concealed_of(paper)
    words = words_of(hidden) if reveal else masks_of(hidden)
    lost = dict.fromkeys(marks_in(plain) - set(words), UNREADABLE)
    return dressed(revealed(plain, {**lost, **words}), paper)


def revealed_draft(filled: Filled, paper: Paper, hidden: Values) -> Document:
    """A draft with the given words in the place of its marks, and said to be a draft."""
    return dressed(revealed(to_plain(filled.document), hidden), paper)


def dressed(document: Document, paper: Paper) -> Document:
    """The document with what stands below it: that it is a draft, cancelled or replaced."""
    stamp = ""
    if paper.state == PaperState.DRAFT:
        stamp = "Dự thảo, chưa ban hành"
    elif paper.ended_on:
        what = "Đã hủy" if paper.state == PaperState.CANCELLED else "Đã thay thế"
        stamp = f"{what} ngày {format_date(paper.ended_on)}"
    return replace(document, stamp=stamp, banner=banner_of(paper.unit))


def banner_of(unit: Unit) -> str:
    return BANNER if unit.is_synthetic else ""
