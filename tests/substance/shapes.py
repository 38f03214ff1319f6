"""Sentence shapes of reports, filled with figures that agree; each knows which it may break.

A shape writes text and figures in order. A figure that is ``checked`` stands in a relation that
the text states: when it alone is changed, exactly one finding must follow.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

UNITS = ("thường xuyên", "định kỳ", "đột xuất")
FIELDS = (
    "đất đai",
    "xây dựng",
    "môi trường",
    "chính sách xã hội",
    "giáo dục",
    "y tế",
    "giao thông",
)
NAMES = ("Thanh Trì", "Gia Lâm", "Đông Anh", "Ba Vì", "Sóc Sơn", "Mê Linh", "Hoài Đức")


def vn(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def pct(part: int, whole: int, places: int = 1) -> str:
    """Rounded half up, as a pocket calculator does."""
    scale = 10**places
    rounded = (2 * 100 * scale * part + whole) // (2 * whole)
    text = f"{rounded // scale},{rounded % scale:0{places}d}" if places else str(rounded)
    return text + "%"


@dataclass
class Sentence:
    """Text with figures; ``checked`` are the places of figures that may be broken."""

    text: str = ""
    checked: list[tuple[int, int]] = field(default_factory=list)
    coarse: bool = False  # only a rounded share tells: a small slip cannot be seen

    def __call__(self, *pieces: str | int) -> "Sentence":
        """Append text and checked figures (numbers)."""
        for piece in pieces:
            if isinstance(piece, int):
                written = vn(piece)
                self.checked.append((len(self.text), len(self.text) + len(written)))
                self.text += written
            else:
                self.text += piece
        return self

    def plain(self, value: int) -> "Sentence":
        self.text += vn(value)
        return self


def split(rng: Random, total: int, count: int) -> list[int]:
    """Positive parts of a total."""
    cuts = sorted(rng.sample(range(1, total), count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


Shape = Callable[[Random], Sentence]
SHAPES: dict[str, Shape] = {}


def shape(function: Shape) -> Shape:
    SHAPES[function.__name__] = function
    return function


@shape
def brackets_with_kinds(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(300, 60_000), 3)
    return Sentence()(
        "Tiếp nhận ", a + b + c, " đơn (", a, " đơn khiếu nại, ", b, " đơn tố cáo, ", c,
        " đơn kiến nghị, phản ánh).",
    )  # fmt: skip


@shape
def labels_first_after_colon(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(300, 9_000), 3)
    return Sentence()(
        "Tổng số đơn tiếp nhận là ", a + b + c, " đơn: khiếu nại ", a, "; tố cáo ", b,
        "; kiến nghị, phản ánh ", c, ".",
    )  # fmt: skip


@shape
def consists_of(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(100, 9_000), 2)
    return Sentence()(
        "Trong kỳ, toàn thành phố tiếp ", a + b, " lượt công dân, gồm ", a,
        " lượt tiếp thường xuyên và ", b, " lượt tiếp định kỳ của lãnh đạo.",
    )  # fmt: skip


@shape
def consists_of_fields(rng: Random) -> Sentence:
    parts = split(rng, rng.randint(200, 3_000), 4)
    names = rng.sample(FIELDS, 3)
    s = Sentence()("Đã giải quyết ", sum(parts), " vụ việc, bao gồm: ")
    for name, part in zip(names, parts, strict=False):
        s("lĩnh vực ", name, " ", part, " vụ, ")
    return s("lĩnh vực khác ", parts[3], " vụ.")


@shape
def pairs_of_visits_and_people(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(100, 40_000), 2)
    c, d = a + rng.randint(1, 400), b + rng.randint(1, 400)
    return Sentence()(
        "Toàn tỉnh tiếp ", a + b, " lượt với ", c + d, " người, trong đó: tiếp thường xuyên ", a,
        " lượt/", c, " người; lãnh đạo tiếp ", b, " lượt/", d, " người.",
    )  # fmt: skip


@shape
def plus_signs(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(100, 4_000), 2)
    return Sentence()("Cấp huyện thụ lý ", a + b, " vụ (", a, "+", b, ").")


@shape
def bullets(rng: Random) -> Sentence:
    parts = split(rng, rng.randint(200, 9_000), 3)
    names = rng.sample(NAMES, 3)
    s = Sentence()("Các đơn vị tiếp ", sum(parts), " lượt công dân, cụ thể:\n")
    for place, (name, part) in enumerate(zip(names, parts, strict=True)):
        s("- Huyện ", name, ": ", part, " lượt", "." if place == 2 else ";\n")
    return s


@shape
def lines_without_marks(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(200, 900), 2)
    return Sentence()(
        "Trong quý, phường tiếp ", a + b, " lượt công dân, bao gồm:\nTiếp thường xuyên: ", a,
        " lượt;\nLãnh đạo tiếp định kỳ: ", b, " lượt.",
    )  # fmt: skip


@shape
def total_in_the_sentence_before(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(200, 9_000), 2)
    return Sentence()(
        "Số đơn phải xử lý là ", a + b, " đơn. Trong đó, đơn đủ điều kiện xử lý ", a,
        " đơn, đơn không đủ điều kiện xử lý ", b, " đơn.",
    )  # fmt: skip


@shape
def out_of_a_total(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(200, 9_000), 3)
    return Sentence()(
        "Trong tổng số ", a + b + c, " đơn đủ điều kiện xử lý có ", a, " đơn khiếu nại, ", b,
        " đơn tố cáo và ", c, " đơn kiến nghị, phản ánh.",
    )  # fmt: skip


@shape
def altogether(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(200, 900), 2)
    return Sentence()(
        "Cấp huyện tổ chức ", a, " hội nghị đối thoại, cấp xã tổ chức ", b,
        " hội nghị đối thoại; tổng cộng ", a + b, " hội nghị đối thoại.",
    )  # fmt: skip


@shape
def awards(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(20, 400), 2)
    return Sentence()(
        "Ủy ban nhân dân phường khen thưởng ",
        a + b,
        " điển hình, gồm ",
        a,
        " tập thể và ",
        b,
        " cá nhân.",
    )


@shape
def money_with_scales(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(20, 400), 2)
    return Sentence(coarse=True)(
        "Tổng kinh phí là ", a + b, " triệu đồng, gồm ngân sách nhà nước ", a,
        " triệu đồng, xã hội hóa ", b, " triệu đồng.",
    )  # fmt: skip


@shape
def ratio_with_share(rng: Random) -> Sentence:
    whole = rng.randint(120, 4_000)
    part = rng.randint(whole // 3, whole - 20)
    s = Sentence(coarse=True)("Đã giải quyết ", part, "/", whole, " vụ việc thuộc thẩm quyền, đạt ")
    s.text += pct(part, whole)
    return s(".")


@shape
def settled_of_accepted(rng: Random) -> Sentence:
    whole = rng.randint(120, 4_000)
    part = rng.randint(whole // 3, whole - 20)
    return Sentence(coarse=True)(
        "Thụ lý ", whole, " vụ, đã giải quyết ", part, " vụ (", pct(part, whole), ")."
    )


@shape
def settled_and_left(rng: Random) -> Sentence:
    whole = rng.randint(120, 4_000)
    part = rng.randint(whole // 3, whole - 20)
    return Sentence()(
        "Thụ lý ",
        whole,
        " vụ; đã giải quyết ",
        part,
        " vụ; còn ",
        whole - part,
        " vụ đang giải quyết.",
    )


@shape
def settled_share_and_left(rng: Random) -> Sentence:
    whole = rng.randint(120, 4_000)
    part = rng.randint(whole // 3, whole - 20)
    return Sentence()(
        "Số nhiệm vụ được giao là ", whole, " nhiệm vụ; đã hoàn thành ", part, " nhiệm vụ, đạt ",
        pct(part, whole), "; chưa hoàn thành ", whole - part, " nhiệm vụ.",
    )  # fmt: skip


@shape
def carried_over(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(200, 4_000), 2)
    return Sentence()(
        "Đơn kỳ trước chuyển sang ", a, " đơn, tiếp nhận trong kỳ ", b,
        " đơn; tổng số đơn phải xử lý ", a + b, " đơn.",
    )  # fmt: skip


@shape
def carried_over_bullets(rng: Random) -> Sentence:
    a, b = split(rng, rng.randint(200, 4_000), 2)
    return Sentence()(
        "- Số đơn tồn kỳ trước: ", a, " đơn.\n- Số đơn tiếp nhận trong kỳ: ", b,
        " đơn.\n- Tổng số đơn phải xử lý: ", a + b, " đơn.",
    )  # fmt: skip


@shape
def less_than_before(rng: Random) -> Sentence:
    before = rng.randint(400, 4_000)
    fall = rng.randint(20, before // 3)
    return Sentence()(
        "Tiếp ", before - fall, " lượt công dân, giảm ", fall, " lượt so với cùng kỳ năm trước (",
        before, " lượt).",
    )  # fmt: skip


@shape
def rise_with_share(rng: Random) -> Sentence:
    before = rng.randint(400, 4_000)
    rise = rng.randint(40, before // 2)
    return Sentence(coarse=True)(
        "Tiếp nhận ", before + rise, " đơn, tăng ", rise, " đơn (", pct(rise, before),
        ") so với cùng kỳ năm trước.",
    )  # fmt: skip


@shape
def rise_share_of_given_base(rng: Random) -> Sentence:
    before = rng.randint(400, 4_000)
    rise = rng.randint(40, before // 2)
    return Sentence(coarse=True)(
        "Tiếp nhận ",
        before + rise,
        " đơn, tăng ",
        pct(rise, before),
        " so với cùng kỳ (",
        before,
        " đơn).",
    )


@shape
def from_to(rng: Random) -> Sentence:
    before = rng.randint(400, 4_000)
    rise = rng.randint(40, before // 2)
    return Sentence()(
        "Số hộ tham gia tăng từ ", before, " hộ lên ", before + rise, " hộ (tăng ", rise, " hộ)."
    )


@shape
def before_in_brackets(rng: Random) -> Sentence:
    a, b = rng.randint(400, 4_000), rng.randint(400, 4_000)
    c, d = rng.randint(20, 99), rng.randint(20, 99)
    return Sentence()(
        "Tiếp ", a, " lượt / ", b, " người, giảm ", c, " lượt, ", d, " người (6 tháng 2019: ", a + c,
        " / ", b + d, ").",
    )  # fmt: skip


@shape
def outcomes_with_shares(rng: Random) -> Sentence:
    whole = rng.randint(200, 900)
    a, b, c = split(rng, whole, 3)
    return Sentence()(
        "Qua giải quyết ", whole, " vụ khiếu nại cho thấy: khiếu nại đúng ", a, " vụ, khiếu nại sai ", b,
        " vụ, khiếu nại có đúng có sai ", c, " vụ.",
    )  # fmt: skip


@shape
def parts_with_shares(rng: Random) -> Sentence:
    whole = rng.randint(400, 900)
    a, b = split(rng, whole, 2)
    return Sentence()(
        "Tiếp nhận ", whole, " phản ánh, trong đó xử lý đúng hạn ", a, " phản ánh, chiếm ", pct(a, whole),
        "; quá hạn ", b, " phản ánh, chiếm ", pct(b, whole), ".",
    )  # fmt: skip


@shape
def subtraction(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(400, 9_000), 3)
    return Sentence()(
        "Nhận ",
        a + b + c,
        " đơn; trừ ",
        a,
        " đơn trùng và ",
        b,
        " đơn nặc danh, còn phải xử lý ",
        c,
        " đơn.",
    )


@shape
def stock(rng: Random) -> Sentence:
    start, new = rng.randint(50, 300), rng.randint(50, 300)
    done = rng.randint(20, start + new - 20)
    return Sentence()(
        "Đầu năm còn ", start, " vụ việc phức tạp; trong năm phát sinh ", new, " vụ việc; giải quyết xong ",
        done, " vụ việc; cuối năm còn ", start + new - done, " vụ việc.",
    )  # fmt: skip


@shape
def average(rng: Random) -> Sentence:
    days, each = rng.randint(11, 90), rng.randint(3, 40)
    return Sentence(coarse=True)(
        "Các đơn vị bố trí ", days, " ngày tiếp công dân, tiếp ", days * each, " lượt, bình quân ", each,
        " lượt/ngày.",
    )  # fmt: skip


@shape
def levels(rng: Random) -> Sentence:
    a, b, c, d = split(rng, rng.randint(900, 9_000), 4)
    return Sentence()(
        "Toàn thành phố thụ lý ", a + b + c + d, " vụ. Xã, phường: thụ lý ", a,
        " vụ. Quận, huyện: thụ lý ", b, " vụ. Sở, ngành: thụ lý ", c,
        " vụ. Thanh tra thành phố thụ lý ", d, " vụ.",
    )  # fmt: skip


@shape
def sorted_in_a_sentence_of_its_own(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(900, 9_000), 3)
    return Sentence()(
        "Toàn huyện tiếp nhận ", a + b + c, " đơn. Phân theo loại: khiếu nại ", a, ", tố cáo ", b,
        ", kiến nghị, phản ánh ", c, ".",
    )  # fmt: skip


@shape
def kinds_in_a_sentence_of_their_own(rng: Random) -> Sentence:
    a, b, c = split(rng, rng.randint(900, 9_000), 3)
    return Sentence()(
        "Tổng số đơn đã nhận là ", a + b + c, " đơn. Khiếu nại có ", a, " đơn, tố cáo có ", b,
        " đơn, kiến nghị, phản ánh có ", c, " đơn.",
    )  # fmt: skip


@shape
def times_before(rng: Random) -> Sentence:
    before, k = rng.randint(30, 400), rng.randint(2, 6)
    return Sentence(coarse=True)(
        "Các ban giám sát ", before * k, " cuộc, gấp ", str(k), " lần năm 2023 (", before, " cuộc)."
    )


@shape
def nested_lists(rng: Random) -> Sentence:
    a, b, c, d = split(rng, rng.randint(900, 9_000), 4)
    return Sentence()(
        "Giải quyết ", a + b + c + d, " vụ, gồm: ", a + b, " vụ khiếu nại (", a, " vụ đúng, ", b,
        " vụ sai) và ", c + d, " vụ tố cáo (", c, " vụ đúng, ", d, " vụ sai).",
    )  # fmt: skip


@shape
def reported_units(rng: Random) -> Sentence:
    whole = 126
    done = rng.randint(80, 120)
    return Sentence()(
        "Trong ",
        whole,
        " xã, phường có ",
        done,
        " đơn vị đã báo cáo, ",
        whole - done,
        " đơn vị chưa báo cáo.",
    )


@shape
def table_with_bars(rng: Random) -> Sentence:
    rows = [[rng.randint(3, 90) for _ in range(3)] for _ in range(4)]
    s = Sentence()("Đơn vị | Tổng số | Khiếu nại | Tố cáo | Kiến nghị, phản ánh\n")
    for name, row in zip(NAMES, rows, strict=False):
        s(f"Xã {name} | ", sum(row), " | ", row[0], " | ", row[1], " | ", row[2], "\n")
    sums = [sum(column) for column in zip(*rows, strict=True)]
    return s("Cộng | ", sum(sums), " | ", sums[0], " | ", sums[1], " | ", sums[2])


@shape
def table_of_this_and_last(rng: Random) -> Sentence:
    s = Sentence()("Chỉ tiêu\tKỳ này\tKỳ trước\tTăng, giảm\n")
    for place, name in enumerate(("Lượt tiếp", "Số đơn", "Vụ việc", "Đối thoại", "Cuộc giám sát")):
        now, before = rng.randint(200, 900), rng.randint(20, 190)
        s(name, "\t", now, "\t", before, "\t", now - before, "" if place == 4 else "\n")
    return s


FILLERS: tuple[Callable[[Random], str], ...] = (
    lambda r: (
        f"Ngày {r.randint(1, 28)}/{r.randint(1, 12)}/2024, UBND phường ban hành Kế hoạch số {r.randint(2, 400)}/KH-UBND."
    ),
    lambda r: (
        f"Bộ phận tiếp công dân đặt tại số {r.randint(2, 300)} phố Hàng Bài, tầng {r.randint(1, 5)}."
    ),
    lambda r: (
        f"Hội Phụ nữ phường trao {r.randint(20, 300)} suất quà, mỗi suất 500.000 đồng, cho các hộ khó khăn."
    ),
    lambda r: (
        f"Căn cứ khoản {r.randint(1, 5)} Điều {r.randint(2, 60)} Luật Tiếp công dân số 42/2013/QH13."
    ),
    lambda r: (
        f"Tuyên truyền được {r.randint(5, 60)} buổi với {r.randint(900, 9000)} lượt người dự."
    ),
    lambda r: (
        f"Công dân gọi số 0243.{r.randint(100, 999)}.{r.randint(1000, 9999)} hoặc đến trước {r.randint(8, 11)} giờ 30."
    ),
    lambda r: (
        f"Xây dựng {r.randint(4, 40)} mô hình Dân vận khéo giai đoạn 2021-2025 tại {r.randint(3, 20)} tổ dân phố."
    ),
    lambda r: (
        f"Phường có {vn(r.randint(3000, 9000))} hộ, {vn(r.randint(12000, 40000))} nhân khẩu, {r.randint(12, 40)} tổ dân phố."
    ),
)
