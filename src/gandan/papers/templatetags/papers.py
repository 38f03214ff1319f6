"""``{% load papers %}``: names of forms, facts and states in the language of the page."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.core.language import is_english, localized
from gandan.documents.filling import FormFact
from gandan.domain import citations
from gandan.papers.catalogue import Family, Form
from gandan.papers.models import Paper, PaperState

register = template.Library()
FAMILIES: dict[str, Promise] = {
    Family.COMPLAINT: _("Khiếu nại"),
    Family.DENUNCIATION: _("Tố cáo"),
    Family.RECEPTION: _("Tiếp công dân"),
    Family.HANDLING: _("Xử lý đơn"),
    Family.OFFICE: _("Văn phòng"),
}
LOOKS = {
    PaperState.DRAFT: "draft",
    PaperState.ISSUED: "frozen",
    PaperState.REPLACED: "",
    PaperState.CANCELLED: "late",
}


@register.filter
def form_name(form: Form) -> str:
    return localized(form.legal.name, form.legal.name_en)


@register.filter
def fact_name(fact: FormFact) -> str:
    return localized(fact.name, fact.name_en)


@register.filter
def family_name(family: str) -> Promise:
    return FAMILIES[family]


@register.filter
def law_of(form: Form) -> str:
    """What the form rests on, worded; "" for an office's own form."""
    article = form.legal.article
    return article if is_english() or not article else citations.in_vietnamese(article)


@register.filter
def mark_of(form: Form) -> str:
    return localized(form.legal.mark.label, form.legal.mark.label_en)


@register.filter
def paper_look(paper: Paper) -> str:
    """The look of a paper's state, for the ``tag`` component."""
    return LOOKS[PaperState(paper.state)]
