"""`gandan migrate`: bring the database to this version; safe to run again."""

import argparse
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_OK, tell


def add(commands: Any) -> None:
    parser = commands.add_parser("migrate", help="cập nhật cơ sở dữ liệu")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    apply()
    return EXIT_OK


def apply() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    tell("Cơ sở dữ liệu đã cập nhật.")
