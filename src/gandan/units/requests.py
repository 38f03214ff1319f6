"""The request as views see it: it passed the access table, so a person is signed in."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gandan.accounts.models import User


class StaffRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
    # The duties that open the route (gandan.config.access): where one is held, one writes.
    asked_duties: frozenset[str]
