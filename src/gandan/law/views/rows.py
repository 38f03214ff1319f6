"""Rows of law: what must be checked, one row with its history, corrections, open questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.components.pieces import Step
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.domain.questions import open_questions
from gandan.law import presenting, selectors
from gandan.law.forms.checking import AnswerForm, CheckForm, RowFilterForm
from gandan.law.forms.rows import FORMS, BasisForm, StartForm, UnitForm
from gandan.law.models import LawRow, QuestionAnswer, RowCheck
from gandan.law.services import checking
from gandan.law.services import rows as services
from gandan.law.services.rows import LawRowError
from gandan.law.templatetags.law import law_force
from gandan.units.models import Mark
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.vietnamese import fold

STATES = ("to_check", "checked", "questions")


def row_list(request: StaffRequest) -> HttpResponse:
    """“Cơ sở pháp lý cần kiểm tra”: rows that nobody has confirmed, those that are, questions."""
    state = request.GET.get("state", "")
    state = state if state in STATES else "to_check"
    form = RowFilterForm(request.GET or None, initial={"state": state})
    rows = LawRow.objects.confirmed() if state == "checked" else LawRow.objects.to_check()
    context: dict[str, Any] = {
        "state": state,
        "form": form,
        "to_check": LawRow.objects.to_check().count(),
        "checked": LawRow.objects.confirmed().count(),
        "questions": selectors.questions(),
    }
    if state != "questions":
        page = page_of(_ordered(_narrowed(rows, form)), request.GET.get("page"))
        context |= {"page": page, "shown": [(r, presenting.summary(r)) for r in page.rows]}
    return render(request, "law/row_list.html", context)


def _narrowed(rows: QuerySet[LawRow], form: RowFilterForm) -> QuerySet[LawRow]:
    if not form.is_bound or not form.is_valid():
        return rows
    asked = form.cleaned_data
    for word in fold(asked["q"]).split():
        rows = rows.filter(search_key__contains=word)
    if asked["table"]:
        rows = rows.filter(table=asked["table"])
    if asked["mark"]:
        rows = rows.filter(mark=asked["mark"])
    return rows


def _ordered(rows: QuerySet[LawRow]) -> QuerySet[LawRow]:
    """The least certain first, then in the order of the tables."""
    checks = RowCheck.objects.filter(revoked_at=None).select_related("checked_by")
    weight = Case(
        When(mark=Mark.UNVERIFIED, then=0),
        When(mark=Mark.SECONDARY, then=1),
        When(~Q(doubt=""), then=2),
        default=3,
        output_field=IntegerField(),
    )
    found = rows.prefetch_related(Prefetch("checks", checks, to_attr="standing"))
    return found.annotate(weight=weight).order_by("weight", "table", "entered_in", "id")


def row_detail(request: StaffRequest, ref: UUID) -> HttpResponse:
    row = get_object_or_404(LawRow.objects.select_related("entered_by"), ref=ref)
    return _detail(request, row, CheckForm(today=today()))


def _detail(request: StaffRequest, row: LawRow, form: CheckForm) -> HttpResponse:
    versions = LawRow.objects.current().filter(table=row.table, key=row.key)
    context = {
        "row": row,
        "facts": presenting.facts(row),
        "versions": versions.order_by("valid_from"),
        "history": _history(row),
        "check": row.checks.filter(revoked_at=None).select_related("checked_by").first(),
        "form": form,
        "newer": row.replacements.filter(replaced_in=None).order_by("id").first(),
    }
    return render(request, "law/row_detail.html", context)


def _history(row: LawRow) -> list[Step]:
    """Entries and checks of every version of the row, newest first."""
    steps = []
    versions = LawRow.objects.filter(table=row.table, key=row.key).select_related("entered_by")
    for version in versions:
        title = _("Sửa") if version.replaces_id else _("Nạp vào")
        if version.is_shipped:
            title = _("Đi kèm phiên bản phần mềm")
        who = str(version.entered_by) if version.entered_by else ""
        url = "" if version.pk == row.pk else reverse("law:row_detail", args=[version.ref])
        said = [law_force(version), presenting.summary(version), who, version.reason]
        text = " · ".join(filter(None, said))
        by = "person" if version.entered_by else "machine"
        steps.append(Step(title, version.entered_at, text, by, url))
    checks = RowCheck.objects.filter(row__in=versions).select_related("checked_by")
    for check in checks:
        title = _("Đã kiểm tra") if check.revoked_at is None else _("Đã kiểm tra, sau bỏ xác nhận")
        steps.append(Step(title, check.at, f"{check.checked_by} · {check.source}"))
    return sorted(steps, key=lambda step: str(step.when), reverse=True)


def _editable(ref: UUID) -> LawRow:
    """The current row, when its table may be edited here."""
    row: LawRow = get_object_or_404(LawRow.objects.current(), ref=ref)
    if row.table not in FORMS:
        raise Http404
    return row


def row_edit(request: StaffRequest, ref: UUID) -> HttpResponse:
    """Correct a row that was entered wrongly."""
    row = _editable(ref)
    form = _form_of(request, row)
    if form.is_bound and form.is_valid():
        try:
            fresh = services.correct_row(
                row, form.changes(), reason=form.cleaned_data["reason"], by=request.user
            )
        except LawRowError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã sửa. Các hạn đang chạy được tính lại nếu có liên quan."))
            return redirect("law:row_detail", ref=fresh.ref)
    return render(request, "law/row_edit.html", {"row": row, "form": form, "mode": "edit"})


def row_succeed(request: StaffRequest, ref: UUID) -> HttpResponse:
    """Let a new law follow from a day."""
    row = _editable(ref)
    form = _form_of(request, row)
    start = StartForm(request.POST or None)
    if form.is_bound and all([form.is_valid(), start.is_valid()]):
        try:
            fresh = services.succeed_row(
                row,
                form.changes(),
                valid_from=start.cleaned_data["valid_from"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except LawRowError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã thêm quy định mới; quy định cũ hết hiệu lực từ hôm trước."))
            return redirect("law:row_detail", ref=fresh.ref)
    context = {"row": row, "form": form, "start": start, "mode": "succeed"}
    return render(request, "law/row_edit.html", context)


def service_level_new(request: StaffRequest, ref: UUID) -> HttpResponse:
    """Give one unit its own service level."""
    row = _editable(ref)
    if not row.content.get("is_internal"):
        raise Http404
    form = _form_of(request, row)
    unit = UnitForm(request.POST or None)
    if form.is_bound and all([form.is_valid(), unit.is_valid()]):
        try:
            fresh = services.add_service_level(
                row,
                form.changes(),
                unit_code=unit.cleaned_data["unit"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except LawRowError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã đặt mức riêng cho đơn vị."))
            return redirect("law:row_detail", ref=fresh.ref)
    context = {"row": row, "form": form, "start": unit, "mode": "unit"}
    return render(request, "law/row_edit.html", context)


def _form_of(request: StaffRequest, row: LawRow) -> BasisForm:
    kind = FORMS[row.table]
    return kind(request.POST or None, initial=kind.initial_of(row))


@require_POST
def row_check(request: StaffRequest, ref: UUID) -> HttpResponse:
    row = get_object_or_404(LawRow, ref=ref)
    form = CheckForm(request.POST, today=today())
    if form.is_valid():
        said = form.cleaned_data
        try:
            checking.check_row(
                row,
                on=said["checked_on"],
                source=said["source"],
                note=said["note"],
                by=request.user,
            )
        except LawRowError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã xác nhận dòng này."))
            return redirect("law:row_detail", ref=row.ref)
    return _detail(request, row, form)


@require_POST
def row_check_revoke(request: StaffRequest, ref: UUID) -> HttpResponse:
    row = get_object_or_404(LawRow, ref=ref)
    if checking.revoke_check(row, by=request.user):
        done(request, _("Đã bỏ xác nhận; dòng này lại nằm trong danh sách cần kiểm tra."))
    else:
        messages.error(request, _("Dòng này chưa được xác nhận."))
    return redirect("law:row_detail", ref=row.ref)


def question_answer(request: StaffRequest, code: str) -> HttpResponse:
    """Note what was found out about an open question."""
    question = next((q for q in open_questions() if q.code == code), None)
    if question is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        checking.answer_question(code, said["answer"], source=said["source"], by=request.user)
        done(request, _("Đã ghi câu trả lời."))
        return redirect(f"{reverse('law:row_list')}?state=questions")
    answers = QuestionAnswer.objects.filter(question=code).select_related("by").order_by("-id")
    context = {"question": question, "form": form, "answers": answers}
    return render(request, "law/question_answer.html", context)
