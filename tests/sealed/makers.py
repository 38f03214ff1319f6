"""Keys and identities of the tests. All people here are made up."""

from uuid import UUID

from gandan.sealed.identity import Attachment, Identity, pack
from gandan.sealed.keys import Body, make_key
from gandan.sealed.locking import lock
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
