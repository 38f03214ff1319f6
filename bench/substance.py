"""Measure the checks of reports: precision and recall by rule on the development documents.

The documents stand beside the repository, in
shared/data; where they are absent only the speed is measured. The rules were written with
these documents at hand, so the figures are no promise for others.
"""

import json
import re
import time
from collections import Counter
from pathlib import Path

from bench import table
from gandan.substance import Document, Finding, Severity, check

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT.parent / "shared" / "data" / "documents_dev.jsonl"
if not DOCUMENTS.exists():  # a worktree stands one folder deeper
    DOCUMENTS = ROOT.parent.parent / "shared" / "data" / "documents_dev.jsonl"
# What a careful official wrote, and the rules that say it.
SAYS = (
    (r"within its time limit", ("claim.within_time",)),
    (r"period ends", ("period.cut",)),
    (r"% unexplained|: \d+% unexplained", ("share.unexplained",)),
    (r"decreases add up", ("change.parts",)),
    (
        r"^FLAG \d[\d+-]*=\d+.*not|unexplained|=\d+ > \d+",
        ("sum.parts", "balance.left", "sum.exceeds"),
    ),
    (r"one figure only|zero figures", ("report.few_figures",)),
    (r"without place", ("problem.unplaced",)),
    (r"without unit and deadline|no deadline", ("task.open", "task.no_date")),
    (r"not recorded", ("claim.unrecorded",)),
    (r"count missing", ("claim.uncounted",)),
    (r"catch-all", ("parts.lopsided",)),
    (r"roadmap", ("claim.no_date",)),
    (r"before/after", ("models.no_effect",)),
    (r"vague praise|only praise", ("empty.claim",)),
    (r"which units|inspection board", ("empty.which",)),
)
PARAGRAPH = (
    "Trong quý, phường tiếp 129 lượt công dân, gồm 87 lượt tiếp thường xuyên và 42 lượt tiếp định kỳ. "
    "Tiếp nhận 214 đơn (31 đơn khiếu nại, 12 đơn tố cáo, 171 đơn kiến nghị, phản ánh), tăng 14 đơn (7%) so "
    "với cùng kỳ. Thụ lý 52 vụ, đã giải quyết 45 vụ, đạt 86,5%; còn 7 vụ đang giải quyết.\n"
)


def main() -> None:
    head = ["| what | result | target |", "|---|---|---|"]
    print(table.write("substance", "Checks of reports", [*head, *lines()], []))


def lines() -> list[str]:
    """Rows of the table in RESULTS.md."""
    out = [f"| check of a 12-page report | {speed():.2f} s | well under 1 s |"]
    if not DOCUMENTS.exists():
        return [
            *out,
            f"| checks by rule | skipped: {DOCUMENTS.name} is not beside the repository | – |",
        ]
    wanted, hit, said, good, errors = measure()
    for rule in sorted(wanted.keys() | said.keys()):
        recall = f"{hit[rule]} of {wanted[rule]}" if wanted[rule] else "–"
        precision = f"{good[rule]} of {said[rule]}" if said[rule] else "–"
        out.append(
            f"| {rule}: found (of those wanted), right (of those said) | {recall}, {precision} | all |"
        )
    out.append(f"| errors on CONTROL documents | {errors} | 0 |")
    return out


def measure() -> tuple[Counter[str], Counter[str], Counter[str], Counter[str], int]:
    """Wanted, found, said and right findings by rule; errors where nothing is wrong."""
    wanted, hit, said, good = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    errors = 0
    for line in DOCUMENTS.read_text("utf-8").splitlines():
        row = json.loads(line)
        found = check(Document.of(row["text"], id=row["id"]))
        asked = [rules for text in row["expected"] if (rules := _rules(text))]
        for rules in asked:
            wanted[rules[0]] += 1
            hit[rules[0]] += any(f.rule in rules for f in found)
        for finding in found:
            said[finding.rule] += 1
            good[finding.rule] += any(finding.rule in rules for rules in asked)
        if any(text.startswith("CONTROL") for text in row["expected"]):
            errors += sum(f.severity == Severity.ERROR for f in found)
    return wanted, hit, said, good, errors


def _rules(expected: str) -> tuple[str, ...]:
    if not expected.startswith(("FLAG", "NOTE", "EXPECT")):
        return ()
    return next((rules for pattern, rules in SAYS if re.search(pattern, expected)), ())


def speed() -> float:
    """Seconds for a report of about twelve pages, the best of three."""
    text = "\n".join(f"{n}. PHẦN {n}\n{PARAGRAPH * 4}" for n in range(1, 18))
    best = 1e9
    for _ in range(3):
        started = time.perf_counter()
        _check(text)
        best = min(best, time.perf_counter() - started)
    return best


def _check(text: str) -> list[Finding]:
    return check(Document.of("Báo cáo quý II/2025\n" + text))


if __name__ == "__main__":
    main()
