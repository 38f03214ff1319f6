"""`gandan verify`: the log against itself and a kept head; receipts and proofs without a server."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from gandan.audit.models import Checkpoint, Entry, Tile
from gandan.audit.receipts import as_file
from gandan.audit.selectors import consistency_proof, receipt_for
from gandan.audit.sequencing import sequence_entries
from gandan.audit.services import record
from gandan.audit.signing import log_key
from gandan.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(tmp_path):
    """A head and a public key, as somebody outside keeps them; the log has grown since."""
    for n in range(6):
        record("demo.loaded", f"x{n}", by=None, n=n)
    head, key = tmp_path / "moc.txt", tmp_path / "khoa.txt"
    assert main(["verify", "--checkpoint", str(head)]) == 0
    key.write_text(log_key().text, "utf-8")
    Checkpoint.objects.update(at=timezone.now() - timedelta(hours=1))
    record("demo.loaded", "y", by=None)
    sequence_entries()
    return head, key


def test_an_honest_log_agrees_with_the_head_kept_outside(kept, capsys):
    assert main(["verify", "--against", str(kept[0]), "--public-key", str(kept[1])]) == 0
    assert "Mọi mục đều khớp" in capsys.readouterr().out


def test_the_first_damaged_entry_is_named(kept, capsys):
    Entry.objects.filter(position=3).update(subject="khác")
    Entry.objects.filter(position=5).delete()
    assert main(["verify", "--against", str(kept[0])]) == 1
    said = capsys.readouterr().out
    assert "Mục 3 không còn như lúc ghi." in said
    assert "Thiếu mục 5: đã bị xóa." in said
    assert "Mục hỏng đầu tiên: 3." in said
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["first_damaged"] == 3
    assert [fault["code"] for fault in told["faults"]] == ["changed", "missing"]


def test_a_tree_that_was_cut_is_told_and_checked_all_the_same(kept, capsys):
    Tile.objects.update(hashes=bytes(2 * 32))
    record("demo.loaded", "z", by=None)
    assert main(["verify"]) == 1
    said = capsys.readouterr()
    assert "Chưa ghép được mục mới vào cây" in said.err
    assert "Mục 3 không có trong cây" in said.out


def test_a_log_set_back_to_an_earlier_day_is_found(kept, capsys):
    Entry.objects.filter(position__gt=3).delete()
    assert main(["verify", "--against", str(kept[0])]) == 1
    assert "Nhật ký bị cắt hoặc bị quay lui" in capsys.readouterr().out


def test_a_mark_of_the_earlier_version_is_still_taken(kept, tmp_path, capsys):
    old = tmp_path / "moc-cu.txt"
    old.write_text(f"gandan 12 {'ab' * 32}\n", "ascii")
    assert main(["verify", "--against", str(old)]) == 1
    assert "Mốc cũ ở mục 12 không khớp" in capsys.readouterr().out


def offline(*arguments):
    """The command as on a machine without database, settings or keys of the server."""
    done = subprocess.run(
        [sys.executable, "-m", "gandan.cli", "verify", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), "GANDAN_DATA": "/nowhere"},
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_receipt_is_checked_offline_with_the_public_key_only(kept, tmp_path):
    entry = Entry.objects.get(position=2)
    file = tmp_path / "bien-nhan.txt"
    file.write_text(as_file(receipt_for(entry)), "utf-8")
    code, said = offline("--receipt", file, "--public-key", kept[1])
    assert (code, "Biên nhận khớp. Mục 2 trong 7 mục" in said) == (0, True), said
    assert "demo.loaded" in said
    assert "x1" in said
    code, said = offline("--receipt", file)
    assert code == 2
    assert "--public-key" in said
    text = file.read_text("utf-8")
    at = text.index("GDR1:") + 60
    file.write_text(text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :], "utf-8")
    code, said = offline("--receipt", file, "--public-key", kept[1])
    assert code == 1, said


def test_continuity_is_checked_offline(kept, tmp_path):
    from gandan.audit.continuity import write_continuity

    head = Checkpoint.objects.latest("size")
    proof = tmp_path / "noi-tiep.txt"
    proof.write_text(write_continuity(6, consistency_proof(6, head.size), head.note), "utf-8")
    ways = ["--continuity", proof, "--against", kept[0], "--public-key", kept[1]]
    assert offline(*ways)[0] == 0
    proof.write_text(write_continuity(5, consistency_proof(5, head.size), head.note), "utf-8")
    assert offline(*ways)[0] == 1
    assert offline("--continuity", proof, "--public-key", kept[1])[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--against", "khong-co.txt"],
        ["--against", "{key}"],
        ["--receipt", "{key}x"],
        ["--receipt", "{head}", "--public-key", "{head}"],
    ],
)
def test_wrong_files_are_told_in_one_sentence(kept, capsys, arguments):
    names = {"key": str(kept[1]), "head": str(kept[0])}
    assert main(["verify", *(one.format(**names) for one in arguments)]) == 2
    assert capsys.readouterr().err.startswith("gandan: ")
