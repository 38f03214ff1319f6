"""The first page for citizens: what can be done here, each with one link."""

from django.http import HttpRequest, HttpResponse

from gandan.portal.pages import public_page


def home(request: HttpRequest) -> HttpResponse:
    return public_page(request, "portal/home.html", {})


def letter_choose(request: HttpRequest) -> HttpResponse:
    """What is sent where: letters here, denunciations at the desk, tips without a name."""
    return public_page(request, "portal/letter_choose.html", {})
