"""How a public page is sent: never kept by the browser or a search engine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gandan.units.models import Unit


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page for a citizen; no session is opened and nothing of it is stored."""
    synthetic = Unit.objects.filter(is_synthetic=True).exists()
    response = render(request, template, {"synthetic": synthetic} | context, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
