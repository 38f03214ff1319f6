"""``{% load gandan %}``: every component of docs/reference/components.md."""

from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gandan.core import language
from gandan.core.components import differences, drawings, excerpts, figures, forms, pieces, units

register = template.Library()

for name in (
    "vn_date vn_day weekday_date vn_datetime typed_date relative_day due_day vn_number vn_percent "
    "vn_units sure file_size"
).split():
    register.filter(name, getattr(figures, name))
register.filter("unit", units.unit)
register.filter("counted", units.counted)
register.simple_tag(units.change_words)
register.simple_tag(differences.beside)
register.filter("field_name", language.field_name)
register.filter("period_name", language.period_name)
register.filter("typed_period", language.typed_period)
register.simple_tag(language.vi)
register.simple_tag(language.topic_name, name="topic_name")
register.filter("get", pieces.get)
register.filter("get_or", pieces.get_or)
register.filter("svg", pieces.svg)

SIMPLE: tuple[Callable[..., SafeString], ...] = (
    pieces.icon,
    pieces.tag,
    pieces.pencil,
    pieces.cite,
    excerpts.excerpt,
    excerpts.quoted,
    drawings.spark,
    drawings.meter,
)
for function in SIMPLE:
    register.simple_tag(function)
register.simple_tag(pieces.query_replace, takes_context=True)
register.simple_tag(pieces.may_open, takes_context=True)

register.inclusion_tag("core/_plot.html")(drawings.weekly)
register.inclusion_tag("core/_pairs.html")(drawings.pairs)
register.inclusion_tag("core/_tiles.html")(drawings.tiles)
register.inclusion_tag("core/_crumbs.html")(pieces.crumbs)
register.inclusion_tag("core/_facts.html")(pieces.facts)
register.inclusion_tag("core/_timeline.html")(pieces.timeline)
register.inclusion_tag("core/_sources.html")(pieces.sources)
register.inclusion_tag("core/_days.html")(pieces.days)
register.inclusion_tag("core/_form_errors.html")(forms.form_errors)
register.inclusion_tag("core/_filters_in_use.html", takes_context=True)(forms.filters_in_use)


@register.simple_block_tag
def pencil_box(
    content: SafeString,
    what: Any,
    confidence: float | None = None,
    why: Sequence[Any] = (),
    against: Any = "",
    second: Any = "",
    level: int = 3,
) -> SafeString:
    """A suggestion to decide; the block between the tags holds its actions."""
    context = pieces.suggestion(content, what, confidence, why, against, second, level)
    return render_to_string("core/_pencil_box.html", context)


@register.simple_block_tag
def section(
    content: SafeString, title: Any, note: Any = "", id: str = "", look: str = ""
) -> SafeString:
    """A section under its rule, named by its heading; ``note`` is source, cut-off, unit."""
    context = {"content": content, "title": title, "note": note, "id": id, "look": look}
    return render_to_string("core/_section.html", context)
