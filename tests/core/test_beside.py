"""Work on a second connection goes on beside the first, in order, and ends with the block."""

from threading import Event, current_thread

import pytest
from django.db import connections

from gandan.core.beside import beside


def test_the_caller_goes_on_while_the_work_is_done():
    may_end, done = Event(), []

    def work():
        assert may_end.wait(10)
        done.append(current_thread().name)

    with beside(work) as start:
        start()
        assert done == []
        may_end.set()
        start()
        assert len(done) >= 1
    assert len(done) == 2
    assert current_thread().name not in done


def test_what_went_wrong_is_heard_of():
    def work():
        raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"), beside(work) as start:
        start()


def test_what_went_wrong_in_the_block_is_raised_and_the_work_ends():
    done = []

    def fail_after_a_start():
        with beside(lambda: done.append(1)) as start:
            start()
            raise KeyError

    with pytest.raises(KeyError):
        fail_after_a_start()
    assert done == [1]


@pytest.mark.django_db
def test_it_has_a_connection_of_its_own_and_closes_it():
    used = []

    def work():
        own = connections["default"]
        if own.vendor == "postgresql":
            own.ensure_connection()
            assert own.connection is not None
        used.append(own)

    with beside(work) as start:
        start()
    assert used[0] is not connections["default"]
    assert used[0].connection is None
