"""RESULTS.md: one section for each part; a part that is run alone replaces only its own."""

import os
import platform
import re
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def write(part: str, title: str, lines: list[str], packages: list[str]) -> str:
    """Put the section of ``part`` into RESULTS.md; return it."""
    machine = f"{os.cpu_count()} cores, {_model()}, load {os.getloadavg()[0]:.1f} at the end"
    versions = ", ".join([f"Python {platform.python_version()}", *packages])
    section = "\n".join(
        [
            f"## {title}",
            "",
            f"{time.strftime('%d/%m/%Y')}; {machine};",
            f"{versions}; commit {_commit()}; command `make bench PART={part}`.",
            "",
            *lines,
            "",
        ]
    )
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n"
    mark = re.compile(rf"<!-- {part} -->.*?<!-- /{part} -->\n", re.DOTALL)
    block = f"<!-- {part} -->\n{section}<!-- /{part} -->\n"
    text = mark.sub(lambda _m: block, text) if mark.search(text) else f"{text}\n{block}"
    RESULTS.write_text(text, "utf-8")
    return section


def installed(*names: str) -> list[str]:
    return [f"{name} {version(name)}" for name in names]


def _model() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def _commit() -> str:
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
