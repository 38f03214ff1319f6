"""The child that reads files works on while the caller does something else."""

import os
from threading import Thread

from gandan.core.readers.ahead import Ahead


def test_a_writer_gets_rid_of_more_than_a_pipe_holds_before_anybody_asks():
    out, into = os.pipe()
    ahead = Ahead(out, 4 << 20)
    said = [bytes([at]) * (256 << 10) for at in range(8)]
    writer = Thread(target=write_all, args=(into, said))
    writer.start()
    writer.join(10)
    assert not writer.is_alive()

    heard = b"".join(iter(lambda: ahead.piece(10), b""))

    assert heard == b"".join(said)
    ahead.stop()
    os.close(out)


def test_a_writer_far_ahead_waits():
    out, into = os.pipe()
    ahead = Ahead(out, 256 << 10)
    writer = Thread(target=write_all, args=(into, [b"x" * (4 << 20)]))
    writer.start()
    writer.join(0.2)
    assert writer.is_alive()

    heard = sum(map(len, iter(lambda: ahead.piece(10), b"")))

    assert heard == 4 << 20
    ahead.stop()
    os.close(out)


def test_silence_is_told_apart_from_the_end():
    out, into = os.pipe()
    ahead = Ahead(out, 1 << 20)
    assert ahead.piece(0.01) is None
    os.write(into, b"a")
    assert ahead.piece(10) == b"a"
    os.close(into)
    assert ahead.piece(10) == b""
    ahead.stop()
    os.close(out)


def write_all(into, said):
    for piece in said:
        at = 0
        while at < len(piece):
            at += os.write(into, piece[at:])
    os.close(into)
