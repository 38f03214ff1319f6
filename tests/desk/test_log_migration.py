"""A log of version 0.1 moves into the tree: its order, its hashes and what was found stay."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gandan.audit.linear import START, link
from gandan.audit.models import Checkpoint, Entry
from gandan.audit.sequencing import sequence_entries
from gandan.audit.verifying import matches_linear_mark, verify


def migrated_to(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("audit", name)])
    return executor.loader.project_state([("audit", name)]).apps


@pytest.fixture
def old_log(transactional_db):
    """Twelve chained entries with a mark, and two that wait; the newest schema comes back."""
    apps = migrated_to("0001_initial")
    old = apps.get_model("audit", "Entry")
    chained = START
    for n in range(1, 15):
        entry = old.objects.create(
            at=datetime(2026, 5, 1, 8, n, tzinfo=UTC) + timedelta(microseconds=n * 1000),
            actor_name="Người thử",
            action="case.renamed",
            subject_kind="case",
            subject=f"VV-{n}",
            details={"before": "cũ", "n": n},
        )
        if n <= 12:
            chained = link(chained, content(entry))
            entry.position, entry.chained = n, chained
            entry.save()
    apps.get_model("audit", "Checkpoint").objects.create(
        at=datetime(2026, 5, 1, 9, tzinfo=UTC), position=12, chained=chained
    )
    yield old
    migrated_to("0005_name_classes_as_the_access_rule_does")


def content(entry):
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "details": entry.details,
    }


def moved():
    migrated_to("0005_name_classes_as_the_access_rule_does")
    sequence_entries()
    return Entry.objects.get(action="log.reanchored").details


def test_an_honest_old_log_is_moved_whole_and_the_statement_says_so(old_log):
    last = old_log.objects.get(position=12).chained
    statement = moved()
    assert statement == {
        "entries": 12,
        "end": last,
        "last_mark": f"12 {last}",
        "marks": 1,
        "faults": 0,
        "faults_at": [],
    }
    assert list(
        Entry.objects.filter(action="case.renamed")
        .order_by("position")
        .values_list("subject", flat=True)
    ) == [f"VV-{n}" for n in range(1, 15)]
    assert verify().faults == []
    assert verify().entries == 15
    assert matches_linear_mark(12, last)
    assert not matches_linear_mark(11, last)
    assert Checkpoint.objects.get().size == 15


def test_a_fault_of_the_old_chain_stays_on_record(old_log):
    old_log.objects.filter(position=5).update(subject="khác")
    old_log.objects.filter(position=9).delete()
    statement = moved()
    assert (statement["faults"], statement["faults_at"]) == (2, [5, 10])
    assert verify().faults == []


def test_the_hash_of_the_old_chain_is_protected_by_the_tree(old_log):
    moved()
    entry = Entry.objects.get(subject="VV-3")
    Entry.objects.filter(pk=entry.pk).update(earlier=entry.earlier.replace("3 ", "4 "))
    assert [fault.code for fault in verify().faults] == ["changed"]


def test_an_empty_log_needs_no_statement(transactional_db):
    migrated_to("0001_initial")
    migrated_to("0005_name_classes_as_the_access_rule_does")
    assert not Entry.objects.exists()


def test_the_old_chain_is_hashed_as_version_0_1_hashed_it():
    """A figure written by that version; the module must never change."""
    made = {"id": 1, "at": datetime(2026, 5, 1, tzinfo=UTC), "details": {"đ": [1, None]}}
    assert link(START, made) == ("c1316e435159f092f9042ec7995fbe2e9c6fbe48ef78f0bd184b6471258a91aa")
