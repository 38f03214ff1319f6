"""``{% load briefing %}``: sentences with their figures as links, figures as numbers."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gandan.briefing.models import Pack
from gandan.briefing.sentences import Piece, Sentence
from gandan.core.components.figures import vn_date, vn_number, vn_percent
from gandan.core.language import vi

register = template.Library()
SMALL_BASE = 10


@register.simple_tag
def said(pack: Pack, one: Sentence, first: bool = True) -> SafeString:
    """The sentence: each figure opens its source, then what else it rests on, then who wrote it."""
    words = format_html_join(
        "",
        "{}",
        (
            (_piece(pack, piece, n),)
            for n, piece in enumerate(_capital(one.pieces) if first else one.pieces)
        ),
    )
    return format_html("<span{}>{}</span>{}{}", vi(), words, _rests(pack, one), _writer(one))


def _capital(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A sentence that followed a lead on paper stands alone on the page."""
    if not pieces:
        return pieces
    first = pieces[0]
    return (Piece(first.text[:1].upper() + first.text[1:], first.source), *pieces[1:])


def _piece(pack: Pack, piece: Piece, place: int) -> SafeString | str:
    if not piece.source:
        return piece.text
    address = reverse("briefing:pack_source", args=[pack.code, piece.source])
    return format_html('<a href="{}">{}</a>', address, piece.text)


def _rests(pack: Pack, one: Sentence) -> SafeString:
    many = len(one.rests) > 1
    rows = (
        (
            reverse("briefing:pack_source", args=[pack.code, key]),
            _("nguồn %(n)d") % {"n": n} if many else _("nguồn"),
        )
        for n, key in enumerate(one.rests, start=1)
    )
    return format_html_join("", ' <a class="small" href="{}">{}</a>', rows)


def _writer(one: Sentence) -> SafeString:
    if not one.by:
        return SafeString("")
    did = _("đã sửa") if one.was else _("đã viết")
    name = format_html("<span{}>{}</span>", vi(), one.by)
    return format_html(' <span class="small quiet">({} {})</span>', name, did)


@register.simple_tag
def figure_link(pack: Pack, value: str | None, source: str) -> SafeString | str:
    if value is None:
        return _("chưa có")
    shown = vn_number(Decimal(value))
    if not source:
        return shown
    address = reverse("briefing:pack_source", args=[pack.code, source])
    return format_html('<a href="{}">{}</a>', address, shown)


@register.simple_tag
def figure_change(figure: dict[str, Any]) -> str:
    """+47,5 % or +1: counts on a small base, shares on a larger one."""
    if figure["before"] is None:
        return _("không so được")
    now, before = Decimal(figure["value"]), Decimal(figure["before"])
    difference = now - before
    if not difference:
        return _("không đổi")
    if before < SMALL_BASE:
        return signed(difference)
    sign = "+" if difference > 0 else "−"
    return f"{sign}{vn_percent(float(abs(difference) / before))}"


@register.filter
def signed(value: Any) -> str:
    """+5, −3, 0."""
    difference = Decimal(str(value))
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{vn_number(abs(difference))}"


@register.filter
def iso_date(value: str) -> str:
    """A day as kept in the content of a pack."""
    return vn_date(date.fromisoformat(value)) if value else ""


@register.filter
def figure(value: Any) -> str:
    return vn_number(Decimal(str(value)))
