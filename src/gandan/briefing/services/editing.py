"""Change a draft sentence by sentence; each change can be taken back.

Each function takes ``after``, the revision that the person saw, and raises
``PackRefusedError`` when the pack was frozen or changed meanwhile or the change makes no sense.
"""

import copy
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.briefing.assembly import MOST, PARTS
from gandan.briefing.models import Pack, PackChange
from gandan.briefing.publishing import fit_on_paper, page_of
from gandan.briefing.services.drafting import refuse
from gandan.briefing.services.refusals import PackRefusedError
from gandan.core import moment

LONGEST = 600
What = PackChange.What


@transaction.atomic
def write_sentence(pack: Pack, id: str, text: str, *, after: int, by: User) -> None:
    """Put a sentence in other words; an empty text takes it out."""
    plain = _plain(text)
    edits = _copy(pack)
    if id.startswith("own:"):
        _write_own(edits, id, plain, by)
    else:
        found = page_of(pack).find(id)
        if found is None:
            raise PackRefusedError(_("Câu này không còn trong tài liệu."))
        if id.endswith(":title") and not plain:
            raise PackRefusedError(_("Tên vấn đề không được để trống. Muốn bỏ thì bỏ cả vấn đề."))
        edits.setdefault("sentences", {})[id] = _signed(plain, by)
    _change(pack, edits, What.REWRITTEN if plain else What.TAKEN_OUT, after=after, by=by)


@transaction.atomic
def return_to_machine(pack: Pack, id: str, *, after: int, by: User) -> None:
    """Take the machine's own words again."""
    edits = _copy(pack)
    if edits.get("sentences", {}).pop(id, None) is None:
        raise PackRefusedError(_("Câu này đang là lời của máy."))
    _change(pack, edits, What.RETURNED, after=after, by=by)


@transaction.atomic
def add_sentence(
    pack: Pack, part: str, text: str, *, after: int, by: User, extra: dict[str, Any] | None = None
) -> None:
    """A sentence of a person's own, marked as such. ``part`` may be the key of a problem."""
    plain = _plain(text)
    keys = {problem.key for problem in page_of(pack).problems}
    if not plain or part not in {*PARTS, *keys}:
        raise PackRefusedError(_("Ghi câu cần thêm."))
    edits = _copy(pack)
    row: dict[str, Any] = {"id": f"own:{uuid.uuid4().hex[:12]}:own", **_signed(plain, by)}
    if extra:
        row["extra"] = extra
    edits.setdefault("own", {}).setdefault(part, []).append(row)
    _change(pack, edits, What.WRITTEN, after=after, by=by)


@transaction.atomic
def drop_problem(pack: Pack, key: str, reason: str, *, after: int, by: User) -> None:
    """Take a problem off the page, with the reason."""
    shown = _shown(pack)
    if key not in shown:
        raise PackRefusedError(_("Vấn đề này không còn trên trang."))
    edits = _with_reason(pack, key, reason, "dropped", by)
    edits["shown"] = [one for one in shown if one != key]
    _change(pack, edits, What.DROPPED, after=after, by=by)


@transaction.atomic
def add_problem(pack: Pack, key: str, reason: str, *, after: int, by: User) -> None:
    """Bring a problem onto the page, with the reason."""
    shown, known = _shown(pack), {row["key"] for row in pack.content["problems"]}
    if key in shown or key not in known:
        raise PackRefusedError(_("Vấn đề này đã có trên trang, hoặc không còn trong kỳ."))
    if len(shown) >= MOST:
        raise PackRefusedError(_("Trang nêu nhiều nhất năm vấn đề. Bỏ bớt một vấn đề rồi thêm."))
    edits = _with_reason(pack, key, reason, "added", by)
    edits["shown"] = [*shown, key]
    _change(pack, edits, What.ADDED, after=after, by=by)


@transaction.atomic
def move_problem(pack: Pack, key: str, step: int, *, after: int, by: User) -> None:
    """Move a problem up (-1) or down (1)."""
    shown = _shown(pack)
    if key not in shown or not 0 <= shown.index(key) + step < len(shown):
        raise PackRefusedError(_("Vấn đề này không chuyển được nữa."))
    place = shown.index(key)
    shown[place], shown[place + step] = shown[place + step], shown[place]
    edits = _copy(pack) | {"shown": shown}
    _change(pack, edits, What.MOVED, after=after, by=by)


@transaction.atomic
def rename(pack: Pack, title: str, *, by: User) -> None:
    plain = _plain(title)[:200]
    if not plain:
        raise PackRefusedError(_("Ghi tên tài liệu."))
    if not Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT).update(
        title=plain, revision=F("revision") + 1
    ):
        refuse(pack)
    pack.refresh_from_db()
    _measure(pack)
    record("pack.edited", str(pack.code), by=by, what="title")


@transaction.atomic
def undo(pack: Pack, *, by: User) -> str:
    """Take the last change back and say which it was. Raises ``PackRefusedError``."""
    last = pack.changes.filter(undone_at=None).order_by("-id").first()
    if last is None:
        raise PackRefusedError(_("Không còn thay đổi nào để hoàn tác."))
    _write(pack, last.before, after=pack.revision)
    PackChange.objects.filter(pk=last.pk).update(undone_at=moment.now())
    record("pack.edited", str(pack.code), by=by, what="undo")
    return str(last.get_what_display())


def _change(pack: Pack, edits: dict[str, Any], what: str, *, after: int, by: User) -> None:
    before = pack.edits
    _write(pack, edits, after=after)
    PackChange.objects.create(pack=pack, what=what, before=before, by=by, at=moment.now())
    record("pack.edited", str(pack.code), by=by, what="text")


def _write(pack: Pack, edits: dict[str, Any], *, after: int) -> None:
    fit = fit_on_paper(pack, edits)
    moved = Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT, revision=after).update(
        edits=edits, pages=fit.pages, lines_over=fit.over, revision=F("revision") + 1
    )
    if not moved:
        refuse(pack)
    pack.refresh_from_db()


def _measure(pack: Pack) -> None:
    fit = fit_on_paper(pack, pack.edits)
    drafts = Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT)
    drafts.update(pages=fit.pages, lines_over=fit.over)
    pack.refresh_from_db()


def _with_reason(pack: Pack, key: str, reason: str, did: str, by: User) -> dict[str, Any]:
    plain = _plain(reason)
    if not plain:
        raise PackRefusedError(_("Ghi lý do: người đọc tài liệu cần biết."))
    edits = _copy(pack)
    edits.setdefault("reasons", {})[key] = {"did": did, **_signed(plain, by)}
    return edits


def _write_own(edits: dict[str, Any], id: str, text: str, by: User) -> None:
    for part, rows in edits.get("own", {}).items():
        for place, row in enumerate(rows):
            if row["id"] == id:
                edits["own"][part][place : place + 1] = [row | _signed(text, by)] if text else []
                return
    raise PackRefusedError(_("Câu này không còn trong tài liệu."))


def _signed(text: str, by: User) -> dict[str, str]:
    return {"text": text, "by": str(by), "on": moment.today().isoformat()}


def _shown(pack: Pack) -> list[str]:
    return [problem.key for problem in page_of(pack).problems]


def _copy(pack: Pack) -> dict[str, Any]:
    return copy.deepcopy(pack.edits)


def _plain(text: str) -> str:
    return " ".join(text.split())[:LONGEST]
