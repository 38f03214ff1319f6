"""Measure the checks of reports: precision and recall by rule.

Three measures: the development documents (beside the repository, in shared/data; skipped where
they are absent), own reports and passages with one fault each, and sentences made from a seed
of which one figure is changed. The rules were written with all three at hand, so the figures
are no promise for other documents: on 31 consistent reports that nobody had looked at, an
earlier state of the rules raised 18 wrong errors, and found 25 of 35 faults.
"""

import json
import re
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.substance.own import consistent, faulty
from tests.substance.shapes import SHAPES
from tests.substance.test_properties import changed

from bench import table
from gandan.substance import Document, Finding, Severity, check, figure_findings

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
SEEDS = 20
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
    out = [f"| check of a 12-page report | {speed():.2f} s | well under 1 s |", *own(), *seeded()]
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


def own() -> list[str]:
    """Own reports: wrong findings where all agrees, faults found by kind."""
    wrong = sum(bool(_raised(text)) for text in consistent())
    wanted, hit = Counter[str](), Counter[str]()
    for kind, text in faulty():
        wanted[kind] += 1
        hit[kind] += bool(_raised(text))
    out = [f"| own consistent reports with a finding | {wrong} of {len(consistent())} | 0 |"]
    return out + [
        f"| own fault: {kind} | {hit[kind]} of {wanted[kind]} | all |" for kind in sorted(wanted)
    ]


def seeded() -> list[str]:
    """Sentences of every shape, sound and with one figure changed; precision and recall by rule."""
    right, said = Counter[str](), Counter[str]()
    found = sound = made = 0
    for name, shape in SHAPES.items():
        for seed in range(SEEDS):
            rng = Random(f"bench-{name}-{seed}")
            sentence = shape(rng)
            sound += bool(_raised("Báo cáo\n\n" + sentence.text))
            start, end = rng.choice(sentence.checked)
            old = int(sentence.text[start:end].replace(".", ""))
            new = f"{changed(rng, old, coarse=sentence.coarse):,}".replace(",", ".")
            text = sentence.text[:start] + new + sentence.text[end:]
            raised = _raised("Báo cáo\n\n" + text)
            place = len("Báo cáo\n\n") + start
            covering = [f for f in raised if f.start <= place < f.end]
            made += 1
            found += bool(covering)
            said.update(f.rule for f in raised)
            right.update(f.rule for f in covering)
    out = [
        f"| made sentences without a fault that raise one | {sound} of {made} | 0 |",
        f"| made faults found | {found} of {made} | all |",
    ]
    return out + [
        f"| made, {rule}: right of those said | {right[rule]} of {said[rule]} | all |"
        for rule in sorted(said)
    ]


def _raised(text: str) -> list[Finding]:
    return [f for f in figure_findings(Document.of(text)) if f.severity != Severity.REMARK]


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
