"""Draft, edit and freeze digests. A frozen digest never changes; its hash says so."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.concerns.corpus import letters_of, with_labels
from gandan.concerns.models import Concern
from gandan.concerns.services.running import decisions_of
from gandan.domain.periods import Period
from gandan.overview.handling import handling_of
from gandan.overview.models import Digest
from gandan.synthesis import digest_to_json, synthesize
from gandan.units.models import Unit

EDITABLE = ("foreword", "closing")


class DigestFrozenError(Exception):
    """A frozen digest can be copied into a new draft, never changed."""


def compute(scope: Unit, period: Period, *, day: date) -> dict[str, Any]:
    """The digest of ``period`` from the register as it stands: JSON of version 1.

    Letters received after the period are left out. Confirmed classes, confirmed concerns and
    their names count; the rest is the engine's suggestion and marked as such.
    """
    letters = letters_of(scope, day)
    keep = [
        i
        for i, received in enumerate(letters.corpus.days.tolist())
        if received is None or received < period.until
    ]
    corpus, suggestions = with_labels(letters, keep)
    decisions = decisions_of(scope)
    found = synthesize(
        corpus,
        period=period,
        previous=period.previous(),
        decisions=decisions,
        suggestions=suggestions,
    )
    content = digest_to_json(found)
    names = dict(
        Concern.objects.filter(scope=scope, state=Concern.State.CONFIRMED).values_list(
            "engine_key", "title"
        )
    )
    for concern in content["concerns"]:
        concern["title"] = names.get(concern["id"], concern["title"])
    content["handling"] = handling_of(scope, period, day)
    return content


@transaction.atomic
def draft(scope: Unit, period: Period, *, title: str, by: User, day: date) -> Digest:
    """Make a draft for ``period``."""
    digest = Digest.objects.create(
        title=title or f"Tổng hợp tình hình nhân dân {period.label}",
        scope=scope,
        label=period.label,
        since=period.since,
        until=period.until,
        content=compute(scope, period, day=day),
        created_by=by,
    )
    record("digest.drafted", str(digest.code), by=by, period=period.label)
    return digest


@transaction.atomic
def recompute(digest: Digest, *, by: User, day: date) -> None:
    """Take the figures from the register again; what was written by hand stays."""
    _require_draft(digest)
    make_anew(digest, day=day)
    digest.save(update_fields=["edited_at"])
    record("digest.edited", str(digest.code), by=by, what="figures")


def make_anew(digest: Digest, *, day: date) -> None:
    """Compute a draft again without a trace of when: nobody must learn why."""
    period = Period(digest.label, digest.since, digest.until)
    digest.content = compute(digest.scope, period, day=day)
    drafts = Digest.objects.filter(pk=digest.pk, state=Digest.State.DRAFT)
    drafts.update(content=digest.content)


@transaction.atomic
def edit(digest: Digest, *, title: str, parts: dict[str, str], by: User) -> None:
    _require_draft(digest)
    digest.title = title
    digest.edits = {name: parts.get(name, "") for name in EDITABLE}
    digest.save(update_fields=["title", "edits", "edited_at"])
    record("digest.edited", str(digest.code), by=by, what="text")


@transaction.atomic
def freeze(digest: Digest, *, by: User) -> str:
    """Fix the content for ever and return its hash. Raises ``DigestFrozenError``."""
    now = timezone.now()
    digest.refresh_from_db()
    total = content_hash(digest)
    moved = Digest.objects.filter(pk=digest.pk, state=Digest.State.DRAFT).update(
        state=Digest.State.FROZEN, content_hash=total, frozen_by=by, frozen_at=now
    )
    if not moved:
        raise DigestFrozenError
    record("digest.frozen", str(digest.code), by=by, hash=total)
    digest.refresh_from_db()
    return total


@transaction.atomic
def delete_draft(digest: Digest, *, by: User) -> None:
    _require_draft(digest)
    record("digest.deleted", str(digest.code), by=by, title=digest.title)
    digest.delete()


def content_hash(digest: Digest) -> str:
    """SHA-256 over everything that a reader of the digest sees."""
    body = {
        "title": digest.title,
        "scope": digest.scope.code,
        "label": digest.label,
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "content": digest.content,
        "edits": digest.edits,
    }
    plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _require_draft(digest: Digest) -> None:
    if not Digest.objects.filter(pk=digest.pk, state=Digest.State.DRAFT).exists():
        raise DigestFrozenError
