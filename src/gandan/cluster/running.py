"""Run tasks on the workers and wait for them, as long as anybody works on them."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from gandan.cluster.joining import ClusterError

# So many tasks for each worker are under way at a time.
IN_FLIGHT = 4
# A worker that was killed is started again within this time, on a busy machine too.
PATIENCE = 300.0
LOOK, LONGEST_LOOK = 10.0, 60.0


def results(client: Any, work: Callable[..., Any], tasks: Iterable[Any]) -> Iterator[Any]:
    """``work(*task)`` for each task, in order; a few for each worker are under way at a time.

    A task of a worker that died is run again by another. Raises ``ClusterError`` when the
    cluster is gone, when no worker works on what is asked, or when one task kills its workers.
    """
    most = IN_FLIGHT * max(1, len(_workers(client)))
    waiting: list[Any] = []
    for task in tasks:
        waiting.append(client.submit(work, *task, pure=False))
        if len(waiting) == most:
            yield _result(client, waiting.pop(0))
    while waiting:
        yield _result(client, waiting.pop(0))


def _result(client: Any, future: Any) -> Any:
    from distributed import CancelledError, KilledWorker

    quiet_since: float | None = None
    look = LOOK
    while True:
        try:
            return future.result(timeout=look)
        except KilledWorker as error:
            raise ClusterError(
                "Các tiến trình của cụm bị tắt khi làm cùng một phần việc, thường vì thiếu bộ nhớ. "
                "Chia tệp Parquet thành phần nhỏ hơn hoặc thêm bộ nhớ rồi chạy lại."
            ) from error
        except CancelledError as error:
            raise ClusterError("Mất kết nối với bộ điều phối của cụm. Chạy lại lệnh.") from error
        except TimeoutError:
            if future.status == "error":
                raise
        # What a worker sends may take longer than one look on a busy machine.
        look = min(2 * look, LONGEST_LOOK)
        now = time.monotonic()
        # Only looks in a row count: at one of them a worker may just be starting again.
        if future.done() or _at_work(client):
            quiet_since = None
        elif quiet_since is None:
            quiet_since = now
        elif now - quiet_since > PATIENCE:
            raise ClusterError(
                f"Không tiến trình nào của cụm làm việc trong {PATIENCE:.0f} giây qua. "
                "Kiểm tra các máy và bộ nhớ của chúng rồi chạy lại."
            )


def _workers(client: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.scheduler_info()["workers"]
    return found


def _at_work(client: Any) -> bool:
    """Whether any worker is running a task: a paused one, or one that lost its task, is not."""
    return any(
        worker["status"] == "running"
        and worker["metrics"].get("task_counts", {}).get("executing", 0)
        for worker in _workers(client).values()
    )
