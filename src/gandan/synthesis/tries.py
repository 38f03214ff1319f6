"""Phrases as a tree of words, in arrays that compiled kernels walk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import mix

ROOT = 0
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Trie:
    """A tree of phrases.

    Attributes
    ----------
    words : dict of str to int
        The words of all phrases and their numbers here.
    keys, nodes : ndarray
        Open addressing from (node, word) to the next node.
    ends : ndarray of int32
        The node where each phrase ends, in the order they were given.
    size : int
        Number of nodes; the root is 0.
    """

    words: dict[str, int]
    keys: NDArray[np.uint64]
    nodes: NDArray[np.int32]
    ends: NDArray[np.int32]
    size: int

    def numbers(self, vocabulary: Sequence[str]) -> NDArray[np.int32]:
        """The number here of each word of ``vocabulary``; -1 for a word of no phrase."""
        get = self.words.get
        return np.array([get(word, NOWHERE) for word in vocabulary], dtype=np.int32)


def build(phrases: Iterable[Sequence[str]]) -> Trie:
    """The tree of ``phrases``, each a sequence of one word or more."""
    words: dict[str, int] = {}
    after: dict[tuple[int, int], int] = {}
    ends = []
    for phrase in phrases:
        node = ROOT
        for word in phrase:
            number = words.setdefault(word, len(words))
            node = after.setdefault((node, number), len(after) + 1)
        ends.append(node)
    size = 64
    while size < 4 * len(after):
        size *= 2
    keys, nodes = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    for (node, number), following in after.items():
        _put(keys, nodes, node, number, following)
    return Trie(words, keys, nodes, np.array(ends, dtype=np.int32), len(after) + 1)


@compiled
def _key(node, word):  # type: ignore[no-untyped-def]  # pragma: no cover
    return (np.uint64(node) << np.uint64(32)) | np.uint64(word + 1)


@compiled
def _put(keys, nodes, node, word, following):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(keys) - 1)
    key = _key(node, word)
    slot = mix(key) & mask
    while keys[slot]:
        slot = (slot + np.uint64(1)) & mask
    keys[slot] = key
    nodes[slot] = following


@compiled
def child(keys, nodes, node, word):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The node that ``word`` leads to, or ``NOWHERE``."""
    if word < 0:
        return NOWHERE
    mask = np.uint64(len(keys) - 1)
    key = _key(node, word)
    slot = mix(key) & mask
    while keys[slot]:
        if keys[slot] == key:
            return nodes[slot]
        slot = (slot + np.uint64(1)) & mask
    return NOWHERE


@compiled
def opened_by(keys, nodes, words):  # type: ignore[no-untyped-def]  # pragma: no cover
    """For each of ``words`` the node that it leads to from the root."""
    out = np.empty(len(words), np.int32)
    for i in range(len(words)):
        out[i] = child(keys, nodes, ROOT, words[i])
    return out
