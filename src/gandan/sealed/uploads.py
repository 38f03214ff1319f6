"""Uploads that hold an identity stay in memory: an upload in a temporary file would outlive it.

Views that receive a denunciation register their route here when their app starts.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from gandan.sealed.identity import LARGEST

TOO_LARGE = "gandan.upload_too_large"
_routes: set[str] = set()


def keep_in_memory(route: str) -> None:
    """Uploads to ``route`` ("app:name") never reach a disk."""
    _routes.add(route)


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file was left out because all together were too large; tell the person."""
    return bool(request.META.get(TOO_LARGE))


class MemoryOnlyHandler(MemoryFileUploadHandler):
    """Holds every file in memory up to the size of an envelope, and drops what is beyond."""

    received = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.received > LARGEST:
            self.file.close()
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


class MemoryUploadMiddleware:
    """Choose the handler before anything reads the request; stands before the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        match = request.resolver_match
        if match and match.view_name in _routes:
            request.upload_handlers = [MemoryOnlyHandler(request)]
