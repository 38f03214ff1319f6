"""The page of a pack: what the machine made with what people changed. Pure.

``edits`` = {"sentences": {id: {"text", "by", "on"}}, "shown": [keys], "own": {part: [{"id",
"text", "by", "on"}]}, "reasons": {key: {"did", "text", "by", "on"}}}. An empty text takes a
sentence out; a part of own sentences is one of ``PARTS`` or the key of a problem.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gandan.briefing.sentences import Piece, Sentence, from_row, rewritten

PARTS = ("worse", "late", "tasks", "asks", "unknown")
FEWEST, MOST = 3, 5
Edits = Mapping[str, Any]


@dataclass(frozen=True)
class Problem:
    """``row`` is the problem as gathered; ``reason`` says why a person added or dropped it."""

    row: Mapping[str, Any]
    title: Sentence
    sentences: tuple[Sentence, ...]
    reason: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.row["key"])

    @property
    def labelled(self) -> list[tuple[str, Sentence]]:
        """Each sentence with what it is about: what, who, done, next, own."""
        return [(one.id.rpartition(":")[2].rstrip("0123456789"), one) for one in self.sentences]


@dataclass(frozen=True)
class Page:
    problems: list[Problem]
    dropped: list[Problem]
    others: list[Problem]
    parts: dict[str, list[Sentence]]
    figures: list[dict[str, Any]]
    # What the machine wrote and a person took out, or the page had no room for.
    taken_out: list[Sentence]

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the first part, in reading order."""
        for problem in self.problems:
            yield problem.title
            yield from problem.sentences
        for part in PARTS:
            yield from self.parts[part]

    def find(self, id: str) -> Sentence | None:
        everywhere = [p for group in (self.problems, self.others, self.dropped) for p in group]
        for problem in everywhere:
            for one in (problem.title, *problem.sentences):
                if one.id == id:
                    return one
        inside = (one for part in self.parts.values() for one in part)
        return next((one for one in (*inside, *self.taken_out) if one.id == id), None)

    def of_machine(self) -> int:
        return sum(not one.by for one in self.sentences())

    def unsourced(self) -> list[Sentence]:
        """Sentences of people with figures that open nothing."""
        return [one for one in self.sentences() if one.unsourced]


def assemble(content: Mapping[str, Any], edits: Edits) -> Page:
    changed: Mapping[str, Any] = edits.get("sentences", {})
    left_off = set(content.get("left_off", ()))
    taken_out: list[Sentence] = []

    def kept(rows: list[dict[str, Any]]) -> list[Sentence]:
        found: list[Sentence] = []
        for row in rows:
            one = from_row(row)
            edit = changed.get(one.id)
            if edit is None:
                (taken_out if one.id in left_off else found).append(one)
            elif edit["text"]:
                found.append(rewritten(one, edit["text"], by=edit["by"], on=edit["on"]))
            else:
                taken_out.append(one)
        return found

    def own(part: str) -> list[Sentence]:
        return [
            Sentence(
                row["id"], (Piece(row["text"]),), row["by"], row["on"], extra=row.get("extra", {})
            )
            for row in edits.get("own", {}).get(part, [])
        ]

    problems: dict[str, Problem] = {}
    for row in content["problems"]:
        key = row["key"]
        (title,) = kept([{"id": f"{key}:title", "pieces": [[row["title"]]]}]) or [
            Sentence(f"{key}:title", (Piece(row["title"]),))
        ]
        said = (*kept(row["sentences"]), *own(key))
        problems[key] = Problem(row, title, said, edits.get("reasons", {}).get(key, {}))
    shown = [key for key in edits.get("shown", content["shown"]) if key in problems]
    dropped = [
        one for key, one in problems.items()
        if key not in shown and one.reason.get("did") == "dropped"
    ]  # fmt: skip
    gone = {one.key for one in dropped}
    others = [one for key, one in problems.items() if key not in shown and key not in gone]
    parts = {part: [*kept(content["parts"][part]), *own(part)] for part in PARTS}
    return Page(
        [problems[key] for key in shown], dropped, others, parts, content["figures"], taken_out
    )
