"""Letters in partitions on worker processes give what one process gives, whatever happens."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager

import numpy as np
import pyarrow.parquet as pq
import pytest

from gandan.cli import main
from gandan.cluster import ClusterError, digest_parts, digesting, join, joining, write_parts
from gandan.demo import generate, write_letters
from gandan.domain.periods import quarter
from gandan.synthesis import Corpus, digest_to_json, synthesize
from gandan.synthesis.room import RoomInFiles

PERIOD = quarter(2026, 2)
LETTERS = 600


@pytest.fixture(scope="module")
def letters():
    return [letter for letter, _truth in generate(LETTERS, 4)]


@pytest.fixture(scope="module")
def of_one_process(letters):
    corpus = Corpus(
        [one.id for one in letters],
        [one.text for one in letters],
        np.array([one.received_on.isoformat() for one in letters], dtype="datetime64[D]"),
        [one.place for one in letters],
        [one.channel for one in letters],
        [one.unit for one in letters],
    )
    found = synthesize(corpus, period=PERIOD, previous=PERIOD.previous())
    return json.loads(json.dumps(digest_to_json(found)))


@pytest.fixture(scope="module")
def two_workers():
    with join("local:2") as client:
        yield client


def partitions(letters, folder, size=130):
    rows = ((x.id, x.text, x.received_on, x.place, x.channel, x.unit) for x in letters)
    return write_parts(rows, folder, size=size)


def digested(client, parts):
    found = digest_parts(client, parts, period=PERIOD, previous=PERIOD.previous())
    return json.loads(json.dumps(digest_to_json(found)))


def test_two_workers_give_what_one_process_gives(two_workers, letters, of_one_process, tmp_path):
    assert digested(two_workers, partitions(letters, tmp_path)) == of_one_process


def test_how_letters_and_pairs_are_cut_changes_nothing(
    two_workers, letters, of_one_process, tmp_path, monkeypatch
):
    monkeypatch.setattr(digesting, "PAIRS", 70)
    monkeypatch.setattr(RoomInFiles, "letters", 90)
    assert digested(two_workers, partitions(letters, tmp_path, size=5_000)) == of_one_process


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    two_workers, letters, of_one_process, tmp_path
):
    workers = [w["pid"] for w in two_workers.run(_about).values()]
    killer = threading.Timer(0.4, os.kill, (workers[0], signal.SIGKILL))
    killer.start()
    found = digested(two_workers, partitions(letters, tmp_path, size=40))
    killer.join()
    assert found == of_one_process
    after = [w["pid"] for w in two_workers.run(_about).values()]
    assert workers[0] not in after


def _about():
    return {"pid": os.getpid()}


def test_the_command_writes_the_digest_and_a_table_of_every_letter(
    two_workers, tmp_path, of_one_process, capsys
):
    source, out, tables = tmp_path / "d.jsonl", tmp_path / "d.json", tmp_path / "tables"
    tables.mkdir()
    write_letters(source, LETTERS, 4)
    arguments = ["digest", str(source), "--out", str(out), "--period", "2026-Q2"]
    assert (
        main([*arguments, "--cluster", two_workers.scheduler.address, "--tables", str(tables)]) == 0
    )
    assert json.loads(out.read_text("utf-8")) == of_one_process
    told = capsys.readouterr().err
    stages = ["Đọc và phân loại", "Tìm bản sao", "So lời văn", "Gom thành vấn đề", "Chọn câu"]
    assert sorted(stages, key=told.index) == stages
    rows = pq.read_table(tables).to_pylist()
    assert len({row["id"] for row in rows}) == LETTERS
    copies = [row for row in rows if row["copy_of"]]
    assert len(copies) > 50
    assert {row["copy_kind"] for row in copies} <= {"exact", "near", "contained"}


@pytest.mark.parametrize("address", ["local:", "local:none", "tcp://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told(address, monkeypatch):
    monkeypatch.setattr(joining, "PATIENCE", 1.0)
    with pytest.raises(ClusterError), join(address):
        pass


def ip(*arguments):
    return subprocess.run(["ip", *arguments], capture_output=True, check=False).returncode == 0


@contextmanager
def places():
    """Commands that start a process on a network of its own, and the addresses there.

    Where the machine gives no network namespaces the processes stand beside each other; in CI
    that is a failure.
    """
    with ExitStack() as undo:
        bridge = f"gd{os.getpid() % 10_000}"
        able = ip("link", "add", bridge, "type", "bridge")
        undo.callback(ip, "link", "del", bridge)
        able = able and ip("addr", "add", "10.77.0.1/24", "dev", bridge)
        able = able and ip("link", "set", bridge, "up")
        found = []
        for k in (2, 3):
            own = f"{bridge}n{k}"
            able = able and ip("netns", "add", own)
            undo.callback(ip, "netns", "del", own)
            able = able and ip("link", "add", f"{bridge}v{k}", "type", "veth", "peer", "name", "e0",
                               "netns", own)  # fmt: skip
            able = able and ip("link", "set", f"{bridge}v{k}", "master", bridge, "up")
            able = able and ip("-n", own, "addr", "add", f"10.77.0.{k}/24", "dev", "e0")
            able = able and ip("-n", own, "link", "set", "e0", "up")
            able = able and ip("-n", own, "link", "set", "lo", "up")
            found.append((["ip", "netns", "exec", own], f"10.77.0.{k}"))
        assert able or not os.environ.get("CI"), "no network namespaces on this machine"
        yield ("10.77.0.1", found) if able else ("127.0.0.1", [([], "127.0.0.1")] * 2)


@contextmanager
def running(command, **environment):
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_workers_on_networks_of_their_own_give_the_same(letters, of_one_process, tmp_path):
    dask = [sys.executable, "-m", "distributed.cli."]
    with ExitStack() as stop, places() as (host, workers):
        told = tmp_path / "scheduler.json"
        scheduler = [*dask[:2], "distributed.cli.dask_scheduler", "--host", host, "--port", "0",
                     "--no-dashboard", "--scheduler-file", str(told)]  # fmt: skip
        stop.enter_context(running(scheduler))
        until = time.monotonic() + 120
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        for prefix, own in workers:
            worker = [*prefix, *dask[:2], "distributed.cli.dask_worker", address, "--host", own,
                      "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path)]  # fmt: skip
            stop.enter_context(running(worker))
        with join(address) as client:
            client.wait_for_workers(2, timeout=120)
            hosts = {w["host"] for w in client.scheduler_info()["workers"].values()}
            assert hosts == {own for _prefix, own in workers}
            folder = tmp_path / "parts"
            folder.mkdir()
            assert digested(client, partitions(letters, folder)) == of_one_process
