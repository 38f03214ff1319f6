"""The linear chain of version 0.1, frozen: it lets old marks be compared and old logs re-anchored.

Nothing here may change: the hashes were written by these very lines.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

START = hashlib.sha256(b"gandan audit log v1").hexdigest()


def link(previous: str, content: Mapping[str, Any]) -> str:
    """The hash of an entry that follows the entry with the hash ``previous``."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
