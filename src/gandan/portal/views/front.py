"""The first page for citizens: what can be done here, each with one link."""

from django.http import HttpRequest, HttpResponse

from gandan.portal.pages import public_page


def home(request: HttpRequest) -> HttpResponse:
    return public_page(request, "portal/home.html", {})
