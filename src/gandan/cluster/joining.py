"""Reach a scheduler, or start workers on this machine."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

LOCAL = "local"
PATIENCE = 10.0
# How long closing may take; the result is written by then.
CLOSING = 30.0

# What workers on this machine need so that a busy machine only makes them slow. The usual values
# are for machines that one work has for itself.
_SETTINGS = {
    # A worker that was killed has to start again within this time, or its place stays empty for
    # ever: 15 seconds by default, while starting takes longer when others use the processors.
    "distributed.deploy.lost-worker-timeout": "1 hour",
    # A worker is dead when its process is; silence mostly means that it waits for a processor.
    "distributed.scheduler.worker-ttl": "30 minutes",
    "distributed.comm.timeouts.connect": "120s",
    "distributed.comm.timeouts.tcp": "600s",
    "distributed.comm.retry.count": 3,
    # A paused worker holds no data that it could give back, so it would stay paused. One that
    # takes too much is ended, and its task told after three attempts.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    # Looks at what each thread does a hundred times a second, for a page that is not shown.
    "distributed.worker.profile.enabled": False,
}


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


@contextmanager
def join(address: str) -> Iterator[Any]:
    """A client of the scheduler at ``address``, or of ``local:2`` worker processes."""
    try:
        import distributed
    except ImportError as error:
        raise ClusterError(
            "Chưa cài phần chạy trên nhiều máy. Chạy: pip install -r requirements/cluster.txt"
        ) from error
    if address.startswith(LOCAL):
        with _own_workers(distributed, address) as client:
            yield client
        return
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(f"Không nối được tới {address}.") from error
    try:
        yield client
    finally:
        _close(client)


@contextmanager
def _own_workers(distributed: Any, address: str) -> Iterator[Any]:
    import dask

    _local, colon, count = address.partition(":")
    if not colon or not count.isdigit() or int(count) < 1:
        raise ClusterError("Ghi số tiến trình sau dấu hai chấm, ví dụ local:2.")
    with dask.config.set(_SETTINGS), ExitStack() as undo:
        try:
            cluster = distributed.LocalCluster(
                n_workers=int(count), threads_per_worker=1, processes=True, host="127.0.0.1",
                dashboard_address="127.0.0.1:0", silence_logs=logging.ERROR,
            )  # fmt: skip
            undo.callback(_close, cluster)
            client = distributed.Client(cluster)
            undo.callback(_close, client)
        except (OSError, RuntimeError) as error:
            raise ClusterError(
                f"Không khởi động được {count} tiến trình trên máy này: {error}"
            ) from error
        yield client


def _close(opened: Any) -> None:
    """Close a client or a cluster; what was found is not lost when that fails."""
    with suppress(OSError, RuntimeError, AssertionError):
        opened.close(timeout=CLOSING)
