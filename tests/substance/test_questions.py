"""Sentences that say nothing, tasks without owner or date, answers that do not answer, labels of people."""

import pytest

from gandan.substance import Document, check, check_answer

TITLE = "Giao ban công tác dân vận quý II/2025 – phường Tân Lập\n\n"
PLAIN = (
    "Phường tiếp 96 lượt công dân, nhận 40 đơn, giải quyết 31 đơn, đối thoại với 60 hộ ngõ Đình. "
)


def rules(text: str, title: str = TITLE) -> dict[str, str]:
    document = Document.of(title + text)
    return {f.rule: document.text[f.start : f.end] for f in check(document)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Công tác dân vận tiếp tục được đổi mới, có nhiều chuyển biến tích cực.",
        "Tình hình tư tưởng của nhân dân cơ bản ổn định.",
        "Việc nắm tình hình được thực hiện thường xuyên, kịp thời.",
        "Các đoàn thể đẩy mạnh tuyên truyền, góp phần quan trọng vào phát triển kinh tế.",
        "Vai trò giám sát của nhân dân ngày càng được phát huy.",
    ],
)
def test_praise_without_anything_to_look_up_is_asked_about(sentence):
    assert rules(PLAIN + sentence)["empty.claim"] == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Hội Phụ nữ phường trao 60 suất quà, được nhân dân đánh giá cao.",
        "Công tác hòa giải được quan tâm: giải quyết 12 vụ.",
        "Ngày 12/5/2025 tổ chức đối thoại kịp thời với các hộ.",
        "Ủy ban Mặt trận Tổ quốc phường phối hợp chặt chẽ với Công an phường.",
        "Nhân dân thôn Hạ tích cực góp công.",
    ],
)
def test_a_figure_a_day_a_body_or_a_place_is_enough(sentence):
    assert not [rule for rule in rules(PLAIN + sentence) if rule.startswith("empty.")]


def test_unnamed_places_are_asked_for():
    sentence = "Một số nơi còn hạn chế trong việc tổ chức họp dân."
    assert rules(PLAIN + sentence)["empty.which"] == sentence


def test_tasks_need_an_owner_a_date_or_a_measure():
    text = (
        PLAIN + "\nNhiệm vụ quý III:\n- Tăng cường kiểm tra, giám sát, tháo gỡ khó khăn.\n"
        "- UBND phường trả lời đơn của 23 hộ ngõ Đình trước ngày 15/7/2025.\n"
        "- Hội Phụ nữ phường lập danh sách hộ cần hỗ trợ."
    )
    found = rules(text)
    assert found["task.open"] == "Tăng cường kiểm tra, giám sát, tháo gỡ khó khăn."
    assert found["task.no_date"] == "Hội Phụ nữ phường lập danh sách hộ cần hỗ trợ."


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Số còn lại đang trong thời hạn giải quyết.", "claim.within_time"),
        ("Sáu nhóm việc được giao: một số đã xong, còn 2 việc.", "claim.uncounted"),
        ("Mặt trận và các đoàn thể có kiến nghị.", "claim.unrecorded"),
        ("Việc thiếu kinh phí thì có lộ trình.", "claim.no_date"),
        ("Nổi lên là bức xúc về giải phóng mặt bằng, tái định cư.", "problem.unplaced"),
    ],
)
def test_what_a_reader_must_ask_for_is_asked(text, rule):
    assert rule in rules(PLAIN + text)


def test_a_list_or_a_date_proves_that_cases_are_in_time():
    for text in (
        "Số còn lại đang trong thời hạn, theo danh sách kèm theo.",
        "Còn 7 đơn trong hạn, hạn cuối 18/7/2025.",
    ):
        assert "claim.within_time" not in rules(PLAIN + text)


def test_a_report_without_figures_is_told():
    words = (
        "Phát động thi đua, chăm lo đời sống, quán triệt nghị quyết, tuyên truyền chủ trương. " * 3
    )
    assert "report.few_figures" in rules(words)
    assert "report.few_figures" not in rules(PLAIN + words)
    assert "report.few_figures" not in rules(words, "Chỉ thị về công tác dân vận\n\n")


QUESTION = "Cử tri tổ 2 hỏi bao giờ sửa trạm biến áp số 4 quá tải, mất điện nhiều lần."


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("Ngày 12/6/2025 đoàn xuống kiểm tra, tại thời điểm kiểm tra không phát hiện vi phạm.", "nothing_found"),
        ("UBND phường đã đưa công trình vào kế hoạch đầu tư giai đoạn tới.", "plan_only"),
        ("Điện lực phường sẽ sớm khắc phục trong thời gian tới.", "promise_no_date"),
        ("UBND phường đã tiếp nhận ý kiến và chuyển bộ phận chuyên môn xử lý theo quy định.", "received_only"),
        ("Trong năm, phường đã tuyên truyền 9 buổi với 1.100 lượt người, trao 74 suất quà.", "other_question"),
    ],
)  # fmt: skip
def test_the_five_ways_of_not_answering(answer, kind):
    (finding,) = check_answer(QUESTION, answer)
    assert finding.rule == f"answer.{kind}"
    assert answer[finding.start : finding.end] == answer.rstrip(".")


@pytest.mark.parametrize(
    "answer",
    [
        "Điện lực phường đã thay máy biến áp 400 kVA ngày 05/8/2025, chi phí 410 triệu đồng.",
        "Điện lực phường sẽ thay máy biến áp xong trước ngày 30/9/2025.",
        "Kiểm tra ngày 12/6/2025 không phát hiện quá tải; ngày 20/6/2025 đo lại lúc 19 giờ, lập biên bản.",
        "UBND phường chuyển Điện lực tại công văn số 45/UBND-KT, yêu cầu trả lời trước 15/7/2025.",
    ],
)
def test_an_answer_with_a_result_or_a_day_passes(answer):
    assert check_answer(QUESTION, answer) == []


def test_answers_of_a_document_are_matched_to_their_questions():
    text = (
        "Trả lời kiến nghị cử tri\n\n1. Cử tri hỏi việc sửa đường Chu Văn An. Trả lời: đã sửa xong 320 m, "
        "nghiệm thu ngày 05/8/2024.\n2. Cử tri hỏi chợ Đình. Trả lời: sẽ sớm giải quyết trong thời gian tới.\n"
    )
    document = Document.of(text)
    found = [f for f in check(document) if f.rule.startswith("answer.")]
    assert [document.text[f.start : f.end] for f in found] == [
        "sẽ sớm giải quyết trong thời gian tới"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Công an xã lập danh sách tín đồ trên địa bàn.",
        "Theo dõi sát tư tưởng chức sắc các tôn giáo.",
        "Một số đối tượng có tư tưởng bất mãn, chống đối.",
        "Ông Nguyễn Văn A là tín đồ, thường xuyên khiếu kiện.",
        "Người Mông ở bản Ón còn lạc hậu, cả tin.",
        "Xã có 1.250 giáo dân.",
    ],
)
def test_labels_of_people_are_raised(text):
    assert [rule for rule in rules(PLAIN + text) if rule.startswith("rights.")]


@pytest.mark.parametrize(
    "text",
    [
        "Nhà thờ họ giáo Đồng Xuân kiến nghị sửa đường vào cơ sở thờ tự.",
        "Vùng đồng bào dân tộc thiểu số có 5 công trình nước sạch.",
        "Thăm, chúc mừng 12 chức sắc nhân dịp lễ.",
        "Thực hiện Luật Tín ngưỡng, tôn giáo.",
        "Công tác dân tộc, tôn giáo được triển khai tại 12 thôn.",
    ],
)
def test_facilities_areas_and_the_law_may_be_named(text):
    assert not [rule for rule in rules(PLAIN + text) if rule.startswith("rights.")]
