"""The one pass over packed UTF-16: decode, cut into words, number and fold them, sample pairs.

All loops are compiled; ``reading`` calls them on parts of the letters and joins what they find.
"""

import numpy as np

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
from gandan.synthesis.units import decode, encode, part_hash, run_at

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
_JOINER = 0x034F


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
def _describe(data, low, high, wide, properties, folding):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Folded hash, flags and code points of the word at units low..high."""
    hashed = _SEED
    every, some = np.uint16(0xFFFF), np.uint16(0)
    opens_upper = False
    at, points = low, 0
    while at < high:
        opens = at == low
        code, at = decode(data, at, wide)
        points += 1
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
    return mix(hashed), flags, points


@compiled
def _gap(data, low, high, wide, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """What stands between two words: the kind of units low..high."""
    if high - low == 1 and data[low] == 45:
        return HYPHEN
    first = last = np.uint32(0)
    has_line = False
    at = low
    while at < high:
        code, at = decode(data, at, wide)
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


@compiled
def _is_word(data, low, high, wide, properties):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether units low..high are one word: a letter or digit, then those and marks."""
    at = low
    while at < high:
        code, following = decode(data, at, wide)
        kind = properties[code] & CLASS
        if kind != LETTER and (kind != MARK or at == low):
            return False
        at = following
    return True


@compiled
def _question(data, low, at, is_last, wide, properties):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """What the "?" at unit ``at`` of a letter from ``low`` on shows."""
    if at == low or is_last:
        return ASKS
    left = at - 1
    if left > low and wide and data[left] & 0xFC00 == 0xDC00:
        left -= 1
    for code in (decode(data, left, wide)[0], decode(data, at + 1, wide)[0]):
        if code != 63 and properties[code] & CLASS != LETTER:
            return ASKS
    return ASKS | QUESTIONED


@compiled
def _next_word(data, at, stop, wide, properties):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The first word of units at..stop, a run that is more than one word.

    Returns where it begins and ends, the code points before it and in it, what these signs show
    and the last of them that is no blank.
    """
    bits = 0
    seen = np.uint32(0)
    skipped = points = 0
    low = stop
    while at < stop:
        code, following = decode(data, at, wide)
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
def _learn(data, low, high, wide, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Note word number ``count``, which stands at units low..high."""
    word_hash[count] = hashed
    word_folded[count], word_flags[count], word_points[count] = _describe(
        data, low, high, wide, properties, folding
    )
    word_at[count, 0], word_at[count, 1] = low, high
    return count + 1


@compiled
def scan(data, ends, wides, properties, folding, keys, numbers, count, letter, at, out, tokens, begin, before, lengths, first_line, shows, word_hash, word_folded, word_flags, word_points, word_at):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Read letters from ``letter`` on; stop before one that the table may be too small for.

    ``data`` are UTF-16 units. Letters stand behind each other with a new line between; ``ends``
    are counted in units, and letter i begins at unit ``at``. A run of letters that was met
    before costs one look into the table; one that is no word (a dash or a quotation mark in it)
    is numbered ``NO_WORD`` and taken apart each time.
    """
    for i in range(letter, len(ends)):
        opened, end, wide = at, ends[i], wides[i]
        if 2 * (count + (end - opened) + 1) > len(keys):
            return i, at, out, count
        first_line[i] = NO_LINE
        after, first_out, bits, doubled = at, out, 0, 0  # code points of two units so far
        last_seen = np.uint32(0)
        while at < end:
            if (
                data[np.uint64(at)] == 32
            ):  # before nearly every word, and nothing else to be seen in it
                at += 1
                continue
            hashed, size = run_at(data, at)
            if size == 0:
                first = data[at]
                if first == 10 and first_line[i] == NO_LINE:
                    first_line[i] = at - opened - doubled
                elif properties[first] & CLASS == OTHER:
                    last_seen = np.uint32(first)
                    if first == 63:
                        bits |= _question(data, opened, at, at + 1 == end, wide, properties)
                at += 1
                continue
            number = number_of(keys, numbers, hashed, count)
            low, stop = at, at + size
            if number == count:
                if _is_word(data, at, stop, wide, properties):
                    count = _learn(data, low, stop, wide, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at)  # fmt: skip
                else:
                    put(keys, numbers, hashed, NO_WORD)
                    number = NO_WORD
            is_whole = number != NO_WORD
            high = stop
            while True:
                if not is_whole:
                    low, high, skipped, points, signs, seen = _next_word(data, at, stop, wide, properties)  # fmt: skip
                    bits |= signs
                    doubled += low - at - skipped
                    last_seen = seen if seen else last_seen
                    if points == 0:
                        at = stop
                        break
                    hashed = part_hash(data, low, high)
                    number = number_of(keys, numbers, hashed, count)
                    if number == count:
                        count = _learn(data, low, high, wide, hashed, count, properties, folding, word_hash, word_folded, word_flags, word_points, word_at)  # fmt: skip
                place = np.uint64(out)  # unsigned, so nobody asks whether it counts from the end
                tokens[place], begin[place] = number, low - opened - doubled
                spaced = low == after or (low == after + 1 and data[np.uint64(after)] == 32)
                before[place] = SPACE if spaced else _gap(data, after, low, wide, properties)
                bits |= word_flags[np.uint64(number)] & (HOLDS_LOST | NOT_COMPOSED)
                if wide:
                    doubled += high - low - word_points[number]
                at, after, out, last_seen = high, high, out + 1, np.uint32(0)
                if at == stop:
                    break
        at += 1
        lengths[i] = out - first_out
        shows[i] = bits | (ENDS_ASKING if last_seen == 63 else 0)
    return len(ends), at, out, count


@compiled
def spell(data, word_at, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words in UTF-8 one after the other, a new line behind each; returns where each ends."""
    size = 0
    ends = np.empty(len(word_at), np.int64)
    for w in range(len(word_at)):
        at = word_at[w, 0]
        while at < word_at[w, 1]:
            code, at = decode(data, at, True)
            size = encode(code, out, size)
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
    longest = 1
    for i in range(len(lengths)):
        longest = max(longest, lengths[i])
    words, pair = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    for i in range(len(lengths)):
        length = lengths[i]
        if length == 0:
            counts[i], content[i] = 0, np.uint64(0)
            continue
        pairs = max(1, length - 1)
        limit = WHOLE
        if pairs > SAMPLE * LEAST_SHARE:
            limit = WHOLE // np.uint64(LEAST_SHARE)
        elif pairs > SAMPLE:
            limit = WHOLE // np.uint64(pairs) * np.uint64(SAMPLE)
        own = tokens[at : at + length]
        for j in range(length):
            words[j] = folded[np.uint64(own[j])]
        for j in range(length - 1):  # apart, so that several are hashed at once
            pair[j] = pair_hash(words[j], words[j + 1])
        first = size
        whole = words[0]
        if length == 1:
            sampled[size] = mix(whole)
            size += 1
        for j in range(length - 1):
            whole = (whole ^ words[j + 1]) * _PRIME
            sampled[size] = pair[j]
            size += pair[j] <= limit
        size = sort_hashes(sampled, first, size, limit, ends, placed)
        counts[i] = size - first
        content[i] = mix(whole ^ np.uint64(length))
        at += length
    return size
