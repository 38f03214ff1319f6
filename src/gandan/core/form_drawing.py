"""Fields to choose from and to write into, drawn in one go instead of a template for each option.

A list of forty units took forty-one templates; on a page of the queue the filters cost more than
the rows (docs/adr/0035-draw-long-lists-in-one-go-and-keep-the-first-day-of-handling.md).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

OPTION = "django/forms/widgets/select_option.html"


class Drawing(TemplatesSetting):
    """Django's own renderer, but for the two widgets that nearly every form is made of."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if drawn is None else drawn


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    groups = widget["optgroups"]
    if any(option["template_name"] != OPTION for _name, own, _n in groups for option in own):
        return None
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        _joined(_group(name, options) for name, options, _number in groups),
    )


def _group(name: str | None, options: Iterable[Mapping[str, Any]]) -> SafeString:
    drawn = _joined(
        format_html(
            '\n  <option value="{}"{}>{}</option>',
            option["value"],
            _attributes(option["attrs"]),
            localize(option["label"]),
        )
        for option in options
    )
    if not name:
        return drawn
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn)


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else format_html(' value="{}"', value),
        _attributes(widget["attrs"]),
    )


def _attributes(given: Mapping[str, Any]) -> SafeString:
    """A true attribute stands alone, a false one not at all."""
    return _joined(
        SafeString(f" {name}")
        if value is True
        else SafeString(f' {name}="{conditional_escape(value)}"')
        for name, value in given.items()
        if value is not False
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 (each part was escaped)


_DRAWN: dict[str, Callable[[Mapping[str, Any]], SafeString | None]] = {
    "django/forms/widgets/select.html": _select,
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in ("input", "text", "date", "number", "email", "hidden", "password")
    },
}
