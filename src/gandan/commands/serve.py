"""`gandan run` and `gandan up`: the server on the loopback interface, with a worker beside it."""

import argparse
import os
import socket
import sys
from typing import Any

from gandan.commands import demo, django_setup, migrate
from gandan.commands.console import EXIT_OK, CommandError, say, tell

DEFAULT_ADDRESS = "127.0.0.1:8000"


def add(commands: Any) -> None:
    server = commands.add_parser("run", help="chạy máy chủ")
    _address(server)
    server.set_defaults(run=run)
    up = commands.add_parser("up", help="chuẩn bị, nạp dữ liệu mô phỏng nếu trống, chạy máy chủ")
    _address(up)
    up.set_defaults(run=run_up)


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default=DEFAULT_ADDRESS, metavar="MÁY:CỔNG")
    parser.add_argument(
        "--no-worker", action="store_true", help="không chạy việc nền trong máy chủ"
    )


def run(args: argparse.Namespace) -> int:
    host, port = _host_and_port(args.bind)
    django_setup.start(local=_is_loopback(host))
    django_setup.require_migrated()
    _serve(host, port, worker=not args.no_worker)
    return EXIT_OK


def run_up(args: argparse.Namespace) -> int:
    """Idempotent: prepares what is missing, keeps what people entered, then serves."""
    host, port = _host_and_port(args.bind)
    django_setup.start(local=_is_loopback(host))
    migrate.apply()
    loaded = demo.load_if_empty()
    from gandan.demo.loading import sign_ins

    _check_free(host, port)
    say(f"\nGần Dân: http://{host}:{port}\n")
    for line in sign_ins():
        say(line)
    say("\nDữ liệu mô phỏng. Dừng máy chủ: Ctrl+C.\n")
    if loaded:
        _begin_anew(args)
    _serve(host, port, worker=not args.no_worker)
    return EXIT_OK


def _begin_anew(args: argparse.Namespace) -> None:
    """Become ``gandan run``: a process that has loaded the city cannot fork a server.

    Drawing its papers started threads that a forked process does not have, and the first PDF
    asked of the server waited for them for ever.
    """
    sys.stdout.flush()
    more = ["--no-worker"] if args.no_worker else []
    run_again = ["-m", "gandan.cli", "run", "--bind", args.bind, *more]
    os.execv(sys.executable, [sys.executable, *run_again])  # noqa: S606 (our own interpreter)


def _host_and_port(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise CommandError(f"Địa chỉ phải có dạng máy:cổng, ví dụ {DEFAULT_ADDRESS}.")
    return host.strip("[]"), int(port)


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cổng {port} đang bận. Dừng chương trình kia hoặc chọn cổng khác: "
                f"gandan run --bind {host}:{port + 1}"
            ) from error


def _serve(host: str, port: int, *, worker: bool) -> None:
    """One process, threads; the worker thread starts in the process that answers requests."""
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _check_free(host, port)
    tell("Chuẩn bị tệp tĩnh…")
    call_command("collectstatic", verbosity=0, interactive=False)
    os.environ["GANDAN_WORKER_THREAD"] = "1" if worker else "0"
    Granian(
        "gandan.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=min(8, 2 * (os.cpu_count() or 1)),
        log_level=LogLevels.warning,
    ).serve()
