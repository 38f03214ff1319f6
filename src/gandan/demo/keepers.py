"""Keys for trying out sealing in the made-up city, with the private halves beside them.

Only a city without real people may have its private keys on the server; everywhere else keepers
make them on their own stations (docs/how-to/keys.md).
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

from gandan.accounts.models import User
from gandan.audit.signing import log_key
from gandan.sealed.key_files import Cost
from gandan.sealed.keys import Body
from gandan.sealed.services.keeping import confirm_key, register_key
from gandan.sealed.station import make_key_files, public_path

FOLDER = "demo-keepers"
PASSPHRASE = "chi de thu voi du lieu mo phong"  # noqa: S105 (synthetic people)
SINCE = date(2026, 1, 5)
KEEPERS = (
    ("Đào Thị Giữ Một", Body.RECEIVING),
    ("Mai Văn Giữ Hai", Body.RECEIVING),
    ("Tạ Thị Giữ Ba", Body.OVERSEEING),
    ("Chu Văn Giữ Bốn", Body.OVERSEEING),
)
# A passphrase that everybody knows needs no costly guard.
CHEAP = Cost(memory_kib=1024, passes=1)


def make_keepers(people: Mapping[str, User]) -> Path:
    """Make two keys for each body, register and confirm them; return their folder."""
    folder = Path(settings.DATA) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for owner, body in KEEPERS:
        public = _public_file(folder, owner, body)
        key = register_key(
            public.read_text("utf-8"),
            decision="Quyết định mô phỏng 01/QĐ-MH",
            since=SINCE,
            by=people["quantri"],
        )
        confirm_key(key, digits=key.spoken, by=people["kiemtra"])
    _public_file(folder, "Lưu Thị Đọc", Body.READER)
    (folder / "khoa-nhat-ky.txt").write_text(f"{log_key().text}\n", "utf-8")
    return folder


def _public_file(folder: Path, owner: str, body: Body) -> Path:
    """The keeper's public file; one that an earlier database left in the folder is used again."""
    public = public_path(folder, owner, body)
    if not public.exists():
        make_key_files(folder, owner, body, PASSPHRASE, cost=CHEAP)
    return public
