"""A draft is changed sentence by sentence, by named people, and each change is taken back."""

import pytest

from gandan.briefing.models import Pack
from gandan.briefing.publishing import page_of
from gandan.briefing.services import editing
from gandan.briefing.services.drafting import make_anew
from gandan.briefing.services.refusals import PackChangedError, PackRefusedError
from tests.briefing.conftest import DAY, words


@pytest.fixture
def officer(people):
    return people["tonghop"]


def first_late(pack):
    return page_of(pack).parts["late"][0]


def test_a_changed_sentence_carries_the_name_of_who_changed_it(pack, officer, sign_in):
    one = first_late(pack)
    editing.write_sentence(pack, one.id, "Tám vụ việc quá hạn.", after=0, by=officer)
    page = words(sign_in("lanhdao"), f"/giao-ban/{pack.code}/")
    assert "Tám vụ việc quá hạn." in page
    assert f"<span>{officer}</span> đã sửa" in page


def test_a_figure_that_opens_nothing_is_told_before_freezing(pack, officer, sign_in):
    editing.add_sentence(pack, "worse", "Có 99 hộ chưa có nước.", after=0, by=officer)
    page = words(sign_in("tonghop"), f"/giao-ban/{pack.code}/chot/")
    assert "1 câu có số chưa có nguồn." in page
    page = words(sign_in("tonghop"), f"/giao-ban/{pack.code}/")
    assert f"<span>{officer}</span> đã viết" in page
    assert "số chưa có nguồn: 99" in page


def test_each_change_is_taken_back_in_turn(pack, officer):
    before = [one.text for one in page_of(pack).sentences()]
    editing.write_sentence(pack, first_late(pack).id, "Đổi.", after=0, by=officer)
    editing.add_sentence(pack, "asks", "Xin họp riêng.", after=1, by=officer)
    assert editing.undo(pack, by=officer) == "thêm một câu"
    assert editing.undo(pack, by=officer) == "sửa một câu"
    assert [one.text for one in page_of(pack).sentences()] == before
    with pytest.raises(PackRefusedError):
        editing.undo(pack, by=officer)


def test_the_machines_sentence_comes_back(pack, officer):
    one = first_late(pack)
    editing.write_sentence(pack, one.id, "", after=0, by=officer)
    assert one.id not in [s.id for s in page_of(pack).sentences()]
    assert one.id in [s.id for s in page_of(pack).taken_out]
    editing.return_to_machine(pack, one.id, after=1, by=officer)
    assert first_late(pack).text == one.text


def test_a_problem_is_dropped_with_its_reason_and_put_back(pack, officer):
    first, second = [problem.key for problem in page_of(pack).problems]
    with pytest.raises(PackRefusedError):
        editing.drop_problem(pack, first, " ", after=0, by=officer)
    editing.drop_problem(pack, first, "Đã họp riêng tuần trước.", after=0, by=officer)
    page = page_of(pack)
    assert [problem.key for problem in page.problems] == [second]
    assert page.dropped[0].reason["text"] == "Đã họp riêng tuần trước."
    editing.add_problem(pack, first, "Lãnh đạo hỏi.", after=1, by=officer)
    assert [problem.key for problem in page_of(pack).problems] == [second, first]


def test_problems_change_places(pack, officer):
    keys = [problem.key for problem in page_of(pack).problems]
    editing.move_problem(pack, keys[1], -1, after=0, by=officer)
    assert [problem.key for problem in page_of(pack).problems] == keys[::-1]
    with pytest.raises(PackRefusedError):
        editing.move_problem(pack, keys[1], -1, after=1, by=officer)


def test_two_people_cannot_write_over_each_other(pack, officer, people):
    one = first_late(pack)
    other = Pack.objects.get(pk=pack.pk)
    editing.write_sentence(pack, one.id, "Câu của An.", after=0, by=officer)
    with pytest.raises(PackChangedError):
        editing.write_sentence(other, one.id, "Câu khác.", after=0, by=people["lanhdao"])
    assert first_late(Pack.objects.get(pk=pack.pk)).text == "Câu của An."


def test_what_people_wrote_stays_when_figures_are_computed_again(pack, officer):
    editing.write_sentence(pack, first_late(pack).id, "Câu của người.", after=0, by=officer)
    make_anew(pack, day=DAY)
    assert first_late(pack).text == "Câu của người."


def test_editing_by_hand_from_the_pages(pack, sign_in):
    client = sign_in("tonghop")
    one = first_late(pack)
    address = f"/giao-ban/{pack.code}/cau/{one.id}/"
    assert "Lấy lại câu của máy" not in client.get(address).content.decode()
    data = {"text": "Một câu mới.", "after": "0"}
    page = client.post(address, data, follow=True).content.decode()
    assert "Một câu mới." in page
    assert "Hoàn tác" in page
    stale = client.post(address, data | {"text": "Muộn."})
    assert stale.status_code == 422
    assert "Người khác vừa sửa" in stale.content.decode()
    client.post(f"/giao-ban/{pack.code}/hoan-tac/")
    assert "Một câu mới." not in client.get(f"/giao-ban/{pack.code}/").content.decode()


def test_a_reader_is_offered_no_pen_and_cannot_write(pack, sign_in):
    client = sign_in("kiemtra")
    page = client.get(f"/giao-ban/{pack.code}/").content.decode()
    assert "/cau/" not in page
    assert client.get(f"/giao-ban/{pack.code}/van-de/").status_code == 404
