"""How a row of law reads on a page: one line for lists, name and value pairs for its own page."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.core.language import localized
from gandan.domain import duties
from gandan.domain.competence import COMPETENT
from gandan.domain.deadlines import Remaining, Sense, TimeLimit
from gandan.domain.deadlines.limits import limit_from
from gandan.domain.procedure.steps import WorkflowStep, step_from
from gandan.law.models import LawRow
from gandan.law.tables import Table

Facts = list[tuple[str | Promise, Any]]
LEADS = {
    Sense.WITHIN: gettext_lazy("không quá %(amount)s %(unit)s"),
    Sense.LASTING: gettext_lazy("đủ %(amount)s %(unit)s"),
    Sense.AHEAD: gettext_lazy("trước ít nhất %(amount)s %(unit)s"),
}
PER = {"week": gettext_lazy("mỗi tuần"), "month": gettext_lazy("mỗi tháng")}


def name_of(row: LawRow) -> str:
    return localized(row.name, row.name_en or row.name)


def summary(row: LawRow) -> str:
    """What the row says, in one line; "" when its name says it all."""
    reader = _SUMMARIES.get(row.table)
    return reader(row.content) if reader else ""


def facts(row: LawRow) -> Facts:
    """What the row says, in full."""
    reader = _FACTS.get(row.table)
    pairs = reader(row.content) if reader else []
    return [(name, value) for name, value in pairs if value not in ("", None)]


def left_words(left: Remaining) -> str:
    """còn 4 ngày làm việc, quá 2 ngày, hết hạn hôm nay."""
    if left.amount == 0 and not left.is_late:
        return _("hết hạn hôm nay")
    words = _("quá %(amount)s %(unit)s") if left.is_late else _("còn %(amount)s %(unit)s")
    unit = localized(left.unit.label, left.unit.label_en)
    return words % {"amount": left.amount, "unit": unit}


def _amount(limit: TimeLimit) -> str:
    unit = localized(limit.unit.label, limit.unit.label_en)
    return LEADS[limit.sense] % {"amount": limit.amount, "unit": unit}


def _limit_summary(content: dict[str, Any]) -> str:
    limit = limit_from(content)
    parts = [_amount(limit)]
    for variant in limit.variants:
        when = ", ".join(localized(c.label, c.label_en) for c in sorted(variant.when))
        words = _("%(amount)s khi %(when)s")
        parts.append(words % {"amount": variant.amount, "when": when})
    if limit.extension:
        words = _("gia hạn %(most)s lần, mỗi lần không quá %(amount)s")
        parts.append(words % {"most": limit.extension.most, "amount": limit.extension.amount})
    return "; ".join(parts)


def _limit_facts(content: dict[str, Any]) -> Facts:
    limit = limit_from(content)
    events = ", ".join(localized(e.label, e.label_en) for e in limit.starts_on)
    decided = localized(limit.decided_by.label, limit.decided_by.label_en)
    return [
        (_("Thời hạn"), _limit_summary(content)),
        (_("Tính từ"), events),
        (_("Luật áp dụng theo ngày"), decided),
        (
            _("Ngày cuối là ngày nghỉ"),
            _("chuyển sang ngày làm việc") if limit.rolls else _("giữ nguyên"),
        ),
        (_("Tạm đình chỉ"), _("được, không tính thời gian đó") if limit.suspension else _("không")),
        (_("Mức nội bộ"), _("có, đơn vị tự đặt") if limit.is_internal else ""),
        (_("Riêng cho đơn vị"), limit.unit_code),
    ]


def _step_facts(content: dict[str, Any]) -> Facts:
    step = step_from(content)
    first = sorted(localized(s.label, s.label_en) for s in step.start)
    last = localized(step.end.label, step.end.label_en) if step.end else _("giữ nguyên bước")
    return [
        (
            _("Quy trình"),
            ", ".join(sorted(localized(p.label, p.label_en) for p in step.procedures)),
        ),
        (_("Từ bước"), ", ".join(first)),
        (_("Đến bước"), last),
        (_("Ai làm"), _duties(step)),
        (_("Đồng hồ bắt đầu"), ", ".join(start.code for start in step.starts)),
        (_("Đồng hồ hoàn thành"), ", ".join(step.stops)),
        (_("Giấy tờ"), ", ".join(step.papers)),
        (_("Phải báo"), ", ".join(localized(p.label, p.label_en) for p in step.tells)),
    ]


def _duties(step: WorkflowStep) -> str:
    names = (localized(duties.label(d), duties.label_en(d)) for d in step.duties)
    return ", ".join(names)


def _competence_facts(content: dict[str, Any]) -> Facts:
    place = COMPETENT[content["competent"]]
    return [(_("Nơi có thẩm quyền"), localized(*place)), (_("Lần giải quyết"), content["instance"])]


def _minimum(content: dict[str, Any]) -> str:
    words = _("ít nhất %(days)s ngày %(per)s")
    return words % {"days": content["days"], "per": PER[content["per"]]}


def _number(content: dict[str, Any]) -> str:
    return str(content["value"])


def _office(content: dict[str, Any]) -> str:
    return ", ".join(content["hours"])


def _office_facts(content: dict[str, Any]) -> Facts:
    same = content["late_receipt"] == "same_day"
    late = _("tính là nhận trong ngày") if same else _("tính là nhận ngày làm việc tiếp theo")
    return [(_("Giờ làm việc"), _office(content)), (_("Gửi sau giờ làm việc"), late)]


def _form(content: dict[str, Any]) -> str:
    number = content["number"]
    return _("Mẫu số %(number)s") % {"number": number} if number else ""


_SUMMARIES: dict[str, Callable[[dict[str, Any]], str]] = {
    Table.TIME_LIMIT: _limit_summary,
    Table.MINIMUM: _minimum,
    Table.LETTERS: _number,
    Table.OFFICE_HOURS: _office,
    Table.FORM: _form,
    Table.COMPETENCE: lambda content: localized(*COMPETENT[content["competent"]]),
}
_FACTS: dict[str, Callable[[dict[str, Any]], Facts]] = {
    Table.TIME_LIMIT: _limit_facts,
    Table.STEP: _step_facts,
    Table.COMPETENCE: _competence_facts,
    Table.MINIMUM: lambda content: [(_("Số ngày"), _minimum(content))],
    Table.LETTERS: lambda content: [(_("Con số"), _number(content))],
    Table.OFFICE_HOURS: _office_facts,
    Table.FORM: lambda content: [(_("Số mẫu"), content["number"])],
}
