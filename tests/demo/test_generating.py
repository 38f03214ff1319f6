import json
from collections import Counter

import pyarrow.parquet as pq

from gandan.cli import main
from gandan.demo import city, generate, write_letters
from gandan.demo.city import REFORM
from gandan.vietnamese import syllables

ROWS = list(generate(2000, 5))


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_letters(tmp_path / name, 300, 9, truth_path=tmp_path / f"{name}.truth")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a.truth").read_bytes() == (tmp_path / "b.truth").read_bytes()


def test_rows_carry_no_labels_and_say_that_they_are_synthetic(tmp_path):
    write_letters(tmp_path / "a", 50, 1)
    rows = [json.loads(line) for line in (tmp_path / "a").read_text("utf-8").splitlines()]
    assert len(rows) == 50
    assert all(row["synthetic"] and not {"kind", "field", "topic"} & set(row) for row in rows)


def test_a_folder_gets_the_same_letters_in_partitions(tmp_path, monkeypatch):
    monkeypatch.setattr("gandan.cluster.parts.PART", 20)
    folder = tmp_path / "parts"
    folder.mkdir()
    assert main(["demo", "--letters", "50", "--seed", "1", "--out", str(folder)]) == 0
    files = sorted(folder.iterdir())
    tables = [pq.read_table(file).to_pylist() for file in files]
    assert [len(rows) for rows in tables] == [20, 20, 10]
    found = [(row["id"], row["text"], row["received_on"]) for rows in tables for row in rows]
    assert found == [(own.id, own.text, own.received_on) for own, _truth in generate(50, 1)]
    assert all(row["synthetic"] for rows in tables for row in rows)
    assert main(["demo", "--letters", "50", "--out", str(folder)]) == 2


def test_each_letter_is_received_by_a_unit_that_exists_on_its_day():
    units = {u["code"]: u for u in city()["units"]}
    for letter, _ in ROWS:
        unit = units[letter.unit]
        day = letter.received_on.isoformat()
        if letter.unit.startswith("mh-p"):
            assert unit["since"] <= day
            assert unit["until"] is None or day < unit["until"] or letter.received_on < REFORM


def test_copies_and_concerns_are_planted_as_the_truth_says():
    truth = [t for _, t in ROWS]
    texts = {letter.id: letter.text for letter, _ in ROWS}
    kinds = Counter(t.copy_kind for t in truth)
    assert kinds["exact"] > 150
    assert kinds["near"] > 150
    assert all(texts[t.id] == texts[t.copy_of] for t in truth if t.copy_kind == "exact")
    concerns = Counter(t.concern for t in truth if t.concern)
    assert len(concerns) == 40
    burst = [letter.received_on for letter, t in ROWS if t.concern == "b0-c0" and not t.copy_of]
    assert (max(burst) - min(burst)).days <= 14


def test_letters_are_worded_in_many_ways():
    runs = Counter()
    for letter, t in ROWS:
        if not t.copy_of:
            words = syllables(letter.text)
            runs.update(tuple(words[i : i + 5]) for i in range(len(words) - 4))
    assert len(runs) > 15_000


def test_every_successor_and_predecessor_exists():
    codes = {u["code"] for u in city()["units"]}
    assert all(s["from"] in codes and s["to"] in codes for s in city()["successions"])
    gone = {u["code"] for u in city()["units"] if u["until"]}
    assert gone == {s["from"] for s in city()["successions"]}
