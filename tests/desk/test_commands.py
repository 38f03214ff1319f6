import json
from pathlib import Path

import pytest

from gandan.cli import main
from gandan.demo import write_letters

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "don.jsonl"
    write_letters(path, 120, 4)
    return path


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "json"])
def test_a_digest_is_written_in_each_form(letters, tmp_path, kind):
    out = tmp_path / f"ra.{kind}"
    assert main(["digest", str(letters), "--out", str(out), "--period", "2026-Q2"]) == 0
    assert out.stat().st_size > 500


def test_the_json_of_a_digest_is_documented(letters, tmp_path):
    out = tmp_path / "ra.json"
    main(["digest", str(letters), "--out", str(out)])
    content = json.loads(out.read_text("utf-8"))
    page = (ROOT / "docs/reference/digest.md").read_text("utf-8")
    assert content["version"] == 1
    for name in (*content, *content["counts"], *content["concerns"][0]):
        assert f"`{name}`" in page, name


def test_classify_and_duplicates_write_a_line_each(letters, tmp_path):
    out = tmp_path / "ra.jsonl"
    assert main(["classify", str(letters), "--out", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(rows) == 120
    assert {"id", "kind", "field", "topic", "confidence", "abstained", "alternatives"} == set(
        rows[0]
    )
    assert main(["duplicates", str(letters), "--out", str(out)]) == 0
    groups = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert all(len(g["members"]) > 1 and g["kind"] in {"exact", "near"} for g in groups)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["digest", "khong-co.jsonl", "--out", "a.docx"], "Không tìm thấy"),
        (["digest", "{in}", "--out", "a.odt"], "đuôi"),
        (["digest", "{in}", "--out", "khong/co/a.pdf"], "Không có thư mục"),
        (["digest", "{in}", "--out", "a.json", "--period", "năm ngoái"], "kỳ"),
        (["demo", "--letters", "0", "--out", "a.jsonl"], "--letters"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(letters, tmp_path, capsys, monkeypatch, arguments, word):
    monkeypatch.chdir(tmp_path)
    filled = [a.replace("{in}", str(letters)) for a in arguments]
    assert main(filled) == 2
    assert word in capsys.readouterr().err


def test_nothing_to_read_is_told_and_leaves_no_file(tmp_path, capsys):
    empty = tmp_path / "trong.txt"
    empty.write_text("")
    assert main(["digest", str(empty), "--out", str(tmp_path / "a.json")]) == 2
    assert "Không đọc được đơn nào" in capsys.readouterr().err
    assert not (tmp_path / "a.json").exists()
