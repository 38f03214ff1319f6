"""``{% load casework %}``: the rows of the queue, drawn in one go.

A page of the queue holds up to seventy of them; as templates they cost more than all its queries
(docs/adr/0035-draw-long-lists-in-one-go-and-keep-the-first-day-of-handling.md).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gandan.casework.desk import Row
from gandan.casework.models import Case
from gandan.core.components.figures import due_day, vn_date, vn_day, weekday_date
from gandan.core.components.pieces import icon, pencil
from gandan.core.components.units import counted
from gandan.core.language import field_name, vi
from gandan.units.selectors import UnitNames

register = template.Library()
Html = SafeString | str


@register.simple_tag
def work_rows(
    rows: Iterable[Row], day: date, names: UnitNames, own_units: Collection[int], picks: bool
) -> SafeString:
    """The items of a list of work; with ``picks`` each has a box to choose it."""
    drawing = _Drawing(day, names, own_units, picks)
    return mark_safe("".join(drawing.row(row) for row in rows))  # noqa: S308


@dataclass
class _Drawing:
    """What the rows of a page share: words are looked up once."""

    day: date
    names: UnitNames
    own_units: Collection[int]
    picks: bool
    kinds: dict[str, str] = field(default_factory=dict)
    address: str = field(default_factory=lambda: reverse("casework:case_detail", args=["0"]))

    def row(self, row: Row) -> SafeString:
        case = row.case
        return format_html(
            '<li class="job">{}<p class="due">{}</p><div class="what"><h3{}><a href="{}">{}</a></h3>'
            '<p class="meta">{}</p></div><div class="next">{}</div></li>\n',
            self._pick(case),
            self._due(row),
            self.vi,
            self.address.replace("/0/", f"/{quote(case.code)}/"),
            case.title,
            self._meta(row),
            self._next(row),
        )

    @cached_property
    def vi(self) -> SafeString:
        return vi()

    @cached_property
    def words(self) -> dict[str, str]:
        return {
            "pick": _("Chọn"),
            "answered": _("đã trả lời"),
            "no_due": _("Chưa có hạn"),
            "no_day": _("chưa rõ ngày nhận"),
            "undated": _("Không có hạn"),
            "waited": _("hết thời gian chờ"),
            "promised": _("đã hứa xong"),
            "due": _("hạn"),
        }

    def _pick(self, case: Case) -> Html:
        if not self.picks:
            return ""
        return format_html(
            '<span class="pick"><input type="checkbox" name="code" value="{}" aria-label="{} {}">'
            "</span>",
            case.code,
            self.words["pick"],
            case.code,
        )

    def _due(self, row: Row) -> Html:
        case, words = row.case, self.words
        if not case.next_due_on:
            return self._undated(case)
        if case.next_due_kind == "wait":
            return _with_note(weekday_date(case.next_due_on), words["waited"])
        left: Html = due_day(case.next_due_on, self.day)
        if row.is_late or row.group == "today":
            look = "late-t" if row.is_late else "soon-t"
            left = format_html('<span class="{}">{}</span>', look, left)
        shown: Html = vn_day(case.next_due_on, self.day)
        if case.next_due_kind == "promise":
            left = _with_note(left, words["promised"])
        elif row.is_late:
            shown = f"{words['due']} {shown}"
        return _with_note(left, shown)

    def _undated(self, case: Case) -> Html:
        if case.rested_on:
            return _with_note(vn_date(case.rested_on), case.stage_name)
        if case.answered_on:
            return _with_note(vn_date(case.answered_on), self.words["answered"])
        if not case.opened_on:
            return _with_note(self.words["no_due"], self.words["no_day"])
        return self.words["undated"]

    def _meta(self, row: Row) -> SafeString:
        return format_html_join("", "<span{}>{}</span>", self._facts(row))

    def _facts(self, row: Row) -> Iterable[tuple[Html, Html]]:
        case = row.case
        yield "", case.code
        if case.round > 1:
            yield SafeString(' class="tag soon"'), _("lần %(n)s") % {"n": case.round}
        if case.kind:
            if case.kind not in self.kinds:
                self.kinds[case.kind] = str(case.get_kind_display())
            yield "", self.kinds[case.kind]
        if case.handling_unit_id not in self.own_units:
            yield self.vi, self.names[case.handling_unit_id]
        elif row.place:
            yield self.vi, row.place
        yield "", counted(row.letters, "letters")
        if row.copies:
            yield "", counted(row.copies, "copies")
        if case.signers and case.signers > 1:
            yield "", counted(case.signers, "signers")
        if case.officer:
            yield self.vi, str(case.officer)

    def _next(self, row: Row) -> SafeString:
        return format_html_join("", "{}", ((part,) for part in self._next_parts(row)))

    def _next_parts(self, row: Row) -> Iterable[Html]:
        if row.suggestion:
            yield pencil(field_name(row.suggestion.field), row.suggestion.confidence)
            yield SafeString("<br>")
        if row.copy_of:
            may_be = _("Ngờ là bản sao của %(code)s") % {"code": row.copy_of}
            yield format_html('<span class="tag pencil">{}{}</span><br>', icon("copy"), may_be)
        yield row.next or row.case.stage_name
        if row.hint:
            yield format_html('<br><span class="quiet small">{}</span>', row.hint)


def _with_note(text: Html, note: Html) -> SafeString:
    return format_html("{}<small>{}</small>", text, note)
