"""Check a report before it goes out: findings beside its text. Nothing is stored."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.models import Submission
from gandan.core.readers import Item, read_bytes
from gandan.documents import review_html, written_with_comments
from gandan.domain.dates import format_date
from gandan.domain.periods import Period
from gandan.overview.report_forms import LONGEST_REPORT, ReportCheckForm, ReportTextForm
from gandan.overview.reviewing import (
    counts,
    document_of,
    review_of,
    summary,
    whole_review_page,
)
from gandan.substance import RULES, Document, Finding, RegisterFigure, Rule, check
from gandan.units.requests import StaffRequest

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
}


@dataclass(frozen=True)
class Checked:
    document: Document
    findings: list[Finding]
    earlier: list[Document]


def report_check(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "overview/report_check.html", {"form": ReportCheckForm()})
    form = ReportCheckForm(request.POST, request.FILES)
    checked = _checked(request, form) if form.is_valid() else None
    if checked is None:
        context = {"form": form, "has_errors": True}
        return render(request, "overview/report_check.html", context, status=422)
    return render(
        request,
        "overview/report_result.html",
        _result(request, checked, form.cleaned_data["period"]),
    )


def _checked(request: StaffRequest, form: ReportCheckForm) -> Checked | None:
    """Read and check; what could not be read stands as an error of the form."""
    data = form.cleaned_data
    if data["file"]:
        found, problems = _read(data["file"].name, data["file"].read())
        if not found:
            form.add_error("file", " ".join(problems) or _("Tệp không có chữ nào đọc được."))
            return None
        document = found[0]
    else:
        document = Document.of(data["text"], id=_("nội dung dán vào"))
    if len(document.text) > LONGEST_REPORT:
        form.add_error(
            "file", _("Báo cáo dài quá 300.000 chữ cái. Tách thành từng phần rồi thử lại.")
        )
        return None
    earlier: list[Document] = []
    if data["earlier"]:
        earlier, problems = _read(data["earlier"].name, data["earlier"].read())
        if not earlier:
            form.add_error("earlier", " ".join(problems) or _("Tệp không có chữ nào đọc được."))
            return None
    register = _register(request, data["period"])
    return Checked(document, check(document, earlier=earlier, register=register), earlier)


def _read(name: str, data: bytes) -> tuple[list[Document], list[str]]:
    """The documents of an upload, and what was wrong with it. Parsed in the limited child."""
    found: list[Document] = []
    problems: list[str] = []
    for row in read_bytes(name, data, as_report=True):
        if isinstance(row, Item):
            found.append(document_of(row))
        else:
            problems.append(row.message)
    return found, problems


def _register(request: StaffRequest, period: Period | None) -> tuple[RegisterFigure, ...]:
    """What the register counts for the period, of the rows this person may see."""
    if period is None:
        return ()
    rows = Submission.objects.visible_to(request.user).filter(
        received_on__gte=period.since, received_on__lt=period.until
    )
    names = ("đơn tiếp nhận", "tiếp nhận đơn", "nhận đơn", "tổng số đơn nhận", "đơn đã nhận")
    return (RegisterFigure("letters.received", names, rows.count(), "đơn"),)


def _result(request: StaffRequest, checked: Checked, period: Period | None) -> dict[str, object]:
    language = "en" if (get_language() or "vi").startswith("en") else "vi"
    rules_url = reverse("overview:report_rules")

    def link(rule: Rule) -> str:
        return f"{rules_url}#{rule.slug}"

    review = review_of(checked.document, checked.findings, language=language, link=link)
    differs = any(f.rule == "register.differs" for f in checked.findings)
    return {
        "name": " ".join(checked.document.title.split()) or checked.document.id,
        "counts": counts(checked.findings),
        "summary": summary(checked.findings, language),
        "new": sum(f.rule == "copied.new" for f in checked.findings),
        # Made by ``review_html``, which escapes every text.
        "review": mark_safe(review_html(review)),  # noqa: S308
        "text": checked.document.text,
        "earlier": _packed(checked.earlier),
        "period": period,
        "rows_url": _rows_url(period) if differs and period else "",
        "kinds": [("docx", _(".docx có ghi chú")), ("html", _("Trang web")), ("jsonl", "JSONL")],
    }


def _rows_url(period: Period) -> str:
    query = {"since": format_date(period.since), "until": format_date(period.last_day)}
    return f"{reverse('casework:submission_list')}?{urlencode(query)}"


def _packed(earlier: Sequence[Document]) -> str:
    """Earlier reports for the form that saves; too many are left out, and told."""
    packed = json.dumps([[d.id, d.text] for d in earlier], ensure_ascii=False)
    return packed if earlier and len(packed) <= 2 * LONGEST_REPORT else ""


@require_POST
def report_save(request: StaffRequest, kind: str) -> HttpResponse:
    """The findings as a file: the text comes with the request and goes with the answer."""
    if kind not in KINDS:
        raise Http404
    form = ReportTextForm(request.POST)
    if not form.is_valid():
        raise Http404
    name = form.cleaned_data["name"] or "bao-cao"
    document = Document.of(form.cleaned_data["text"], id=name)
    findings = check(document, earlier=_unpacked(form.cleaned_data["earlier"]))
    if kind == "docx":
        body = written_with_comments(review_of(document, findings))
    elif kind == "html":
        body = whole_review_page([(document, findings)]).encode()
    else:
        lines = (json.dumps(f.as_row(), ensure_ascii=False) for f in findings)
        body = "".join(f"{line}\n" for line in lines).encode()
    return HttpResponse(
        body,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="kiem-tra-bao-cao.{kind}"'},
    )


def _unpacked(packed: str) -> list[Document]:
    try:
        rows = json.loads(packed) if packed else []
        return [Document.of(str(text), id=str(own)) for own, text in rows]
    except (ValueError, TypeError):
        return []


def report_rules(request: StaffRequest) -> HttpResponse:
    """Each rule with an example and how to contest it."""
    english = (get_language() or "vi").startswith("en")
    rules = [
        {
            "slug": rule.slug,
            "name": rule.name_en if english else rule.name,
            "asks": rule.asks_en if english else rule.asks,
            "example": rule.example,
            "contest": rule.contest_en if english else rule.contest,
        }
        for rule in RULES
    ]
    return render(request, "overview/report_rules.html", {"rules": rules})
