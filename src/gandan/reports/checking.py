"""What stands against a report: what is missing, what does not agree, what differs from the register.

Each problem has a key that names its place and a mark of its figures, so that an explanation
holds only as long as the figures stand.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gandan.core.components.figures import vn_number
from gandan.core.language import is_english
from gandan.domain.reporting import Measure, Source
from gandan.domain.reporting.rollup import rounded
from gandan.domain.statistics import disagreements, tables
from gandan.reports.cells import Cell, values_of
from gandan.reports.models import Explanation, FormSection, UnitReport
from gandan.reports.statutory_columns import column_of, measure_of
from gandan.substance import Document, Finding, RegisterFigure, check

MISSING, PROOF, FORMULA, REGISTER, FINDING = "missing", "proof", "formula", "register", "finding"


@dataclass(frozen=True)
class Problem:
    """``said`` and ``counted`` are figures where there are two; ``at`` a cell code or section.

    ``places``: the decimals of both, as the measure has them.
    """

    key: str
    kind: str
    severity: str
    at: str
    text: str
    about: str
    advice: str = ""
    quote: str = ""
    said: Decimal | None = None
    counted: Decimal | None = None
    places: int = 0
    explanation: Explanation | None = None

    @property
    def stops_sending(self) -> bool:
        return self.kind in {MISSING, PROOF}

    @property
    def needs_explaining(self) -> bool:
        """An error, or a difference from the register, that nobody has explained."""
        serious = self.severity == "error" or self.kind == REGISTER
        return serious and not self.stops_sending and self.explanation is None


@dataclass(frozen=True)
class Subject:
    """All that is judged of a report: its working copy or one of its versions."""

    cells: Sequence[Cell]
    sections: Sequence[FormSection]
    figures: Mapping[str, str]
    words: Mapping[str, str]
    register: Mapping[str, float]
    proven: frozenset[str] = frozenset()


def problems_of(
    subject: Subject,
    *,
    explained: Iterable[Explanation] = (),
    earlier: Sequence[Document] = (),
    title: str = "",
) -> list[Problem]:
    """Missing things first, then the figures in the order of the form, then the text."""
    values = values_of(subject.cells, subject.figures)
    found = [
        *_missing(subject, values),
        *_formulas(subject, values),
        *_column_checks(subject, values),
        *_differences(subject, values),
        *_findings(subject, values, earlier, title),
    ]
    known = {(e.key, e.about): e for e in explained}
    return [Problem(**{**vars(p), "explanation": known.get((p.key, p.about))}) for p in found]


def _missing(subject: Subject, values: Mapping[str, Decimal]) -> Iterator[Problem]:
    for cell in subject.cells:
        if cell.is_written and cell.is_required and cell.code not in values:
            yield _problem(MISSING, cell.code, _("%(name)s: chưa có số.") % {"name": cell.name}, "")
        if cell.needs_proof and values.get(cell.code) and cell.code not in subject.proven:
            text = _("%(name)s: chưa kèm minh chứng.") % {"name": cell.name}
            yield _problem(PROOF, cell.code, text, "")
    for section in subject.sections:
        if section.is_required and not subject.words.get(str(section.order), "").strip():
            text = _("Mục “%(title)s” còn trống.") % {"title": section.title}
            yield _problem(MISSING, f"s{section.order}", text, "")


def _formulas(subject: Subject, values: Mapping[str, Decimal]) -> Iterator[Problem]:
    """A written cell with a formula must agree with it."""
    for cell in subject.cells:
        if cell.formula is None or not cell.is_written or cell.code not in values:
            continue
        exact = cell.formula.value({code: values.get(code) for code in cell.formula.codes})
        if exact is None:
            continue
        wanted = rounded(exact, cell.measure.places)
        if wanted != values[cell.code]:
            text = _("%(name)s ghi %(said)s, tính theo %(formula)s được %(wanted)s.") % {
                "name": cell.name,
                "said": vn_number(values[cell.code], cell.measure.places),
                "formula": cell.formula.text,
                "wanted": vn_number(wanted, cell.measure.places),
            }
            parts = [values[cell.code], *(values.get(c, "") for c in cell.formula.codes)]
            said = values[cell.code]
            places = cell.measure.places
            yield _problem(
                FORMULA, cell.code, text, parts, said=said, counted=wanted, places=places
            )


def _column_checks(subject: Subject, values: Mapping[str, Decimal]) -> Iterator[Problem]:
    """The sums and parts of statutory tables, over the cells that are their columns."""
    codes: dict[str, dict[int, str]] = {}
    for cell in subject.cells:
        if found := column_of(cell.code):
            codes.setdefault(found[0].code, {})[found[1]] = cell.code
    for table, columns in codes.items():
        figures: dict[int, Decimal | int | None] = {
            number: values.get(code) for number, code in columns.items()
        }
        for fault in disagreements(tables()[table], figures):
            first, *others = (Decimal(figures[number] or 0) for number in fault.columns)
            at = columns[fault.columns[0]]
            yield _problem(
                FORMULA,
                at,
                fault.words,
                [fault.columns, first, *others],
                said=first,
                counted=sum(others, Decimal()),
                places=measure_of(tables()[table], fault.columns[0]).places,
            )


def _differences(subject: Subject, values: Mapping[str, Decimal]) -> Iterator[Problem]:
    for cell in subject.cells:
        told = subject.register.get(cell.register_key)
        if cell.source != Source.REGISTER or told is None or cell.code not in values:
            continue
        counted = Decimal(str(told))
        if values[cell.code] != counted:
            text = _("%(name)s: báo cáo ghi %(said)s, sổ đếm %(counted)s.") % {
                "name": cell.name,
                "said": vn_number(values[cell.code], cell.measure.places),
                "counted": vn_number(counted, cell.measure.places),
            }
            said = values[cell.code]
            yield _problem(
                REGISTER, cell.code, text, [said, counted],
                said=said, counted=counted, places=cell.measure.places,
            )  # fmt: skip


def text_of(sections: Sequence[FormSection], words: Mapping[str, str]) -> tuple[str, list[int]]:
    """The narrative as one text, and where each section begins in it."""
    text, starts = "", []
    for number, section in enumerate(sections, 1):
        starts.append(len(text))
        text += f"{number}. {section.title}\n{words.get(str(section.order), '').strip()}\n\n"
    return text, starts


def _findings(
    subject: Subject, values: Mapping[str, Decimal], earlier: Sequence[Document], title: str
) -> Iterator[Problem]:
    if not any(words.strip() for words in subject.words.values()):
        return
    text, starts = text_of(subject.sections, subject.words)
    head = f"{title}\n\n" if title else ""
    document = Document.of(head + text, id="report")
    for finding in check(document, earlier=earlier, register=_claimed(subject, values)):
        if finding.rule == "copied.new" or _in_title(finding, document.text, head, starts):
            continue
        # What is said of the title or the whole report stands with the first section.
        before = [n for n, start in enumerate(starts) if start <= finding.start - len(head)]
        place = max(before, default=0)
        yield _of_finding(finding, document.text, subject.sections[place])


def _in_title(finding: Finding, text: str, head: str, starts: Sequence[int]) -> bool:
    """Whether a finding is about the form's own title of a section, not about what was written."""
    for start in (len(head) + start for start in starts):
        if start <= finding.start and finding.end <= text.index("\n", start):
            return True
    return False


def _claimed(subject: Subject, values: Mapping[str, Decimal]) -> list[RegisterFigure]:
    """The cells, as figures that the narrative may claim."""
    return [
        RegisterFigure(cell.code, (cell.name.lower(),), int(values[cell.code]), cell.measure.label)
        for cell in subject.cells
        if cell.code in values and cell.measure not in {Measure.PERCENT, Measure.MONEY}
    ]


def _of_finding(finding: Finding, text: str, section: FormSection) -> Problem:
    english = is_english()
    quote = text[finding.start : finding.end]
    words = finding.message_en if english else finding.message
    advice = finding.suggestion_en if english else finding.suggestion
    if finding.rule == "register.differs":
        advice = _("Sửa lời hoặc sửa ô cho khớp; nếu là hai việc khác nhau thì gọi tên khác nhau.")
        words = _("Lời ghi %(said)s, ô số liệu cùng tên ghi %(cell)s.") % {
            "said": finding.found,
            "cell": finding.expected,
        }
    about = hashlib.sha256(f"{quote}|{finding.message}".encode()).hexdigest()
    return Problem(
        f"{FINDING}:{finding.rule}:{about[:16]}",
        FINDING,
        finding.severity.value,
        f"s{section.order}",
        words,
        about,
        advice=advice,
        quote=quote,
    )


def _problem(
    kind: str,
    at: str,
    text: str,
    figures: object,
    *,
    said: Decimal | None = None,
    counted: Decimal | None = None,
    places: int = 0,
) -> Problem:
    about = hashlib.sha256(f"{kind}|{at}|{figures}".encode()).hexdigest()
    return Problem(
        f"{kind}:{at}", kind, "error", at, text, about, said=said, counted=counted, places=places
    )


def proven_cells(report: UnitReport) -> frozenset[str]:
    rows = report.proofs.filter(is_void=False, cell__isnull=False)
    return frozenset(rows.values_list("cell__indicator__code", flat=True))
