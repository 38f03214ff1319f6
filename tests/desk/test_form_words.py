"""What a form says when something is missing: in words of the office, at the field."""

import pytest

from gandan.units.models import Unit


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("signers", "-2", "Số người ký từ 1 trở lên; chưa rõ thì để trống."),
        ("signers", "nhiều", "Ghi số người ký bằng chữ số, như 12."),
        ("received_on", "", "Ghi ngày nhận, như 04/9/2026."),
        ("text", "", "Ghi ít nhất một câu: việc gì, ở đâu."),
    ],
)
def test_each_fault_of_an_entry_says_what_is_accepted(sign_in, unit, field, written, said):
    data = {
        "key": "k",
        "text": "Rác ở ngõ 12.",
        "received_on": "01/6/2026",
        "channel": "visit",
        "unit": str(unit.pk),
    }
    page = sign_in("tiepdan").post("/don/moi/", data | {field: written}).content.decode()
    assert page.count(said) == 2
    assert f'href="#id_{field}"' in page


def test_an_upload_without_a_file_says_what_to_press(sign_in, people):
    unit = Unit.objects.get(code="mh-ban")
    page = sign_in("tiepdan").post("/don/nap/", {"unit": str(unit.pk)}).content.decode()
    assert "Chọn một tệp rồi bấm “Nạp tệp”." in page
    assert "bắt buộc.<" not in page


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"period": "hôm kia"}, "period", "không phải một kỳ"),
        ({}, "period", "Ghi kỳ, hoặc ghi cả hai ngày."),
        ({"since": "02/6/2026", "until": "01/6/2026"}, "until", "Kỳ phải kết thúc sau"),
    ],
    ids=["no period", "nothing", "backwards"],
)
def test_a_wrong_period_is_told_at_its_field(sign_in, given, field, said):
    response = sign_in("tonghop").post("/tong-hop/moi/", given)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in page
    assert said in page.split(f'id="id_{field}_error"')[1][:200]


@pytest.mark.parametrize("address", ["/van-de/?q=zzzz", "/don/vu-viec/?q=zzzz"])
def test_a_search_without_a_hit_leads_back_to_all(sign_in, address):
    page = sign_in("tonghop").get(address).content.decode()
    assert "nào khớp." in page
    assert "Bỏ điều kiện lọc" in page
