"""After an import of many the database plans for the tables as they are now."""

import json

import numpy as np
import pytest
from django.db import connection

from gandan.casework.copy_index import COPY_INDEX
from gandan.casework.services import importing
from gandan.jobs import upkeep

LETTERS = [{"id": str(n), "text": f"Ngõ {n} ngập nước hai ngày."} for n in range(4)]


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def rows_of_copies(transactional_db):
    """Six rows that others know of; no model has the table, so nothing else takes them away."""
    COPY_INDEX.put_keys([(1, np.arange(6, dtype=np.int64))])
    yield 6
    run(f"DELETE FROM {COPY_INDEX.name}")


def test_postgresql_counts_tables_that_grew(rows_of_copies, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(upkeep, "MANY", 1)
    if connection.vendor == "postgresql":
        upkeep.refresh_figures_of_many()
        known = run("SELECT reltuples FROM pg_class WHERE relname = %s", COPY_INDEX.name)
        assert known == (rows_of_copies,)
        with django_assert_num_queries(2):  # nothing grew since
            upkeep.refresh_figures_of_many()
    else:  # SQLite counts by the hour: it would read all of a register
        with django_assert_num_queries(0):
            upkeep.refresh_figures_of_many()


@pytest.mark.parametrize(("block", "times"), [(2, 1), (5, 0)])
def test_an_import_of_many_asks_for_it_before_it_says_that_it_ended(
    tmp_path, people, unit, monkeypatch, block, times
):
    path = tmp_path / "don.jsonl"
    path.write_text("\n".join(map(json.dumps, LETTERS)), "utf-8")
    asked = []

    def finished():
        return run("SELECT count(*) FROM casework_importbatch WHERE finished_at IS NOT NULL")[0]

    monkeypatch.setattr(importing, "BLOCK", block)
    monkeypatch.setattr(importing, "refresh_figures_of_many", lambda: asked.append(finished()))
    batch = importing.import_paths([path], unit=unit, by=None, name="don.jsonl")

    assert (batch.added, asked) == (4, [0] * times)
