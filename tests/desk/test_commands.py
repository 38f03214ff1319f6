import json
from pathlib import Path

import pytest

from gandan.cli import main
from gandan.commands.lines import indented
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


def test_a_digest_is_written_as_json_writes_it_with_an_indent_of_one():
    content = {
        "a": [], "b": {}, "c": ["x", 'hai "dòng"\n'], "d": [{"e": [1, 2.5, None]}, []], "é": True,
        "f": {"g": "đơn", "h": [["i"], "j"]},
    }  # fmt: skip
    expected = json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
    assert b"".join(indented(content)) == expected


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


def test_check_report_writes_findings_a_page_and_comments(tmp_path, capsys):
    report = tmp_path / "bao-cao.txt"
    report.write_text(
        "Báo cáo quý II\n\nNhận 65 đơn, gồm 52 đơn khiếu nại và 12 đơn tố cáo.\n", "utf-8"
    )
    rows, page, folder = tmp_path / "o.jsonl", tmp_path / "o.html", tmp_path / "docx"
    folder.mkdir()
    code = main(
        ["check-report", str(report), "--out", str(rows), "--out", str(page), "--docx", str(folder)]
    )
    assert code == 0
    (finding,) = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    text = report.read_text("utf-8")
    assert text[finding["start"] : finding["end"]].startswith("65 đơn, gồm 52")
    assert "52 + 12 = 64" in page.read_text("utf-8")
    assert [p.name for p in folder.iterdir()] == ["bao-cao-ghi-chu.docx"]
    assert "dòng 3: 52 + 12 = 64" in capsys.readouterr().out


def test_check_report_is_strict_when_asked(tmp_path):
    report = tmp_path / "bao-cao.txt"
    report.write_text("Báo cáo quý II\n\nHọp ngày 31/4/2025 với 12 hộ.\n", "utf-8")
    out = str(tmp_path / "o.jsonl")
    assert main(["check-report", str(report), "--out", out]) == 0
    assert main(["check-report", str(report), "--out", out, "--strict"]) == 1
    assert main(["check-report", str(report), "--out", str(tmp_path / "o.pdf")]) == 2


def test_check_report_finds_what_is_new_against_earlier_ones(tmp_path):
    passage = "Cán bộ tiếp dân trực đầy đủ tại trụ sở, tiếp 27 lượt với 35 người, ghi sổ, hướng dẫn đúng trình tự."
    before, now = tmp_path / "truoc.txt", tmp_path / "nay.txt"
    before.write_text(f"Báo cáo tháng 4/2025\n\n{passage}\n", "utf-8")
    now.write_text(
        f"Báo cáo tháng 5/2025\n\n{passage}\nHẹp ngõ Đình khiến 26 hộ không có lối cho xe cứu hỏa.\n",
        "utf-8",
    )
    out = tmp_path / "o.jsonl"
    assert main(["check-report", str(now), "--against", str(before), "--out", str(out)]) == 0
    found = {row["rule"]: row for row in map(json.loads, out.read_text("utf-8").splitlines())}
    assert "truoc.txt" in found["copied.passage"]["message"]
    new = found["copied.new"]
    assert now.read_text("utf-8")[new["start"] : new["end"]].startswith("Hẹp ngõ Đình")
