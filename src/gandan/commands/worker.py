"""`gandan worker`: run background jobs until it is told to stop."""

import argparse
import signal
import threading
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_OK, tell


def add(commands: Any) -> None:
    parser = commands.add_parser("worker", help="chạy việc nền")
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    django_setup.require_migrated()
    from django.utils import timezone

    from gandan.audit.sequencing import sequence_entries
    from gandan.jobs import planning
    from gandan.jobs.services import run_all
    from gandan.jobs.worker import work

    if args.once:
        planning.plan(timezone.now())
        tell(f"Đã làm {run_all()} việc.")
        sequence_entries()
        return EXIT_OK
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    tell("Đang chờ việc. Dừng: Ctrl+C.")
    work(stop)
    return EXIT_OK
