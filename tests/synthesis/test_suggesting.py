import pytest

from gandan.synthesis import load_suggester

SUGGESTER = load_suggester()


def suggest(text):
    found = SUGGESTER.suggest([text])
    return found.kinds[0].slug, found.fields[0], found.topics[0], bool(found.abstained[0])


@pytest.mark.parametrize(
    ("text", "field", "topic"),
    [
        ("Nước máy yếu cả tháng, phải dậy đêm hứng từng xô.", "ha-tang-ky-thuat", "nuoc-sach"),
        (
            "Cháu tôi bị bạn đánh ngay cổng trường, cô giáo không xử lý.",
            "giao-duc",
            "an-toan-hoc-duong",
        ),
        ("Nhà kế bên ép cọc làm nứt tường nhà tôi.", "xay-dung-nha-o", "anh-huong-thi-cong"),
        ("Công ty nợ lương công nhân ba tháng.", "chinh-sach-xa-hoi", "lao-dong-viec-lam"),
        ("Trại heo giữa xóm hôi không chịu nổi.", "moi-truong", "chan-nuoi-vat-nuoi"),
        ("Xe khách đón trả khách bừa bãi, xe dù bến cóc.", "giao-thong", "xe-buyt-cong-cong"),
        ("Bệnh viện hết thuốc, phải tự mua thuốc ngoài.", "y-te-attp", "thuoc-vat-tu"),
        ("Đường 12 hư, mong sớm nâng cấp.", "giao-thong", "duong-hong"),
        ("quan nhau hat karaoke am i toi khuya khong ngu duoc", "moi-truong", "tieng-on"),
    ],
)
def test_plain_matters_get_their_field_and_topic(text, field, topic):
    _kind, found_field, found_topic, abstained = suggest(text)
    assert (found_field, found_topic, abstained) == (field, topic, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tôi khiếu nại quyết định xử phạt số 12 của phường.", "khieu_nai"),
        ("Tố cáo cán bộ địa chính nhận hối lộ khi làm sổ đỏ.", "to_cao"),
        ("Tôi khiếu nại việc cưỡng chế và tố cáo người ra quyết định.", "khieu_nai_to_cao"),
        ("Làm lại căn cước cần những giấy tờ gì? Xin được hướng dẫn.", "hoi"),
        ("Cử tri kiến nghị đầu tư mở rộng trạm y tế.", "kien_nghi"),
        ("Rác chất đống đầu ngõ, bốc mùi nồng nặc.", "phan_anh"),
    ],
)
def test_the_kind_follows_from_what_is_asked(text, kind):
    assert suggest(text)[0] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nhà em muốn sửa mái tôn có phải xin phép không ạ? Em cảm ơn.", "hoi"),
        ("Chưa có chỗ cho trẻ em chơi, mong thành phố dành đất trống làm sân chơi.", "kien_nghi"),
    ],
)
def test_the_kind_is_known_where_no_listed_phrase_says_it(text, kind):
    assert suggest(text)[0] == kind


def test_kinds_do_not_depend_on_the_letters_beside():
    texts = ["Rác chất đống đầu ngõ.", "Tố cáo ông A nhận tiền.", "", "Xin hỏi thủ tục?"]
    together = SUGGESTER.suggest(texts).kinds
    assert list(together) == [SUGGESTER.suggest([text]).kinds[0] for text in texts]
    assert together[1:3] == [together[1], together[2]]


def test_the_engine_abstains_where_nothing_points_anywhere():
    assert suggest("Kính chúc sức khỏe các đồng chí.")[1:] == ("khac", "", True)
    assert suggest("")[3]


def test_a_quoted_answer_does_not_decide():
    text = "Sân bóng cỏ mọc um tùm.\n[Trả lời] Phường đã nạo vét cống, sửa đường, cấp sổ đỏ."
    assert suggest(text)[1] == "ha-tang-ky-thuat"


def test_a_suggestion_names_the_words_that_decided():
    found = SUGGESTER.suggest(["Hố ga trước nhà mất nắp đã lâu."])
    assert any("hố ga" in reason for reason in found.why[0])
    assert 0 < found.confidence[0] <= 1
