"""`gandan up`: what becomes of the process once everything is prepared."""

import argparse
import sys

import pytest

from gandan.commands import serve


class BecameAnotherError(Exception):
    """Stands for a process that was replaced."""


@pytest.fixture
def prepared(monkeypatch, people):
    """Everything is there; a server that starts is only noted."""
    served = []

    def become(program, arguments):
        raise BecameAnotherError(program, arguments)

    monkeypatch.setattr(serve.django_setup, "start", lambda **_how: None)
    monkeypatch.setattr(serve.migrate, "apply", lambda: None)
    monkeypatch.setattr(serve, "_check_free", lambda host, port: None)
    monkeypatch.setattr(serve, "_serve", lambda host, port, worker: served.append((port, worker)))
    monkeypatch.setattr(serve.os, "execv", become)
    return served


ASKED = argparse.Namespace(bind="127.0.0.1:8123", no_worker=True)


def test_after_loading_the_city_the_server_begins_in_a_fresh_process(prepared, monkeypatch):
    monkeypatch.setattr(serve.demo, "load_if_empty", lambda: True)

    with pytest.raises(BecameAnotherError) as became:
        serve.run_up(ASKED)

    again = ["-m", "gandan.cli", "run", "--bind", "127.0.0.1:8123", "--no-worker"]
    assert became.value.args == (sys.executable, [sys.executable, *again])
    assert prepared == []


def test_with_the_city_there_already_it_serves_at_once(prepared, monkeypatch):
    monkeypatch.setattr(serve.demo, "load_if_empty", lambda: False)

    serve.run_up(ASKED)

    assert prepared == [(8123, False)]
