"""Run every check and every test, on both databases and in the browser.

All parts run even when one fails; the end tells which failed, how long each took and how many
tests passed. Missing PostgreSQL or Chromium is a failure, never a skip. Three parts run side by
side: a part keeps one core busy at most, and each waits now and then for its database or its
browser. The engine's loops are compiled first, beside parts that need none of them: on a clean
machine each of the parts that follow would compile the same loops at the same time.
"""

import argparse
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
# Those that need the engine's loops come last: by then they are compiled.
PURE = [
    "vietnamese",
    "domain",
    "documents",
    "readers",
    "sealed",
    "audit",
    "architecture",
    "substance",
    "demo",
    "synthesis",
]
DJANGO = [
    "tests/desk",
    "tests/core",
    "tests/reports",
    "tests/statutory",
    "tests/briefing",
    "tests/portal",
]
PACKAGES = ["postgresql", "chromium", "fonts-dejavu-core"]
DEFAULTS = {
    "GANDAN_SECRET_KEY": "only-for-tests",
    "GANDAN_LOCAL": "1",
    "DJANGO_SETTINGS_MODULE": "gandan.config.settings",
}


@dataclass
class Report:
    rows: list[tuple[str, bool, float]] = field(default_factory=list)
    passed: int = 0
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, good: bool, seconds: float, told: str = "") -> None:
        """Note how a part ended and print what it said, whole, when it has ended."""
        counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|error)", told)}
        with self.lock:
            print(f"\n== {name}\n" + "\n".join(told.splitlines()[-80:]), flush=True)
            self.passed += counts.get("passed", 0)
            self.failed += counts.get("failed", 0) + counts.get("error", 0)
            self.rows.append((name, good, seconds))

    @property
    def good(self) -> bool:
        return all(good for _, good, _ in self.rows)


def run(report: Report, name: str, command: list[str], **environment: str) -> None:
    """Run one part; its count of tests is read from the end of its output."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | DEFAULTS | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    report.add(name, done.returncode == 0, time.monotonic() - started, done.stdout)


def checks(report: Report) -> None:
    run(report, "ruff check", [str(BIN / "ruff"), "check", "."])
    run(report, "ruff format", [str(BIN / "ruff"), "format", "--check", "."])
    run(report, "mypy --strict", [str(BIN / "mypy")])
    run(report, "import contracts", [str(BIN / "lint-imports")])
    templates = [str(BIN / "djlint"), "src", "--lint", "--quiet"]
    run(report, "template lint", templates)
    admin = [str(BIN / "python"), "-m", "django"]
    deploy = {
        "GANDAN_LOCAL": "0",
        "GANDAN_HOSTS": "x",
        "GANDAN_SECRET_KEY": secrets.token_urlsafe(60),
    }
    run(
        report, "check --deploy", [*admin, "check", "--deploy", "--fail-level", "WARNING"], **deploy
    )
    run(report, "migrations", [*admin, "makemigrations", "--check", "--dry-run"])


def pytest(report: Report, name: str, paths: list[str], *more: str, **environment: str) -> None:
    command = [str(BIN / "python"), "-m", "pytest", *more, *paths]
    run(report, name, command, **environment)


def install_packages() -> None:
    """Install Debian's packages that are missing, where this is root."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(install, env=environment, check=False, **quiet)


def missing() -> list[str]:
    needs = {"postgresql": server_programs() is not None, "chromium": bool(chromium())}
    return [name for name, found in needs.items() if not found]


def chromium() -> str | None:
    return shutil.which("chromium")


def server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgresql(*settings: str) -> Iterator[str]:
    """A server of its own in a temporary folder: a socket, no network, a plain user.

    ``settings`` are those of the server that are not as they come: "shared_buffers=1GB".
    """
    programs = server_programs()
    if programs is None:
        raise RuntimeError("postgresql is not installed")
    folder = Path(tempfile.mkdtemp(prefix="gandan-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "cwd": folder}
    make = [str(programs / "initdb"), "-D", str(data), "-U", "gandan", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*as_user, *make, "--locale=C.UTF-8"], check=True, **quiet)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off"
    options += " -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c jit=off"
    options += "".join(f" -c {setting}" for setting in settings)
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    log = str(folder / "log")
    subprocess.run([*control, "-l", log, "-o", options, "start"], check=True, **quiet)
    try:
        yield f"postgresql://gandan@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def on_postgresql(report: Report) -> None:
    try:
        with postgresql() as address:
            pytest(report, "Django on PostgreSQL", DJANGO, GANDAN_DATABASE=address)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        report.add("Django on PostgreSQL", False, 0, f"PostgreSQL: {error}")


def in_browser(report: Report) -> None:
    if chromium():
        pytest(report, "browser", ["tests/browser"], DJANGO_ALLOW_ASYNC_UNSAFE="1")
    else:
        report.add("browser", False, 0, "Chromium: not installed")


def side_by_side(parts: list[Callable[[], None]]) -> None:
    """Run the parts on three threads, in this order."""
    with ThreadPoolExecutor(max_workers=3) as lanes:
        for running in [lanes.submit(part) for part in parts]:
            running.result()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--fast", action="store_true", help="lint, types, imports, pure tests")
    arguments.add_argument(
        "--packages", action="store_true", help="only install what the tests need of the system"
    )
    asked = arguments.parse_args()
    if asked.packages:
        install_packages()
        return 0
    fast = asked.fast
    report = Report()
    started = time.monotonic()
    plain = ["-p", "no:django", "-p", "no:playwright"]
    parts = [
        lambda: checks(report),
        lambda: pytest(report, "pure tests", [f"tests/{name}" for name in PURE], *plain),
    ]
    if not fast:
        install_packages()
        if lacking := missing():
            print(f"Thiếu {', '.join(lacking)}. Cài bằng: apt-get install {' '.join(PACKAGES)}")
        compile_loops = [str(BIN / "python"), "-m", "gandan.cli", "compile"]
        parts = [
            lambda: run(report, "compile the loops", compile_loops),
            *parts,
            lambda: on_postgresql(report),
            lambda: pytest(report, "Django on SQLite", DJANGO, GANDAN_DATABASE=""),
            lambda: in_browser(report),
            lambda: pytest(report, "cluster", ["tests/cluster"], *plain),
        ]
    side_by_side(parts)
    print("\n== Tổng kết")
    for name, good, seconds in report.rows:
        print(f"{'được' if good else 'HỎNG':5} {seconds:7.1f} s  {name}")
    print(f"{time.monotonic() - started:.0f} giây")
    print(f"{report.passed} passed, {report.failed} failed")
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
