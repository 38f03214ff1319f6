"""How likely is it that a text, read in some encoding, is Vietnamese?

Only runs with a letter beyond ASCII count: all candidate encodings agree on the others.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from gandan.vietnamese.spelling import is_syllable
from gandan.vietnamese.tones import tone_normalized

SAMPLE = 20_000
_RUN = re.compile(r"[^\s\x21-\x40\x5b-\x60\x7b-\x7e]+")
_OPENING, _CLOSING = "“‘„–—•\xa0\u200b", "”’…–—\xa0\u200b₫"
# Signs that may stand beside a word, but on the wrong side of it are letters read wrongly.
_SIGNS = "“”‘’„…–—•·°²³¼½¾€§«»×÷±©®"
_DASH = re.compile("[–—]")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
# The marked syllables that make up most of everyday and official writing.
COMMON = frozenset(
    """
    và của có là các được cho người không một trong với đã những này để công nhà đến khi ở về việc
    thì ra từ số năm vào đồng lại phải nhiều đó bị tại như trên đi thể định chính hành học dân xã
    hội quyết nước làm sự đang cũng hiện thành phố cơ sở đất còn sau trước rất nên nếu qua cần bộ
    quy luật quốc gia phường quận huyện thị trấn tỉnh ủy đề nghị kiến xử lý giải quyền địa phương
    cán tổ chức đơn khiếu nại tố cáo phản ánh xin kính gửi ông bà tôi chúng mình anh chị em cháu
    nhân mặt trận đoàn bảo vệ môi trường đường rác thải ô nhiễm tiếng ồn khói bụi mùi hôi ngập cống
    thoát điện sạch cây chiếu sáng đèn hẻm ngõ ngách thôn ấp xóm khu vực chợ bệnh viện trạm tế hiểm
    trợ cấp nghèo hộ khẩu giấy tờ sổ đỏ chứng nhận quyết thu hồi đền bù bồi thường giá tiền phí thuế
    lương lao thời gian ngày tháng giờ tuần sáng chiều tối đêm hôm trưa đầu cuối giữa hai bốn sáu bảy
    tám chín mười trăm nghìn triệu tỷ lần thứ nhất mới cũ lớn nhỏ dài ngắn rộng hẹp tốt xấu đúng sai
    mong muốn biết thấy nói hỏi trả lời gặp gọi báo nghe hiểu giúp đỡ cảm ơn thế nào gì đâu bao mấy
    sao vì nhưng mà hay hoặc rồi chưa sẽ đều cả mỗi mọi từng vẫn chỉ hơn kém ít quá lắm thật đây ấy
    kia nơi chỗ bên ngoài dưới phía cạnh gần đối theo bằng giữa cùng nhau riêng chung toàn phần đủ
    thiếu hết thêm bớt tăng giảm mở đóng bắt kết thúc hoàn thực kiểm tra thanh sát giám đánh phạt
    tội pháp tòa án thẩm yêu cầu đảng ban ngành thủ tướng bí tịch chủ phó trưởng giám đốc viên sinh
    giáo dục lớp trẻ già phụ nữ niên cựu chiến thương liệt sĩ nông nghiệp công sản xuất kinh doanh
    hàng hóa dịch vụ dự án đầu tư xây dựng quản hoạch kế sửa chữa hỏng hư nát xuống cấp nứt sụt lún
    ổ gà vỉa hè lòng lấn chiếm đỗ xe máy ô bán buôn trái phép cửa nhậu hát karaoke ầm ĩ mất trật tự
    trộm cắp ma túy cờ bạc đua cháy nổ hồ sơ thủ tục chậm trễ thái độ chuyển tiếp văn bản quyết nghĩa
    độc lập tự hạnh phúc cộng hòa việt nam hà nội đà nẵng huế cần thơ bình hưng đức tân phú thọ hải
    hơi nghề chút đôi khó dễ dạy môn tập bài cô thầy giảng đẹp vui buồn lo sợ yêu thích ghét khổ sống
    chết đau ốm bệnh thuốc ăn uống ngủ nghỉ chơi mặc mua đem đưa lấy giữ bỏ quên nhớ nghĩ tìm đọc viết
    vẽ đếm tính tiếc bước chạy đứng ngồi nằm quay lên rơi đổ vỡ gãy cắt đập chặn khóa gỡ nối trồng tưới
    phơi nấu đốt chôn vứt quét dọn rửa lau trước hàng tầng mái tường cột trụ dây bóng ống bể giếng ao hồ
    sông suối biển núi rừng ruộng vườn đồi bãi cát đá sỏi gạch gỗ sắt thép nhựa giấy vải lửa mưa nắng gió
    bão lũ lụt hạn rét nóng lạnh ẩm ướt khô bẩn thơm thối mặn ngọt chua cay đắng đen trắng xanh vàng tím
    nâu xám tròn vuông thẳng cong nặng nhẹ nhanh chậm mạnh yếu cứng mềm dày mỏng sâu cạn ngang dọc chéo
    chim cá gà vịt trâu bò lợn chó mèo chuột muỗi ruồi sữa bánh kẹo rượu bia nước mắm muối đường gạo cơm
    vợ chồng bố mẹ chú bác cậu dì vẻ kiểu loại thứ dạng mức điểm số lượng khối tấm cái chiếc quyển bức
    điều khoản mục chương luận bảng đợt kỳ khóa họ tên tuổi giới nghệ thuật khoa kỹ kết hợp giao tiện
    thường xuyên liên tục đột xuất khẩn cấp trực tuyến thoại mạng máy tính ảnh phim nhạc báo đài truyền
    thông tin tức tưởng tượng tinh thần sức khỏe trí tuệ đức lễ tết hưởng lợi ích hại nguy hiểm rủi
    đảm bảo trách nhiệm quả hiệu lực nghiêm trọng khẳng quan tâm chăm sóc ủng thuận phản bác chất vấn
    cũng chứ nhỉ nhé ạ dạ vâng ừ à ơi thôi nữa cứ vừa mãi luôn khắp chắc hẳn tuy dù song bởi nhờ tới
    lại lúc ngay bỗng dần đặc biệt hầu khoảng chừng độ tổng trung cộng tuyển dụng tham gia phát triển
    đổi cải cách tạo lập thiết kế khai thác chế biến vận tải chở hành khách du bến cảng sân bay cầu hầm
    đèo tuyến khởi nguồn gốc ngân sách tài chính tín nợ vay lãi suất gửi rút chuyển khoản thẻ vốn cổ
    phiếu thưởng phạt đình chỉ thôi miễn bổ nhiệm cử bầu ứng đại biểu khóa nghị viện kiểm soát điều tra
    nguyễn trần lê phạm hoàng đặng bùi đỗ hồ ngô dương lý văn đình hữu thị ngọc hồng tuấn dũng hùng
    """.split()
)
# Natural logarithms of the chance of a run: among the common, the possible, and all others.
_OF_COMMON, _OF_POSSIBLE, _OF_ABBREVIATION, _OF_OTHER = -6.3, -10.7, -12.0, -17.0
_OF_UNREADABLE, _OF_SIGN = -9.0, -7.0
_ABBREVIATION = re.compile("[A-ZĐƯÔÂ]{2,7}|[đĐ]")


@dataclass(frozen=True)
class Plausibility:
    """Of ``runs`` marked runs, ``valid`` can be Vietnamese; ``likelihood`` is a logarithm."""

    likelihood: float
    runs: int
    valid: int

    @property
    def share(self) -> float:
        return self.valid / self.runs if self.runs else 0.0


def plausibility(text: str) -> Plausibility:
    """Judge the first ``SAMPLE`` characters of NFC ``text``."""
    text = text[:SAMPLE]
    likelihood, runs, valid = _OF_UNREADABLE * len(_UNREADABLE.findall(text)), 0, 0
    for run, times in Counter(_RUN.findall(text)).items():
        words, signs = _taken_apart(run)
        likelihood += times * _OF_SIGN * signs
        if words:
            chance = min(map(_chance, words))
            likelihood += times * chance
            runs += times
            valid += times * (chance > _OF_OTHER)
    return Plausibility(likelihood, runs, valid)


@lru_cache(maxsize=50_000)
def _taken_apart(run: str) -> tuple[tuple[str, ...], int]:
    """The words of a run beyond ASCII, and how many signs stand where none should."""
    signed = run.lstrip(_OPENING).rstrip(_CLOSING)
    bare = signed.strip(_SIGNS)
    # A dash at the end of a word is as odd as an opening quotation mark there.
    odd = len(signed) - len(bare) + (bool(bare) and run[-1] in "–—")
    return (() if bare.isascii() else tuple(_DASH.split(bare))), odd


@lru_cache(maxsize=50_000)
def _chance(word: str) -> float:
    if not (word.islower() or word.istitle() or word.isupper()):
        return _OF_OTHER
    if tone_normalized(word).lower() in COMMON:
        return _OF_COMMON
    if is_syllable(word):
        return _OF_POSSIBLE
    return _OF_ABBREVIATION if _ABBREVIATION.fullmatch(word) else _OF_OTHER
