"""The station's commands as a keeper types them: nothing by default reaches a file or a network."""

import io
import sys

import pytest

from gandan.cli import main
from gandan.commands import station as shared
from gandan.sealed import key_files
from gandan.sealed.keys import Body, make_key, spoken
from gandan.sealed.opening import RECORD, record_of
from gandan.sealed.signed import read_all
from gandan.sealed.suites import Suite

from .makers import CHEAP, PASSPHRASE, SERVER_KEY, ordered, sealed_to


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A station in a folder: two keepers' keys, a reader's key, the server's public key."""
    monkeypatch.setattr(shared, "is_networked", lambda: False)
    monkeypatch.setattr(key_files, "DECIDED", CHEAP)
    monkeypatch.setattr(shared.getpass, "getpass", lambda prompt: PASSPHRASE)
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mời người tố cáo làm việc\n"))
    monkeypatch.chdir(tmp_path)
    for owner, body in (("An", "receiving"), ("Bình", "overseeing"), ("Chi", "reader")):
        assert main(["keys", "new", "--out", ".", "--owner", owner, "--body", body]) == 0
    (tmp_path / shared.SERVER_KEY).write_text(SERVER_KEY.text, "utf-8")
    return tmp_path


@pytest.fixture
def screen(monkeypatch, capsys):
    """A terminal; calling it gives what was printed there since the last time."""
    monkeypatch.setattr(shared, "is_screen", lambda: True)
    return lambda: capsys.readouterr().out


@pytest.fixture
def envelope(desk, monkeypatch):
    keys = [
        key_files.read_public((desk / name).read_text("utf-8"))
        for name in ("an-receiving.pub", "binh-overseeing.pub")
    ]
    made = sealed_to([type("Held", (), {"public": key}) for key in keys])
    (desk / "p.gdseal").write_bytes(made.encode())
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    order = ordered(
        made,
        ordered_at=now - timedelta(hours=1),
        expires_at=now + timedelta(days=1),
    )
    (desk / "l.txt").write_text(order, "utf-8")
    return made


UNSEAL = ["unseal", "p.gdseal", "--order", "l.txt"]
BOTH = ["--key", "an-receiving.key", "--key", "binh-overseeing.key"]


def book(desk, name):
    path = desk / f"{name}.records"
    return [record_of(one) for one in read_all(RECORD, path.read_text("utf-8"))]


def test_new_keys_show_the_digits_to_read_aloud(desk, capsys):
    key = key_files.read_public((desk / "an-receiving.pub").read_text("utf-8"))
    for name in ("an-receiving.pub", "an-receiving.key"):
        capsys.readouterr()
        assert main(["keys", "show", name]) == 0
        said = capsys.readouterr().out
        assert spoken(key.fingerprint) in said
        assert "An; bên tiếp nhận" in said
    assert main(["keys", "show", shared.SERVER_KEY]) == 0
    assert "Khóa ký của máy chủ" in capsys.readouterr().out


def test_both_keepers_see_the_identity_on_the_screen_only(envelope, desk, screen):
    before = set(desk.iterdir())
    assert main([*UNSEAL, *BOTH]) == 0
    said = screen()
    assert "Họ tên: Lý Thị Hạ Vy" in said
    assert "Tệp kèm: đơn viết tay.jpg" in said
    assert {path.name for path in set(desk.iterdir()) - before} == {
        "an-receiving.records",
        "binh-overseeing.records",
    }
    written = "".join(path.read_text("utf-8", "replace") for path in desk.iterdir())
    assert "Hạ Vy" not in written
    assert book(desk, "an-receiving")[0].reason == "Mời người tố cáo làm việc"


def test_a_key_that_nobody_here_knows_is_pointed_out(envelope, desk, screen, capsys, monkeypatch):
    assert main([*UNSEAL, *BOTH]) == 0
    assert "khóa lạ" not in capsys.readouterr().err
    (desk / "binh-overseeing.pub").unlink()
    (desk / "an-receiving.records").unlink()
    (desk / "binh-overseeing.records").unlink()
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mời người tố cáo làm việc\n"))
    assert main([*UNSEAL, *BOTH]) == 0
    said = capsys.readouterr().err
    assert said.count("khóa lạ, không có tệp .pub") == 1
    assert ": An." in said


def test_the_identity_is_not_printed_into_a_file_or_a_pipe(envelope, desk, capsys):
    assert main([*UNSEAL, *BOTH]) == 2
    assert "chỉ hiện trên màn hình" in capsys.readouterr().err
    assert not list(desk.glob("*.records"))


def test_an_opening_without_a_reason_does_not_happen(envelope, desk, screen, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    assert main([*UNSEAL, *BOTH]) == 2
    assert "Cần ghi lý do mở" in capsys.readouterr().err
    assert not list(desk.glob("*.records"))


def test_a_machine_with_a_network_is_refused(envelope, screen, monkeypatch, capsys):
    monkeypatch.setattr(shared, "is_networked", lambda: True)
    assert main([*UNSEAL, *BOTH]) == 2
    assert "đang nối mạng" in capsys.readouterr().err
    assert main([*UNSEAL, *BOTH, "--lan"]) == 0
    assert "CHÚ Ý" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "networked"),
    [
        ("Iface\tDestination\tGateway\n", False),
        ("Iface\tDestination\tGateway\neth0\t00000000\t0100007F\n", True),
    ],
)
def test_the_kernels_routes_tell_whether_there_is_a_network(
    tmp_path, monkeypatch, table, networked
):
    path = tmp_path / "route"
    path.write_text(table)
    six = tmp_path / "route6"
    six.write_text("0 00 0 00 0 ffffffff 00000001 00000000 00200200       lo\n")
    monkeypatch.setattr(shared, "ROUTES", (path, six, tmp_path / "missing"))
    assert shared.is_networked() is networked


def test_two_stations_take_turns(envelope, desk, screen, monkeypatch):
    ways = ["--key", "an-receiving.key", "--half-for", "binh-overseeing.pub", "--out", "n.half"]
    assert main([*UNSEAL, *ways]) == 0
    assert "Họ tên" not in screen()
    monkeypatch.setattr(sys, "stdin", io.StringIO("Mời người tố cáo làm việc\n"))
    assert main([*UNSEAL, "--key", "binh-overseeing.key", "--half", "n.half"]) == 0
    assert "Họ tên: Lý Thị Hạ Vy" in screen()
    acts = [book(desk, name)[0].act.value for name in ("an-receiving", "binh-overseeing")]
    assert acts == ["half", "opened"]


def test_the_identity_can_go_encrypted_to_one_reader(envelope, desk, screen, monkeypatch):
    assert main([*UNSEAL, *BOTH, "--to", "chi-reader.pub", "--out", "d.gdread"]) == 0
    assert "Hạ Vy" not in screen()
    assert book(desk, "an-receiving")[0].shown.startswith("reader ")
    assert main(["keys", "open", "d.gdread", "--key", "chi-reader.key", "--out", "ra"]) == 0
    assert "Họ tên: Lý Thị Hạ Vy" in screen()
    (written,) = (desk / "ra").iterdir()
    assert written.name == "tep-1.jpg"
    assert written.stat().st_mode & 0o777 == 0o600
    assert main(["keys", "open", "d.gdread", "--key", "an-receiving.key"]) == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([*UNSEAL, "--key", "an-receiving.key"], "Cần hai khóa"),
        ([*UNSEAL, *BOTH, "--half", "x"], "Cần hai khóa"),
        ([*UNSEAL, *BOTH, "--to", "chi-reader.pub"], "--out đi cùng"),
        ([*UNSEAL, *BOTH, "--to", "an-receiving.pub", "--out", "x"], "không phải khóa người đọc"),
        ([*UNSEAL, *BOTH, "--to", "l.txt", "--out", "x"], "không phải tệp khóa công khai"),
        (["unseal", "l.txt", "--order", "l.txt", *BOTH], "không phải phong bì"),
        (["unseal", "p.gdseal", "--order", "p.gdseal", *BOTH], "Không đọc được"),
        (["unseal", "p.gdseal", "--order", "an-receiving.pub", *BOTH], "không đúng dạng"),
        ([*UNSEAL, *BOTH, "--server-key", "khong-co"], "Cần khóa công khai của máy chủ"),
        ([*UNSEAL, *BOTH, "--server-key", "l.txt"], "không phải khóa công khai của máy chủ"),
        ([*UNSEAL, "--key", "an-receiving.pub", "--key", "x"], "không phải tệp khóa riêng"),
        (["keys", "show", "l.txt"], "không phải tệp khóa"),
        (["keys", "open", "l.txt", "--key", "chi-reader.key"], "không phải cho khóa này"),
        (["keys", "rewrap", "l.txt", "--key", "an-receiving.key", "--out", "x"], "không đúng dạng"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(envelope, screen, capsys, arguments, word):
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert word in said
    assert "Traceback" not in said


def test_keys_handed_over_must_be_confirmed_by_the_keeper(desk, capsys, monkeypatch):
    """Whoever sits at the station reads the digits to the new keeper before anything is sealed."""
    from .test_station import Holder, requested

    own = key_files.read_private((desk / "an-receiving.key").read_text("utf-8"), PASSPHRASE)
    other = key_files.read_public((desk / "binh-overseeing.pub").read_text("utf-8"))
    envelope = sealed_to([type("Held", (), {"public": key}) for key in (own.public, other)])
    new = make_key("Dung", Body.RECEIVING, Suite.X25519)
    holder = Holder(own, desk / "x.records")
    (desk / "yeu-cau").write_bytes(requested(holder, [envelope], [new.public]).getvalue())
    command = ["keys", "rewrap", "yeu-cau", "--key", "an-receiving.key", "--out", "tra-loi"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("sai\n"))
    assert main(command) == 2
    assert spoken(new.public.fingerprint) in capsys.readouterr().err
    assert not (desk / "tra-loi").exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO("đúng\n"))
    assert main(command) == 0
    assert "Mở được 1 phong bì, không mở được 0" in capsys.readouterr().out
    assert book(desk, "an-receiving")[0].act.value == "rewrapped"
