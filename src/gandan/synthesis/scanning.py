"""The one pass over packed UTF-8: decode, cut into words, number and fold them, sample pairs.

All loops are compiled; ``reading`` calls them on parts of the letters and joins what they find.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from gandan.synthesis.characters import (
    BLANK,
    CLASS,
    DIGIT,
    LETTER,
    LINE,
    LOST,
    LOWER,
    MARK,
    MARKED,
    OTHER,
    UNSURE,
    UPPER,
)
from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import MOST_PLACED, PLACES, mix, pair_hash, sort_hashes

# What stands before a word.
SPACE, HYPHEN, BLANKS, NEW_LINE, PUNCTUATION, BRACKET, COLON = range(7)
# What a letter shows besides words.
HOLDS_LOST, QUESTIONED, ASKS, ENDS_ASKING, NOT_COMPOSED = 1, 2, 4, 8, 16
# What a word is: marked with diacritics, all digits, written as a name.
# Besides, a word bears HOLDS_LOST and NOT_COMPOSED where its letters do.
IS_MARKED, IS_NUMBER, IS_NAME = 32, 64, 128
# The number of a run of letters and other signs.
NO_WORD = -2
NO_LINE = 2**31 - 1
# A letter is known by about so many of its word pairs, a long one by one in four of them.
SAMPLE, LEAST_SHARE = 48, 4
WHOLE = np.uint64(0xFFFFFFFFFFFFFFFF)
_SEED, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
_PRIME_2 = np.uint64(0x9FB21C651E98DF25)
_JOINER = 0x034F
_LOW, _HIGH = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080)
_SPACES, _ONES = np.uint64(0x2020202020202020), np.uint64(0x0101010101010101)


@compiled
def rehash(keys, numbers, new_keys, new_numbers):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(new_keys) - 1)
    for i in range(len(keys)):
        if keys[i]:
            slot = keys[i] & mask
            while new_keys[slot]:
                slot = (slot + np.uint64(1)) & mask
            new_keys[slot] = keys[i]
            new_numbers[slot] = numbers[i]


@compiled
def number_of(keys, numbers, hashed, count):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of a word by its hash; ``count`` when it is new (and now known)."""
    mask = np.uint64(len(keys) - 1)
    slot = hashed & mask
    while keys[slot]:
        if keys[slot] == hashed:
            return numbers[slot]
        slot = (slot + np.uint64(1)) & mask
    keys[slot] = hashed
    numbers[slot] = count
    return count


@compiled
def put(keys, numbers, hashed, number):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Change the number of a hash that is known."""
    mask = np.uint64(len(keys) - 1)
    slot = hashed & mask
    while keys[slot] != hashed:
        slot = (slot + np.uint64(1)) & mask
    numbers[slot] = number


@compiled
def merge(hashes, keys, numbers, count, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Numbers for words by their hashes; the table must have room. Returns how many are known."""
    for i in range(len(hashes)):
        out[i] = number_of(keys, numbers, hashes[i], count)
        if out[i] == count:
            count += 1
    return count


@compiled
def _decode(data, at):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The code point that begins at ``at`` and where the next one does."""
    first = np.uint32(data[at])
    if first < 0x80:
        return first, at + 1
    second = np.uint32(data[at + 1]) & np.uint32(0x3F)
    if first < 0xE0:
        return (first & np.uint32(0x1F)) << np.uint32(6) | second, at + 2
    third = np.uint32(data[at + 2]) & np.uint32(0x3F)
    if first < 0xF0:
        high = (first & np.uint32(0x0F)) << np.uint32(12)
        return high | second << np.uint32(6) | third, at + 3
    fourth = np.uint32(data[at + 3]) & np.uint32(0x3F)
    high = (first & np.uint32(0x07)) << np.uint32(18) | second << np.uint32(12)
    return high | third << np.uint32(6) | fourth, at + 4


@compiled
def _describe(data, low, high, properties, folding):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Folded hash and flags of the word at bytes low..high."""
    hashed = _SEED
    every, some = np.uint16(0xFFFF), np.uint16(0)
    opens_upper = False
    at = low
    while at < high:
        opens = at == low
        code, at = _decode(data, at)
        found = properties[code]
        if opens:
            opens_upper = found & UPPER != 0
        plain = folding[code]
        if plain != _JOINER:
            hashed = (hashed ^ np.uint64(plain)) * _PRIME
        every &= found
        some |= found
    flags = 0
    if some & MARKED:
        flags |= IS_MARKED
    if every & DIGIT:
        flags |= IS_NUMBER
    if opens_upper and some & LOWER:
        flags |= IS_NAME
    if some & LOST:
        flags |= HOLDS_LOST
    if some & UNSURE:
        flags |= NOT_COMPOSED
    return mix(hashed), flags


@compiled
def _gap(data, low, high, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What stands between two words: the kind of bytes low..high."""
    if high == low or (high - low == 1 and data[low] == 32):
        return SPACE
    if high - low == 1 and data[low] == 45:
        return HYPHEN
    first = last = np.uint32(0)
    has_line = False
    at = low
    while at < high:
        code, at = _decode(data, at)
        kind = properties[code] & CLASS
        if kind == LINE:
            has_line = True
        elif kind != BLANK:
            if first == 0:
                first = code
            last = code
    if last == 91:
        return BRACKET
    if first == 58:
        return COLON
    if has_line:
        return NEW_LINE
    return BLANKS if first == 0 else PUNCTUATION


def _eight_bytes(context, data, at):  # type: ignore[no-untyped-def]
    """The eight bytes of ``data`` from ``at`` on as one number, the first one lowest."""

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        array = context.make_array(signature.args[0])(context, builder, args[0])
        place = builder.gep(array.data, [args[1]])
        return builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()), align=1)

    return types.uint64(data, types.int64), generate


_eight: Any = intrinsic(_eight_bytes)


@compiled
def _outside(eight):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The highest bit of each byte that is ASCII but no letter or digit."""
    low = eight & _LOW
    small = low | _SPACES
    digit = (low + np.uint64(0x5050505050505050)) & ~(low + np.uint64(0x4646464646464646))
    letter = (small + np.uint64(0x1F1F1F1F1F1F1F1F)) & ~(small + np.uint64(0x0505050505050505))
    return ~(digit | letter | eight) & _HIGH


@compiled
def _run(data, at):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Hash, bytes and code points of the run of letters, digits and other bytes at ``at``.

    What is not ASCII counts as a letter here; who meets a run for the first time looks closer.
    """
    hashed = _SEED
    continued = np.uint64(0)
    rest = np.uint64(0)
    low = at
    while True:
        eight = _eight(data, low)
        outside = _outside(eight)
        first = outside & (~outside + np.uint64(1))
        if outside:
            eight &= (first >> np.uint64(7)) - np.uint64(1)
        following = eight & ~(eight << np.uint64(1)) & _HIGH
        hashed = (hashed ^ eight) * _PRIME_2
        hashed ^= hashed >> np.uint64(32)
        continued += ((following >> np.uint64(7)) * _ONES) >> np.uint64(56)
        if outside:
            rest = (((first - np.uint64(1)) & _ONES) * _ONES) >> np.uint64(56)
            break
        low += 8
    size = low - at + np.int64(rest) - 1
    hashed = mix(hashed)
    return hashed | np.uint64(hashed == 0), size, size - np.int64(continued)


@compiled
def _part_hash(data, low, high):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash that ``_run`` gives to a run of bytes low..high."""
    hashed = _SEED
    at = low
    while True:
        eight = _eight(data, at)
        short = high - at < 8
        if short:
            eight &= (np.uint64(1) << np.uint64(8 * (high - at))) - np.uint64(1)
        hashed = (hashed ^ eight) * _PRIME_2
        hashed ^= hashed >> np.uint64(32)
        if short:
            break
        at += 8
    hashed = mix(hashed)
    return hashed | np.uint64(hashed == 0)


@compiled
def _is_word(data, low, high, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether bytes low..high are one word: a letter or digit, then those and marks."""
    at = low
    while at < high:
        code, following = _decode(data, at)
        kind = properties[code] & CLASS
        if kind != LETTER and (kind != MARK or at == low):
            return False
        at = following
    return True


@compiled
def _question(data, low, at, is_last, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What the "?" at byte ``at`` of a letter from ``low`` on shows."""
    if at == low or is_last:
        return ASKS
    left = at - 1
    while data[left] & 0xC0 == 0x80:
        left -= 1
    for code in (_decode(data, left)[0], _decode(data, at + 1)[0]):
        if code != 63 and properties[code] & CLASS != LETTER:
            return ASKS
    return ASKS | QUESTIONED


@compiled
def _next_word(data, at, stop, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The first word of bytes at..stop, a run that is more than one word.

    Returns where it begins and ends, the code points before it and in it, what these signs show
    and the last of them that is no blank.
    """
    bits = 0
    seen = np.uint32(0)
    skipped = points = 0
    low = stop
    while at < stop:
        code, following = _decode(data, at)
        found = properties[code]
        kind = found & CLASS
        if kind == LETTER or (kind == MARK and points > 0):
            if points == 0:
                low = at
            points += 1
        elif points > 0:
            return low, at, skipped, points, bits, seen
        else:
            skipped += 1
            if found & LOST:
                bits |= HOLDS_LOST
            if found & UNSURE:
                bits |= NOT_COMPOSED
            if kind != BLANK:
                seen = code
        at = following
    return low, stop, skipped, points, bits, seen


@compiled
def _learn(data, low, high, points, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Note word number ``count``, which stands at bytes low..high."""
    word_hash[count], word_points[count] = hashed, points
    word_folded[count], word_flags[count] = _describe(data, low, high, properties, folding)
    word_at[count, 0], word_at[count, 1] = low, high
    return count + 1


@compiled
def scan(data, ends, properties, folding, keys, numbers, count, letter, at, out, tokens, begin, before, lengths, first_line, shows, word_hash, word_folded, word_flags, word_points, word_at):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Read letters from ``letter`` on; stop before one that the table may be too small for.

    Letters stand behind each other with a new line between; ``ends`` are counted in code points.
    ``at`` is where the letter begins, in bytes and in code points. A run of letters that was met
    before costs one look into the table; one that is no word (a dash or a quotation mark in it)
    is numbered ``NO_WORD`` and taken apart each time.
    """
    byte, point = at
    for i in range(letter, len(ends)):
        if 2 * (count + (ends[i] - point) + 1) > len(keys):
            return i, (byte, point), out, count
        opened, opened_byte, end = point, byte, ends[i]
        first_line[i] = NO_LINE
        after, first_out, bits = byte, out, 0
        last_seen = np.uint32(0)
        while point < end:
            first = data[byte]
            kind = properties[first] & CLASS
            if first < 0x80 and kind != LETTER:
                if first == 10 and first_line[i] == NO_LINE:
                    first_line[i] = point - opened
                elif kind == OTHER:
                    last_seen = np.uint32(first)
                    if first == 63:
                        bits |= _question(data, opened_byte, byte, point + 1 == end, properties)
                byte += 1
                point += 1
                continue
            hashed, size, points = _run(data, byte)
            number = number_of(keys, numbers, hashed, count)
            low, stop = byte, byte + size
            if number == count:
                if _is_word(data, byte, stop, properties):
                    count = _learn(data, low, stop, points, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at)  # fmt: skip
                else:
                    put(keys, numbers, hashed, NO_WORD)
                    number = NO_WORD
            is_whole = number != NO_WORD
            high = stop
            while True:
                if not is_whole:
                    low, high, skipped, points, signs, seen = _next_word(data, byte, stop, properties)  # fmt: skip
                    bits |= signs
                    point += skipped
                    last_seen = seen if seen else last_seen
                    if points == 0:
                        byte = stop
                        break
                    hashed = _part_hash(data, low, high)
                    number = number_of(keys, numbers, hashed, count)
                    if number == count:
                        count = _learn(data, low, high, points, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at)  # fmt: skip
                tokens[out], begin[out] = number, point - opened
                before[out] = _gap(data, after, low, properties)
                bits |= word_flags[number] & (HOLDS_LOST | NOT_COMPOSED)
                last_seen = np.uint32(0)
                byte = after = high
                point += points
                out += 1
                if byte == stop:
                    break
        byte += 1
        point += 1
        lengths[i] = out - first_out
        shows[i] = bits | (ENDS_ASKING if last_seen == 63 else 0)
    return len(ends), (byte, point), out, count


@compiled
def spell(data, word_at, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words one after the other, a new line behind each; returns where each one ends."""
    size = 0
    ends = np.empty(len(word_at), np.int64)
    for w in range(len(word_at)):
        for k in range(word_at[w, 0], word_at[w, 1]):
            out[size] = data[k]
            size += 1
        out[size] = 10
        size += 1
        ends[w] = size
    return ends


@compiled
def sketch(tokens, lengths, folded, sampled, counts, content):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Sample the word pairs of each letter, and hash all its words in their order.

    Of the hashes of a letter's pairs those below a limit stay: 48/pairs of the range of hashes,
    but never less than a quarter of it. Each letter's are distinct and sorted. A letter of one
    word stands for itself. Returns how many there are in all.
    """
    size = at = 0
    ends, placed = np.empty(PLACES + 1, np.int64), np.empty(MOST_PLACED, np.uint64)
    for i in range(len(lengths)):
        end = at + lengths[i]
        if end == at:
            counts[i], content[i] = 0, np.uint64(0)
            continue
        pairs = max(1, end - at - 1)
        limit = WHOLE
        if pairs > SAMPLE * LEAST_SHARE:
            limit = WHOLE // np.uint64(LEAST_SHARE)
        elif pairs > SAMPLE:
            limit = WHOLE // np.uint64(pairs) * np.uint64(SAMPLE)
        first = size
        last = folded[tokens[at]]
        whole = last
        if end == at + 1:
            sampled[size] = mix(last)
            size += 1
        for j in range(at + 1, end):
            own = folded[tokens[j]]
            whole = (whole ^ own) * _PRIME
            value = pair_hash(last, own)
            sampled[size] = value
            size += value <= limit
            last = own
        size = sort_hashes(sampled, first, size, limit, ends, placed)
        counts[i] = size - first
        content[i] = mix(whole ^ np.uint64(end - at))
        at = end
    return size
