import pytest
from hypothesis import given

from gandan.vietnamese import DAMAGED_ABOVE, damage, encode, fold

from .letters import any_text

LETTER = (
    "Kính gửi Ủy ban nhân dân phường Hòa An. Gia đình tôi ở hẻm 12 đường Lê Lợi. Cống bị nghẽn, "
    "nước thải tràn ra đường, mùi hôi rất khó chịu. Đề nghị phường sớm xử lý dứt điểm."
)
SOUND = [
    LETTER,
    LETTER.upper(),
    fold(LETTER),
    "tiem cat da hoa cuong thai bui qua nhieu ra duong",
    "nha e bi cup nc k bit bao h co lai, goi tong dai ko dc",
    "UBND P.12, Q.12 thu 543.000đ tiền GCN 200 m2, xe 29A-123.45, lúc 8h30, phí 2tr5.",
    "Gửi abc@tinh.gov.vn, xem https://tinh.gov.vn/thong-bao-moi hoặc www.tinh.vn giúp tôi.",
    "Camera và wifi ở khu karaoke bị hỏng, container đậu trước siêu thị Big Home, gọi hotline.",
    "Krông Pắc, Đắk Lắk: buôn Ea Kmat mất nước, bà H'Hen Niê và ông Y Thuên Êban trình bày.",
    "Theo điểm a, b, c, d, đ, g khoản 2 Điều 5, mức hưởng do cơ quan bảo hiểm chi trả.",
    "cho e hoi may h lam viec?e cam on",
    "Đèn hỏng",
    "ok ad",
    "P.12",
    "",
    "!!! 123",
]
DAMAGED = [
    ("lost_characters", LETTER.replace("ư", "\ufffd").replace("ờ", "\ufffd")),
    ("lost_characters", LETTER.translate(dict.fromkeys(map(ord, "ườệịợầớ"), "?"))),
    ("lost_characters", "\ufffd\ufffd \ufffd"),
    ("split_syllables", "đ ối t ượng th ành ph ố"),
    ("split_syllables", "Đ ề ngh ị ph ường x ử l ý r ác th ải t ồn đ ọng ở ng õ nhà t ôi."),
    (
        "lost_letters",
        "Kính g i y ban nhân dân ph ng, gia đình tôi đ ng g n c ng x th i, m t v sinh.",
    ),
    ("broken_syllables", "Knh gi y ban nhn dân phưng, đ ngh x l cng thot nưc th tri ra đưng."),
    ("scan_confusions", "Th0ng b4o về vi3c c4p nước sạch ch0 người dân khu v|ệc"),
    (
        "look_alikes",
        "Đ\u0435\u0301 nghị ph\u0430\u0301t \u0440hường xử lý r\u0430\u0301c th\u0430i ngay",
    ),
    (
        "foreign_words",
        "Người dân casino phản ánh replica rác thải download tồn đọng wholesale nhiều ngày "
        "handbags gây ô nhiễm prescription mong phường sớm discount xử lý.",
    ),
    ("joined_syllables", "Gia đìnhtôi ở hẻmnhỏ gầnđường lớn, cốngbị nghẽn nướcthải tràn rađường."),
    (
        "foreign",
        "This is a letter about the environment and traffic in our district, please help us",
    ),
    ("foreign", "Привет, это письмо о дороге в нашем районе"),
    ("foreign", "我们的街道很脏 请帮忙 处理"),
]


@pytest.mark.parametrize("text", SOUND)
def test_what_people_really_write_is_not_damaged(text):
    assert damage(text).score <= DAMAGED_ABOVE


@pytest.mark.parametrize(("code", "text"), DAMAGED)
def test_broken_text_is_damaged_and_says_why(code, text):
    found = damage(text)
    assert found.score > DAMAGED_ABOVE
    assert code in [reason.code for reason in found.reasons]
    assert all(reason.sentence.endswith(".") for reason in found.reasons)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_an_old_font_left_over_is_damage(encoding):
    pasted = encode(LETTER.replace("Ủ", "U"), encoding).decode("cp1252")
    assert [reason.code for reason in damage(pasted).reasons] == ["legacy_font"]
    assert damage(pasted).score > DAMAGED_ABOVE


def test_more_damage_never_scores_less():
    words = LETTER.split()
    split = [word[:1] + " " + word[1:] if len(word) > 2 else word for word in words]
    scores = [damage(" ".join(split[:broken] + words[broken:])).score for broken in (0, 6, 14, 30)]
    assert scores[0] == 0
    assert scores == sorted(scores)
    assert scores[-1] > DAMAGED_ABOVE


def test_the_sentence_shows_examples():
    (reason, *_) = damage("đ ối t ượng th ành ph ố").reasons
    assert reason.sentence == "Âm tiết bị tách rời, ví dụ “đ ối”, “t ượng”, “th ành”."


@given(any_text)
def test_a_score_is_a_share(text):
    found = damage(text)
    assert 0 <= found.score <= 1
    assert (found.score == 0) == (not found.reasons)
