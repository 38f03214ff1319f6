"""What a person decides about a concern; each step is on record and can be taken back.

Steps move links between concerns and letters. Letters, their texts and codes never change.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.concerns.models import Concern, ConcernStep, Membership

State = Concern.State
Decided = Membership.Decided


class StepNotAllowedError(Exception):
    """The concern is no longer in a state where this can be done; the message says why."""


@transaction.atomic
def confirm(concern: Concern, *, by: User) -> ConcernStep:
    """Make a suggestion a concern of the office; its members are kept from now on."""
    machine = list(_members(concern, Decided.MACHINE))
    _move(concern, State.SUGGESTED, State.CONFIRMED, confirmed_by=by, confirmed_at=timezone.now())
    concern.memberships.filter(decided=Decided.MACHINE).update(decided=Decided.KEPT)
    return _step(concern, "confirmed", by=by, before={"machine": machine})


@transaction.atomic
def rename(concern: Concern, title: str, *, by: User) -> ConcernStep:
    """Give the concern a name; renaming a suggestion confirms it."""
    if concern.state == State.SUGGESTED:
        confirm(concern, by=by)
    if concern.state != State.CONFIRMED:
        raise StepNotAllowedError(_("Chỉ đổi tên vấn đề đang theo dõi."))
    before = concern.title
    concern.title = title
    concern.save(update_fields=["title"])
    return _step(concern, "renamed", by=by, before={"title": before}, note=title)


@transaction.atomic
def dismiss(concern: Concern, reason: str, *, by: User) -> ConcernStep:
    """Say that this is no concern; the engine does not suggest it again."""
    was = concern.state
    if was not in {State.SUGGESTED, State.CONFIRMED}:
        raise StepNotAllowedError(_("Vấn đề này đã được gộp hoặc bỏ qua trước đó."))
    _move(concern, was, State.DISMISSED)
    return _step(concern, "dismissed", by=by, before={"state": was}, note=reason)


@transaction.atomic
def merge(target: Concern, others: Sequence[Concern], *, by: User) -> ConcernStep:
    """Put the letters of ``others`` into ``target``, which is confirmed by this."""
    if target.state == State.SUGGESTED:
        confirm(target, by=by)
    if target.state != State.CONFIRMED:
        raise StepNotAllowedError(_("Vấn đề nhận gộp phải đang được theo dõi."))
    before: dict[str, Any] = {"merged": []}
    for other in others:
        if other.pk == target.pk or other.scope_id != target.scope_id:
            raise StepNotAllowedError(_("Chỉ gộp các vấn đề khác nhau của cùng một phạm vi."))
        was = other.state
        moved = _add_members(target, list(_members(other, Decided.MACHINE, Decided.KEPT)))
        _move(other, was, State.MERGED, merged_into=target)
        before["merged"].append({"code": other.code, "state": was, "added": moved})
    recount(target)
    codes = ", ".join(other.code for other in others)
    return _step(target, "merged", by=by, before=before, note=codes)


@transaction.atomic
def split(concern: Concern, submissions: Sequence[int], title: str, *, by: User) -> Concern:
    """Take letters out into a confirmed concern of their own; they stay apart from now on."""
    own = set(_members(concern, Decided.MACHINE, Decided.KEPT))
    taken = [pk for pk in submissions if pk in own]
    if not taken or len(taken) == len(own):
        raise StepNotAllowedError(_("Chọn một phần số đơn để tách, không phải tất cả."))
    if concern.state == State.SUGGESTED:
        confirm(concern, by=by)
    (code,) = next_codes("VĐ", timezone.localdate().year, 1)
    part = Concern.objects.create(
        code=code,
        engine_key="s" + hashlib.blake2b(code.encode(), digest_size=8).hexdigest(),
        scope=concern.scope,
        title=title or concern.title,
        field=concern.field,
        topic=concern.topic,
        place=concern.place,
        state=State.CONFIRMED,
        confirmed_by=by,
        confirmed_at=timezone.now(),
    )
    concern.memberships.filter(submission_id__in=taken).update(decided=Decided.REMOVED)
    _add_members(part, taken)
    for one in (concern, part):
        recount(one)
    _step(concern, "split", by=by, before={"part": part.code, "taken": taken}, note=part.code)
    return part


@transaction.atomic
def undo(step: ConcernStep, *, by: User) -> None:
    """Take back the last step of a concern.

    Raises ``StepNotAllowedError`` when a later step stands on it or it was undone before.
    """
    concern = step.concern
    last = concern.steps.filter(undone_at=None).order_by("-id").first()
    if last is None or last.pk != step.pk:
        raise StepNotAllowedError(_("Chỉ hoàn tác được bước sau cùng."))
    _UNDO[step.name](concern, step.before)
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    record("concern.undone", concern, by=by, step=step.name)


def _undo_confirm(concern: Concern, before: dict[str, Any]) -> None:
    _move(concern, State.CONFIRMED, State.SUGGESTED, confirmed_by=None, confirmed_at=None)
    concern.memberships.filter(submission_id__in=before["machine"]).update(decided=Decided.MACHINE)


def _undo_rename(concern: Concern, before: dict[str, Any]) -> None:
    Concern.objects.filter(pk=concern.pk).update(title=before["title"])


def _undo_dismiss(concern: Concern, before: dict[str, Any]) -> None:
    _move(concern, State.DISMISSED, before["state"])


def _undo_merge(concern: Concern, before: dict[str, Any]) -> None:
    for one in before["merged"]:
        other = Concern.objects.get(code=one["code"])
        _move(other, State.MERGED, one["state"], merged_into=None)
        concern.memberships.filter(submission_id__in=one["added"]).delete()
    recount(concern)


def _undo_split(concern: Concern, before: dict[str, Any]) -> None:
    Concern.objects.filter(code=before["part"]).delete()
    concern.memberships.filter(submission_id__in=before["taken"]).update(decided=Decided.KEPT)
    recount(concern)


_UNDO = {
    "confirmed": _undo_confirm,
    "renamed": _undo_rename,
    "dismissed": _undo_dismiss,
    "merged": _undo_merge,
    "split": _undo_split,
}


def _members(concern: Concern, *decided: str) -> Sequence[int]:
    rows = concern.memberships.filter(decided__in=decided)
    return list(rows.values_list("submission_id", flat=True))


def _add_members(concern: Concern, submissions: Sequence[int]) -> list[int]:
    """Link letters that are not linked yet, as kept; return those that were added."""
    known = set(concern.memberships.values_list("submission_id", flat=True))
    fresh = [pk for pk in submissions if pk not in known]
    Membership.objects.bulk_create(
        [Membership(concern=concern, submission_id=pk, decided=Decided.KEPT) for pk in fresh], 500
    )
    return fresh


def recount(concern: Concern) -> None:
    """Size, first and last day anew from the letters that back the concern."""
    days = concern.submissions.exclude(memberships__decided=Decided.REMOVED).values_list(
        "received_on", flat=True
    )
    known = sorted(day for day in days if day)
    concern.size = concern.memberships.exclude(decided=Decided.REMOVED).count()
    concern.first_on, concern.last_on = (known[0], known[-1]) if known else (None, None)
    concern.save(update_fields=["size", "first_on", "last_on"])


def _move(concern: Concern, was: str, now: str, **fields: Any) -> None:
    """Compare-and-set of the state."""
    moved = Concern.objects.filter(pk=concern.pk, state=was).update(state=now, **fields)
    if not moved:
        raise StepNotAllowedError(_("Đã có người quyết định trước về vấn đề này."))
    concern.refresh_from_db()


def _step(
    concern: Concern, name: str, *, by: User, before: dict[str, Any], note: str = ""
) -> ConcernStep:
    step = ConcernStep.objects.create(
        concern=concern, name=name, at=timezone.now(), by=by, note=note[:500], before=before
    )
    record(f"concern.{name}", concern, by=by, note=note)
    return step
