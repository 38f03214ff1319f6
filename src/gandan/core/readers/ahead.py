"""Listen to a pipe in a thread, so that its writer works on while its reader is busy elsewhere.

A pipe holds some forty letters. An import reads four thousand and then writes them to the
database: the child that opens files stood still meanwhile, a third of an import's time.
"""

import os
from collections import deque
from threading import Condition, Thread

from gandan.core.readers.model import MIB

PIECE = MIB


class Ahead:
    """What comes out of ``pipe``, of which up to ``most`` bytes are read before they are asked for."""

    def __init__(self, pipe: int, most: int) -> None:
        self._pipe, self._most = pipe, most
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._has_ended = self._is_stopped = False
        self._changed = Condition()
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def piece(self, seconds: float) -> bytes | None:
        """The next bytes, b"" at the end, None when nothing comes for so many seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._pieces or self._has_ended, seconds):
                return None
            if not self._pieces:
                return b""
            piece = self._pieces.popleft()
            self._held -= len(piece)
            self._changed.notify_all()
            return piece

    def stop(self) -> None:
        """Keep nothing more; the pipe's writer must be gone."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()
        self._thread.join()

    def _listen(self) -> None:
        while piece := os.read(self._pipe, PIECE):
            with self._changed:
                self._pieces.append(piece)
                self._held += len(piece)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._held < self._most or self._is_stopped)
                if self._is_stopped:
                    return
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()
