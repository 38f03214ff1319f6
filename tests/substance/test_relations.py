"""Relations that a text states: silent where they agree, one finding where one figure is off.

Each row is a sentence with one place marked {right|wrong}. With the right figure nothing is
said; with the wrong one a finding covers it.
"""

import re

import pytest

from gandan.substance import Document, Severity, figure_findings

TITLE = "Báo cáo kết quả công tác quý II/2025 – phường Tân Lập\n\n"
ERROR, WARNING = Severity.ERROR, Severity.WARNING

ROWS = [
    # parts
    ("Tiếp nhận 214 đơn các loại. Cụ thể: 31 đơn khiếu nại; 12 đơn tố cáo; {171|161} đơn kiến nghị, phản ánh.", ERROR),
    ("Phường có 27 tổ dân phố, trong đó 19 tổ đạt danh hiệu văn hóa, {8|6} tổ chưa đạt.", ERROR),
    ("Tổ chức 48 cuộc giám sát (Mặt trận 15 cuộc, Hội Phụ nữ 12 cuộc, Đoàn Thanh niên 9 cuộc, Hội Nông dân 7 cuộc, Hội Cựu chiến binh {5|6} cuộc).", ERROR),
    ("Thu quỹ được 356 triệu đồng: khối cơ quan 112 triệu đồng, khối trường học {86|96} triệu đồng, khối dân cư 158 triệu đồng.", ERROR),
    ("Vận động được 1,25 tỷ đồng, gồm tiền mặt 830 triệu đồng và hiện vật trị giá {420|520} triệu đồng.", ERROR),
    ("Thu hồi 12,6 ha đất, trong đó đất nông nghiệp 9,4 ha, đất ở 2,1 ha, đất khác {1,1|2,1} ha.", ERROR),
    ("Ban hành 36 văn bản (2 nghị quyết, 5 kế hoạch, {29|19} công văn).", WARNING),
    ("Niêm yết 62 văn bản, trong đó 40 thủ tục hành chính, 12 quyết định thu hồi đất, {10|12} thông báo khác.", ERROR),
    ("Xếp loại 15 đơn vị: 9 đơn vị làm tốt, 4 đơn vị khá, {2|3} đơn vị trung bình.", ERROR),
    ("Trong 45 vụ đã giải quyết có {41|51} vụ khiếu nại.", ERROR),
    ("Khen thưởng 112 điển hình, gồm {88|86} tập thể và 24 cá nhân.", ERROR),
    ("Sáu tháng đầu năm tiếp 96 lượt, sáu tháng cuối năm tiếp 104 lượt, cả năm tiếp {200|210} lượt.", ERROR),
    ("Cấp xã tiếp 340 lượt, cấp huyện tiếp 215 lượt, các sở tiếp 61 lượt; toàn tỉnh tiếp {616|661} lượt.", ERROR),
    ("Tiếp nhận 47 vụ, hòa giải thành 43 vụ, không thành {4|6} vụ.", ERROR),
    ("Số phiếu phát ra 112, thu về 112, hợp lệ 110, không hợp lệ {2|12}.", ERROR),
    ("Đủ điều kiện 9.676 đơn; lưu {2.536|5.320} đơn. Tổng số đơn là 12.212 đơn.", None),
    # shares
    ("Tỷ lệ giải quyết đạt {91,4|94,1}% (128/140 đơn).", ERROR),
    ("Có 9/12 tổ dân phố họp dân, đạt {75|85}%.", ERROR),
    ("Hộ nghèo là 43 hộ, chiếm {0,8|8,0}% tổng số 5.420 hộ.", ERROR),
    ("Phường có 5.420 hộ. Hộ nghèo 43 hộ ({0,79|1,79}%).", ERROR),
    ("Đã chi 450 triệu đồng trên tổng số 600 triệu đồng, đạt {75|65}%.", ERROR),
    ("Khiếu nại đúng 7% (159), sai 68% (1.539), có đúng có sai {25|45}% (560).", ERROR),
    ("Khảo sát 500 người: 62% hài lòng, 30% bình thường, {8|18}% không hài lòng.", ERROR),
    ("{Hai phần ba|Một nửa} số đơn (84/126 đơn) liên quan đất đai.", ERROR),
    ("Lượt tiếp là 96 lượt, bằng {80|86}% so với quý trước (120 lượt).", ERROR),
    # changes
    ("Số vụ đã giải quyết là 64 vụ, tăng {9|11} vụ so với quý I (55 vụ).", ERROR),
    ("Đơn thư từ 187 đơn quý II/2024 xuống 142 đơn quý II/2025, giảm {24,1|31,7}%.", ERROR),
    ("Tiếp 150 lượt, tăng {25|20}% so với cùng kỳ (120 lượt).", ERROR),
    ("Số đơn giảm từ {2.378|2.312} đơn năm 2024 xuống còn 2.345 đơn năm 2025.", ERROR),
    ("Tỷ lệ đúng hạn tăng từ 91,2% lên 92,9%, tăng {1,7|2,7} điểm phần trăm.", ERROR),
    ("Hòa giải thành 131 vụ, đạt 86,2%, tăng {2,1|1,2} điểm phần trăm so với cùng kỳ (84,1%).", ERROR),
    ("Giám sát 228 cuộc, gấp {2|3} lần năm 2023 (114 cuộc).", ERROR),
    ("Quý I nhận 40 đơn, quý II nhận 52 đơn, tăng {12|22} đơn.", ERROR),
    # what is left and carried over
    ("Thụ lý 52 vụ, đã giải quyết 45 vụ, còn {7|9} vụ.", ERROR),
    ("Trong 140 đơn tiếp nhận, đã giải quyết 128 đơn; {12|22} đơn đang giải quyết.", ERROR),
    ("Có 9/12 tổ dân phố họp dân; {3|2} tổ chưa họp.", ERROR),
    ("Kỳ trước chuyển sang 15 đơn, nhận mới 82 đơn, tổng {97|87} đơn.", ERROR),
    ("Đơn kỳ trước chuyển sang: 64. Đơn nhận mới trong quý: 291. Tổng số đơn phải xử lý: {355|345}.", ERROR),
    ("Hơn 4.300 đơn; trừ 1.255 đơn trùng và gần 1.800 đơn ngoài thẩm quyền, còn phải xử lý hơn {1.200|3.000}.", ERROR),
    # averages, products, units
    ("Bố trí 1.160 ngày tiếp công dân, tiếp 464 lượt, bình quân {0,4|2,5} lượt/ngày.", ERROR),
    ("Chi trả cho 64 hộ với số tiền 5,12 tỷ đồng, bình quân {80|800} triệu đồng/hộ.", ERROR),
    ("Trao 120 suất quà, mỗi suất 300.000 đồng, tổng trị giá {36|63} triệu đồng.", ERROR),
    ("Giá trị ngày công 2.400 công x 250.000 đồng = {600|500} triệu đồng.", ERROR),
    ("Thu hồi 31.484 m2 ({3,15|31,48} ha).", ERROR),
    # types
    ("Tiếp 87 lượt công dân (62 {lượt|đơn} thường xuyên, 25 {lượt|đơn} định kỳ).", WARNING),
    # bounds
    ("Đơn khiếu nại chiếm {12|112}% tổng số đơn.", ERROR),
    ("Có {94|104}% hộ dân ký cam kết.", ERROR),
    ("Số vụ vi phạm giảm {30|130}% so với năm trước.", ERROR),
    ("Đã giải quyết {48|58}/52 đơn thuộc thẩm quyền.", ERROR),
    # twice
    ("Trong quý nhận 152 đơn.\nĐã xử lý 140 đơn.\nĐánh giá: trong số {152|147} đơn nêu trên, phần lớn về đất đai.", ERROR),
    # said otherwise
    ("Phường có ba khu dân cư kiểu mẫu và hai khu dân cư an toàn, tổng cộng {năm|sáu} khu dân cư.", ERROR),
    ("Đợt 1 trao 45 suất quà, đợt 2 trao 38 suất quà, cả hai đợt trao {83|93} suất quà.", ERROR),
    ("Tiếp 96 lượt, nhiều hơn cùng kỳ {12|22} lượt (84 lượt).", ERROR),
    ("Nhận 40 đơn, ít hơn quý trước {15|25} đơn (55 đơn).", ERROR),
    ("Số cuộc đối thoại là {18|27} cuộc, gấp đôi cùng kỳ (9 cuộc).", ERROR),
    ("Số đơn là 60, gấp {1,5|2,5} lần quý II (40 đơn).", ERROR),
    ("Trong 90 đơn có một phần ba ({30|40} đơn) về đất đai.", ERROR),
    ("Có 45 đơn đất đai, chiếm {một nử|hai phần b}a trong 90 đơn.", ERROR),
    ("Ban hành kế hoạch ngày {15|31}/9/2025.", ERROR),
    ("Ban hành kế hoạch ngày 15/9/{2025|20025}.", ERROR),
    ("Báo cáo số liệu quý {I|}V/2024.", ERROR),
    ("Buổi đối thoại bắt đầu lúc {8|25} giờ 30.", ERROR),
    ("Theo Kế hoạch năm {2025|2205}, phường tổ chức 12 buổi.", ERROR),
    ("Vụ việc tồn đọng từ năm {2017|1017}, gồm 12 hộ.", ERROR),
    ("Tổng kinh phí 1,2 tỷ đồng ({1.200|120} triệu đồng).", ERROR),
    ("Thu hồi 3,5 ha, tương đương {35.000|3.500} m2 đất.", ERROR),
    ("Đường dài 1,5 km ({1.500|150} m).", ERROR),
    ("Phường tiếp nhận 152 đơn. Đã xử lý 140 đơn. Trong 152 {đơn|vụ việc} nêu trên có 60 đơn về đất đai.", WARNING),
    ("Bảng tổng hợp:\nTên xã      Tổng số   Khiếu nại   Tố cáo\nXã A        17        12          5\nXã B        23        20          3\nXã C        11        10          1\nCộng        {51|61}        42          9", ERROR),
    ("Bảng tổng hợp:\nTên xã      Tổng số   Khiếu nại   Tố cáo\nXã A        17        12          5\nXã B        {23|32}        20          3\nXã C        11        10          1\nCộng        51        42          9", ERROR),
    ("STT;Nội dung;Kỳ này;Kỳ trước;Chênh lệch\n1;Lượt tiếp;96;84;12\n2;Đơn nhận;40;55;-{15|25}\n3;Đối thoại;18;9;9\n4;Giám sát;7;6;1", ERROR),
    ("Đầu quý tồn 14 đơn; nhận mới 40 đơn; đã giải quyết 45 đơn; tồn cuối quý {9|19} đơn.", ERROR),
    ("Tồn kỳ trước 14 đơn + nhận trong kỳ 40 đơn = {54|64} đơn.", ERROR),
    ("Số hộ đã nhận tiền 41/48 hộ (85,4%), {7|9} hộ chưa nhận.", ERROR),
    ("Số hộ đã nhận tiền 41/48 hộ ({85,4|58,4}%), 7 hộ chưa nhận.", ERROR),
    ("Phường có 12 chi bộ với 486 đảng viên, trong đó {310|510} đảng viên miễn sinh hoạt.", ERROR),
    ("Tỷ lệ hài lòng đạt 96,5%, tăng {1,5|2,5} điểm phần trăm so với quý II (95,0%).", ERROR),
    ("Thu được 2.120 phiếu, trong đó {1.980|1.890} phiếu đồng ý (93,4%), 140 phiếu không đồng ý (6,6%).", ERROR),
    ("Ngân sách cấp 300 triệu đồng, nhân dân góp 200 triệu đồng, tổng {500|600} triệu đồng.", ERROR),
    ("Toàn phường 27 tổ, đến nay 25 tổ đã họp ({92,6|96,2}%), còn 2 tổ chưa họp.", ERROR),
    ("Toàn phường 27 tổ, đến nay 25 tổ đã họp (92,6%), còn {2|3} tổ chưa họp.", ERROR),
    ("Trong quý có 96 lượt công dân đến trụ sở: 61 lượt gặp bộ phận tiếp dân; {35|53} lượt gặp lãnh đạo.", ERROR),
    ("Tỷ lệ giải quyết đơn quý này 90% (36/40), quý trước 80% ({44|40}/55).", ERROR),
    ("Hội viên tăng từ 1.204 lên 1.260 người, tăng {56|65} người (4,7%).", ERROR),
    ("Hội viên tăng từ 1.204 lên 1.260 người, tăng 56 người ({4,7|7,4}%).", ERROR),
    ("Giảm {8|18} vụ, từ 32 vụ quý II còn 24 vụ quý III.", ERROR),
    ("Đạt 15/19 tiêu chí nông thôn mới, còn {4|6} tiêu chí chưa đạt.", ERROR),
    ("Quỹ hiện có {86|96} triệu đồng: thu 120 triệu đồng, chi 34 triệu đồng.", ERROR),
    ("Phường giao 6 đơn vị chủ trì; đến nay 4 đơn vị đã báo cáo, {2|3} đơn vị chưa báo cáo.", ERROR),
    ("Kỳ này tiếp 3 đoàn đông người với 41 người, bằng {60|80}% số đoàn của kỳ trước (5 đoàn).", ERROR),
    # tables
    ("Đơn vị\tTổng số\tKhiếu nại\tTố cáo\nTổ 1\t7\t5\t2\nTổ 2\t8\t7\t1\nTổ 3\t3\t3\t0\nTổng\t{18|28}\t15\t3", ERROR),
    ("Đơn vị | Tổng | Khiếu nại | Tố cáo\nXã A | 7 | 5 | 2\nXã B | {8|9} | 7 | 1\nXã C | 3 | 3 | 0\nCộng | 18 | 15 | 3", ERROR),
    ("Chỉ tiêu | Kế hoạch | Thực hiện | Tỷ lệ %\nGiám sát | 20 | 18 | 90\nĐối thoại | 10 | 9 | 90\nHòa giải | 50 | 46 | {92|82}\nMô hình | 8 | 8 | 100", ERROR),
    ("Đơn vị; Tổng; Khiếu nại; Tố cáo\n1; 2=3+4; 3; 4\nXã A; 7; 5; 2\nXã B; {8|6}; 7; 1\nXã C; 3; 3; 0", ERROR),
]  # fmt: skip
_PLACE = re.compile(r"\{([^|}]*)\|([^}]*)\}")


def filled(row: str, side: int) -> tuple[Document, tuple[int, int]]:
    """The text with one side of the marked places, and the span of the first place."""
    text, spans, position = TITLE, [], 0
    for match in _PLACE.finditer(row):
        text += row[position : match.start()]
        spans.append((len(text), len(text) + len(match[side])))
        text += match[side]
        position = match.end()
    return Document.of(text + row[position:]), spans[0]


@pytest.mark.parametrize("row", [row for row, _ in ROWS])
def test_figures_that_agree_are_passed_in_silence(row):
    document, _ = filled(row, 1)
    assert figure_findings(document) == []


@pytest.mark.parametrize(("row", "severity"), [pair for pair in ROWS if pair[1]])
def test_a_figure_that_does_not_agree_is_found_once(row, severity):
    document, (start, end) = filled(row, 2)
    found = [f for f in figure_findings(document) if f.severity != Severity.REMARK]
    assert [f.severity for f in found] == [severity]
    assert found[0].start < end
    assert start < found[0].end
    assert found[0].message
    assert found[0].message_en


@pytest.mark.parametrize(
    "text",
    [
        # subsets that overlap, or are named as a choice
        "Tổng số cán bộ là 24 người, trong đó nữ 11 người, đảng viên 20 người, trên đại học 6 người.",
        "Phường nhận 512 phản ánh. Một phản ánh có thể thuộc nhiều lĩnh vực: rác thải 304; vỉa hè 287; tiếng ồn 96.",
        "Vận động được 186 triệu đồng, tiêu biểu: Công ty Minh Phát 50 triệu đồng, họ giáo Đồng Xuân 12 triệu đồng.",
        "Khối Dân vận có 15 đồng chí gồm trưởng khối, 02 phó trưởng khối và 12 ủy viên.",
        "Có 41 chi bộ, trong đó 5 chi bộ cơ quan.",
        # plans and earlier periods may be exceeded
        "Đã có 47 mô hình, đạt 117,5% kế hoạch năm.",
        "Dự được 320 lượt người, đạt 106,7% kế hoạch (300 lượt).",
        # places, not totals
        "Lãnh đạo tiếp tại 2 trụ sở: 440 lượt, 36 đoàn, 625 đơn.",
        "Lấy phiếu 9 chức danh: số phiếu phát ra 112, thu về 112.",
        # counts of different things side by side
        "Kiểm tra 12 công trình, phát hiện 4 công trình sai phép, xử phạt 3 trường hợp với số tiền 90 triệu đồng.",
        "4/15 KN và 8/10 TC sai trình tự; 14/15 KN và 5/10 TC quá hạn; 107 kiến nghị chưa xong.",
        "Cuối 2018 còn 97 vụ chưa xong; 31/12/2019 còn 62 vụ.",
        "Đã thực hiện 102, đang 91. 10 vụ phức tạp còn lại được nêu tên.",
        # rounding, cut off or up
        "Đã giải quyết 2.517 vụ trong 4.079 vụ thụ lý, đạt 61,7%.",
        "Môi trường 38 lượt, chiếm 17,7%, khoáng sản 13 lượt, chiếm 6,0% tổng số 214 lượt.",
        "Huyện 25 lượt (24 định kỳ, 01 đột xuất), 44 người.",
        "Ban thanh tra: 577 ban (120 kiêm giám sát); phát hiện 1.978 vụ; thu 9,7 tỷ đồng.",
        "Gần 1.800/2.201 kiến nghị được giải quyết (80,7%); còn 424 chưa dứt điểm.",
        "Mỗi tháng tiếp 12 lượt; cả quý tiếp 36 lượt.",
        "Có 3 thôn và 2 tổ dân phố đăng ký, nâng tổng số lên 14 đơn vị.",
        "Nhóm trên 60 tuổi hài lòng 70,3%, nhóm dưới 35 tuổi 58,9%.",
    ],
)  # fmt: skip
def test_what_the_text_does_not_state_is_not_guessed(text):
    found = figure_findings(Document.of(TITLE + text))
    assert [f for f in found if f.severity != Severity.REMARK] == []


def test_a_share_off_by_a_tenth_of_a_point_is_a_remark():
    found = figure_findings(Document.of(TITLE + "Đã giải quyết 1.667/2.746 vụ, đạt 60,8%."))
    assert [f.severity for f in found] == [Severity.REMARK]


def test_one_wrong_figure_in_two_sums_is_told_once_with_the_figure_that_mends_both():
    text = "Thụ lý 351 vụ; đã thực hiện 279 vụ, đạt 76,6%; còn 82 vụ đang thực hiện."
    found = [f for f in figure_findings(Document.of(TITLE + text)) if f.severity == ERROR]
    assert len(found) == 1
    assert "269" in found[0].suggestion


def test_a_total_copied_from_another_row_is_found():
    text = (
        "Tiếp 2.783 lượt, giảm 714 lượt:\n- tỉnh 197 (giảm 160)\n- sở, ngành 286 (giảm 255)\n"
        "- huyện 714 (giảm 240)\n- xã 1.586 (giảm 61)"
    )
    (finding,) = figure_findings(Document.of(TITLE + text))
    assert (finding.expected, finding.found) == ("716", "714")


def test_the_finding_names_the_figures_it_is_about():
    document = Document.of(TITLE + "Nhận 65 đơn, gồm 52 đơn khiếu nại và 12 đơn tố cáo.")
    (finding,) = figure_findings(document)
    assert [document.text[a:b] for a, b in finding.marks] == ["65", "52", "12"]
    assert document.text[finding.start : finding.end].startswith("65 đơn, gồm 52")


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("Tồn 14 đơn + nhận mới 40 đơn = 54 đơn.", 0),
        ("Tồn 14 đơn + nhận mới 40 đơn = 56 đơn.", 1),
        ("Tổng số 54 đơn = 14 đơn tồn + 40 đơn mới.", 0),
        ("Tổng số 56 đơn = 14 đơn tồn + 40 đơn mới.", 1),
    ],
)
def test_an_equation_is_read_from_both_sides(text, errors):
    assert len(figure_findings(Document.of(text))) == errors


def test_a_count_said_again_is_compared_with_the_one_it_most_likely_means():
    text = (
        "Thường trực nhận 147 kiến nghị.\nĐã giải quyết xong 91 kiến nghị.\n"
        "Trong số 152 kiến nghị nêu trên, nhiều nhất là về giao thông."
    )
    found = figure_findings(Document.of(text))
    assert [f.rule for f in found] == ["same.value"]
    assert "147 ≠ 152" in found[0].message
