"""Put sign-ins and failed tries on record; allauth and Django offer signals only for this."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from gandan.audit.services import record


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="gandan.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="gandan.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="gandan.sign_in_failed")


def _signed_in(user: Any, **_: Any) -> None:
    record("person.signed_in", user, by=user)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        record("person.signed_out", user, by=user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    record("person.sign_in_failed", str(credentials.get("username", ""))[:60], by=None)
