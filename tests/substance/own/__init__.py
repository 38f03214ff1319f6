"""Own reports: consistent ones, and passages with one fault each."""

import re
from pathlib import Path

HERE = Path(__file__).parent
TITLE = "Báo cáo công tác dân vận năm 2025 của phường\n\n"


def _pieces(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return text.split("\n===\n")


def consistent() -> list[str]:
    return _pieces("consistent.txt")


def faulty() -> list[tuple[str, str]]:
    """Kind of fault and the passage under a title."""
    found = []
    for piece in _pieces("faulty.txt"):
        kind, text = piece.split("\n", 1)
        found.append((kind, TITLE + text))
    return found


def pairs() -> list[tuple[str, str, str]]:
    """The relation, the report with its right figure, and with the wrong one."""
    found = []
    for piece in _pieces("pairs.txt"):
        kind, text = piece.strip("\n").split("\n", 1)
        right, wrong = (re.sub(r"\{([^|}]*)\|([^}]*)\}", rf"\{n}", text) for n in (1, 2))
        found.append((kind, right, wrong))
    return found
