"""`gandan digest --cluster`: the digest of letters in partitions, on the workers of a cluster."""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gandan.commands.compiling import tell_before_compiling
from gandan.commands.console import CommandError, Progress, ending_on_sigterm, existing, tell
from gandan.commands.inputs import tell_problems
from gandan.core.readers import Item, read_inputs
from gandan.domain.periods import Period

if TYPE_CHECKING:
    from gandan.cluster import Parts
    from gandan.synthesis import Digest


def digest_on_cluster(args: argparse.Namespace, period: Period | None) -> tuple["Digest", bool]:
    """The digest, and whether any letter is synthetic. Raises ``CommandError``."""
    import pyarrow as pa

    from gandan.cluster import ClusterError
    from gandan.synthesis import CorpusError

    try:
        return _digested(args, period)
    except ClusterError as error:
        raise CommandError(str(error)) from error
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise CommandError(
            "Không đọc được tệp Parquet. Cần các cột id, text, received_on (ngày), place, channel, "
            f"unit. Chi tiết: {error}"
        ) from error
    except CorpusError as error:
        raise CommandError(
            "Trong tệp Parquet, mỗi đơn cần một mã riêng và chữ Unicode dựng sẵn (NFC). "
            f"Chi tiết: {error}"
        ) from error


def _digested(args: argparse.Namespace, period: Period | None) -> tuple["Digest", bool]:
    from gandan.cluster import digest_parts, join

    paths = existing(args.inputs)
    for folder in (args.work, args.tables):
        if folder is not None and not folder.is_dir():
            raise CommandError(f"Không có thư mục {folder}. Tạo thư mục rồi chạy lại.")
    with ExitStack() as open_now:
        open_now.enter_context(ending_on_sigterm())
        client = open_now.enter_context(join(args.cluster))
        work = open_now.enter_context(tempfile.TemporaryDirectory(prefix="gandan-", dir=args.work))
        parts, synthetic = _partitioned(paths, Path(work))
        tell_before_compiling()
        tell(f"Tổng hợp {len(parts.files)} phần trên {args.cluster}…")
        previous = period.previous() if period else None
        found = digest_parts(client, parts, period=period, previous=previous, stage=tell)
        if args.tables:
            write_tables(found, args.tables)
        return found, synthetic


def _partitioned(paths: list[Path], work: Path) -> tuple["Parts", bool]:
    """The inputs as partitions: Parquet as it is, anything else read and written as Parquet."""
    import pyarrow.parquet as pq

    from gandan.cluster import Parts, write_parts

    found = [
        file
        for path in paths
        for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])
    ]
    if found and all(file.suffix == ".parquet" for file in found):
        synthetic = any("synthetic" in pq.read_schema(file).names for file in found)
        return Parts(tuple(str(file.resolve()) for file in found), str(work)), synthetic
    state: dict[str, Any] = {"synthetic": False, "problems": []}
    progress = Progress("Đọc tệp")
    parts = write_parts(_letters(paths, state, progress), work)
    tell_problems(state["problems"])
    if not parts.files:
        raise CommandError("Không đọc được đơn nào từ các tệp đã cho.")
    return parts, bool(state["synthetic"])


def _letters(paths: list[Path], state: dict[str, Any], progress: Progress) -> Iterator[Any]:
    count = 0
    for row in read_inputs(paths):
        if isinstance(row, Item):
            count += 1
            progress(count)
            state["synthetic"] |= bool(row.extra.get("synthetic"))
            yield row.id, row.text, row.received_on, row.place, row.channel, row.unit
        elif len(state["problems"]) < 1_000:
            state["problems"].append(row)
    progress.finish(count)


def write_tables(found: "Digest", folder: Path) -> None:
    """What was found for each letter, as Parquet files of 50,000 rows."""
    from gandan.cluster import write_result
    from gandan.cluster.parts import PART

    ids, copies, classes = found.corpus.ids, found.copies, found.suggestions
    concern = [""] * len(ids)
    for group in found.grouping.groups:
        for letter in group.letters:
            concern[letter] = group.key
    for part, low in enumerate(range(0, len(ids), PART)):
        own = range(low, min(len(ids), low + PART))
        columns: dict[str, Sequence[Any]] = {
            "id": [ids[i] for i in own],
            "kind": [classes.kinds[i].slug for i in own],
            "field": [classes.fields[i] for i in own],
            "topic": [classes.topics[i] for i in own],
            "copy_of": [ids[copies.head[i]] if copies.kind[i] else "" for i in own],
            "copy_kind": [copies.kind[i] for i in own],
            "similarity": [float(copies.similarity[i]) for i in own],
            "concern": [concern[i] for i in own],
            "damaged": [bool(found.corpus.damaged[i]) for i in own],
        }
        write_result(folder, part, columns)
