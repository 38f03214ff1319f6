"""How people word each topic, as small grammars and whole letters; examples are drawn from them.

The files of ``data/wording`` were written for this project, a file a field. An entry holds
alternatives in brackets, ``(a|b|)``, and names of sets, ``@hong``: words that mean much the same.
``data/letters`` has made-up letters, one a line behind its kind; they tell a matter without naming
it, wander, and come from all parts of the country.
The word model learns from examples drawn at random, so that it knows a topic by every way of
saying it and not only by the ways that somebody listed as phrases.
"""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gandan.vietnamese import LONGEST_SPELLED_OUT, SHORTENED, fold

_TOPIC = re.compile(r"\[([a-z-]+)\]")
_CHOICE = re.compile(r"\(([^()]*)\)")
_SET = re.compile(r"@(\w+)")
# How many ways of saying it one example joins: a note says it once, a letter again and again.
_LENGTHS = (1, 1, 2, 2, 3, 5, 8)
_FOLDED_SHARE, _OTHER_MATTER_SHARE, _MOST_NEUTRAL = 0.12, 0.15, 4
# A message that uses shorthand uses it for most of the words that have one.
_SHORTHAND_SHARE, _SHORTENED = 0.15, 0.7
# A letter comes once as written and so often changed: without a sentence, in shorthand, folded.
_CHANGED, _CHANGED_FOR_KINDS, _CUT_SHARE = 5, 3, 0.6
_LETTER = re.compile(r"(?P<kind>[a-z_]+): (?P<text>.+)")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


@dataclass(frozen=True)
class Wording:
    """``entries[k]`` are the ways of saying ``topics[k]``, a pair of field and topic slugs.

    ``letters[k]`` are whole letters about it and ``kinds[k]`` what each of them is: a report, a
    complaint and so on, as exchange slugs.
    """

    topics: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, ...], ...]
    letters: tuple[tuple[str, ...], ...]
    sets: dict[str, tuple[str, ...]]
    neutral: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...] = ()

    @property
    def fingerprint(self) -> str:
        """Tells whether a model was learned from this wording; 16 hexadecimal digits."""
        sets = sorted(self.sets.items())
        content = repr((self.topics, self.entries, self.letters, sets, self.neutral, self.kinds))
        return hashlib.sha256(content.encode()).hexdigest()[:16]


@cache
def load_wording() -> Wording:
    """Read the packaged grammars, fields and topics in the order of their names."""
    folder = files("gandan.synthesis").joinpath("data", "wording")
    sets = _sets(folder.joinpath("sets.txt").read_text("utf-8"))
    neutral = _parts(folder.joinpath("neutral.txt").read_text("utf-8").splitlines())
    found: dict[tuple[str, str], list[str]] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        field = file.name.removesuffix(".txt")
        if field not in ("sets", "neutral"):
            for topic, lines in _sections(file.read_text("utf-8")).items():
                found[field, topic] = _parts(lines)
    letters = _letters()
    return Wording(
        tuple(found),
        tuple(map(tuple, found.values())),
        tuple(tuple(text for _, text in letters.get(topic, ())) for topic in found),
        sets,
        tuple(neutral),
        tuple(tuple(kind for kind, _ in letters.get(topic, ())) for topic in found),
    )


def examples(wording: Wording, *, per_topic: int, seed: int) -> Iterator[tuple[str, int]]:
    """Texts and the number of their topic: each entry twice by itself, joined ones, letters.

    The same ``seed`` gives the same examples. Some are typed without diacritics, some name
    another matter in passing, most hold words that point nowhere.
    """
    chance = random.Random(seed)  # noqa: S311 (no secret is made of it)
    for topic, entries in enumerate(wording.entries):
        for entry in entries:
            yield _said(wording, entry, chance), topic
            yield _said(wording, entry, chance), topic
        for _ in range(per_topic):
            text = _joined(wording, topic, chance)
            if chance.random() < _SHORTHAND_SHARE:
                text = _as_in_a_message(text, chance)
            yield (fold(text) if chance.random() < _FOLDED_SHARE else text), topic
        for letter in wording.letters[topic]:
            yield letter, topic
            for _ in range(_CHANGED):
                yield _changed(wording, letter, chance), topic


def kind_examples(wording: Wording, *, seed: int) -> Iterator[tuple[str, str]]:
    """Whole letters and their kinds: each as written and so often changed."""
    chance = random.Random(seed)  # noqa: S311 (no secret is made of it)
    for letters, kinds in zip(wording.letters, wording.kinds, strict=bool(wording.kinds)):
        for letter, kind in zip(letters, kinds, strict=True):
            yield letter, kind
            for _ in range(_CHANGED_FOR_KINDS):
                yield _changed(wording, letter, chance), kind


def _joined(wording: Wording, topic: int, chance: random.Random) -> str:
    count = chance.choice(_LENGTHS)
    parts = [_said(wording, chance.choice(wording.entries[topic]), chance) for _ in range(count)]
    for _ in range(chance.randint(0, _MOST_NEUTRAL)):
        neutral = _said(wording, chance.choice(wording.neutral), chance)
        parts.insert(chance.randint(0, len(parts)), neutral)
    if chance.random() < _OTHER_MATTER_SHARE:
        parts.append(_said(wording, chance.choice(chance.choice(wording.entries)), chance))
    return ". ".join(parts)


def _changed(wording: Wording, letter: str, chance: random.Random) -> str:
    """``letter`` as somebody else might have sent it."""
    sentences = _SENTENCE_END.split(letter)
    if len(sentences) > 1 and chance.random() < _CUT_SHARE:
        kept = chance.randint(max(1, len(sentences) // 2), len(sentences))
        sentences = chance.sample(sentences, kept)
    if chance.random() < _SHORTHAND_SHARE:
        sentences.append(_said(wording, chance.choice(wording.neutral), chance))
    text = " ".join(sentences)
    if chance.random() < _SHORTHAND_SHARE:
        text = _as_in_a_message(text, chance)
    return fold(text) if chance.random() < _FOLDED_SHARE else text


def _as_in_a_message(text: str, chance: random.Random) -> str:
    """``text`` with shorthand for some of its words: "ko", "gpmb", "bhyt"."""
    words, out, at = text.split(), [], 0
    folded = [fold(word) for word in words]
    while at < len(words):
        taken = 1
        for length in range(LONGEST_SPELLED_OUT, 0, -1):
            short = SHORTENED.get(tuple(folded[at : at + length]))
            if short and chance.random() < _SHORTENED:
                out.append(chance.choice(short))
                taken = length
                break
        else:
            out.append(words[at])
        at += taken
    return " ".join(out)


def _said(wording: Wording, entry: str, chance: random.Random) -> str:
    """One way of saying ``entry``."""
    entry = _CHOICE.sub(lambda match: chance.choice(match[1].split("|")), entry)
    entry = _SET.sub(lambda match: chance.choice(wording.sets[match[1]]), entry)
    return " ".join(entry.split())


def _sets(text: str) -> dict[str, tuple[str, ...]]:
    lines = [line.partition(":") for line in text.splitlines() if line.startswith("@")]
    return {name[1:].strip(): tuple(_parts([words])) for name, _colon, words in lines}


def _letters() -> dict[tuple[str, str], list[tuple[str, str]]]:
    folder = files("gandan.synthesis").joinpath("data", "letters")
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        for topic, lines in _sections(file.read_text("utf-8")).items():
            matches = [_LETTER.fullmatch(line.strip()) for line in lines]
            told = [(match["kind"], match["text"]) for match in matches if match]
            found[file.name.removesuffix(".txt"), topic] = told
    return found


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if match := _TOPIC.fullmatch(line.strip()):
            lines = found.setdefault(match[1], [])
        else:
            lines.append(line)
    return found


def _parts(lines: list[str]) -> list[str]:
    kept = [line for line in lines if not line.startswith("#")]
    return [part.strip() for line in kept for part in line.split(";") if part.strip()]
