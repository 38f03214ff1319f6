"""`gandan migrate`: bring the database and the shipped law to this version; safe to run again."""

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

    from gandan.jobs.upkeep import refresh_figures
    from gandan.law.services.seeding import seed

    call_command("migrate", verbosity=0, interactive=False)
    refresh_figures()
    seeded = seed()
    tell("Cơ sở dữ liệu đã cập nhật.")
    if seeded.changed:
        tell(f"Quy định đi kèm phần mềm: {seeded.changed} dòng mới hoặc đổi.")
    if seeded.kept:
        tell(f"{seeded.kept} dòng đơn vị đã sửa được giữ nguyên; xem trang Cơ sở pháp lý.")
