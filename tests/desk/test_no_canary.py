"""After a working day, a failed request and a kill, no identity lies anywhere but in envelopes."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.canaries import find_canaries, find_in_text

HERE = Path(__file__).parent
UPLOADED, ERASED = "CANARY-IN-AN-UPLOAD-0123456789", "CANARY-THAT-WAS-ERASED-0007"


def canaries(count):
    """Made-up people whose every word can be told from anything else."""
    chance = random.Random(4404)
    for number in range(count):
        tag = "".join(chance.choice("bcdghklmnpqrstvx") for _ in range(9))
        yield {
            "name": f"Nguyễn Thị Quằm{tag} Ngoẹo{tag[::-1]}",
            "address": f"số 17 ngõ Khuỷu{tag} phố Trẹo{tag[::-1]}",
            "phone": f"09{chance.randrange(10**8):08d}",
            "email": f"{tag}{number}@{tag[::-1]}.example",
            "id_number": f"0{chance.randrange(10**11):011d}",
            "file": f"đơn của {tag}.txt",
        }


def strings(found):
    return [value for one in found for value in one.values()]


def started(folder, kept):
    """The run in a process of its own, with all that it may write below ``folder``."""
    data, temporary, log = folder / "data", folder / "tmp", folder / "log.txt"
    data.mkdir()
    temporary.mkdir()
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, str(HERE / "sealing_run.py")],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=os.environ
            | {
                "GANDAN_DATA": str(data),
                "GANDAN_DATABASE": "",
                "TMPDIR": str(temporary),
                "SQLITE_TMPDIR": str(temporary),
                "KEPT_MIGRATED": str(kept),
                "PYTHONPATH": os.pathsep.join([*sys.path, str(HERE.parents[1])]),
            },
        )


def send(run, people):
    run.stdin.write(json.dumps(people).encode())
    run.stdin.close()


def test_no_identity_outside_its_envelope(tmp_path, pytestconfig):
    people = list(canaries(200))
    run = started(tmp_path, pytestconfig.cache.mkdir("migrated"))
    send(run, people)
    assert run.wait(300) == 0, (tmp_path / "log.txt").read_text("utf-8")
    log = (tmp_path / "log.txt").read_text("utf-8")
    assert "rolled back" in log
    assert "refused" in log
    assert "upload 422" in log
    assert find_canaries([tmp_path], [*strings(people), UPLOADED, ERASED]) == []
    assert (tmp_path / "data" / "gandan.sqlite3").stat().st_size > 500_000


@pytest.mark.parametrize("after", ["sealed 4", "sealed 13"])
def test_no_identity_is_left_behind_by_a_killed_server(tmp_path, pytestconfig, after):
    people = list(canaries(40))
    run = started(tmp_path, pytestconfig.cache.mkdir("migrated"))
    send(run, people)
    log = tmp_path / "log.txt"
    ends = time.monotonic() + 120
    while after not in log.read_text("utf-8") and time.monotonic() < ends:
        time.sleep(0.01)
    environment = Path(f"/proc/{run.pid}/environ").read_bytes().decode("utf-8", "replace")
    run.kill()
    run.wait()
    assert after in log.read_text("utf-8"), log.read_text("utf-8")
    assert find_canaries([tmp_path], strings(people)) == []
    assert find_in_text(environment, strings(people)) == []


def test_the_search_would_find_an_identity_in_the_clear(tmp_path):
    """The same folder with one identity written where it must not be."""
    people = list(canaries(2))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "gandan.sqlite3-wal").write_bytes(b"x" * 99 + people[1]["name"].encode())
    assert find_canaries([tmp_path], strings(people))
