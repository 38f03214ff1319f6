"""`gandan due` prints the sum, or says in Vietnamese what is wrong."""

import json
import subprocess
import sys

import pytest

from gandan.cli import main


def test_it_prints_the_due_date_as_json(capsys):
    arguments = ["due", "--kind", "complaint", "--step", "KN-TL", "--from", "2026-08-20", "--json"]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["due"] == "2026-08-28"
    assert found["rule"] == "KN-TL"
    assert found["article"] == "Decree 155/2026/NĐ-CP, art. 10"
    assert any("22/8/2026" in sentence for sentence in found["explanation"])
    assert found["steps"][-1]["code"] == "to_check"


def test_it_explains_itself_in_sentences(capsys):
    assert main(["due", "--step", "kn-1", "--from", "3/8/2026", "--remote", "--complex"]) == 0
    out = capsys.readouterr().out
    assert "60 ngày (vụ việc phức tạp, vùng sâu, vùng xa đi lại khó khăn)" in out
    assert "Hạn cuối: Thứ Sáu 02/10/2026." in out


def test_extensions_and_suspensions_lengthen_the_term(capsys):
    arguments = ["due", "--kind", "denunciation", "--step", "TC-1", "--from", "2026-08-03"]
    more = ["--extension", "1", "--suspended", "2026-08-10:2026-08-20", "--json"]
    assert main(arguments + more) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-10-12"


def test_it_lists_every_row(capsys):
    assert main(["due", "--list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sum(row["step"] == "KN-TL" for row in rows) == 2
    assert main(["due", "--list", "--kind", "petition"]) == 0
    listed = capsys.readouterr().out
    assert "TCD-TL" in listed
    assert "KN-TL" not in listed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--step KN-TL", "Thiếu --from"),
        ("--from 2026-08-20", "Thiếu --step"),
        ("--step KN-XX --from 2026-08-20", "Không có thời hạn mang mã KN-XX"),
        ("--step KN-TL --from 31/02/2026", "không có ngày này"),
        ("--step KN-TL --from 2026-08-20 --kind denunciation", "thời hạn của phần “Khiếu nại”"),
        ("--step KN-TL --from 2026-08-20 --kind letter", "không có loại letter"),
        ("--step KN-TL --from 2026-08-20 --extension 1", "không cho gia hạn"),
        ("--step TC-1 --from 2026-08-20 --extension 3", "chỉ được gia hạn 2 lần"),
        ("--step TC-1 --from 2026-08-20 --extension -1", "không được âm"),
        ("--step KN-1 --from 2026-08-20 --suspended 2026-08-25", "thiếu dấu hai chấm"),
        ("--step KN-1 --from 2026-08-20 --suspended 2026-08-25:", "Đang tạm đình chỉ"),
        ("--step KN-1 --from 2026-08-20 --suspended 2026-08-25:2026-08-24", "phải sau"),
        ("--step KN-DT --from 2026-06-20", "Chưa ghi quy định"),
        ("--step TCD-TT-KN --from 2026-08-20", "tính theo giờ"),
        ("--step TCD-TT-KN --from 2026-08-20 --at 25:00", "không phải giờ"),
    ],
)
def test_wrong_use_is_said_in_vietnamese(arguments, words, capsys):
    assert main(["due", *arguments.split()]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["due", "--stop", "KN-TL"], "không hiểu --stop"),
        (["due", "--extension", "hai"], "'hai' không phải số nguyên"),
        (["due", "--from"], "thiếu giá trị"),
        (["han"], "không có 'han'"),
        ([], "thiếu LỆNH"),
    ],
)
def test_what_the_parser_does_not_know_is_said_in_vietnamese(arguments, words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err


def test_it_needs_no_database_and_no_django():
    program = (
        "import sys; from gandan.cli import main; "
        "main(['due', '--step', 'KN-TL', '--from', '2026-08-20']); "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
