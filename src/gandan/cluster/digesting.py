"""A digest of letters in partitions: maps on the workers, merges here, the same result.

Reading, classifying, comparing word by word, grouping wards and choosing sentences are done on
the workers, a bounded number of letters at a time. Merged here are numbers of each letter: hashes,
day, class, ward and group, about half a kilobyte a letter, and no text. What all workers need is
handed over as files: a file outlives any worker.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gandan.cluster import mapping
from gandan.cluster.mapping import Labels
from gandan.cluster.parts import Parts, load
from gandan.cluster.running import results
from gandan.cluster.samples import NONE, Samples, lowest
from gandan.cluster.words import share_words
from gandan.synthesis import Copies, Corpus, Digest, Sentence, Suggestions
from gandan.synthesis.commonplace import SAMPLE, most_common
from gandan.synthesis.concerns import gather_concerns, sound_heads
from gandan.synthesis.copies import Compared, Pairs, different, first_to_last, group_copies
from gandan.synthesis.digest import PeriodLike, assemble
from gandan.synthesis.extracts import speaking
from gandan.synthesis.groups import Group
from gandan.synthesis.places import Places, number_places
from gandan.synthesis.reading import Reading, read
from gandan.synthesis.room import RoomInFiles
from gandan.synthesis.vectors import SAMPLE as SPOKEN
from gandan.synthesis.vectors import SIZE, Vectors, fit_basis, sample_of

# So many pairs are compared in one task; a worker reads the words of their letters for it.
PAIRS = 100_000


def digest_parts(
    client: Any,
    parts: Parts,
    *,
    period: PeriodLike | None = None,
    previous: PeriodLike | None = None,
    stage: Callable[[str], object] = str,
) -> Digest:
    """Digest all letters of ``parts`` on the workers of a Dask ``client``.

    Texts stay in the partitions: the corpus of the digest has none. ``stage`` hears what begins,
    for whoever waits. Raises ``ClusterError``.
    """
    stage("Đọc và phân loại từng phần…")
    maps, sample, spoken = _read(client, parts)
    share_words(parts)
    starts = np.cumsum([0] + [len(found["ids"]) for found in maps])[:-1]
    corpus = _light_corpus(parts, maps)
    stage("Tìm bản sao…")
    copies = _copies(client, parts, starts, corpus, sample)
    suggestions = Suggestions.from_labels(
        _joined(maps, "kinds"), _joined(maps, "fields"), _joined(maps, "topics")
    )
    suggestions.abstained[:] = np.concatenate([found["abstained"] for found in maps])
    places = number_places([found["named"] for found in maps])
    _share_frequencies(parts, maps)
    del maps
    stage("So lời văn…")
    vectors = _vectors(client, parts, starts, spoken, sound_heads(corpus, copies), len(corpus))
    found = _Found(copies, suggestions, places, vectors)
    stage("Gom thành vấn đề…")
    groups = _groups(client, parts, starts, corpus, found)
    grouping = gather_concerns(corpus, copies, suggestions, places, vectors, groups)

    def quote(wanted: Sequence[Sequence[int]]) -> list[list[Sentence]]:
        asked = [np.array(speaking(corpus, letters), dtype=np.int64) for letters in wanted]
        tasks = ((parts, starts, rows, _about(corpus, rows)) for rows in asked)
        found = results(client, mapping.extract_group, tasks)
        return [[Sentence(*sentence) for sentence in sentences] for sentences in found]

    stage("Chọn câu tiêu biểu, tính xu hướng…")
    return assemble(corpus, copies, suggestions, grouping, quote, period=period, previous=previous)


def _about(corpus: Corpus, rows: NDArray[np.int64]) -> mapping.Found:
    chosen = rows.tolist()
    return {
        "ids": [corpus.ids[i] for i in chosen],
        "days": corpus.days[rows],
        "places": [corpus.places[i] for i in chosen],
    }


def _read(client: Any, parts: Parts) -> tuple[list[mapping.Found], Samples, Samples]:
    """What was read of each part, and of the letters with the lowest hashes pairs and words."""
    maps: list[mapping.Found] = []
    sample = spoken = NONE
    tasks = ((parts, k) for k in range(len(parts.files)))
    for found in results(client, mapping.read_part, tasks):
        sample = lowest((sample, found.pop("sample")), SAMPLE)
        spoken = lowest((spoken, found.pop("spoken")), SPOKEN)
        maps.append(found)
    return maps, sample, spoken


def _joined(maps: Sequence[mapping.Found], name: str) -> list[str]:
    """The labels of all letters; equal ones are one object."""
    known: dict[str, str] = {}
    out: list[str] = []
    for found in maps:
        own: Labels = found[name]
        out += Labels(
            own.numbers, [known.setdefault(label, label) for label in own.names]
        ).written()
    return out


def _light_corpus(parts: Parts, maps: Sequence[mapping.Found]) -> Corpus:
    """The letters with the hashes of their words and without their texts.

    Hashes of pairs, the most that is kept of a letter, are left on disk.
    """
    joined: dict[str, list[NDArray[Any]]] = {
        name: [] for name in ("words", "counts", "content", "damaged")
    }
    path = Path(parts.folder) / "sampled"
    with path.open("wb") as file:
        for part in range(len(maps)):
            own = load(parts.path("read", part))
            own["sampled"].tofile(file)
            for name, columns in joined.items():
                columns.append(own[name])
    words, counts = np.concatenate(joined["words"]), np.concatenate(joined["counts"])
    empty = read([])
    sampled = np.asarray(np.memmap(path, np.uint64, "c")) if counts.any() else empty.sampled
    reading = Reading(
        empty.tokens, np.concatenate(([0], np.cumsum(words))), empty.begin, empty.before,
        empty.first_line, np.zeros(len(words), np.uint8), sampled,
        np.concatenate(([0], np.cumsum(counts))), np.concatenate(joined["content"]),
        empty.word_hash, empty.word_flags, empty.length, empty.spelling,
    )  # fmt: skip
    corpus = Corpus(
        [own for found in maps for own in found["ids"]], [""] * len(words),
        np.concatenate([m["days"] for m in maps]),
        _joined(maps, "places"), _joined(maps, "channels"), _joined(maps, "units"), reading=reading,
    )  # fmt: skip
    corpus.__dict__["damaged"] = np.concatenate(joined["damaged"])
    return corpus


def _copies(
    client: Any, parts: Parts, starts: NDArray[np.int64], corpus: Corpus, sample: Samples
) -> Copies:
    first = first_to_last(corpus)
    rows = different(corpus.reading.content, first)
    common = most_common(sample.values, len(sample.content))
    parts.share("common", pairs=common)

    def compare(asked: Iterable[Pairs]) -> Iterator[Compared]:
        under_way: deque[Pairs] = deque()

        def tasks() -> Iterator[Any]:
            for left, right in asked:
                for low in range(0, len(left), PAIRS):
                    own = slice(low, low + PAIRS)
                    under_way.append((left[own], right[own]))
                    yield parts, starts, left[own], right[own]

        for found in results(client, mapping.compare_pairs, tasks()):
            yield *under_way.popleft(), *found

    room = RoomInFiles(Path(parts.folder))
    samples = corpus.reading.subset_of_samples(rows, room)
    return group_copies(corpus, first, rows, samples, common, compare, room)


def _share_frequencies(parts: Parts, maps: Sequence[mapping.Found]) -> None:
    """Share in how many of all letters each word stands."""
    hashes = np.concatenate([found["frequency"][0] for found in maps])
    counts = np.concatenate([found["frequency"][1] for found in maps])
    known, own = np.unique(hashes, return_inverse=True)
    total = np.bincount(own, weights=counts, minlength=len(known)).astype(np.int64)
    parts.share("frequency", hashes=known, counts=total)


class _Found(NamedTuple):
    copies: Copies
    suggestions: Suggestions
    places: Places
    vectors: Vectors


def _vectors(
    client: Any,
    parts: Parts,
    starts: NDArray[np.int64],
    spoken: Samples,
    heads: NDArray[np.int64],
    letters: int,
) -> Vectors:
    """The vectors of the letters ``heads``, part by part, in directions found from a sample."""
    sample = _reading_of(spoken)
    basis = fit_basis(sample, sample_of(sample, np.arange(len(sample))))
    parts.share("basis", keys=basis.keys, numbers=basis.numbers, rows=basis.rows)
    ordered = np.sort(heads)
    cut = np.searchsorted(ordered, starts[1:])
    own = [rows for rows in np.split(ordered, cut) if len(rows)]
    out = np.zeros((letters, SIZE), np.int8)
    tasks = ((parts, starts, rows) for rows in own)
    for rows, found in zip(own, results(client, mapping.lay_part, tasks), strict=True):
        out[rows] = found
    return out


def _reading_of(spoken: Samples) -> Reading:
    """A reading of nothing but the hashes of words, from the content's hash to the words."""
    empty = read([])
    none = np.zeros(len(spoken.content), np.int32)
    return Reading(
        np.arange(len(spoken.values), dtype=np.int32), spoken.start, empty.begin, empty.before,
        none, none.astype(np.uint8), empty.sampled, np.zeros(len(none) + 1, np.int64),
        spoken.content, spoken.values, empty.word_flags, empty.length, b"",
    )  # fmt: skip


def _groups(
    client: Any, parts: Parts, starts: NDArray[np.int64], corpus: Corpus, found: _Found
) -> list[Group]:
    """The concerns of each ward and field; copies go with the letter that they are copies of."""
    head, labels = found.copies.head, found.suggestions
    numbered = {
        "kinds": Labels.of(labels.kind_slugs),
        "fields": Labels.of(labels.fields),
        "topics": Labels.of(labels.topics),
    }
    fields = numbered["fields"].numbers.astype(np.int64)
    number = (found.places.ward.astype(np.int64) * max(1, fields.max(initial=0) + 1) + fields)[head]
    by_place = np.argsort(number, kind="stable")
    blocks = np.split(by_place, np.flatnonzero(np.diff(number[by_place])) + 1)

    def columns(rows: NDArray[np.int64]) -> mapping.Found:
        return {
            "all": len(corpus),
            "ids": [corpus.ids[i] for i in rows.tolist()],
            "days": corpus.days[rows],
            "damaged": corpus.damaged[rows],
            "head": head[rows],
            "where": found.places.subset(rows),
            "vectors": found.vectors[rows],
            **{name: own.subset(rows) for name, own in numbered.items()},
        }

    tasks = (
        (parts, starts, rows, columns(rows))
        for rows in sorted(blocks, key=len, reverse=True)
        if len(rows) > 1
    )
    return [g for groups in results(client, mapping.group_ward, tasks) for g in groups]
