"""Read the inputs of a command into the engine's corpus; what cannot be read is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gandan.commands.console import CommandError, Progress, tell
from gandan.core.readers import Item, Problem, read_inputs

if TYPE_CHECKING:
    from gandan.synthesis import Corpus

SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class Inputs:
    items: list[Item]
    problems: list[Problem]
    corpus: "Corpus"


def load(paths: Sequence[Path]) -> Inputs:
    """Read all inputs. Raises ``CommandError`` when there is nothing at all to work on."""
    items: list[Item] = []
    problems: list[Problem] = []
    progress = Progress("Đọc tệp")
    for row in read_inputs(list(paths)):
        if isinstance(row, Item):
            items.append(row)
            progress(len(items))
        else:
            problems.append(row)
    progress.finish(len(items))
    tell_problems(problems)
    if not items:
        raise CommandError("Không đọc được đơn nào từ các tệp đã cho.")
    return Inputs(items, problems, corpus_of(items))


def corpus_of(items: Sequence[Item]) -> "Corpus":
    # The engine takes seconds to load; commands that do not use it must not wait for it.
    import numpy as np

    from gandan.synthesis import Corpus

    days = [item.received_on.isoformat() if item.received_on else "NaT" for item in items]
    return Corpus(
        ids=[item.id for item in items],
        texts=[item.text for item in items],
        days=np.array(days, dtype="datetime64[D]"),
        places=[item.place for item in items],
        channels=[item.channel for item in items],
        units=[item.unit for item in items],
    )


def tell_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:SHOWN_PROBLEMS]:
        mark = "Lỗi" if problem.severity == "error" else "Lưu ý"
        tell(f"{mark}: {problem.address}: {problem.message}")
    if len(problems) > SHOWN_PROBLEMS:
        tell(f"… và {len(problems) - SHOWN_PROBLEMS} chỗ khác cần xem.")
