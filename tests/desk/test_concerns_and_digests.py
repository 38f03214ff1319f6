import json
from datetime import date

import pytest
from django.db import connection

from gandan.casework.services.examining import examine
from gandan.concerns.models import Concern, Membership
from gandan.concerns.services import deciding
from gandan.concerns.services.running import run_engine
from gandan.domain.periods import month, quarter
from gandan.overview.models import Digest
from gandan.overview.services import digesting
from gandan.overview.verifying import digest_faults
from gandan.units.models import Unit
from tests.desk.conftest import DUST
from tests.kept_rows import kept_world

DAY = date(2026, 7, 1)
FLOODS = (
    "Ngõ 58 Bến Trúc cứ mưa là ngập đến đầu gối, nước tràn vào nhà.",
    "Cống ở ngõ 58 Bến Trúc tắc, ngập úng cả tuần không rút nước.",
    "Mưa xong hai ngày ngõ 58 Bến Trúc mới thoát nước, đồ đạc hỏng hết.",
    "Trẻ con ngõ 58 Bến Trúc phải lội nước ngập đi học.",
)
NOISE = (
    "Quán karaoke số 9 đường Hoàng Diệu mở loa kéo đến hai giờ sáng.",
    "Karaoke đường Hoàng Diệu ồn ào, cả xóm mất ngủ.",
)


@pytest.fixture
def city_letters(letter):
    kept_world("letters of the city", lambda: _city_letters(letter))


def _city_letters(letter):
    for n, text in enumerate((*FLOODS, *NOISE, DUST)):
        letter(text, on=date(2026, 6, 1 + n))
    examine()
    return ()


@pytest.fixture
def scope(people):
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def flood(city_letters, scope, people):
    run_engine(scope, day=DAY, by=people["tonghop"])
    return Concern.objects.get(title__contains="ngõ 58 Bến Trúc")


def codes(concern):
    kept = concern.memberships.exclude(decided=Membership.Decided.REMOVED)
    return set(kept.values_list("submission__code", flat=True))


def test_the_engine_suggests_what_several_letters_say_of_one_place(flood):
    assert (flood.state, flood.size, flood.first_on) == ("suggested", 4, date(2026, 6, 1))
    assert all(s["text"] for s in flood.extract)


def test_a_second_run_changes_nothing(flood, scope):
    before = list(Concern.objects.values_list("code", "title", "size"))
    run_engine(scope, day=DAY, by=None)
    assert list(Concern.objects.values_list("code", "title", "size")) == before


def test_a_confirmed_and_renamed_concern_keeps_its_name_and_gains_letters(
    flood, scope, people, letter
):
    deciding.rename(flood, "Ngập ở Bến Trúc", by=people["tonghop"])
    letter("Ngõ 58 Bến Trúc lại ngập úng sau mưa đêm qua.", on=date(2026, 6, 20))
    examine()
    run_engine(scope, day=DAY, by=None)
    flood.refresh_from_db()
    assert (flood.title, flood.state, flood.size) == ("Ngập ở Bến Trúc", "confirmed", 5)


def test_a_dismissed_concern_is_not_suggested_again_until_taken_back(flood, scope, people):
    step = deciding.dismiss(flood, "đã xử lý xong", by=people["tonghop"])
    run_engine(scope, day=DAY, by=None)
    assert not Concern.objects.standing().filter(title__contains="ngõ 58").exists()
    deciding.undo(step, by=people["tonghop"])
    flood.refresh_from_db()
    assert flood.state == "suggested"


def test_split_letters_stay_apart_in_the_next_run(flood, scope, people):
    taken = list(flood.memberships.values_list("submission_id", flat=True))[:1]
    part = deciding.split(flood, taken, "Chuyện khác", by=people["tonghop"])
    run_engine(scope, day=DAY, by=None)
    assert len(codes(flood)) == 3
    assert len(codes(part)) == 1
    assert not codes(flood) & codes(part)


def test_merging_moves_links_and_can_be_taken_back(flood, people):
    other = Concern.objects.get(title__contains="Hoàng Diệu")
    step = deciding.merge(flood, [other], by=people["tonghop"])
    flood.refresh_from_db()
    other.refresh_from_db()
    assert (flood.size, other.state, other.merged_into) == (6, "merged", flood)
    deciding.undo(step, by=people["tonghop"])
    flood.refresh_from_db()
    other.refresh_from_db()
    assert (flood.size, other.state) == (4, "suggested")


def test_only_the_last_step_can_be_taken_back(flood, people):
    first = deciding.confirm(flood, by=people["tonghop"])
    deciding.rename(flood, "Tên mới", by=people["tonghop"])
    with pytest.raises(deciding.StepNotAllowedError, match="sau cùng"):
        deciding.undo(first, by=people["tonghop"])


def test_two_officers_cannot_both_confirm(flood, people):
    stale = Concern.objects.get(pk=flood.pk)
    deciding.confirm(flood, by=people["tonghop"])
    with pytest.raises(deciding.StepNotAllowedError):
        deciding.confirm(stale, by=people["tonghop"])


@pytest.fixture
def digest(flood, scope, people):
    return digesting.draft(scope, month(2026, 6), title="", by=people["tonghop"], day=DAY)


def test_every_figure_of_a_digest_opens_its_letters(digest):
    counts = digest.content["counts"]
    assert counts["letters"] == {"value": 7, "before": 0, "unit": "đơn"}
    assert sum(row["value"] for row in counts["by_field"]) == 7
    assert all(len(row["ids"]) == row["value"] for row in counts["by_field"])


def test_a_frozen_digest_never_changes(digest, letter, people):
    total = digesting.freeze(digest, by=people["tonghop"])
    assert total == digesting.content_hash(Digest.objects.get())
    letter(DUST + " Thêm một đơn nữa.")
    for change in (
        lambda: digesting.recompute(digest, by=people["tonghop"], day=DAY),
        lambda: digesting.edit(digest, title="khác", parts={}, by=people["tonghop"]),
        lambda: digesting.delete_draft(digest, by=people["tonghop"]),
        lambda: digesting.freeze(digest, by=people["tonghop"]),
    ):
        with pytest.raises(digesting.DigestFrozenError):
            change()
    assert Digest.objects.get().content["counts"]["letters"]["value"] == 7


def test_the_database_itself_refuses_to_change_a_frozen_digest(digest, people):
    digesting.freeze(digest, by=people["tonghop"])
    with pytest.raises(Exception, match="frozen"):
        Digest.objects.update(title="lén sửa")


def test_tampering_with_a_frozen_digest_is_found(digest, people):
    digesting.freeze(digest, by=people["tonghop"])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER overview_digest_frozen")
        else:
            cursor.execute("DROP TRIGGER overview_digest_frozen ON overview_digest")
        cursor.execute("UPDATE overview_digest SET title = 'lén sửa'")
    assert digest_faults()


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "json"])
def test_a_digest_is_exported_in_each_form(digest, sign_in, kind):
    response = sign_in("tonghop").get(f"/tong-hop/{digest.code}/tai.{kind}")
    assert response.status_code == 200
    assert len(response.content) > 1000
    if kind == "json":
        assert json.loads(response.content)["version"] == 1


def test_the_reorganization_keeps_every_count_reconcilable(letter, people, scope):
    old = Unit.objects.get(code="mh-pc-kenh-dong")
    new = Unit.objects.get(code="mh-p-vinh-tan")
    city = scope
    letter("Kênh Vĩnh Tân đen kịt.", on=date(2025, 5, 3), to=old, place="phường Kênh Đông")
    letter("Nước kênh Vĩnh Tân hôi thối.", on=date(2025, 8, 3), to=new)
    letter("Chợ Cầu Mây thu phí cao.", on=date(2025, 8, 4), to=city, place="phường Cầu Mây")
    before = digesting.compute(scope, quarter(2025, 2), day=DAY)["counts"]
    after = digesting.compute(scope, quarter(2025, 3), day=DAY)["counts"]
    units = {row["key"]: row["value"] for row in after["by_unit"] if row["value"]}
    assert before["letters"]["value"] + after["letters"]["value"] == 3
    assert sum(units.values()) == after["letters"]["value"] == 2
    assert [r["key"] for r in before["by_unit"] if r["value"]] == ["Phường Vĩnh Tân"]
