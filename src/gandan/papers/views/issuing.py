"""Issue, replace, cancel and export papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import ReasonNeededError
from gandan.core.undo import done
from gandan.documents import Document, Layout, layout, to_docx, to_pdf
from gandan.documents.filling import TemplateError
from gandan.domain.issuing import NoTermError
from gandan.papers import papermaking
from gandan.papers.explanations import issue_text
from gandan.papers.forms import IssueForm, ReasonForm
from gandan.papers.models import Paper, PaperState
from gandan.papers.selectors import letterhead_on
from gandan.papers.services import drafting, issuing
from gandan.papers.services.numbering import NumberError
from gandan.papers.views.drafts import draft_now, get_paper, record_reading
from gandan.units.policy import today
from gandan.units.requests import StaffRequest

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
REFUSALS = (drafting.PaperError, NumberError, NoTermError, TemplateError)


def paper_issue(request: StaffRequest, code: UUID) -> HttpResponse:
    """Issuing cannot be undone, so it has a page of its own that says what it does."""
    paper = get_paper(request, code, to_write=True)
    if not paper.is_draft:
        messages.error(request, _("Văn bản này đã ban hành."))
        return redirect("papers:paper_detail", code=code)
    letterhead = letterhead_on(paper.unit, today())
    form = IssueForm(request.POST or None, paper=paper, letterhead=letterhead, day=today())
    if request.method == "POST" and form.is_valid() and _issued(request, paper, form):
        number = paper.number
        said = _("Đã ban hành văn bản số %(number)s.") % {"number": number} if number else ""
        done(request, said or _("Đã ban hành văn bản."))
        return redirect("papers:paper_detail", code=code)
    filled, _look = draft_now(paper)
    return render(
        request,
        "papers/paper_issue.html",
        {"form": form, "paper": paper, "missing": filled.missing, "letterhead": letterhead},
        status=422 if request.method == "POST" else 200,
    )


def _issued(request: StaffRequest, paper: Paper, form: IssueForm) -> bool:
    paper.version = form.cleaned_data["version"]
    try:
        issuing.issue_paper(paper, form.issue(), by=request.user, today=today())
    except issuing.FutureDayError as error:
        form.add_error("on", issue_text(error))
    except issuing.BlanksLeftError as error:
        form.add_error("blanks_stay", issue_text(error))
    except REFUSALS as error:
        form.add_error(None, issue_text(error))
    else:
        return True
    return False


@require_POST
def paper_replace(request: StaffRequest, code: UUID) -> HttpResponse:
    paper = get_paper(request, code, to_write=True)
    try:
        made = issuing.replace_paper(paper, by=request.user, day=today())
    except REFUSALS as error:
        messages.error(request, issue_text(error))
        return redirect("papers:paper_detail", code=code)
    done(request, _("Đã soạn bản thay thế. Văn bản cũ hết hiệu lực khi bản này được ban hành."))
    return redirect("papers:paper_edit", code=made.code)


def paper_end(request: StaffRequest, code: UUID) -> HttpResponse:
    """Cancelling cannot be undone: a page that says so and asks why."""
    paper = get_paper(request, code, to_write=True)
    if paper.state != PaperState.ISSUED:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            issuing.cancel_paper(paper, reason=reason, by=request.user, today=today())
        except drafting.PaperError as error:
            form.add_error(None, issue_text(error))
        else:
            done(request, _("Đã hủy văn bản. Số đã cấp không dùng lại."))
            return redirect("papers:paper_detail", code=code)
    status = 422 if request.method == "POST" else 200
    return render(request, "papers/paper_end.html", {"form": form, "paper": paper}, status=status)


def paper_export(request: StaffRequest, code: UUID, kind: str) -> HttpResponse:
    """The paper as a file, with its sensitive values; every export is on record."""
    if kind not in KINDS:
        raise Http404
    paper = get_paper(request, code)
    try:
        record_reading(request, paper, "paper.exported", kind=kind)
    except ReasonNeededError:
        return redirect("papers:paper_reason", code=code)
    document, look = whole_document(paper)
    name = f"{paper.form}-{paper.issued_on or 'du-thao'}-{str(paper.code)[:8]}"
    return file_response(document, layout(look), kind, name)


def whole_document(paper: Paper) -> tuple[Document, str]:
    """The paper with its sensitive values, and the layout it is set in."""
    if not paper.is_draft:
        return papermaking.issued_document(paper, reveal=True), paper.layout
    filled, look = draft_now(paper)
    words = papermaking.words_of(papermaking.concealed_of(paper))
    return papermaking.revealed_draft(filled, paper, words), look


def file_response(document: Document, look: Layout, kind: str, name: str) -> HttpResponse:
    made: Any = to_docx if kind == "docx" else to_pdf
    return HttpResponse(
        made(document, look),
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )
