"""Scans: kept under their hash, opened only by the limited child, searched once confirmed."""

import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from gandan.audit.models import Entry
from gandan.commands.doctor import ocr_check
from gandan.documents import Document, Head, Paragraph, layout, to_pdf
from gandan.jobs.services import run_all
from gandan.papers.models import Scan
from gandan.papers.scanning import (
    ScanError,
    draw_page,
    media_type_of,
    ocr_program,
    program,
    read_scan,
)
from gandan.papers.services import scanning
from tests.desk.paper_makers import head, incoming
from tests.desk.test_pages import whole

LETTER = to_pdf(
    Document(
        Head("", "Sở Xây dựng", "118/SXD-TN", "Minh Hà", None, "Công văn", "Thoát nước"),
        tuple(Paragraph.of("Cống đường Bến Trúc sẽ được nạo vét trước mùa mưa.") for _ in range(4)),
    ),
    layout("state_nd30"),
)


@pytest.fixture
def by(people):
    return people["xulydon"]


@pytest.fixture
def entry(unit, by):
    head(unit)
    return incoming(unit, by)


def upload(entry, data, by, name="quét.pdf"):
    return scanning.add_scan(entry, ContentFile(data, name=name), by=by)


def png(width, height, rows=None):
    """A black PNG that says what size it has, whatever its pixels are."""
    lines = b"".join(b"\x00" + b"\x00" * width for _ in range(height if rows is None else rows))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    made = b"\x89PNG\r\n\x1a\n"
    for name, data in parts:
        made += (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )
    return made


def test_a_scan_is_kept_once_under_its_hash(entry, unit, by):
    scan = upload(entry, LETTER, by)
    assert upload(entry, LETTER, by, "tên khác.pdf") == scan
    other = upload(incoming(unit, by), LETTER, by)
    assert other.stored_as == scan.stored_as == f"ban-quet/{scan.sha256[:2]}/{scan.sha256}.pdf"
    with default_storage.open(scan.stored_as) as file:
        assert file.read() == LETTER


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"MZ\x90 program", "kind"), (b"<html>", "kind"), (b"PK\x03\x04", "kind")],
)
def test_other_files_are_refused_by_their_first_bytes(entry, by, data, code):
    with pytest.raises(scanning.ScanRefusedError) as refused:
        upload(entry, data, by)
    assert refused.value.code == code
    assert not Scan.objects.exists()


def test_a_secret_paper_takes_no_scan(unit, by):
    head(unit)
    secret = incoming(unit, by, secrecy="secret", abstract="")
    with pytest.raises(scanning.ScanRefusedError) as refused:
        upload(secret, LETTER, by)
    assert refused.value.code == "secret"


def test_the_text_of_a_file_is_searched_only_after_a_person_confirmed_it(entry, by, sign_in):
    scan = upload(entry, LETTER, by)
    run_all()
    scan.refresh_from_db()
    assert (scan.state, scan.pages, scan.read_by) == ("ready", 1, "file")
    client = sign_in("xulydon")
    assert "0\u00a0văn bản" in client.get("/van-ban/den/?q=nao+vet").content.decode()
    page = client.get(f"/van-ban/quet/{scan.code}/").content.decode()
    assert "Chữ có sẵn trong tệp" in page
    assert "nạo vét" in page
    client.post(f"/van-ban/quet/{scan.code}/chu/", {"text": scan.machine_text})
    assert "Sở Xây dựng" in client.get("/van-ban/den/?q=nao+vet").content.decode()
    client.post(f"/van-ban/quet/{scan.code}/chu/", {"text": ""})
    assert "0\u00a0văn bản" in client.get("/van-ban/den/?q=nao+vet").content.decode()
    assert Entry.objects.filter(action="scan.confirmed").count() == 2


def test_a_picture_without_letters_says_what_is_missing(entry, by, sign_in, monkeypatch):
    monkeypatch.setattr("gandan.papers.scanning.process.ocr_program", lambda: "")
    monkeypatch.setattr("gandan.papers.views.scans.ocr_program", lambda: "")
    scan = upload(entry, png(40, 40), by, "ảnh.png")
    run_all()
    page = sign_in("xulydon").get(f"/van-ban/quet/{scan.code}/").content.decode()
    assert "chưa cài chương trình nhận dạng chữ" in page
    assert "tesseract-ocr-vie" in page


def test_doctor_says_whether_letters_can_be_read(monkeypatch):
    for found, words in (("/usr/bin/tesseract", "tesseract"), ("", "apt install tesseract-ocr")):
        monkeypatch.setattr("gandan.papers.scanning.ocr_program", lambda found=found: found)
        good, sentence = ocr_check()
        assert good
        assert words in sentence


def test_letters_in_a_picture_are_read_where_the_program_is_installed(tmp_path):
    path = tmp_path / "thu.pdf"
    path.write_bytes(LETTER)
    picture = tmp_path / "thu.png"
    picture.write_bytes(draw_page(path, 1))
    found = read_scan(picture)
    assert found["pages"] == 1
    assert found["read_by"] == ("ocr" if ocr_program() else "")
    assert ("Bến Trúc" in found["text"]) == bool(ocr_program())


def test_what_was_read_is_found_as_a_person_types_it(tmp_path):
    text = "Phiếu chuyển số 21/QĐ-UBND về đơn Ð-26-000123 của phường Vĩnh Tân gửi ngày 15/8/2026"
    top = Head("", "Sở Xây dựng", "118/SXD-TN", "Minh Hà", None, "Công văn", "Thoát nước")
    paper = Document(top, (Paragraph.of(text),))
    file = tmp_path / "a.pdf"
    file.write_bytes(to_pdf(paper, layout("state_nd30")))
    found = " ".join(read_scan(file)["text"].split())
    assert "21/QĐ-UBND" in found
    assert "Đ-26-000123" in found


def test_the_program_counts_only_with_vietnamese(tmp_path, monkeypatch):
    fake = tmp_path / "tesseract"
    fake.write_text("#!/bin/sh\necho eng\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    program.ocr_program.cache_clear()
    assert ocr_program() == ""
    fake.write_text("#!/bin/sh\necho eng\necho vie\n")
    program.ocr_program.cache_clear()
    assert ocr_program() == str(fake)
    program.ocr_program.cache_clear()


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4 nothing more",
        b"\xff\xd8\xff\xe0 no picture",
        b"\x89PNG\r\n\x1a\n broken",
        png(60_000, 60_000, rows=1),
    ],
    ids=["pdf", "jpeg", "png", "huge"],
)
def test_a_broken_or_huge_file_ends_as_a_plain_state(entry, by, sign_in, data, tmp_path):
    scan = upload(entry, data, by)
    run_all()
    scan.refresh_from_db()
    assert (scan.state, scan.pages) == ("unreadable", 0)
    client = sign_in("xulydon")
    assert "không mở được tệp này" in client.get(f"/van-ban/quet/{scan.code}/").content.decode()
    assert client.get(f"/van-ban/quet/{scan.code}/trang-1.png").status_code == 404
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(ScanError):
        draw_page(path, 1)


def test_a_page_is_drawn_anew_and_the_original_only_downloads(entry, by, sign_in):
    scan = upload(entry, LETTER, by)
    run_all()
    client = sign_in("xulydon")
    picture = client.get(f"/van-ban/quet/{scan.code}/trang-1.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert client.get(f"/van-ban/quet/{scan.code}/trang-2.png").status_code == 404
    original = client.get(f"/van-ban/quet/{scan.code}/ban-goc")
    assert original["Content-Type"] == "application/octet-stream"
    assert original["Content-Disposition"].startswith("attachment")
    assert whole(original) == LETTER
    stranger = sign_in("hangxom")
    for address in ("", "trang-1.png", "ban-goc"):
        assert stranger.get(f"/van-ban/quet/{scan.code}/{address}").status_code == 404


def test_what_a_file_is_follows_from_its_first_bytes():
    assert media_type_of(LETTER[:16]) == "application/pdf"
    assert media_type_of(b"GIF89a") == ""
