"""What of an entry goes into the tree: its own fields as they are, its details as commitments.

Details may hold personal data that must be erased one day. So the leaf holds a salted hash of
each; when a detail and its salt are gone, the hash stays and says nothing, and the tree still
agrees. The random ``uid`` keeps a leaf from being guessed by its hash.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from gandan.core.canonical import canonical, encode


class Row(NamedTuple):
    """An entry as it is stored; ``position`` counts from 1, None before it is in the tree.

    ``erased`` is empty, or holds ``hashes`` of the details that are gone and ``salts`` of those
    that stayed. ``earlier`` is the hash that the linear chain of version 0.1 gave the entry.
    """

    position: int | None
    uid: str
    at: datetime
    actor: int | None
    actor_name: str
    action: str
    kind: str
    subject: str
    data_class: str
    details: Mapping[str, Any]
    salt: str
    erased: Mapping[str, Mapping[str, str]]
    earlier: str = ""


def leaf_of(row: Row) -> bytes:
    """The bytes whose hash is the leaf."""
    content: dict[str, Any] = {
        "uid": row.uid,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "name": row.actor_name,
        "action": row.action,
        "kind": row.kind,
        "subject": row.subject,
        "details": commitments(row),
    }
    if row.data_class:
        content["class"] = row.data_class
    if row.earlier:
        content["earlier"] = row.earlier
    return encode(content)


def commitments(row: Row) -> dict[str, str]:
    """The salted hash of each detail, erased or not."""
    found = dict(row.erased["hashes"]) if row.erased else {}
    for name, value in row.details.items():
        salt = row.erased["salts"][name] if row.erased else salt_for(row.salt, name)
        found[name] = commitment(salt, value)
    return found


def salt_for(salt: str, name: str) -> str:
    """The salt of one detail: giving it away gives away no other."""
    return hashlib.sha256(bytes.fromhex(salt) + name.encode()).hexdigest()


def commitment(salt: str, value: Any) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + canonical(value)).hexdigest()


def erase(row: Row, names: frozenset[str]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The details and the ``erased`` of ``row`` after the details ``names`` are taken out."""
    hashes = commitments(row)
    gone = (set(row.erased["hashes"]) if row.erased else set()) | (names & set(row.details))
    kept = {name: value for name, value in row.details.items() if name not in gone}
    salts = {
        name: row.erased["salts"][name] if row.erased else salt_for(row.salt, name) for name in kept
    }
    return kept, {"hashes": {name: hashes[name] for name in sorted(gone)}, "salts": salts}
