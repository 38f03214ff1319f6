"""Write synthetic letters as JSON lines, and their truth to a file of its own."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from gandan.demo.letters import Letter, generate


def write_letters(
    path: Path,
    letters: int,
    seed: int,
    *,
    truth_path: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Stream ``letters`` letters to ``path``; labels go to ``truth_path`` only."""
    with ExitStack() as files:
        out = files.enter_context(path.open("w", encoding="utf-8"))
        answers = (
            files.enter_context(truth_path.open("w", encoding="utf-8")) if truth_path else None
        )
        for number, (letter, truth) in enumerate(generate(letters, seed), start=1):
            out.write(json.dumps(row_of(letter), ensure_ascii=False) + "\n")
            if answers:
                answers.write(json.dumps(asdict(truth), ensure_ascii=False) + "\n")
            if progress and number % 1000 == 0:
                progress(number, letters)


def row_of(letter: Letter) -> dict[str, object]:
    """A letter as a row of an import file; every row says that it is synthetic."""
    return {
        "id": letter.id,
        "text": letter.text,
        "received_on": letter.received_on.isoformat(),
        "channel": letter.channel,
        "place": letter.place,
        "unit": letter.unit,
        "sender_name": letter.sender_name,
        "signers": letter.signers,
        "synthetic": True,
    }
