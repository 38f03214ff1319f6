"""A run on a cluster ends: with the result, or with words that say what is wrong."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import Namespace
from contextlib import nullcontext

import dask
import pytest

from gandan.cluster import ClusterError, join, joining, running
from gandan.cluster.running import results
from gandan.commands import clustering


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(running, "LOOK", 0.2)


@pytest.fixture
def scheduler(tmp_path):
    """The process of a scheduler without workers, and its address."""
    told = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1",
               "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield process, json.loads(told.read_text())["address"]
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def one_worker():
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), join("local:1") as client:
        yield client


def test_a_cluster_without_workers_or_that_goes_away_is_told_and_not_waited_for(
    scheduler, short, monkeypatch
):
    process, address = scheduler
    monkeypatch.setattr(joining, "PATIENCE", 3.0)
    monkeypatch.setattr(running, "PATIENCE", 1.0)
    with join(address) as client:
        with pytest.raises(ClusterError, match="Không tiến trình nào của cụm làm việc"):
            list(results(client, abs, [(-1,)]))
        monkeypatch.setattr(running, "PATIENCE", 60.0)
        threading.Timer(0.5, process.kill).start()
        with pytest.raises(ClusterError, match="Mất kết nối"):
            list(results(client, abs, [(-1,)]))


def test_a_task_that_takes_longer_than_a_look_is_waited_for(one_worker, short):
    assert list(results(one_worker, _slow, [(3,)])) == [3]


def test_a_task_that_ends_its_worker_is_told_and_the_worker_comes_back(one_worker):
    with pytest.raises(ClusterError, match="bị tắt khi làm cùng một phần việc"):
        list(results(one_worker, _end, [()]))
    assert list(results(one_worker, abs, [(-1,)])) == [1]


def test_the_place_of_a_killed_worker_is_kept_while_it_starts(one_worker):
    """By default it is given up after 15 seconds, and a busy machine needs longer."""
    assert dask.config.get("distributed.deploy.lost-worker-timeout") == "1 hour"


def _slow(number):
    time.sleep(1.5)
    return number


def _end():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_run_that_is_asked_to_end_takes_its_work_folder_away(tmp_path, monkeypatch):
    def ended(_paths, work):
        (work / "part.parquet").write_bytes(b"x")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("gandan.cluster.join", lambda _address: nullcontext())
    monkeypatch.setattr(clustering, "_partitioned", ended)
    before = signal.getsignal(signal.SIGTERM)
    args = Namespace(inputs=[str(tmp_path)], work=tmp_path, tables=None, cluster="local:1")
    with pytest.raises(SystemExit) as end:
        clustering.digest_on_cluster(args, None)
    assert end.value.code == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGTERM) == before
