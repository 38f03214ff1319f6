"""Papers: the list, a new draft from facts, the paper itself, its text and facts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.models import Entry
from gandan.audit.services import ReasonNeededError, record_read
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.documents import layout, to_html
from gandan.documents.filling import Filled, TemplateError
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import catalogue, papermaking
from gandan.papers.explanations import faults_text, issue_text
from gandan.papers.filters import PaperFilter, narrow_papers
from gandan.papers.forms import DraftForm, EditForm, ReasonForm
from gandan.papers.models import Paper
from gandan.papers.selectors import forms_on, letterhead_on, template_for
from gandan.papers.services import drafting
from gandan.papers.services.issuing import is_intact
from gandan.papers.views.rights import may_write, written
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

HISTORY_SHOWN = 100


def paper_list(request: StaffRequest) -> HttpResponse:
    form = PaperFilter(request.GET or {}, person=request.user)
    rows = Paper.objects.visible_to(request.user).select_related("entry", "created_by")
    narrowed = narrow_papers(rows.defer("content", "text", "concealed", "facts"), form)
    return render(
        request,
        "papers/paper_list.html",
        {
            "form": form,
            "page": page_of(narrowed.rows, request.GET.get("page")),
            "in_use": narrowed.in_use,
            "names": UnitNames.on(today()),
            "forms": catalogue.forms(),
            "may_draft": may_write(request),
        },
    )


def form_choose(request: StaffRequest) -> HttpResponse:
    """The forms that are in force today, by what they are for."""
    groups: dict[str, list[catalogue.Form]] = {}
    for form in forms_on(today()):
        if not form.is_printed_once:
            groups.setdefault(form.family, []).append(form)
    return render(request, "papers/form_choose.html", {"groups": groups})


def paper_new(request: StaffRequest, form: str) -> HttpResponse:
    """Facts typed by hand; casework and reception draft with the facts that they have."""
    chosen = known_form(form)
    if chosen.is_printed_once:
        raise Http404
    duties = request.asked_duties
    unit = get_object_or_404(Unit, pk=reach_of(request.user).home(duties))
    template = template_for(chosen, unit, today())
    entered = DraftForm(
        request.POST or None, facts=template.facts(), person=request.user, duties=duties
    )
    if request.method == "POST" and entered.is_valid():
        try:
            paper = _draft(request, chosen, entered)
        except (drafting.PaperError, TemplateError) as error:
            entered.add_error(None, issue_text(error))
        else:
            done(request, _("Đã soạn bản dự thảo. Xem lại trước khi ban hành."))
            return redirect("papers:paper_detail", code=paper.code)
    status = 422 if request.method == "POST" else 200
    context = {"form": entered, "chosen": chosen}
    return render(request, "papers/paper_new.html", context, status=status)


def _draft(request: StaffRequest, chosen: catalogue.Form, entered: DraftForm) -> Paper:
    unit = Unit.objects.get(pk=int(entered.cleaned_data["unit"]))
    source = entered.cleaned_data["source_code"].strip()
    return drafting.draft_paper(
        chosen.code,
        entered.given(),
        unit=unit,
        by=request.user,
        day=today(),
        source_kind="other" if source else "",
        source_code=source,
        data_class=Confidentiality.DENUNCIATION
        if chosen.hides_sender
        else Confidentiality.PERSONAL,
    )


def known_form(code: str) -> catalogue.Form:
    try:
        return catalogue.form_of(code)
    except catalogue.UnknownFormError:
        raise Http404 from None


def get_paper(request: StaffRequest, code: UUID, *, to_write: bool = False) -> Paper:
    rows = Paper.objects.visible_to(request.user)
    if to_write:
        rows = rows.filter(written(request))
    related = ("entry", "unit", "created_by", "issued_by", "replaces")
    return get_object_or_404(rows.select_related(*related), code=code)


def reasons(request: StaffRequest) -> dict[str, str]:
    """Why the person reads sensitive papers, as told in this sign-in."""
    found: dict[str, str] = request.session.setdefault("paper_reasons", {})
    return found


def record_reading(request: StaffRequest, paper: Paper, action: str, **details: Any) -> None:
    """Put a reading on record before anything is shown. Raises ``ReasonNeededError``."""
    record_read(
        action,
        paper,
        by=request.user,
        data_class=Confidentiality(paper.data_class),
        reason=reasons(request).get(str(paper.code), ""),
        **details,
    )


def paper_reason(request: StaffRequest, code: UUID) -> HttpResponse:
    """Papers about a denunciation are opened with a reason, which goes on record."""
    paper = get_paper(request, code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reasons(request)[str(paper.code)] = form.cleaned_data["reason"]
        request.session.modified = True
        return redirect("papers:paper_detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "paper": paper}
    return render(request, "papers/paper_reason.html", context, status=status)


def paper_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    paper = get_paper(request, code)
    try:
        record_reading(request, paper, "paper.viewed")
    except ReasonNeededError:
        return redirect("papers:paper_reason", code=code)
    shown = _shown(paper)
    history = Entry.objects.filter(subject_kind="papers.paper", subject=str(paper))
    return render(
        request,
        "papers/paper_detail.html",
        {
            "paper": paper,
            "form_of": paper.of_form,
            # Made by ``documents.html``, which escapes every text.
            "article": mark_safe(shown["article"]),  # noqa: S308
            "missing": shown["missing"],
            "facts": _facts(paper),
            "unit_name": UnitNames.on(paper.issued_on or today())[paper.unit_id],
            "intact": paper.is_draft or is_intact(paper),
            "history": history.order_by("-id")[:HISTORY_SHOWN],
            "may_write": may_write(request, paper.unit_id),
            "replacements": paper.replacements.order_by("-id"),
        },
    )


def _shown(paper: Paper) -> dict[str, Any]:
    """The paper as a page, sensitive values masked; what a draft still lacks."""
    if not paper.is_draft:
        document = papermaking.issued_document(paper, reveal=False)
        return {"article": to_html(document, layout(paper.layout)), "missing": ()}
    filled, look = draft_now(paper)
    masks = papermaking.masks_of(papermaking.concealed_of(paper))
    document = papermaking.revealed_draft(filled, paper, masks)
    return {"article": to_html(document, layout(look)), "missing": filled.missing}


def draft_now(paper: Paper) -> tuple[Filled, str]:
    """A draft as it would be issued today, without its number."""
    letterhead = letterhead_on(paper.unit, today())
    template = catalogue.read_text(paper.text, paper.of_form)
    frame = papermaking.frame_for(
        paper.of_form, letterhead, is_letter=papermaking.is_letter(template)
    )
    filled = papermaking.fill_draft(paper, letterhead, frame=frame)
    return filled, papermaking.layout_name(paper.of_form, letterhead)


def _facts(paper: Paper) -> list[tuple[str, str]]:
    """Names and words of the facts of a paper, sensitive ones masked."""
    known = catalogue.facts().by_code
    masks = papermaking.masks_of(papermaking.concealed_of(paper))
    words = papermaking.words_of(paper.facts)
    return [(known[code].name, text) for code, text in {**words, **masks}.items()]


def paper_edit(request: StaffRequest, code: UUID) -> HttpResponse:
    paper = get_paper(request, code, to_write=True)
    if not paper.is_draft:
        messages.error(request, _("Văn bản đã ban hành không sửa được. Soạn bản thay thế nếu cần."))
        return redirect("papers:paper_detail", code=code)
    try:
        record_reading(request, paper, "paper.viewed")
    except ReasonNeededError:
        return redirect("papers:paper_reason", code=code)
    facts = _asked(paper, request.POST.get("text", paper.text))
    form = EditForm(
        request.POST or None, paper=paper, facts=facts, values=papermaking.values_of(paper)
    )
    if request.method == "POST" and form.is_valid() and _edited(request, paper, form):
        done(request, _("Đã lưu bản dự thảo."))
        return redirect("papers:paper_detail", code=code)
    status = 422 if request.method == "POST" else 200
    return render(request, "papers/paper_edit.html", {"form": form, "paper": paper}, status=status)


def _asked(paper: Paper, text: str) -> tuple[Any, ...]:
    """The facts that the text asks for; of a faulty text those that the kept one asks for."""
    for one in (text, paper.text):
        try:
            template = catalogue.read_text(one, paper.of_form, data_class=paper.data_class)
        except TemplateError:
            continue
        return template.facts()
    return ()


def _edited(request: StaffRequest, paper: Paper, form: EditForm) -> bool:
    try:
        drafting.edit_paper(
            paper,
            facts=form.given(),
            text=form.cleaned_data["text"],
            by=request.user,
            day=today(),
            version=form.cleaned_data["version"],
        )
    except TemplateError as error:
        for fault in faults_text(error.faults):
            form.add_error("text", fault)
    except drafting.PaperError as error:
        form.add_error(None, issue_text(error))
    else:
        return True
    return False


@require_POST
def paper_delete(request: StaffRequest, code: UUID) -> HttpResponse:
    paper = get_paper(request, code, to_write=True)
    try:
        drafting.delete_draft(paper, by=request.user)
    except drafting.PaperChangedError as error:
        messages.error(request, issue_text(error))
        return redirect("papers:paper_detail", code=code)
    done(request, _("Đã xóa bản dự thảo."))
    return redirect("papers:paper_list")
