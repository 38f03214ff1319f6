"""Reach a scheduler, or start workers on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOCAL = "local"
PATIENCE = 10.0


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
    connect: Any = distributed.Client
    if not address.startswith(LOCAL):
        try:
            with connect(address, timeout=PATIENCE) as client:
                yield client
        except OSError as error:
            raise ClusterError(f"Không nối được tới {address}.") from error
        return
    _local, _colon, count = address.partition(":")
    if not count.isdigit() or int(count) < 1:
        raise ClusterError("Ghi số tiến trình sau dấu hai chấm, ví dụ local:2.")
    start: Any = distributed.LocalCluster
    cluster = start(
        n_workers=int(count), threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    )  # fmt: skip
    with cluster, connect(cluster) as client:
        yield client
