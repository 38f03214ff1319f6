"""Keys and identities of the tests. All people here are made up."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gandan.audit.notes import LogKey
from gandan.sealed.identity import Attachment, Identity, pack
from gandan.sealed.key_files import Cost
from gandan.sealed.keys import Body, make_key
from gandan.sealed.locking import lock
from gandan.sealed.opening import Order, write_order
from gandan.sealed.suites import Suite

HANDLE = UUID("6f1d3f0a-35a5-4c6e-9a6e-0d2f6a3d9b11")
WHO = Identity(
    name="Lý Thị Hạ Vy",
    address="số 17 ngõ 204 phố Đồng Xanh, phường Vĩnh Tân",
    phone="0912 345 876",
    email="havy.ly@example.vn",
    id_number="001185012345",
    original_text="Tôi là Lý Thị Hạ Vy, xin tố cáo việc thu tiền sai.",
    reference="MH-2026-000123",
)
SCAN = Attachment("đơn viết tay.jpg", "image/jpeg", bytes(range(256)) * 9)


def keepers(receiving=1, overseeing=1, suite=Suite.X25519):
    """Private keys: first those of the receiving body, then those of the overseeing one."""
    bodies = [Body.RECEIVING] * receiving + [Body.OVERSEEING] * overseeing
    return [make_key(f"Người giữ {n}", body, suite) for n, body in enumerate(bodies, 1)]


def sealed_to(keys, content=None, handle=HANDLE):
    return lock(content or pack(WHO, [SCAN]), [key.public for key in keys], handle)


# Cheap on purpose: the real cost is measured in bench/sealing.py.
CHEAP = Cost(memory_kib=8, passes=1)
PASSPHRASE = "năm từ dễ nhớ khó đoán"
SERVER = Ed25519PrivateKey.from_private_bytes(b"m" * 32)
SERVER_KEY = LogKey.of(SERVER)
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def ordered(envelope, /, *, days=7, signer=SERVER, **changes):
    """The text of an order to open ``envelope``."""
    fields = {
        "code": "LM-ABCD-2345",
        "envelope": envelope.handle,
        "digest": envelope.digest.hex(),
        "case": "VV-26-000012",
        "reason": "Phải mời người tố cáo làm việc trực tiếp",
        "basis": "Luật Tố cáo, Điều 29",
        "ordered_by": "Người ra lệnh",
        "ordered_at": NOW - timedelta(hours=1),
        "expires_at": NOW + timedelta(days=days),
    }
    order = Order(**(fields | changes))
    return write_order(order, signer.public_key().public_bytes_raw(), signer.sign)
