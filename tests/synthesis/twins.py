"""The compiled pass once more in plain Python, as slow and as clear as can be."""

from itertools import pairwise

from gandan.vietnamese import syllables

WHOLE = 2**64 - 1
SAMPLE, LEAST_SHARE = 48, 4
LANES, SECOND, THIRD = 24, 5, 14


def mix(value):
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & WHOLE
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & WHOLE
    return value ^ (value >> 31)


def word_hash(folded):
    value = 14695981039346656037
    for character in folded:
        value = (value ^ ord(character)) * 1099511628211 & WHOLE
    return mix(value)


def sketch(text):
    """The sampled word pairs of a letter, sorted."""
    words = [word_hash(word) for word in syllables(text)]
    if len(words) == 1:
        return [mix(words[0])]
    count = len(words) - 1
    limit = WHOLE
    if count > SAMPLE * LEAST_SHARE:
        limit = WHOLE // LEAST_SHARE
    elif count > SAMPLE:
        limit = WHOLE // count * SAMPLE
    return sorted({v for a, b in pairwise(words) if (v := mix((a * 3 + b) & WHOLE)) <= limit})


def joined_keys(sampled):
    """Keys of three of a letter's sampled pairs: of each lane, and two further on, the lowest."""
    lanes = [[v for v in sampled if (v % 2**32) * LANES >> 32 == lane] for lane in range(LANES)]
    lowest = []
    for lane in range(LANES):
        ahead = (lanes[(lane + step) % LANES] for step in range(LANES))
        lowest.append(min(next(own for own in ahead if own)))
    keys = []
    for lane in range(LANES):
        second, third = lowest[(lane + SECOND) % LANES], lowest[(lane + THIRD) % LANES]
        both = mix((3 * lowest[lane] + second) & WHOLE)
        keys.append(mix((3 * both + third) & WHOLE))
    return keys


def content(text):
    """One hash of all words in their order."""
    words = [word_hash(word) for word in syllables(text)]
    if not words:
        return 0
    value = words[0]
    for word in words[1:]:
        value = (value ^ word) * 1099511628211 & WHOLE
    return mix(value ^ len(words))
