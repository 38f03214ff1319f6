"""The tool that looks for leaks finds a leak in every form; otherwise its silence says nothing."""

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import sqlite3
import unicodedata
import urllib.parse
import zipfile
import zlib

import pytest

from tests.canaries import find_canaries, find_in_text, forms_of

NAME, PHONE = "Đặng Thị Mộng Quỳnh", "0987601234"


def zipped(data, inside="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(inside, data)
    return out.getvalue()


def plain(text):
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D"))
    return "".join(c for c in apart if not unicodedata.combining(c))


LEAKS = {
    "as it is": NAME.encode(),
    "decomposed": unicodedata.normalize("NFD", NAME).encode(),
    "lower": NAME.lower().encode(),
    "upper": NAME.upper().encode(),
    "unaccented": plain(NAME).encode(),
    "slug": plain(NAME).lower().replace(" ", "-").encode(),
    "login": plain(NAME).lower().replace(" ", "").encode(),
    "UTF-16": NAME.encode("utf-16"),
    "UTF-16 big endian": NAME.encode("utf-16-be"),
    "URL": urllib.parse.quote(NAME).encode(),
    "form": urllib.parse.urlencode({"name": NAME}).encode(),
    "JSON": json.dumps({"name": NAME}).encode(),
    "HTML": html.escape(NAME).encode("ascii", "xmlcharrefreplace"),
    "repr of bytes": repr(NAME.encode()).encode(),
    "hex": NAME.encode().hex().encode(),
    "quoted-printable": quopri.encodestring(NAME.encode()),
    "base64 0": base64.b64encode(NAME.encode() + b"..."),
    "base64 1": base64.b64encode(b"x" + NAME.encode() + b"."),
    "base64 2": base64.b64encode(b"xy" + NAME.encode() + b".."),
    "gzip": gzip.compress(b"before " * 50 + NAME.encode()),
    "zlib in the middle": b"page" * 9 + zlib.compress(NAME.encode() * 3) + b"end",
    "bzip2": bz2.compress(NAME.encode() * 3),
    "xz": lzma.compress(NAME.encode() * 3),
    "docx": zipped(f"<w:t>{NAME}</w:t>"),
    "member name": zipped("x", f"{NAME}.txt"),
    "zip in gzip": gzip.compress(zipped(zipped(NAME.encode()), "inner.zip")),
    "phone": f"gọi {PHONE}".encode(),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(tmp_path, leak):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "x.bin").write_bytes(b"\0" * 1000 + LEAKS[leak] + b"\0" * 1000)
    assert find_canaries([tmp_path], [NAME, PHONE])


def test_a_leak_in_a_file_name_is_found(tmp_path):
    (tmp_path / f"{plain(NAME)}.pdf").write_bytes(b"")
    assert find_canaries([tmp_path], [NAME])


def test_a_deleted_row_is_found_in_the_free_pages_and_in_the_journal(tmp_path):
    path = tmp_path / "x.sqlite3"
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA secure_delete=OFF")
    database.execute("CREATE TABLE t (a TEXT)")
    database.executemany("INSERT INTO t VALUES (?)", [(NAME + "x" * 3000,)] * 20)
    database.commit()
    assert any("wal" in hit.where for hit in find_canaries([tmp_path], [NAME]))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("DELETE FROM t")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert find_canaries([path], [NAME])


def test_a_harmless_file_gives_no_hit(tmp_path):
    (tmp_path / "a").write_bytes("Đặng Thị Mộng, Quỳnh; 098760123".encode() + bytes(range(256)) * 9)
    (tmp_path / "b.zip").write_bytes(zipped(b"\xff" * 2000)[:-30])
    assert find_canaries([tmp_path], [NAME, PHONE]) == []


def test_a_page_can_be_looked_through():
    assert find_in_text(f"<td>{NAME}</td>", [NAME])
    assert find_in_text("<td>x</td>", [NAME]) == []


def test_a_string_that_chance_could_write_is_refused():
    assert all(len(data) >= 8 for _, data in forms_of(NAME))
    with pytest.raises(ValueError, match="too short"):
        find_in_text("An", ["An"])


def test_a_leak_across_two_pieces_is_found(tmp_path):
    (tmp_path / "x").write_bytes(b"\0" * (4 * 1024 * 1024 - 5) + NAME.encode())
    assert find_canaries([tmp_path], [NAME])
