"""Whole reports: consistent ones pass in silence, and each slip in them is found where it stands."""

import time

import pytest

from gandan.substance import Document, Severity, figure_findings

TITLE = "Báo cáo công tác tiếp công dân 6 tháng đầu năm 2025 – huyện Hải Long\n\n"
RECEPTION = """\
I. TÌNH HÌNH TIẾP CÔNG DÂN
1. Kết quả tiếp công dân
Trong 6 tháng đầu năm 2025, toàn huyện đã tiếp 1.248 lượt công dân (tăng 12,4% so với cùng kỳ năm 2024) với 1.406 người, trong đó:
- Tiếp thường xuyên: 962 lượt, 1.071 người.
- Tiếp định kỳ và đột xuất của lãnh đạo: 286 lượt, 335 người.
Có 14 đoàn đông người với 187 người (giảm 3 đoàn so với cùng kỳ).
2. Nội dung tiếp công dân
Trong tổng số 1.248 lượt tiếp: khiếu nại 214 lượt (17,1%), tố cáo 68 lượt (5,4%), kiến nghị, phản ánh 966 lượt (77,4%).
II. TIẾP NHẬN, XỬ LÝ ĐƠN
Số đơn tiếp nhận trong kỳ: 842 đơn; số đơn kỳ trước chuyển sang: 57 đơn. Tổng số đơn phải xử lý: 899 đơn; đã xử lý: 861 đơn (đạt 95,8%).
Phân loại đơn đã xử lý: 498 đơn đủ điều kiện (57,8%), 363 đơn không đủ điều kiện (42,2%).
Trong 498 đơn đủ điều kiện có 96 đơn khiếu nại, 31 đơn tố cáo, 371 đơn kiến nghị, phản ánh.
III. KẾT QUẢ GIẢI QUYẾT
Số vụ việc thuộc thẩm quyền là 74 vụ (khiếu nại 58 vụ, tố cáo 16 vụ). Đã giải quyết 66 vụ, đạt 89,2%; còn 8 vụ chưa đến hạn.
Kết quả giải quyết 52 vụ khiếu nại: 9 vụ khiếu nại đúng (17,3%), 35 vụ khiếu nại sai (67,3%), 8 vụ có đúng có sai (15,4%).
Qua giải quyết đã kiến nghị thu hồi cho Nhà nước 1,27 tỷ đồng và 3.450 m2 đất; trả lại cho công dân 312 triệu đồng, 640 m2 đất; khôi phục quyền lợi cho 17 người; kiến nghị xử lý hành chính 6 người (trong đó 4 cán bộ).
"""
DEMOCRACY = """\
ỦY BAN NHÂN DÂN PHƯỜNG BÌNH AN
Số: 45/BC-UBND
BÁO CÁO
Kết quả thực hiện Quy chế dân chủ ở cơ sở năm 2024

Thực hiện Công văn số 1207/UBND-NV ngày 12/11/2024 của UBND quận, UBND phường báo cáo như sau:
1. Đặc điểm tình hình: Phường có diện tích 1,26 km2 (126 ha), 34 tổ dân phố, 6.812 hộ với 24.106 nhân khẩu; Đảng bộ có 41 chi bộ với 1.632 đảng viên.
2. Công khai: đã niêm yết 62 văn bản, trong đó 40 thủ tục hành chính, 12 quyết định thu hồi đất, 10 thông báo khác.
3. Nhân dân bàn và quyết định trực tiếp: 34/34 tổ dân phố họp bàn mức đóng góp xây dựng 7 ngõ (3 ngõ ở tổ 5, 2 ngõ ở tổ 11, 2 ngõ ở tổ 27), tổng kinh phí 2,4 tỷ đồng, nhân dân đóng góp 1,8 tỷ đồng (75%), ngân sách hỗ trợ 600 triệu đồng (25%).
4. Ban Thanh tra nhân dân gồm 11 thành viên, nhiệm kỳ 2023-2025, giám sát 18 cuộc, phát hiện 5 vụ việc, kiến nghị 5 vụ việc, đã giải quyết 4 vụ việc (80%).
5. Hòa giải: 34 tổ hòa giải với 238 hòa giải viên tiếp nhận 47 vụ, hòa giải thành 43 vụ (đạt 91,5%), không thành 4 vụ.
6. Lấy phiếu tín nhiệm 9 chức danh: số phiếu phát ra 112, thu về 112, hợp lệ 110, không hợp lệ 2.
"""
# what stands in the report, what is written instead, and what the finding must cover
RECEPTION_SLIPS = [
    ("286 lượt, 335", "268 lượt, 335", "268 lượt"),
    ("335 người", "353 người", "353 người"),
    ("966 lượt (77,4%)", "996 lượt (77,4%)", "996 lượt"),
    ("214 lượt (17,1%)", "214 lượt (71,1%)", "71,1%"),
    ("57 đơn", "75 đơn", "75 đơn"),
    ("899 đơn", "889 đơn", "889 đơn"),
    ("861 đơn (đạt 95,8%)", "861 đơn (đạt 98,5%)", "98,5%"),
    ("363 đơn", "336 đơn", "336 đơn"),
    ("371 đơn", "317 đơn", "317 đơn"),
    ("tố cáo 16 vụ", "tố cáo 19 vụ", "19 vụ"),
    ("còn 8 vụ", "còn 9 vụ", "9 vụ"),
    ("89,2%", "92,8%", "92,8%"),
    ("35 vụ khiếu nại sai", "53 vụ khiếu nại sai", "53 vụ"),
    ("(trong đó 4 cán bộ)", "(trong đó 8 cán bộ)", "8 cán bộ"),
]
DEMOCRACY_SLIPS = [
    ("(126 ha)", "(12,6 ha)", "12,6 ha"),
    ("10 thông báo khác", "11 thông báo khác", "62"),
    ("600 triệu đồng (25%)", "600 triệu đồng (35%)", "35%"),
    ("4 vụ việc (80%)", "4 vụ việc (90%)", "90%"),
    ("không thành 4 vụ", "không thành 6 vụ", "6 vụ"),
    ("91,5%", "95,1%", "95,1%"),
    ("không hợp lệ 2", "không hợp lệ 12", "không hợp lệ 12"),
]
SLIPS = [(RECEPTION, *slip) for slip in RECEPTION_SLIPS]
SLIPS += [(DEMOCRACY, *slip) for slip in DEMOCRACY_SLIPS]


def raised(text: str):
    document = Document.of(TITLE + text)
    found = [f for f in figure_findings(document) if f.severity != Severity.REMARK]
    return document, found


@pytest.mark.parametrize("report", [RECEPTION, DEMOCRACY], ids=["reception", "democracy"])
def test_a_report_whose_figures_agree_passes_in_silence(report):
    assert raised(report)[1] == []


@pytest.mark.parametrize(
    ("report", "right", "wrong", "covered"), SLIPS, ids=[f"{s[1]} as {s[2]}" for s in SLIPS]
)
def test_each_slip_is_found_where_it_stands(report, right, wrong, covered):
    assert report.count(right) == 1
    document, found = raised(report.replace(right, wrong))
    place = document.text.index(covered, document.text.index(wrong) if covered in wrong else 0)
    assert len(found) == 1
    assert found[0].start < place + len(covered)
    assert place < found[0].end


def test_twelve_pages_take_well_under_a_second():
    text = "\n".join(f"{'I' * (n % 3 + 1)}. PHẦN {n}\n{RECEPTION}{DEMOCRACY}" for n in range(12))
    assert len(text) > 25_000
    document = Document.of(TITLE + text)
    started = time.perf_counter()
    figure_findings(document)
    assert time.perf_counter() - started < 5  # on a busy machine; bench/ measures it alone
