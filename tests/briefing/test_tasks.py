"""What was decided becomes tasks; the next pack tells what became of them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.briefing.models import Task
from gandan.briefing.publishing import page_of
from gandan.briefing.services.deciding import assign, drop, refuse_ask, reopen, report
from gandan.briefing.services.drafting import draft, freeze
from gandan.briefing.services.refusals import PackRefusedError
from gandan.demo.proofs import picture
from gandan.domain.periods import month
from gandan.notices.due import due_for
from gandan.notices.models import Notice
from gandan.units.models import Unit
from tests.briefing.conftest import words
from tests.desk.test_pages import whole

WARD = "mh-p-vinh-tan"


@pytest.fixture
def frozen(pack, people):
    freeze(pack, by=people["tonghop"])
    return pack


@pytest.fixture
def task(frozen, people):
    owner = Unit.objects.get(code=WARD)
    due_on = date(2026, 7, 10)
    return assign(
        frozen, ask="", text="Nạo vét cống ngõ 58", owner=owner, due_on=due_on, by=people["lanhdao"]
    )


def test_nothing_is_decided_on_a_draft(pack, people):
    owner = Unit.objects.get(code=WARD)
    with pytest.raises(PackRefusedError):
        assign(pack, ask="", text="x", owner=owner, due_on=date(2026, 7, 9), by=people["lanhdao"])


def test_an_ask_is_decided_once(frozen, people):
    ask = page_of(frozen).parts["asks"][0]
    refuse_ask(frozen, ask=ask.id, reason="Chờ họp với sở.", by=people["lanhdao"])
    owner = Unit.objects.get(code=WARD)
    with pytest.raises(PackRefusedError):
        assign(
            frozen, ask=ask.id, text="x", owner=owner, due_on=date(2026, 7, 9), by=people["lanhdao"]
        )


def test_the_leader_gives_a_task_from_the_page_and_the_unit_hears(frozen, sign_in, people):
    client = sign_in("lanhdao")
    ask = next(one for one in page_of(frozen).parts["asks"] if one.id.startswith("ask:late"))
    address = f"/giao-ban/{frozen.code}/ket-luan/"
    assert "Giải quyết xong các vụ việc quá hạn" in client.get(address).content.decode()
    owner = Unit.objects.get(code=WARD)
    data = {"ask": ask.id, "text": "Xong trước 10/7", "owner": owner.pk, "due_on": "10/7/2026"}
    wrong = client.post(address, data | {"due_on": ""})
    assert wrong.status_code == 422
    assert "Đã giao" in client.post(address, data, follow=True).content.decode()
    assert Notice.objects.filter(kind="task.decided", person=people["daumoi"]).count() == 1
    assert Task.objects.get().ask == ask.id


def test_the_owner_finds_it_among_what_is_due_and_reports_with_proof(task, sign_in, people):
    codes = [item.code for item in due_for(people["daumoi"], date(2026, 7, 9), ahead=3).items]
    assert f"GB-{str(task.code)[:8]}" in codes
    client = sign_in("daumoi")
    address = f"/giao-ban/viec/{task.code}/"
    assert client.post(address, {"text": "", "is_done": "on"}).status_code == 422
    file = SimpleUploadedFile("anh.png", picture(1), "image/png")
    data = {"text": "Nạo vét xong 180 m ngày 08/7/2026.", "is_done": "on", "file": file}
    page = client.post(address, data, follow=True).content.decode()
    assert "anh.png" in page
    task.refresh_from_db()
    assert task.state == Task.State.DONE
    note = task.notes.get()
    assert whole(client.get(f"{address}minh-chung/{note.pk}/")) == picture(1)
    assert sign_in("hangxom").get(address).status_code == 404


def test_a_neighbour_may_not_report_and_the_owner_may_not_close(task, sign_in):
    assert (
        sign_in("daumoi").post(f"/giao-ban/viec/{task.code}/dong-mo/", {"reason": "x"}).status_code
        == 404
    )
    assert sign_in("kiemtra").post(f"/giao-ban/viec/{task.code}/", {"text": "x"}).status_code == 404


def test_the_next_pack_lists_done_with_proof_late_and_unanswered(frozen, task, people, scope):
    owner, leader = Unit.objects.get(code=WARD), people["lanhdao"]
    done = assign(
        frozen, ask="", text="Họp tổ dân phố 5", owner=owner, due_on=date(2026, 7, 20), by=leader
    )
    report(done, text="Họp ngày 18/7, có biên bản.", upload=None, is_done=True, by=people["daumoi"])
    after = draft(scope, month(2026, 7), title="", by=people["tonghop"], day=date(2026, 8, 1))
    rows = {row["text"]: row["said"] for row in after.content["tasks"]}
    assert rows["Nạo vét cống ngõ 58"] == "quá hạn 22 ngày, chưa trả lời"
    assert "minh chứng: Họp ngày 18/7, có biên bản" in rows["Họp tổ dân phố 5"]
    said = page_of(after).parts["tasks"][0].text.replace("\u00a0", " ")
    assert said == "2 nhiệm vụ, 1 xong có minh chứng, 1 quá hạn."


def test_the_comparison_says_what_changed(frozen, task, people, scope, sign_in, letter):
    for day in range(3):
        letter(f"Ngõ 58 Bến Trúc lại ngập lần {day}.", on=date(2026, 7, 2) + timedelta(days=day))
    after = draft(scope, month(2026, 7), title="", by=people["tonghop"], day=date(2026, 8, 1))
    page = words(sign_in("lanhdao"), f"/giao-ban/{after.code}/so-sanh/")
    assert "không còn trên trang" in page or "đỡ hơn" in page
    assert "Đơn nhận" in page
    assert "quá hạn" in page
    assert "Nạo vét cống ngõ 58" in page


def test_what_was_called_done_is_opened_again_with_a_reason(task, people):
    report(task, text="Xong.", upload=None, is_done=True, by=people["daumoi"])
    task.refresh_from_db()
    with pytest.raises(PackRefusedError):
        reopen(task, reason="", by=people["lanhdao"])
    reopen(task, reason="Ảnh chụp chỗ khác.", by=people["lanhdao"])
    assert task.is_open
    drop(task, reason="Thành phố làm.", by=people["lanhdao"])
    assert task.state == Task.State.DROPPED
    assert [note.name for note in task.notes.order_by("id")] == ["done", "reopened", "dropped"]
