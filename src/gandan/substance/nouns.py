"""What a figure counts: nouns from a list, in classes that may be added and compared."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# The classes that official figures confuse (see domain.kinds.CountUnit).
TYPED = frozenset({"visits", "people", "letters", "cases", "delegations"})


@dataclass(frozen=True)
class Noun:
    """``classes`` is empty where the figure does not say what it counts."""

    text: str = ""
    classes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.text)

    def fits(self, other: "Noun") -> bool:
        """Whether figures of the two may be added: same class, or one does not say."""
        return not self.classes or not other.classes or bool(self.classes & other.classes)

    @property
    def typed(self) -> frozenset[str]:
        return self.classes & TYPED


NONE = Noun()


@cache
def nouns() -> dict[str, Noun]:
    """Every noun by its words."""
    text = files("gandan.substance").joinpath("data", "nouns.txt").read_text("utf-8")
    found: dict[str, Noun] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        classes, _, phrases = line.partition(":")
        for phrase in phrases.split(";"):
            found[phrase.strip()] = Noun(phrase.strip(), frozenset(classes.split()))
    return found


@cache
def longest_noun() -> int:
    return max(len(phrase) for phrase in nouns())


def noun_at(lowered: str, position: int) -> Noun:
    """The longest noun of the list that begins at ``position``, or ``NONE``."""
    known = nouns()
    for end in range(min(len(lowered), position + longest_noun()), position, -1):
        if (end == len(lowered) or not lowered[end].isalnum()) and (
            noun := known.get(lowered[position:end])
        ):
            return noun
    return NONE
