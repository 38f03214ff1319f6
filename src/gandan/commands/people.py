"""`gandan person`: make an account with a duty at a unit; the password is asked, never shown."""

import argparse
import getpass
from datetime import date
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_OK, CommandError, say


def add(commands: Any) -> None:
    parser = commands.add_parser("person", help="tạo người dùng hoặc đặt lại mật khẩu")
    parser.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP")
    parser.add_argument("--name", metavar="HỌ_TÊN")
    parser.add_argument("--unit", metavar="MÃ", help="mã đơn vị")
    parser.add_argument("--duty", action="append", default=[], metavar="NHIỆM_VỤ")
    parser.add_argument("--post", default="", metavar="CHỨC_DANH")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    django_setup.require_migrated()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from gandan.accounts.models import User
    from gandan.audit.services import record

    person = User.objects.filter(username=args.username).first()
    is_new = person is None
    if person is None:
        if not args.name:
            raise CommandError("Người mới cần có --name.")
        person = User(username=args.username, full_name=args.name)
    password = getpass.getpass("Mật khẩu: ")
    if password != getpass.getpass("Nhập lại: "):
        raise CommandError("Hai lần nhập không giống nhau.")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    with transaction.atomic():
        person.set_password(password)
        person.save()
        record("person.created" if is_new else "person.password_changed", person, by=None)
        if args.unit:
            _appoint(person, args)
    say(f"{person.full_name} ({person.username}): {'đã tạo' if is_new else 'đã đặt mật khẩu'}.")
    return EXIT_OK


def _appoint(person: Any, args: argparse.Namespace) -> None:
    from gandan.units.models import Appointment, Duty, Unit

    unit = Unit.objects.filter(code=args.unit).first()
    if unit is None:
        raise CommandError(f"Không có đơn vị mang mã {args.unit}.")
    if unknown := set(args.duty) - set(Duty.values):
        raise CommandError(f"Không có nhiệm vụ {', '.join(unknown)}; có: {', '.join(Duty.values)}")
    Appointment.objects.create(
        person=person,
        unit=unit,
        post=args.post or "Cán bộ",
        duties=args.duty,
        since=date.today(),  # noqa: DTZ011 (the server's calendar day)
    )


def person_named(username: str | None) -> Any:
    """The person who acts, by user name; None for nobody in particular."""
    from gandan.accounts.models import User

    if username is None:
        return None
    found = User.objects.filter(username=username).first()
    if found is None:
        raise CommandError(f"Không có người dùng {username}.")
    return found
