"""Who is competent for a matter: a suggestion with its reason, which a person confirms.

A complaint against a decision goes to the one who made it first (Law 02/2011/QH13, art. 17):
the law wants it so. What a letter is *about* in the sense of an accusation never lies with that
body or below that person; the nearest superior is suggested instead.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from gandan.domain.conflicts import About, Tree, nearest_clear, upwards
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows

Unit = TypeVar("Unit", bound=Hashable)
SAME, SUPERIOR, FIELD, COURT = "same", "superior", "field", "court"


class UnitTree(Tree[Unit], Protocol[Unit]):
    """Units as of one day, with their level and what became of those that ended."""

    def level(self, unit: Unit, /) -> str: ...

    def successors(self, unit: Unit, /) -> Collection[Unit]:
        """The units that took over from ``unit``; empty while it exists or when dissolved."""

    def exists(self, unit: Unit, /) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class CompetenceRule(Provision):
    """``competent`` is same, superior, field, court, or the level of a body above."""

    name: str
    name_en: str
    subject: str
    maker: str
    role: str
    instance: int
    competent: str
    reason: str


@dataclass(frozen=True)
class Matter(Generic[Unit]):
    """What is asked about: a complaint's decision maker, an accused person's body, a subject.

    ``subject``: complaint, discipline, denunciation, petition. ``role``: body, staff, head,
    field. ``field_units``: the bodies that manage the field, for role "field".
    """

    subject: str
    unit: Unit
    role: str = "body"
    instance: int = 1
    about: About[Unit] = field(default_factory=About)
    field_units: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Suggestion(Generic[Unit]):
    """``unit`` is None when the competent body stands outside the tree (court, ministry)."""

    unit: Unit | None
    competent: str
    reasons: tuple[str, ...]
    rule: CompetenceRule | None


def suggest(
    matter: Matter[Unit],
    tree: UnitTree[Unit],
    *,
    day: date,
    rules: Iterable[CompetenceRule] | None = None,
) -> Suggestion[Unit]:
    """Suggest the competent body on ``day``, with the reasons in the order they were applied."""
    unit, reasons = _living(matter.unit, tree)
    rule = _rule(matter, tree.level(unit), day, shipped_rules() if rules is None else rules)
    if rule is None:
        why = "Chưa ghi quy tắc thẩm quyền cho trường hợp này; người xử lý tự xác định."
        return Suggestion(None, "", (*reasons, why), None)
    reasons = (*reasons, rule.reason)
    target = _target(rule, unit, matter, tree)
    if target is None:
        return Suggestion(None, rule.competent, reasons, rule)
    return _kept_clear(target, matter, tree, rule, reasons)


def _living(unit: Unit, tree: UnitTree[Unit]) -> tuple[Unit, tuple[str, ...]]:
    """Follow a reorganization: the successor's head leads, else the body that managed it.

    Law 25/2018/QH14, arts. 12.4 and 12.5.
    """
    reasons: tuple[str, ...] = ()
    seen: set[Unit] = set()
    while not tree.exists(unit) and unit not in seen:
        seen.add(unit)
        after = sorted(tree.successors(unit), key=str)
        parent = tree.parent(unit)
        if len(after) == 1:
            reasons = (*reasons, "Đơn vị đã sáp nhập: đơn vị kế thừa chủ trì.")
            unit = after[0]
        elif after:
            why = "Đơn vị đã chia tách: đơn vị kế thừa nơi người bị tố cáo làm việc chủ trì; chọn lại nếu khác."
            reasons = (*reasons, why)
            unit = after[0]
        elif parent is not None:
            reasons = (*reasons, "Đơn vị đã giải thể: cơ quan quản lý đơn vị đó chủ trì.")
            unit = parent
    return unit, reasons


def _rule(
    matter: Matter[Unit], level: str, day: date, rules: Iterable[CompetenceRule]
) -> CompetenceRule | None:
    fitting = [
        rule
        for rule in rules
        if rule.subject == matter.subject
        and rule.maker in (level, "any")
        and rule.role == matter.role
        and rule.instance == matter.instance
        and rule.in_force(day)
    ]
    return min(fitting, key=lambda rule: rule.maker == "any") if fitting else None


def _target(
    rule: CompetenceRule, unit: Unit, matter: Matter[Unit], tree: UnitTree[Unit]
) -> Unit | None:
    if rule.competent == SAME:
        return unit
    if rule.competent == SUPERIOR:
        return tree.parent(unit)
    if rule.competent == FIELD:
        return matter.field_units[0] if matter.field_units else None
    above = [u for u in upwards(unit, tree) if u != unit]
    return next((u for u in above if tree.level(u) == rule.competent), None)


def _kept_clear(
    target: Unit,
    matter: Matter[Unit],
    tree: UnitTree[Unit],
    rule: CompetenceRule,
    reasons: tuple[str, ...],
) -> Suggestion[Unit]:
    if matter.about.is_nobody:
        return Suggestion(target, rule.competent, reasons, rule)
    clear = nearest_clear(target, matter.about, tree)
    if clear is None:
        why = (
            "Mọi cấp trong hệ thống đều liên quan đến nội dung đơn; chuyển cơ quan ngoài hệ thống."
        )
        return Suggestion(None, rule.competent, (*reasons, why), rule)
    if clear != target:
        why = "Đơn nói về đơn vị hoặc người đứng đầu nơi đó: giao cấp trên trực tiếp gần nhất."
        reasons = (*reasons, why)
    return Suggestion(clear, rule.competent, reasons, rule)


def competence_from(row: Mapping[str, Any]) -> CompetenceRule:
    """Raises ``ProvisionError``."""
    fields = provision_fields(row)
    if row.get("competent") not in COMPETENT:
        raise ProvisionError(f"{fields['code']}: không có nơi thẩm quyền {row.get('competent')}")
    try:
        return CompetenceRule(
            **fields,
            name=row["name"],
            name_en=row["name_en"],
            subject=row["subject"],
            maker=row["maker"],
            role=row["role"],
            instance=int(row["instance"]),
            competent=row["competent"],
            reason=row["reason"],
        )
    except (KeyError, ValueError) as error:
        raise ProvisionError(f"{fields['code']}: {error}") from error


COMPETENT = {
    SAME: ("Chính cơ quan đó", "The body itself"),
    SUPERIOR: ("Cấp trên trực tiếp", "The direct superior"),
    FIELD: ("Cơ quan quản lý lĩnh vực", "The body in charge of the field"),
    "commune": ("Cấp xã", "Commune"),
    "district": ("Cấp huyện", "District"),
    "department": ("Sở", "Department"),
    "province": ("Cấp tỉnh", "Province"),
    "ministry": ("Bộ", "Ministry"),
    COURT: ("Tòa án", "Court"),
}


@cache
def shipped_rules() -> tuple[CompetenceRule, ...]:
    return tuple(competence_from(row) for row in shipped_rows("competence", "rule"))
