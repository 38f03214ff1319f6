"""The next block of an import is made ready while the one before it is written."""

from threading import Event

import pytest

from gandan.core.one_ahead import one_ahead


def test_the_next_one_is_made_while_the_first_is_used():
    made = Event()

    def counted():
        yield 1
        made.set()
        yield 2

    things = one_ahead(counted())
    assert next(things) == 1
    assert made.wait(10)
    assert list(things) == [2]


def test_what_is_false_is_passed_on_too():
    assert list(one_ahead(each for each in (0, None, ""))) == [0, None, ""]


def test_a_fault_reaches_the_caller_after_what_was_made_before_it():
    def broken():
        yield 1
        raise ValueError("dòng hỏng")

    things = one_ahead(broken())
    assert next(things) == 1
    with pytest.raises(ValueError, match="dòng hỏng"):
        next(things)


def test_who_stops_early_closes_what_makes_them():
    closed = []

    def counted():
        try:
            yield from range(100)
        finally:
            closed.append(True)

    things = one_ahead(counted())
    next(things)
    things.close()
    assert closed == [True]
