"""Made-up denunciations with a made-up writer in each; the same seed gives the same letters."""

import random
import unicodedata

from gandan.sealed.identity import Identity

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Lý Đinh Trịnh Trương Phùng".split()
MIDDLE = ("Thị", "Văn", "Thị Thu", "Đức", "Minh", "Thị Hồng", "Quang", "Hữu")
GIVEN = "Vy An Hạnh Khải Nguyệt Hòa Lan Đạt Oanh Thủy Ước Yến Quỳnh Bình Phượng Hương".split()
STREETS = ("phố Đồng Xanh", "phố Hàng Vải", "đường Bến Trúc", "ngõ Cây Gạo", "phố Lò Rèn")
ACCUSED = ("Đỗ Văn Thắng", "Phan Quốc Tuấn", "Hồ Thị Ngọc", "Tạ Minh Quân")
ACTS = (
    "thu tiền làm giấy tờ cao hơn quy định mà không viết biên lai",
    "để người thân đứng tên ba suất đất tái định cư",
    "ký khống bảng chấm công của tổ bảo vệ",
    "nhận tiền bồi dưỡng rồi mới cho nộp hồ sơ",
)
OPENINGS = (
    "Tôi là {name}, sinh năm {year}, số CCCD {id}, trú tại {address}. Điện thoại: {phone}.",
    "Tên tôi là {name}. Địa chỉ: {address}. Số căn cước công dân: {id}. SĐT {phone}.",
    "Họ và tên: {name}\nĐịa chỉ: {address}\nĐiện thoại: {phone}\nEmail: {email}\nCCCD: {id}",
    "Cháu là {name}, hiện ở tại {address}, xin gửi đơn này. Ai cần thì gọi {phone}, {email}.",
)
CLOSINGS = (
    "Người làm đơn\n{name}",
    "Kính đơn\n{upper}",
    "Người tố cáo: {name}\nĐT {phone}",
    "Ký tên\n{plain}",
)


def letters(count, seed):
    """Yield (text, identity, words that must stay)."""
    chance = random.Random(seed)
    for _ in range(count):
        name = " ".join(chance.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
        digits = f"09{chance.randrange(10**8):08d}"
        identity = Identity(
            name=name,
            address=f"số {chance.randint(2, 300)} {chance.choice(STREETS)}, phường Vĩnh Tân",
            phone=digits,
            email=f"{plain_of(name).replace(' ', '').lower()}{chance.randint(1, 99)}@example.vn",
            id_number=f"001{chance.randrange(10**9):09d}",
        )
        accused, act = chance.choice(ACCUSED), chance.choice(ACTS)
        fields = {
            "name": name,
            "upper": name.upper(),
            "plain": plain_of(name),
            "year": chance.randint(1950, 2005),
            "id": spaced(identity.id_number, chance),
            "address": identity.address,
            "phone": spaced(digits, chance),
            "email": identity.email,
        }
        given = name.split()[-1]
        body = (
            f"Tôi tố cáo ông {accused}, cán bộ phường, đã {act} từ tháng {chance.randint(1, 12)}"
            f"/2026. Khi tôi hỏi, ông ấy nói: “Chị {given} về đi, việc này không đến lượt.”"
        )
        text = "\n".join(
            ["ĐƠN TỐ CÁO", chance.choice(OPENINGS), body, chance.choice(CLOSINGS)]
        ).format(**fields)
        yield text, identity, (accused, act)


def plain_of(text):
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def spaced(digits, chance):
    """A number as people write it."""
    mark = chance.choice(["", " ", ".", "-"])
    size = chance.choice([3, 4])
    return mark.join(digits[at : at + size] for at in range(0, len(digits), size))
