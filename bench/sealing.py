"""`python -m bench.sealing`: sealing, handing over slots, and checking the log, at full size.

Prints a table. Everything happens in a temporary folder on SQLite; figures are of this machine
and of what else runs on it.
"""

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BLOCK = 2_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--envelopes", type=int, default=100_000)
    arguments.add_argument("--entries", type=int, default=1_000_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        _start(Path(folder))
        print("| what | result | target |\n|---|---|---|")
        for row in _rows(Path(folder), chosen.envelopes, chosen.entries):
            print("| " + " | ".join(row) + " |", flush=True)


def _rows(folder: Path, envelopes: int, entries: int) -> Iterator[tuple[str, str, str]]:
    yield from _sealing()
    yield from _key_files(folder)
    # The log first: the envelopes below are stored past it, which verify would tell.
    yield from _log(entries)
    yield from _handing_over(folder, envelopes)


def _start(folder: Path) -> None:
    os.environ |= {
        "GANDAN_DATA": str(folder),
        "GANDAN_DATABASE": "",
        "GANDAN_LOCAL": "1",
        "GANDAN_SECRET_KEY": "bench",
        "DJANGO_SETTINGS_MODULE": "gandan.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measured(work: Callable[[], Any]) -> tuple[str, Any]:
    """Wall and processor seconds: other work on the machine shows in the first only."""
    started, used = time.perf_counter(), time.process_time()
    result = work()
    wall, processor = time.perf_counter() - started, time.process_time() - used
    return f"{wall:.1f} s ({processor:.1f} s of processor)", result


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _keys(suite: Any) -> list[Any]:
    """Three keepers at each body, registered and confirmed."""
    from gandan.sealed.keys import KEEPER_BODIES, make_key

    return [make_key(f"Người giữ {n}", body, suite) for body in KEEPER_BODIES for n in range(3)]


def _sealing() -> list[tuple[str, str, str]]:
    """Time of the sealing itself: content to envelope with six slots."""
    from uuid import uuid4

    from gandan.sealed.identity import Attachment, Identity, pack
    from gandan.sealed.locking import lock
    from gandan.sealed.suites import Suite

    rows = []
    who = Identity(name="Người thử", original_text="x" * 4_000)
    for suite in Suite:
        keys = [key.public for key in _keys(suite)]
        for name, scan in (("letter", b""), ("with a scan of 2 MB", bytes(2_000_000))):
            content = pack(who, [Attachment("a", "b", scan)] if scan else [])
            times = [_timed(lambda: lock(content, keys, uuid4()))[0] for _ in range(60)]  # noqa: B023
            size = len(lock(content, keys, uuid4()).encode())
            rows.append(
                (
                    f"seal, {suite.label}, 6 slots, {name}",
                    f"{statistics.median(times) * 1000:.1f} ms, {size:,} bytes",
                    "–",
                )
            )
    return rows


def _key_files(folder: Path) -> list[tuple[str, str, str]]:
    from gandan.sealed import station
    from gandan.sealed.keys import Body

    words = "năm từ để thử tốc độ"
    _made, files = _timed(lambda: station.make_key_files(folder, "Thử", Body.RECEIVING, words))
    opened, _ = _timed(lambda: station.load_holder(files[0], words))
    return [("open a private key (Argon2id, 128 MiB)", f"{opened:.2f} s", "about 0.5 s")]


def _handing_over(folder: Path, count: int) -> list[tuple[str, str, str]]:
    """A new key gets a slot in each of ``count`` envelopes; then the old one loses its own."""
    from gandan.audit.signing import log_key
    from gandan.sealed import station
    from gandan.sealed.keys import Body, make_key
    from gandan.sealed.models import Slot
    from gandan.sealed.services.rewrapping import import_answer, remove_slots, write_request
    from gandan.sealed.suites import Suite

    keys = _keys(Suite.HYBRID)
    rows = [_registered(key) for key in keys]
    stored, _ = _timed(lambda: _store_envelopes(keys, rows, count))
    new = make_key("Người mới", Body.RECEIVING, Suite.HYBRID)
    new_row = _registered(new)
    holder = station.Holder(keys[0], folder / "1.records")
    request, answer = io.BytesIO(), io.BytesIO()
    started = time.perf_counter()
    asked, _ = _measured(lambda: write_request(rows[0], [new_row], request, by=None, day=DAY))
    read = station.read_request(request, holder, log_key())
    worked, _ = _measured(lambda: station.rewrap(request, answer, read, holder, now=NOW))
    taken, found = _measured(lambda: import_answer(answer, by=None, day=DAY))
    rows[0].state = "ended"
    rows[0].save()
    removed, _ = _measured(lambda: remove_slots(rows[0], by=None, day=DAY))
    total = time.perf_counter() - started
    assert found.made == count
    assert Slot.objects.filter(key=new_row).count() == count
    assert not Slot.objects.filter(key=rows[0]).exists()
    return [
        (f"seal and store {count:,} envelopes", f"{stored:.0f} s", "–"),
        ("hand over: request of the server", asked, "–"),
        (f"hand over: station, {len(request.getvalue()) / 1e6:.0f} MB in", worked, "–"),
        ("hand over: answer into the server", taken, "–"),
        ("hand over: slots of the old key removed", removed, "–"),
        (f"hand over of {count:,} envelopes in all", f"{total:.0f} s", "120 s at 100,000"),
    ]


def _registered(key: Any) -> Any:
    from django.utils import timezone

    from gandan.sealed.models import KeeperKey

    return KeeperKey.objects.create(
        fingerprint=key.public.fingerprint.hex(),
        owner=key.public.owner,
        body=key.public.body,
        suite=key.public.suite.label,
        sealing=key.public.sealing,
        signing=key.public.signing,
        state="live",
        decision="bench",
        valid_since=DAY,
        registered_at=timezone.now(),
        confirmed_at=timezone.now(),
    )


def _store_envelopes(keys: list[Any], rows: list[Any], count: int) -> None:
    from uuid import uuid4

    from django.db import transaction

    from gandan.sealed.identity import Identity, pack
    from gandan.sealed.locking import lock
    from gandan.sealed.models import SealedIdentity, Slot
    from gandan.units.models import Unit

    unit = Unit.objects.create(code="bench", kind="bench", city="bench")
    by_print = {key.public.fingerprint: row for key, row in zip(keys, rows, strict=True)}
    content = pack(Identity(name="Người thử", original_text="x" * 600))
    public = [keys[0].public, keys[3].public]
    for start in range(0, count, BLOCK):
        sealed = [lock(content, public, uuid4()) for _ in range(min(BLOCK, count - start))]
        with transaction.atomic():
            SealedIdentity.objects.bulk_create(
                SealedIdentity(
                    handle=one.handle,
                    unit=unit,
                    ciphertext=one.locked,
                    digest=one.digest,
                    schema=1,
                    sealed_at=NOW,
                )
                for one in sealed
            )
            Slot.objects.bulk_create(
                Slot(identity_id=one.handle, key=by_print[slot.fingerprint], sealed=slot.sealed)
                for one in sealed
                for slot in one.slots
            )


def _log(count: int) -> list[tuple[str, str, str]]:
    from gandan.audit.models import Entry
    from gandan.audit.selectors import consistency_proof, receipt_for
    from gandan.audit.sequencing import sequence_entries
    from gandan.audit.services import entry_for

    def write() -> None:
        for start in range(0, count, BLOCK):
            Entry.objects.bulk_create(
                entry_for(
                    "submission.viewed", f"Đ-26-{n:06d}", by=None, reason="soạn trả lời", case=n
                )
                for n in range(start, min(start + BLOCK, count))
            )

    written, _ = _timed(write)
    sequenced, _ = _measured(sequence_entries)
    checked, peak = _timed(_verify)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime
    entry = Entry.objects.get(position=count // 3)
    proved, _ = _timed(lambda: [receipt_for(entry) for _ in range(20)])
    joined, _ = _timed(lambda: consistency_proof(count // 3, count))
    return [
        (f"write {count:,} entries in blocks", f"{written:.0f} s", "–"),
        ("put them into the tree", sequenced, "–"),
        (
            "gandan verify",
            f"{checked:.0f} s ({processor:.0f} s of processor), peak {peak:.0f} MiB",
            "60 s, 300 MiB at 1,000,000",
        ),
        ("receipt of one entry", f"{proved / 20 * 1000:.1f} ms", "–"),
        ("proof of continuity", f"{joined * 1000:.1f} ms", "–"),
    ]


def _verify() -> float:
    """Run the command in a process of its own; return its peak memory in MiB."""
    program = (
        "import sys; from gandan.cli import main; code = main(['verify'])\n"
        "print(open('/proc/self/status').read()); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    main()
