"""A digest of letters in partitions: maps on the workers, merges here, the same result.

Reading, classifying, comparing word by word, grouping wards and choosing sentences are done on
the workers, a bounded number of letters at a time. Merged here are numbers of each letter: hashes,
day, class, ward and group, about half a kilobyte a letter, and no text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gandan.cluster import mapping
from gandan.cluster.parts import Parts, load
from gandan.synthesis import Copies, Corpus, Digest, Sentence, Suggestions
from gandan.synthesis.commonplace import SAMPLE, most_common
from gandan.synthesis.concerns import gather_concerns, sound_heads
from gandan.synthesis.copies import different, first_to_last, group_copies
from gandan.synthesis.corpus import Background
from gandan.synthesis.digest import PeriodLike, assemble
from gandan.synthesis.groups import Group
from gandan.synthesis.places import Places, number_places
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.vectors import SAMPLE as SPOKEN
from gandan.synthesis.vectors import SIZE, Vectors, fit_basis, sample_of

PAIRS = 20_000
IN_FLIGHT = 4


def digest_parts(
    client: Any,
    parts: Parts,
    *,
    period: PeriodLike | None = None,
    previous: PeriodLike | None = None,
) -> Digest:
    """Digest all letters of ``parts`` on the workers of a Dask ``client``.

    Texts stay in the partitions: the corpus of the digest has none.
    """
    maps = _read(client, parts)
    starts = np.cumsum([0] + [len(found["ids"]) for found in maps])[:-1]
    corpus = _light_corpus(parts, maps)
    copies = _copies(client, parts, starts, corpus, maps)
    suggestions = Suggestions.from_labels(
        _joined(maps, "kinds"), _joined(maps, "fields"), _joined(maps, "topics")
    )
    suggestions.abstained[:] = np.concatenate([found["abstained"] for found in maps])
    places = number_places([found["named"] for found in maps])
    vectors = _vectors(client, parts, starts, maps, sound_heads(corpus, copies), len(corpus))
    found = _Found(copies, suggestions, places, vectors)
    groups = _groups(client, parts, starts, corpus, found, _words(maps))
    grouping = gather_concerns(corpus, copies, suggestions, places, vectors, groups)

    common = client.scatter(copies.common, broadcast=True)

    def quote(wanted: Sequence[Sequence[int]]) -> list[list[Sentence]]:
        asked = [np.array(letters, dtype=np.int64) for letters in wanted]
        tasks = ((parts, starts, rows, _columns(corpus, rows), common) for rows in asked)
        found = _map(client, mapping.extract_group, tasks)
        return [[Sentence(*sentence) for sentence in sentences] for sentences in found]

    return assemble(corpus, copies, suggestions, grouping, quote, period=period, previous=previous)


def _read(client: Any, parts: Parts) -> list[mapping.Found]:
    """What was read of each part; samples are cut to what the whole needs as they come."""
    maps: list[mapping.Found] = []
    for found in _map(client, mapping.read_part, ((parts, k) for k in range(len(parts.files)))):
        maps.append(found)
        if sum(len(own["spoken"]) for own in maps) > 2 * SPOKEN:
            least = sorted(content for own in maps for content in own["spoken"])[SPOKEN]
            for own in maps:
                own["spoken"] = {c: w for c, w in own["spoken"].items() if c <= least}
    return maps


def _map(client: Any, work: Any, tasks: Any) -> Iterator[Any]:
    """``work(*task)`` for each task, in order; a few for each worker are under way at a time.

    A task of a worker that died is run again by another.
    """
    most = IN_FLIGHT * max(1, len(client.scheduler_info()["workers"]))
    waiting: list[Any] = []
    for task in tasks:
        waiting.append(client.submit(work, *task, pure=False))
        if len(waiting) == most:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _joined(maps: Sequence[mapping.Found], name: str) -> list[str]:
    return [value for found in maps for value in found[name]]


def _light_corpus(parts: Parts, maps: Sequence[mapping.Found]) -> Corpus:
    """The letters with the hashes of their words and without their texts."""
    read_ = [load(parts.path("read", k)) for k in range(len(maps))]

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([part[name] for part in read_])

    empty = read([])
    counts = np.concatenate([np.diff(part["sampled_start"]) for part in read_])
    words = joined("words")
    reading = Reading(
        empty.tokens, np.concatenate(([0], np.cumsum(words))), empty.begin, empty.before,
        empty.first_line, np.zeros(len(words), np.uint8), joined("sampled"),
        np.concatenate(([0], np.cumsum(counts))), joined("content"),
        empty.word_hash, empty.word_flags, empty.length, empty.spelling,
    )  # fmt: skip
    corpus = Corpus(
        _joined(maps, "ids"), [""] * len(words), np.concatenate([m["days"] for m in maps]),
        _joined(maps, "places"), _joined(maps, "channels"), _joined(maps, "units"), reading=reading,
    )  # fmt: skip
    corpus.__dict__["damaged"] = joined("damaged")
    return corpus


def _copies(
    client: Any,
    parts: Parts,
    starts: NDArray[np.int64],
    corpus: Corpus,
    maps: Sequence[mapping.Found],
) -> Copies:
    first = first_to_last(corpus)
    rows = different(corpus.reading.content, first)
    sample = dict(pair for found in maps for pair in found["sample"])
    chosen = [sample[content] for content in sorted(sample)[:SAMPLE]]
    common = most_common(np.concatenate([np.zeros(0, np.uint64), *chosen]), len(chosen))

    def compare(
        left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        # Pairs of one partition go together, so that a worker fetches few files.
        order = np.argsort(np.minimum(left, right), kind="stable")
        tasks = (
            (parts, starts, left[own], right[own], common)
            for low in range(0, len(order), PAIRS)
            for own in [order[low : low + PAIRS]]
        )
        verdict, share = np.empty(len(left), np.uint8), np.empty(len(left))
        for k, (found, alike) in enumerate(_map(client, mapping.compare_pairs, tasks)):
            own = order[k * PAIRS : (k + 1) * PAIRS]
            verdict[own], share[own] = found, alike
        return verdict, share

    samples = corpus.reading.subset_of_samples(rows)
    return group_copies(corpus, first, rows, samples, common, compare)


def _words(maps: Sequence[mapping.Found]) -> Background:
    """In how many of all letters each word stands."""
    hashes = np.concatenate([found["frequency"][0] for found in maps])
    counts = np.concatenate([found["frequency"][1] for found in maps])
    known, own = np.unique(hashes, return_inverse=True)
    total = np.bincount(own, weights=counts, minlength=len(known)).astype(np.int64)
    return Background(sum(len(found["ids"]) for found in maps), known, total)


class _Found(NamedTuple):
    copies: Copies
    suggestions: Suggestions
    places: Places
    vectors: Vectors


def _vectors(
    client: Any,
    parts: Parts,
    starts: NDArray[np.int64],
    maps: Sequence[mapping.Found],
    heads: NDArray[np.int64],
    letters: int,
) -> Vectors:
    """The vectors of the letters ``heads``, part by part, in directions found from a sample."""
    spoken = {content: words for found in maps for content, words in found["spoken"].items()}
    sample = _reading_of(spoken)
    basis = fit_basis(sample, sample_of(sample, np.arange(len(sample))))
    shared = client.scatter(basis, broadcast=True)
    ordered = np.sort(heads)
    cut = np.searchsorted(ordered, starts[1:])
    own = [rows for rows in np.split(ordered, cut) if len(rows)]
    out = np.zeros((letters, SIZE), np.int8)
    tasks = ((parts, starts, rows, shared) for rows in own)
    for rows, found in zip(own, _map(client, mapping.lay_part, tasks), strict=True):
        out[rows] = found
    return out


def _reading_of(spoken: dict[int, NDArray[np.uint64]]) -> Reading:
    """A reading of nothing but the hashes of words, from the content's hash to the words."""
    empty = read([])
    words = np.concatenate([np.zeros(0, np.uint64), *spoken.values()])
    start = np.concatenate(([0], np.cumsum([len(own) for own in spoken.values()])))
    none = np.zeros(len(spoken), np.int32)
    return Reading(
        np.arange(len(words), dtype=np.int32), start.astype(np.int64), empty.begin, empty.before,
        none, none.astype(np.uint8), empty.sampled, np.zeros(len(spoken) + 1, np.int64),
        np.array(list(spoken), dtype=np.uint64), words, empty.word_flags, empty.length, b"",
    )  # fmt: skip


def _groups(
    client: Any,
    parts: Parts,
    starts: NDArray[np.int64],
    corpus: Corpus,
    found: _Found,
    background: Background,
) -> list[Group]:
    """The concerns of each ward and field; copies go with the letter that they are copies of."""
    head = found.copies.head
    fields = np.unique(found.suggestions.fields, return_inverse=True)[1] if len(corpus) else head
    number = (found.places.ward.astype(np.int64) * (int(fields.max(initial=0)) + 1) + fields)[head]
    by_place = np.argsort(number, kind="stable")
    blocks = np.split(by_place, np.flatnonzero(np.diff(number[by_place])) + 1)
    shared = client.scatter(background, broadcast=True)
    tasks = (
        (parts, starts, rows, _columns(corpus, rows, found), shared)
        for rows in sorted(blocks, key=len, reverse=True)
        if len(rows) > 1
    )
    return [g for groups in _map(client, mapping.group_ward, tasks) for g in groups]


def _columns(corpus: Corpus, rows: NDArray[np.int64], found: _Found | None = None) -> mapping.Found:
    chosen = rows.tolist()
    columns: mapping.Found = {
        "ids": [corpus.ids[i] for i in chosen],
        "days": corpus.days[rows],
        "places": [corpus.places[i] for i in chosen],
    }
    if found is not None:
        columns["head"] = found.copies.head[rows]
        columns["kinds"] = [found.suggestions.kinds[i].slug for i in chosen]
        columns["fields"] = [found.suggestions.fields[i] for i in chosen]
        columns["topics"] = [found.suggestions.topics[i] for i in chosen]
        columns["where"] = found.places.subset(rows)
        columns["vectors"] = found.vectors[rows]
    return columns
