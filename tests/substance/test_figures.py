"""Figures in Vietnamese prose: value, unit, mark, what is counted; and what is no figure."""

from fractions import Fraction

import pytest

from gandan.substance import Document
from gandan.substance.tokens import read

# text -> figures as "value[unit] (mark) noun"; a count has no unit. Rows are grouped by what
# could be mistaken.
FIGURES = [
    # grouping and decimals
    ("thụ lý 4.079 vụ", ["4079 vụ"]),
    ("thụ lý 4079 vụ", ["4079 vụ"]),
    ("thụ lý 4,079 vụ", ["4079 vụ"]),
    ("thụ lý 4\u00a0079 vụ", ["4079 vụ"]),
    ("tiếp 1.234.567 lượt", ["1234567 lượt"]),
    ("đạt 61,7%", ["61.7%"]),
    ("đạt 61.7%", ["61.7%"]),
    ("đạt 61,70 %", ["61.7%"]),
    ("đạt 100%", ["100%"]),
    ("đạt 85 phần trăm", ["85%"]),
    ("tăng 2,1 điểm phần trăm", ["2.1points"]),
    ("có 05 đơn", ["5 đơn"]),
    ("có 008 đơn", ["8 đơn"]),
    ("hệ số 0,125", ["0.125"]),
    # money, areas, weights, lengths
    ("thu 9,7 tỷ đồng", ["9700000000vnd"]),
    ("thu 1,250 tỷ đồng", ["1250000000vnd"]),
    ("thu 1.250 tỷ đồng", ["1250000000000vnd"]),
    ("thu 400 triệu đồng", ["400000000vnd"]),
    ("thu 400 triệu", ["400000000vnd"]),
    ("mức 500.000 đồng", ["500000vnd"]),
    ("mức 500.000đ", ["500000vnd"]),
    ("mức 500 nghìn đồng", ["500000vnd"]),
    ("mức 500 ngàn đồng", ["500000vnd"]),
    ("chi 1 tỷ 300 triệu đồng", ["1300000000vnd"]),
    ("chi 2.150 tỷ đồng", ["2150000000000vnd"]),
    ("chi 12 nghìn tỷ đồng", ["12000000000000vnd"]),
    ("lấy 10.000 VNĐ", ["10000vnd"]),
    ("thu hồi 17.542 m2 đất", ["17542m2"]),
    ("thu hồi 17.542m² đất", ["17542m2"]),
    ("thu hồi 12,6 ha", ["126000m2"]),
    ("rộng 1,26 km2", ["1260000m2"]),
    ("đường dài 1,5 km", ["1500m"]),
    ("thu gom 2,1 tấn phế liệu", ["2100kg"]),
    ("thu gom 350 kg rác", ["350kg"]),
    # marks
    ("hơn 1,3 tỷ đồng", ["1300000000vnd (above)"]),
    ("gần 4 tỷ đồng", ["4000000000vnd (below)"]),
    ("khoảng 200 vụ việc", ["200 (about) vụ việc"]),
    ("trên 300 hộ", ["300 (above) hộ"]),
    ("ước đạt 95%", ["95% (about)"]),
    ("xấp xỉ 60%", ["60% (about)"]),
    ("không quá 02 người", ["2 (at_most) người"]),
    ("ít nhất 5 buổi", ["5 (at_least) buổi"]),
    ("từ 05 người trở lên", ["5 (at_least) người"]),
    ("ngân sách nhà nước 87 triệu đồng", ["87000000vnd"]),
    ("cao hơn 12 vụ", ["12 vụ"]),
    ("dưới 30 ngày làm việc", ["30 (below) ngày làm việc"]),
    # ranges
    ("từ 3-5 vụ mỗi tháng", ["3..5 vụ"]),
    ("3 - 5 ngày", ["3..5 ngày"]),
    ("từ 10 đến 15 hộ", ["10..15 hộ"]),
    # words
    ("ba mươi hai hộ dân", ["32 hộ dân"]),
    ("mười lăm đơn", ["15 đơn"]),
    ("một trăm linh năm vụ việc", ["105 vụ việc"]),
    ("hai nghìn ba trăm người", ["2300 người"]),
    ("năm đơn vị báo cáo", ["5 đơn vị"]),
    ("gồm: một quận, bốn huyện", ["1 quận", "4 huyện"]),
    ("sáu nhóm việc", ["6 nhóm"]),
    ("một nửa số hộ", ["50%"]),
    ("quá nửa số hộ", ["50%"]),
    ("hai phần ba số đơn", ["66.667%"]),
    ("một phần tư số đơn", ["25%"]),
    # what is counted
    ("tiếp 866 lượt / 964 người", ["866 lượt", "964 người"]),
    ("31.826 lượt công dân", ["31826 lượt công dân"]),
    ("4.987 lượt người", ["4987 lượt người"]),
    ("234 đoàn đông người", ["234 đoàn đông người"]),
    ("3 đoàn kiểm tra", ["3 đoàn kiểm tra"]),
    ("54 cán bộ", ["54 cán bộ"]),
    ("15 đồng chí", ["15 đồng chí"]),
    ("23 phương án bồi thường", ["23 phương án"]),
    ("84 kiến nghị, phản ánh", ["84 kiến nghị, phản ánh"]),
    ("987 ngày tiếp", ["987 ngày tiếp"]),
    ("12 điểm cầu", ["12 điểm cầu"]),
    ("8,5 điểm", ["8.5points"]),
    ("gấp 3 lần", ["3times"]),
    ("27 tổ dân phố", ["27 tổ dân phố"]),
    ("5 tổ công tác", ["5 tổ công tác"]),
    # signs
    ("388 (229+159)", ["388", "229", "159"]),
    ("14/15 khiếu nại", ["14", "15"]),
    ("1.800/2.201 được giải quyết", ["1800", "2201"]),
    ("đạt 14/15 tiêu chí", ["14", "15 tiêu chí"]),
    ("lưu theo dõi 145; hướng dẫn 97; chuyển 103", ["145", "97", "103"]),
    # dates, periods and terms are no figures
    ("ngày 21/11/2023", []),
    ("ngày 4-7-2017", []),
    ("ngày 12.10.2020", []),
    ("ngày 4 tháng 9 năm 2026", []),
    ("tính đến 30/6", []),
    ("tháng 10/2020", []),
    ("tháng 6 năm 2017", []),
    ("quý II/2017", []),
    ("quý 3 năm 2019", []),
    ("6 tháng đầu năm 2016", []),
    ("năm 2023", []),
    ("so với 2022", []),
    ("giai đoạn 2021-2025", []),
    ("nhiệm kỳ 2021–2026", []),
    ("từ 25/9–15/10", []),
    ("8/2024–7/2025", []),
    # numbers of papers, articles, places, telephones, hours
    ("BC 437/BC-UBND", []),
    ("Nghị quyết 15-NQ/TU", []),
    ("Chỉ thị 15 và Nghị định 71", []),
    ("Luật số 10/2022/QH15", []),
    ("QĐ 858, CV 1844, TB 307-TB/TW", []),
    ("khoản 2 Điều 30", []),
    ("Phụ lục 2, biểu 01, mẫu số 3", []),
    ("gửi đơn lần thứ 3, kỳ họp thứ 6, khóa 13", []),
    ("tổ 5, ngõ 195, số 77 phố Đức Giang", []),
    ("phường 12, quận 3", []),
    ("Quốc lộ 37B, thửa 25 tờ bản đồ số 3", []),
    ("gọi 0243.856.1122; 0912 345 806", []),
    ("tổng đài 1022", []),
    ("từ 8 giờ 00 đến 11 giờ 30, lúc 14h", []),
    ("1. Công tác tiếp công dân", []),
    ("2.1. Kết quả", []),
    ("dịch Covid-19", []),
    ("của một tỉnh", []),
    ("tổng số 52 vụ", ["52 vụ"]),
    ("qua điện thoại 4.102 phản ánh", ["4102 phản ánh"]),
    ("2019 lượt", ["2019 lượt"]),
    ("huyện 714: KN 08", ["714", "8"]),
    ("64. Đơn nhận mới: 291", ["291"]),
    ("chuyển sang: 64. Đơn nhận mới: 291", ["64", "291"]),
]


def shown(figure) -> str:
    value = f"{float(figure.value):.3f}".rstrip("0").rstrip(".")
    until = f"..{int(figure.until)}" if figure.until is not None else ""
    unit = "" if figure.unit == "count" else figure.unit
    mark = "" if figure.mark == "exact" else f" ({figure.mark.value})"
    noun = f" {figure.noun.text}" if figure.noun else ""
    return value + until + unit + mark + noun


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text for text, _ in FIGURES])
def test_figures_are_read_as_meant(text, expected):
    reading = read(Document.of(text, title=" "))
    assert [shown(figure) for figure in reading.figures] == expected


def test_the_span_is_the_figure_with_its_unit():
    document = Document.of("Thu hơn 1 tỷ 300 triệu đồng của 12 hộ.")
    spans = [document.text[f.start : f.end] for f in read(document).figures]
    assert spans == ["1 tỷ 300 triệu đồng", "12"]


def test_offsets_are_of_the_composed_text():
    decomposed = "Tie\u0302\u0301p 4.079 lươ\u0323t"
    document = Document.of(decomposed)
    figure = read(document).figures[0]
    assert document.text[figure.start : figure.end] == "4.079"
    assert document.text == "Tiếp 4.079 lượt"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("4.079 vụ", 4079, 4079),
        ("hơn 4.300 đơn", 4300, 4400),
        ("gần 1.800 đơn", 1700, 1800),
        ("khoảng 200 vụ", 100, 300),
        ("1,3 tỷ đồng", Fraction(1_250_000_000), Fraction(1_350_000_000)),
        ("3-5 vụ", 3, 5),
    ],
)
def test_marks_and_rounding_give_a_range(text, low, high):
    figure = read(Document.of(text, title=" ")).figures[0]
    assert (figure.range.low, figure.range.high) == (low, high)


def test_ordinary_spaces_do_not_join_figures():
    figures = read(Document.of("các ngày 04, 11, 18 có 12 345 đơn")).figures
    assert 12345 not in [figure.value for figure in figures]
