"""Group matters into concerns by what and where, and these into themes; nothing is dropped.

Copies count as one matter. Matters of the same ward and field are joined when they name the
same thing (a canal, an alley, a market) or say nearly the same; all others stay singles. What
people decided before holds: a confirmed concern keeps its identity and members, parts that were
split stay apart. Themes are the broad level: what is reported wherever it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.copies import Copies, different
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.decisions import (
    Decisions,
    apply_decisions,
    kept_where_confirmed,
    with_known_keys,
)
from gandan.synthesis.groups import Group, form_groups, most_common
from gandan.synthesis.linking import connected
from gandan.synthesis.places import Places, read_places
from gandan.synthesis.suggest import Suggestions
from gandan.synthesis.themes import Theme, gather_themes, theme_numbers
from gandan.synthesis.vectors import SIZE, Basis, Vectors, fit_basis, sample_of


@dataclass(frozen=True, eq=False)
class Concerns:
    """The fine level and the broad one.

    Attributes
    ----------
    groups : list of Group
        Concerns of two matters or more, largest first.
    singles : list of int
        Positions of all other letters.
    places : Places
        Where each letter is about.
    find_themes : callable
        Finds the themes, when they are asked for.
    """

    groups: list[Group]
    singles: list[int]
    places: Places
    find_themes: Callable[[], list[Theme]]

    @cached_property
    def themes(self) -> list[Theme]:
        """Each concern lies in one theme at most, with all its letters, and so does each single."""
        return self.find_themes()


@dataclass(frozen=True, eq=False)
class Survey:
    """What grouping needs of the letters whatever their copies are: ``survey`` finds it.

    Attributes
    ----------
    places : Places
        Where each letter is about.
    basis : Basis
        The directions in which the letters differ.
    """

    places: Places
    basis: Basis


def survey(corpus: Corpus) -> Survey:
    """Look through ``corpus``; what it keeps of itself (damage, words) is found on the way."""
    reading = corpus.reading
    found = Survey(read_places(corpus.places, corpus.texts, reading), _basis(corpus))
    corpus.damaged, corpus.words.document_frequency  # noqa: B018 (kept by the corpus)
    return found


def group_concerns(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    decisions: Decisions | None = None,
    surveyed: Survey | None = None,
) -> Concerns:
    """Group the letters of ``corpus``; damaged letters are never grouped by machine."""
    decisions, surveyed = decisions or Decisions(), surveyed or survey(corpus)
    copies = kept_where_confirmed(corpus, copies, decisions)
    places = surveyed.places
    vectors = lay_vectors(corpus, sound_heads(corpus, copies), surveyed.basis)
    groups = group_linked(corpus, copies, suggestions, places, vectors, decisions)
    groups = with_known_keys(corpus.ids, groups, decisions.standing)
    return gather_concerns(corpus, copies, suggestions, places, vectors, groups)


def sound_heads(corpus: Corpus, copies: Copies) -> NDArray[np.int64]:
    """Letters that stand for a matter, in the order of ids: heads of copies that can be read."""
    sound = (np.diff(corpus.reading.start) > 0) & ~corpus.damaged
    is_head = sound & (copies.head == np.arange(len(corpus)))
    return np.asarray(corpus.order[is_head[corpus.order]])


def lay_vectors(corpus: Corpus, heads: NDArray[np.int64], basis: Basis | None = None) -> Vectors:
    """What each letter of ``heads`` is about, as vectors; those of other letters are zero."""
    out = np.zeros((len(corpus), SIZE), np.int8)
    out[heads] = (basis or _basis(corpus)).vectors(corpus.reading, heads)
    return out


def _basis(corpus: Corpus) -> Basis:
    reading = corpus.reading
    every = different(reading.content, np.arange(len(corpus)))
    return fit_basis(reading, sample_of(reading, every))


def group_linked(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    places: Places,
    vectors: Vectors,
    decisions: Decisions,
) -> list[Group]:
    """Concerns of matters that are linked at one place.

    Letters of different wards and fields never meet here, so these may be grouped apart.
    """
    heads = sound_heads(corpus, copies)
    first = connected(corpus, heads, places, suggestions, vectors[heads])
    clusters = apply_decisions(corpus, copies, _clusters(heads, first), decisions)
    several = [(members, key) for members, key in clusters if len(members) > 1 or key]
    return form_groups(corpus, copies, suggestions, places, several)


def _clusters(heads: NDArray[np.int64], first: NDArray[np.int64]) -> list[list[int]]:
    """Matters by the first one of those that each belongs with, in order of ids."""
    order = np.argsort(first, kind="stable")
    ends = np.flatnonzero(np.diff(first[order], append=-1)) + 1
    members = heads[order].tolist()
    return [members[a:b] for a, b in pairwise([0, *ends.tolist()])]


def gather_concerns(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    places: Places,
    vectors: Vectors,
    groups: list[Group],
) -> Concerns:
    """All concerns, largest first, the singles, and the themes of both when these are wanted."""
    groups.sort(key=lambda g: (-len(g.letters), g.key))
    order = corpus.order
    of = np.full(len(corpus), -1, np.int64)
    letters = np.array([i for group in groups for i in group.letters], dtype=np.int64)
    of[letters] = np.repeat(np.arange(len(groups)), [len(group.letters) for group in groups])
    singles = order[of[order] < 0].tolist()

    def find_themes() -> list[Theme]:
        return _themes(corpus, copies, suggestions, vectors, of, len(groups))

    return Concerns(groups, singles, places, find_themes)


def _themes(
    corpus: Corpus,
    copies: Copies,
    suggestions: Suggestions,
    vectors: Vectors,
    concern: NDArray[np.int64],
    count: int,
) -> list[Theme]:
    """The themes, where letter i is of one of ``count`` concerns, or of none (-1)."""
    heads = sound_heads(corpus, copies)
    own = np.full(len(corpus), -1, np.int32)
    own[heads] = theme_numbers(vectors[heads], corpus.reading.content[heads])
    is_matter = copies.head == np.arange(len(corpus))
    theme = own[copies.head]
    letters = np.flatnonzero(concern >= 0)
    members = letters[is_matter[letters]]
    most = int(own.max(initial=-1))
    common, _times = most_common(concern[members], most - own[members].astype(np.int64), count)
    theme[letters] = most - common[concern[letters]]
    return gather_themes(corpus, theme, is_matter, concern, suggestions)
