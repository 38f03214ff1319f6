"""Digest pages: what is still to do before freezing, who may do it, what cannot be taken back."""

from datetime import date

import pytest

from gandan.casework.models import Case, Raising
from gandan.casework.services.examining import examine
from gandan.concerns.models import Concern
from gandan.concerns.services.deciding import confirm
from gandan.concerns.services.running import run_engine
from gandan.domain.periods import month
from gandan.overview.models import Digest
from gandan.overview.services import digesting
from gandan.units.models import Unit
from tests.desk.conftest import FLOOD


@pytest.fixture
def draft(letter, people):
    for day in range(1, 6):
        letter(f"Ngõ 58 Bến Trúc mưa lần {day} là ngập, cống tắc.", on=date(2026, 6, day))
    letter(FLOOD, on=date(2026, 6, 9))
    examine()
    scope = Unit.objects.get(code="mh-ban")
    run_engine(scope, day=date(2026, 7, 1), by=people["tonghop"])
    return digesting.draft(
        scope, month(2026, 6), title="Tháng Sáu", by=people["tonghop"], day=date(2026, 7, 1)
    )


def shown(client, draft, part=""):
    page = client.get(f"/tong-hop/{draft.code}/{part}").content.decode()
    return " ".join(page.replace("\u00a0", " ").split())


def test_a_draft_says_what_is_still_to_do(draft, sign_in, people):
    client = sign_in("tonghop")
    page = shown(client, draft)
    assert "Đã xác nhận 0 trên 1 vấn đề kể đầu tiên." in page
    assert "Chưa viết kiến nghị" in page
    confirm(Concern.objects.order_by("-size")[0], by=people["tonghop"])
    digesting.recompute(draft, by=people["tonghop"], day=date(2026, 7, 1))
    parts = {"closing": "1. Sở Xây dựng nạo vét cống trước 15/7/2026."}
    digesting.edit(draft, title="Tháng Sáu", parts=parts, by=people["tonghop"])
    for part in ("", "chot/"):
        page = shown(client, draft, part)
        assert "Đã xác nhận 1 trên 1 vấn đề kể đầu tiên." in page
        assert "Đã viết kiến nghị." in page


def test_a_leader_reads_the_draft_and_is_offered_no_pen(draft, sign_in):
    page = shown(sign_in("lanhdao"), draft)
    assert "BÁO CÁO" in page
    for offer in ("Sửa lời", "/chot/", "Tính lại từ sổ", "Xóa bản nháp"):
        assert offer not in page


def test_the_paper_follows_the_custom_of_who_issues_it(draft, sign_in):
    page = shown(sign_in("tonghop"), draft)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in page
    assert "Độc lập - Tự do - Hạnh phúc" not in page
    assert "TRƯỞNG BAN" in page
    assert "Trần Quốc Minh" in page


def test_a_draft_is_deleted_only_after_a_page_that_says_what_is_lost(draft, sign_in):
    client = sign_in("tonghop")
    page = shown(client, draft, "xoa/")
    assert "“Tháng Sáu”" in page
    assert "không lấy lại được" in page
    assert Digest.objects.filter(pk=draft.pk).exists()
    client.post(f"/tong-hop/{draft.code}/xoa/")
    assert not Digest.objects.filter(pk=draft.pk).exists()


def test_a_frozen_digest_is_not_asked_to_be_deleted(draft, sign_in, people):
    digesting.freeze(draft, by=people["tonghop"])
    client = sign_in("tonghop")
    response = client.get(f"/tong-hop/{draft.code}/xoa/", follow=True)
    assert "Bản đã chốt không sửa được." in response.content.decode()
    draft.refresh_from_db()
    assert draft.content_hash in shown(client, draft)


def test_letters_that_come_after_an_answer_are_told_in_the_paper(letter, people, sign_in):
    first = letter("Ngõ 58 Bến Trúc mưa là ngập, cống tắc đã lâu.", on=date(2026, 5, 4))
    letter("Ngõ 58 Bến Trúc lại ngập, nước vào nhà, cống vẫn tắc.", on=date(2026, 6, 9))
    unit = Unit.objects.get(code="mh-ban")
    case = Case.objects.create(
        code="VV-1", title="Ngập", unit=unit, handling_unit=unit, answered_on=date(2026, 5, 20)
    )
    Raising.objects.create(submission=first, case=case)
    examine()
    run_engine(unit, day=date(2026, 7, 1), by=people["tonghop"])
    june = month(2026, 6)
    made = digesting.draft(unit, june, title="T6", by=people["tonghop"], day=date(2026, 7, 1))
    (row,) = made.content["repeated"]
    assert (row["answered"], row["answered_on"], row["value"]) == (first.code, "2026-05-20", 1)
    page = shown(sign_in("tonghop"), made)
    assert "Đã trả lời nhưng vẫn có đơn gửi tiếp" in page
    assert "1 đơn đến sau ngày trả lời 20/5/2026" in page
