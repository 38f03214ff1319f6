"""Small components: icons, states, citations, and the rows that larger ones are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gandan.core.components.excerpts import quoted
from gandan.core.components.figures import sure

# The icon of each state (ui.md, section 5); a state without one is a plain label.
STATE_ICONS = {
    "draft": "pencil",
    "pencil": "pencil",
    "ink": "check",
    "frozen": "rubber-stamp",
    "soon": "clock",
    "late": "alert-triangle",
    "done": "check",
    "seal": "lock",
    "": "",
}


@dataclass(frozen=True)
class Step:
    """A line of a history; ``by`` is "person", "machine" or "ahead" (not yet happened)."""

    title: str
    when: date | datetime
    text: str = ""
    by: str = "person"
    url: str = ""
    # Names and numbers of the register, which no language changes.
    who: str = ""


@dataclass(frozen=True)
class SourceRow:
    """A source beside the sentence it supports; ``[start, end)`` of ``quote`` is marked."""

    number: int
    code: str
    url: str = ""
    about: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0

    @property
    def passage(self) -> SafeString:
        return quoted(self.quote, self.start, self.end)


@dataclass(frozen=True)
class DayCell:
    """A day of a time limit; ``look`` is "", start, past, now, off or end."""

    label: str
    note: str = ""
    look: str = ""


@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon that repeats the word beside it."""
    return format_html(
        '<svg class="i" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#i-{}"/></svg>',
        static("gandan/icons.svg"),
        name,
    )


def tag(state: str, text: Any, url: str = "") -> SafeString:
    """A state as a word in its own edge; with ``url`` a link to the reason."""
    look = f"tag {state}".strip()
    drawn = icon(STATE_ICONS[state]) if STATE_ICONS[state] else ""
    if url:
        return format_html('<a class="{}" href="{}">{}{}</a>', look, url, drawn, text)
    return format_html('<span class="{}">{}{}</span>', look, drawn, text)


def pencil(text: Any, confidence: float | None = None) -> SafeString:
    """A value that the machine suggests, with how sure it is."""
    return tag("pencil", f"{text}, {sure(confidence)}" if confidence is not None else text)


def cite(*numbers: int, prefix: str = "n") -> SafeString:
    """Numbers after a sentence that open its sources (``core/_sources.html`` has their ids)."""
    return format_html_join(
        " ",
        '<a class="cite" href="#{}{}" aria-label="{}">{}</a>',
        ((prefix, n, _("Nguồn %(number)s") % {"number": n}, n) for n in numbers),
    )


def query_replace(context: Mapping[str, Any], **changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = str(value)
    return f"?{query.urlencode()}"


def may_open(context: Mapping[str, Any], route: str, *units: int) -> bool:
    """Whether the signed-in person may open ``route``; a page offers nothing that is refused.

    ``units`` are those that the row is written in: a duty counts where it is held.
    """
    asked = getattr(context["request"], "may_open", None)
    return bool(asked and asked(route, *units))


def crumbs(*parts: Any) -> dict[str, Any]:
    """Address and name of each page above, then the name of this one."""
    above = [{"url": parts[i], "name": parts[i + 1]} for i in range(0, len(parts) - 1, 2)]
    return {"above": above, "here": parts[-1]}


def facts(rows: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """Name and value pairs; an empty value is said, never left blank."""
    return {
        "rows": [(name, _("chưa có") if value in (None, "") else value) for name, value in rows]
    }


def timeline(steps: Sequence[Step]) -> dict[str, Any]:
    return {"steps": steps}


def sources(rows: Sequence[SourceRow], prefix: str = "n") -> dict[str, Any]:
    return {"rows": rows, "prefix": prefix}


def days(cells: Sequence[DayCell], label: str) -> dict[str, Any]:
    return {"cells": cells, "label": label}


def suggestion(
    content: SafeString,
    what: Any,
    confidence: float | None = None,
    why: Sequence[Any] = (),
    against: Any = "",
    second: Any = "",
    level: int = 3,
) -> dict[str, Any]:
    """What ``pencil_box`` shows: what, how sure, why, why not, the second choice, actions."""
    return {
        "what": what,
        "sure": sure(confidence).capitalize(),
        "why": why,
        "against": against,
        "second": second,
        "level": level,
        "actions": content,
    }


def get(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, for keys that a template cannot name; None when it is not there."""
    return mapping.get(key) if isinstance(mapping, Mapping) else mapping[key]


def get_or(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``mapping[key]``, or "chưa có"."""
    return mapping.get(key) or _("chưa có")


def svg(markup: str) -> SafeString:
    """Trust a drawing made by ``gandan.documents.plots``, which escapes its texts."""
    return mark_safe(markup)  # noqa: S308
