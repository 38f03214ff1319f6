"""A message with a way back: "Đã gộp 2 đơn. Hoàn tác"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True)
class Undo:
    """Where the form behind "Hoàn tác" goes and the values it sends."""

    url: str
    values: Sequence[tuple[str, str]] = ()


def done(request: HttpRequest, text: str, undo: Undo | None = None) -> None:
    """Tell the person what was done; with ``undo`` the next page offers the way back."""
    messages.success(request, text)
    if undo is not None:
        request.session["undo"] = {"url": undo.url, "values": [list(v) for v in undo.values]}


def take_undo(request: HttpRequest) -> dict[str, Any] | None:
    """The undo of the last action, once; base pages show it beside the message."""
    found: dict[str, Any] | None = request.session.pop("undo", None)
    return found
