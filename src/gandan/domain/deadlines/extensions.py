"""What an extension needs: the law allows it, it is short enough, the finding is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gandan.domain.deadlines.criteria import Finding, complexity_faults
from gandan.domain.deadlines.limits import TimeLimit


@dataclass(frozen=True)
class Extension:
    """One extension of a term by ``amount`` of its unit; who decided it and on which finding."""

    amount: int
    finding: Finding | None = None
    decided_on: date | None = None
    by: str = ""


def size_faults(limit: TimeLimit, extensions: Sequence[Extension]) -> list[str]:
    """Whether there are too many extensions or one is too long, in words."""
    if not extensions:
        return []
    rule = limit.extension
    if rule is None:
        return [f"Luật không cho gia hạn thời hạn {limit.code}."]
    faults = []
    if len(extensions) > rule.most:
        faults.append(f"Thời hạn {limit.code} chỉ được gia hạn {rule.most} lần.")
    if any(not 1 <= extension.amount <= rule.amount for extension in extensions):
        faults.append(f"Mỗi lần gia hạn từ 1 đến {rule.amount} {limit.unit.label}.")
    return faults


def extension_faults(limit: TimeLimit, extensions: Sequence[Extension]) -> list[str]:
    """Why the last of ``extensions`` may not be granted, in words; empty when it may.

    A first extension needs one criterion, a second one two, each with a note
    (Law 25/2018/QH14, art. 30; Decree 31/2019/NĐ-CP, art. 3).
    """
    faults = size_faults(limit, extensions)
    if faults or limit.extension is None:
        return faults
    needed = limit.extension.criteria[len(extensions) - 1]
    return complexity_faults(extensions[-1].finding, needed=needed)
