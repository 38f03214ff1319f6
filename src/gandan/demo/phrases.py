"""The wording of synthetic letters: statements by topic and the parts around them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ROADS = "Trần Quang Diệu|Nguyễn Đức Cảnh|Lý Nam Đế|Phan Kế Bính|Hoàng Diệu|Tô Hiến Thành|Bùi Thị Xuân|Đinh Công Tráng|Lê Văn Hưu|Mạc Đĩnh Chi|Hồ Tùng Mậu|Dương Đình Nghệ|Phùng Hưng|Trần Khát Chân|Nguyễn Khoái|Võ Thị Sáu|Yết Kiêu|Đặng Dung|Cao Bá Quát|Lương Văn Can|Ngô Sĩ Liên|Trịnh Hoài Đức|Khúc Thừa Dụ|Đoàn Nhữ Hài".split(
    "|"
)
OPENINGS = (
    "",
    "",
    "",
    "Tôi xin phản ánh: ",
    "Xin báo với cơ quan: ",
    "Bà con trong tổ phản ánh ",
    "Thay mặt các hộ xung quanh, tôi phản ánh ",
    "Kính mong xem xét việc ",
    "Dạo này ",
    "Hơn một tháng nay ",
    "Từ sau Tết đến giờ ",
    "Mấy tuần nay ",
    "Người dân chúng tôi bức xúc vì ",
)
EFFECTS = (
    "Người già và trẻ nhỏ khổ nhất",
    "Sinh hoạt của mấy chục hộ bị đảo lộn",
    "Bà con rất bức xúc",
    "Đã có người bị thương vì chuyện này",
    "Chúng tôi đã nói với tổ trưởng nhưng chưa thấy gì",
    "Việc này kéo dài từ lâu",
    "Ai đi qua cũng phải kêu",
    "Nhà nào cũng bị ảnh hưởng",
    "Tình trạng ngày một nặng hơn",
    "Cả xóm không yên",
    "Phản ánh lên phường rồi mà đâu vẫn vào đấy",
    "Mỗi ngày có hàng trăm người chịu cảnh này",
    "Việc làm ăn của chúng tôi cũng bị ảnh hưởng",
    "Khách đến nhà ai cũng ngại",
    "Không biết kêu ai bây giờ",
)
DEMANDS = (
    "Đề nghị cơ quan chức năng kiểm tra, xử lý sớm",
    "Mong phường cử người xuống xem tận nơi",
    "Đề nghị trả lời cho dân biết bao giờ làm xong",
    "Rất mong được giải quyết dứt điểm",
    "Đề nghị thành phố chỉ đạo đơn vị liên quan làm rõ",
    "Mong sớm có biện pháp khắc phục",
    "Đề nghị công khai kết quả xử lý",
    "Kính mong lãnh đạo quan tâm",
    "Xin được trả lời bằng văn bản",
    "Đề nghị có lịch cụ thể, đừng hứa chung chung",
)
DETAILS = (
    "Chuyện bắt đầu khoảng {n} tháng trước.",
    "Có {n} hộ cùng ký vào bản này.",
    "Chúng tôi đã chụp {n} tấm ảnh gửi kèm.",
    "Lần gần nhất xảy ra cách đây {n} ngày.",
    "Trước đây đã có đoàn xuống xem nhưng không lập biên bản.",
    "Chúng tôi sẵn sàng phối hợp để xác minh.",
    "Tổ dân phố đã họp {n} lần về chuyện này.",
    "Mọi người ở đây đều có thể làm chứng.",
    "Ban công tác Mặt trận cũng đã nắm được.",
    "Nếu cần chúng tôi xin gặp trực tiếp để trình bày.",
    "Kể từ khi sắp xếp lại phường, không rõ ai là đầu mối.",
    "Có hôm phải đóng kín cửa từ sáng đến tối.",
)
WHO = (
    "Nhà tôi",
    "Con gái tôi",
    "Mẹ tôi ngoài tám mươi",
    "Vợ chồng tôi",
    "Hàng xóm bên trái",
    "Mấy cháu nhỏ nhà tôi",
    "Ông cụ đầu dãy",
    "Chị bán hàng gần đó",
    "Gia đình em tôi",
    "Nhà đối diện",
    "Bố tôi vừa mổ",
    "Hai nhà cuối dãy",
    "Cả dãy trọ",
    "Bác tổ phó",
    "Người đi làm ca đêm",
    "Nhóm phụ huynh chúng tôi",
)
WHAT = (
    "phải đi vòng hơn một cây số",
    "đã hai lần vào viện",
    "không buôn bán gì được",
    "mất ngủ triền miên",
    "phải gửi xe nhà người quen",
    "chuyển sang ở nhờ họ hàng",
    "gọi điện khắp nơi không ai nhận",
    "mua thêm đồ che chắn tốn cả triệu",
    "xin nghỉ làm mấy buổi",
    "nộp đơn mà chẳng thấy phiếu hẹn",
    "đứng chờ từ sáng sớm",
    "kê lại đồ đạc trong đêm",
    "suýt gặp nạn",
    "tự bỏ tiền thuê người sửa",
    "bị khách trả hàng",
    "phải đeo khẩu trang trong nhà",
    "dắt bộ từng quãng",
    "ghi âm lại làm bằng chứng",
    "nhờ luật sư xem giúp",
    "vay mượn để xoay xở",
    "ngồi họp với nhau ba tối",
    "đến tận nơi hỏi thì bị đuổi về",
    "chép lại từng ngày vào sổ",
    "đưa cả cháu nhỏ đi theo",
)
WHEN = (
    "từ đầu tháng",
    "suốt tuần qua",
    "hôm mùng sáu",
    "đúng ngày rằm",
    "cuối tuần trước",
    "ba hôm liền",
    "từ hồi nghỉ lễ",
    "mấy đêm nay",
    "chiều hôm kia",
    "cả mùa mưa",
    "sau giờ tan tầm",
    "lúc gần sáng",
    "đợt nắng vừa rồi",
    "ngay hôm họp tổ",
)
CLOSINGS = ("Tôi xin chân thành cảm ơn.", "Xin trân trọng cảm ơn.", "Chúng tôi xin cảm ơn.")
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Phan".split(" ")
MIDDLES = "Văn Thị Đức Minh Quốc Thanh Hữu Ngọc Xuân Kim".split(" ")
GIVEN = "An Bình Cường Dung Hà Hải Hiền Hùng Lan Linh Long Mai Nam Nga Phúc Quang Sơn Tâm Thảo Tùng Vân Yến".split(
    " "
)
SHORT_FORMS = (
    ("không", "ko"),
    ("được", "đc"),
    ("với", "vs"),
    ("phường", "p"),
    ("gì", "j"),
    ("biết", "bít"),
    ("rồi", "r"),
    ("người", "ng"),
)


@dataclass(frozen=True)
class Subject:
    """A topic with the kind of object it is about and what people say of it."""

    field: str
    topic: str
    thing: str
    statements: tuple[str, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    text = files("gandan.demo").joinpath("data", "statements.txt").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            head, _, body = line.partition(":")
            field, topic, thing = head.split("/")
            found.append(Subject(field, topic, thing, tuple(s.strip() for s in body.split("|"))))
    return tuple(found)


def thing_name(thing: str, ward: str, number: int) -> str:
    """A named object of a ward; the same number gives the same name."""
    name = ward.removeprefix("Phường ")
    road = ROADS[(number * 7 + len(name)) % len(ROADS)]
    lane = 12 + number * 17 % 260
    names = {
        "road": f"đường {road}",
        "lane": f"ngõ {lane} {road}",
        "canal": f"kênh {name}" if number % 3 == 0 else f"mương {road}",
        "market": f"chợ {name}" if number % 3 == 0 else f"chợ {road}",
        "school": f"Trường Tiểu học {road}",
        "block": f"chung cư {road}" if number % 2 else f"khu tập thể {road}",
        "project": f"dự án đường {road}",
        "office": f"phường {name}",
        "hospital": f"Bệnh viện {name}",
        "factory": f"công ty may {road}",
        "temple": f"đình {name}",
    }
    return names[thing]
