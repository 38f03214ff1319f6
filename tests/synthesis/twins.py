"""The compiled kernels once more in plain Python, as slow and as clear as can be."""

from itertools import pairwise

from gandan.synthesis.corpus import content_hash
from gandan.synthesis.kernels import SKETCH
from gandan.vietnamese import syllables

WHOLE = 2**64 - 1
EMPTY = 2**32 - 1
STEP = 0x9E3779B97F4A7C15


def mix(value):
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & WHOLE
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & WHOLE
    return value ^ (value >> 31)


def pairs(text):
    words = [content_hash(word) for word in syllables(text)]
    if len(words) == 1:
        return [mix(words[0])]
    return [mix((a * 3 + b) & WHOLE) for a, b in pairwise(words)]


def sketch(text):
    own = [EMPTY] * SKETCH
    for value in pairs(text):
        place = value % SKETCH
        own[place] = min(own[place], value >> 33)
    if min(own) == EMPTY:
        return own
    return [short if short != EMPTY else _borrowed(own, place) for place, short in enumerate(own)]


def _borrowed(own, place):
    probe = (place + 1) * STEP & WHOLE
    while True:
        probe = mix((probe + STEP) & WHOLE)
        if own[probe % SKETCH] != EMPTY:
            return own[probe % SKETCH]
