"""Draft, compute again and freeze packs. A frozen pack never changes; its hash says so."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.briefing.assembly import FEWEST, MOST
from gandan.briefing.gathering.book import Book
from gandan.briefing.gathering.composing import compose
from gandan.briefing.models import Pack, PackSource
from gandan.briefing.publishing import fit_on_paper
from gandan.briefing.services.refusals import PackChangedError, PackRefusedError
from gandan.core import moment
from gandan.domain.periods import Period
from gandan.units.models import Unit

FIGURES = (5, 4, 3)


@transaction.atomic
def draft(scope: Unit, period: Period, *, title: str, by: User, day: date) -> Pack:
    """Make a draft for ``period`` from the register as it stands on ``day``."""
    last = last_pack(scope, period)
    content, book = compose(scope, period, day=day, last=last)
    pack = Pack(
        title=title or _first_upper(period.label),
        scope=scope,
        label=period.label,
        since=period.since,
        until=period.until,
        last=last,
        content=content,
        created_by=by,
        created_at=moment.now(),
    )
    _choose_problems(pack)
    pack.save()
    _keep(pack, book)
    record("pack.drafted", str(pack.code), by=by, period=period.label)
    return pack


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def last_pack(scope: Unit, period: Period) -> Pack | None:
    """The newest frozen pack of the scope on an earlier period."""
    rows = Pack.objects.filter(scope=scope, state=Pack.State.FROZEN, until__lt=period.until)
    return rows.order_by("-until", "-frozen_at").first()


def _choose_problems(pack: Pack) -> None:
    """As much as stands on one page: five problems, four, or three, then shorter parts.

    What is left off for want of room is listed beside the page and can be brought back.
    """
    keys = [row["key"] for row in pack.content["problems"]]
    most = max(FEWEST, min(MOST, len(keys)))
    spare = _spare(pack.content["parts"])
    tries = [(n, FIGURES[0], 0) for n in range(most, FEWEST - 1, -1)]
    tries += [(FEWEST, FIGURES[0], n) for n in range(1, len(spare) + 1)]
    tries += [(FEWEST, figures, len(spare)) for figures in FIGURES[1:]]
    for problems, figures, left_off in tries:
        pack.content["shown"] = keys[:problems]
        pack.content["figures_on_page"] = figures
        pack.content["left_off"] = spare[:left_off]
        fit = fit_on_paper(pack, pack.edits)
        pack.pages, pack.lines_over = fit.pages, fit.over
        if fit.pages == 1:
            return


def _spare(parts: dict[str, Any]) -> list[str]:
    """Sentences that a page can do without, the first to go first."""
    found = [row["id"] for row in parts["unknown"] if row["id"] == "unknown:machine"]
    found += [row["id"] for row in parts["worse"][1:] if row["id"] == "worse:growing"]
    found += [row["id"] for row in parts["tasks"][2:]]
    found += [row["id"] for row in parts["asks"][1:]]
    rounds = [row["id"] for row in parts["unknown"] if row["id"].startswith("unknown:round:")]
    return found + rounds[1:]


def _keep(pack: Pack, book: Book) -> None:
    PackSource.objects.bulk_create(
        [
            PackSource(
                pack=pack,
                key=one.key,
                kind=one.kind,
                label=one.label[:300],
                unit=one.unit,
                total=one.total,
                rows=one.rows,
            )
            for one in book.entries.values()
        ],
        batch_size=100,
    )


@transaction.atomic
def recompute(pack: Pack, *, by: User, day: date) -> None:
    """Take everything from the register again; what people wrote and chose stays."""
    make_anew(pack, day=day)
    record("pack.edited", str(pack.code), by=by, what="figures")


@transaction.atomic
def make_anew(pack: Pack, *, day: date) -> None:
    """Compute a draft again without a trace of when: nobody must learn why.

    Raises ``PackRefusedError`` for a frozen pack.
    """
    period = pack.period
    pack.last = last_pack(pack.scope, period)
    pack.content, book = compose(pack.scope, period, day=day, last=pack.last)
    _choose_problems(pack)
    moved = Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT, revision=pack.revision).update(
        content=pack.content,
        last=pack.last,
        pages=pack.pages,
        lines_over=pack.lines_over,
        revision=F("revision") + 1,
    )
    if not moved:
        refuse(pack)
    pack.sources.all().delete()
    _keep(pack, book)
    pack.refresh_from_db()


@transaction.atomic
def freeze(pack: Pack, *, by: User) -> str:
    """Fix the pack for ever and return its hash.

    Raises ``PackRefusedError`` when it does not fit on one page, was changed meanwhile, or is
    frozen already.
    """
    if not pack.fits:
        raise PackRefusedError(_("Phần đầu dài hơn một trang. Rút gọn rồi chốt."))
    total = content_hash(pack)
    moved = Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT, revision=pack.revision).update(
        state=Pack.State.FROZEN, content_hash=total, frozen_by=by, frozen_at=moment.now()
    )
    if not moved:
        refuse(pack)
    record("pack.frozen", str(pack.code), by=by, hash=total)
    pack.refresh_from_db()
    return total


@transaction.atomic
def delete_draft(pack: Pack, *, by: User) -> None:
    if not Pack.objects.filter(pk=pack.pk, state=Pack.State.DRAFT).exists():
        refuse(pack)
    record("pack.deleted", str(pack.code), by=by, title=pack.title)
    pack.delete()


def refuse(pack: Pack) -> None:
    """Say why a compare-and-set found nothing. Always raises ``PackRefusedError``."""
    if Pack.objects.filter(pk=pack.pk, state=Pack.State.FROZEN).exists():
        raise PackRefusedError(_("Tài liệu đã chốt, không sửa được."))
    raise PackChangedError(_("Người khác vừa sửa tài liệu này. Xem lại rồi làm lại."))


def content_hash(pack: Pack) -> str:
    """SHA-256 over everything that a reader of the pack sees or can open from it."""
    sources = pack.sources.order_by("id").values_list(
        "key", "kind", "label", "unit", "total", "rows"
    )
    body = {
        "title": pack.title,
        "scope": pack.scope.code,
        "label": pack.label,
        "since": pack.since.isoformat(),
        "until": pack.until.isoformat(),
        "last": str(pack.last.code) if pack.last else None,
        "content": pack.content,
        "edits": pack.edits,
        "sources": [[*row[:4], f"{row[4]:.2f}", row[5]] for row in sources],
    }
    plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
