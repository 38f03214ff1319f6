"""The pages of keys and openings, as an administrator, a leader and an inspector use them."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gandan.audit.models import Entry
from gandan.audit.signing import log_key
from gandan.sealed import station
from gandan.sealed.envelope import decode
from gandan.sealed.identity import Identity, unpack
from gandan.sealed.key_files import write_public
from gandan.sealed.keys import Body, make_key
from gandan.sealed.models import KeeperKey, OpeningOrder, OpeningRecord, SealedIdentity
from gandan.sealed.opening import Act, read_order
from gandan.sealed.services.sealing import seal
from gandan.sealed.suites import Suite
from gandan.units.services import appoint
from tests.desk.test_english import foreign
from tests.desk.test_pages import check_page

pytestmark = pytest.mark.django_db
WHO = Identity(name="Lý Thị Hạ Vy", phone="0912345876")
REASON = "Phải mời người tố cáo làm việc trực tiếp"


@pytest.fixture
def identity(keepers, unit, people):
    handle = seal(WHO, unit=unit, by=people["tiepdan"])
    return SealedIdentity.objects.get(handle=handle)


def order_fields(identity, **changes):
    until = timezone.localdate() + timedelta(days=5)
    fields = {
        "envelope": identity.code,
        "case_code": "VV-26-000012",
        "reason": REASON,
        "basis": "Luật Tố cáo 2018, Điều 29",
        "until": f"{until:%d/%m/%Y}",
    }
    return fields | changes


@pytest.fixture
def order(identity, sign_in):
    answer = sign_in("lanhdao").post(
        "/niem-phong/moi/", order_fields(identity) | {"confirm": "1"}, follow=True
    )
    assert "Đã ký lệnh" in answer.content.decode()
    return OpeningOrder.objects.get()


@pytest.fixture
def holders(keepers, tmp_path):
    return [station.Holder(key, tmp_path / f"{n}.records") for n, key in enumerate(keepers, 1)]


def opened_at_station(client, order, holders, **ways):
    """Carry order and envelope to the station, open, and return what is inside."""
    text = client.get(f"/niem-phong/{order.code}/lenh.txt").content.decode()
    data = client.post(f"/niem-phong/{order.code}/phong-bi/").content
    envelope = decode(data)
    now = timezone.now().replace(microsecond=0) + timedelta(seconds=1)
    accepted = station.accepted_order(text, log_key(), envelope, now)
    ways = {"reason": "Mời làm việc", "now": now, "shown": "screen"} | ways
    return unpack(station.open_together(envelope, accepted, holders, **ways))


def handed_in(client, *holders):
    for holder in holders:
        file = SimpleUploadedFile("x.records", holder.book.read_bytes())
        answer = client.post("/niem-phong/so-mo/nop/", {"file": file}, follow=True)
    return answer.content.decode()


def test_from_order_to_record_without_the_identity_on_any_page(
    order, identity, holders, sign_in, people
):
    client = sign_in("lanhdao")
    pair = [holders[0], holders[2]]
    assert opened_at_station(client, order, pair) == (WHO, [])
    entry = Entry.objects.get(action="identity.envelope_taken")
    assert (entry.reason, entry.details["order"]) == (REASON, order.code)
    page = handed_in(client, *pair)
    assert "đã mở 1 lần" in page
    assert "Mời làm việc" in page
    detail = client.get(f"/niem-phong/{order.code}/").content.decode()
    assert "đã mở 1 lần" in detail
    assert "Lệnh đã dùng xong" in detail
    for text in (page, detail, client.get("/niem-phong/").content.decode()):
        assert "Hạ Vy" not in text
        assert "0912345876" not in text
    assert Entry.objects.filter(action="identity.opened").count() == 2
    refused = client.get(f"/niem-phong/{order.code}/lenh.txt", follow=True)
    assert "Lệnh đã được dùng để mở" in refused.content.decode()


def test_an_order_is_shown_again_before_it_is_signed(identity, sign_in):
    client = sign_in("kiemtra")
    page = client.post("/niem-phong/moi/", order_fields(identity))
    text = page.content.decode()
    assert "Ký lệnh mở niêm phong?" in text
    assert REASON in text
    assert not OpeningOrder.objects.exists()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    back = client.post("/niem-phong/moi/", fields | {"back": "1"}).content.decode()
    assert REASON in back
    assert not OpeningOrder.objects.exists()
    client.post("/niem-phong/moi/", fields | {"confirm": "1"})
    order = OpeningOrder.objects.get()
    signed, file = read_order(order.document)
    assert file.key == log_key().public
    assert (signed.reason, signed.envelope) == (REASON, identity.handle)
    entry = Entry.objects.get(action="identity.opening_ordered")
    assert (entry.subject, entry.reason, entry.data_class) == (
        order.code,
        REASON,
        "sealed_identity",
    )


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"reason": "ngắn"}, "ít nhất 15 ký tự"),
        ({"reason": " " * 40}, "Trường này"),
        ({"basis": ""}, "Trường này"),
        ({"case_code": ""}, "Trường này"),
        ({"envelope": "NP-2222-2222"}, "Không có phong bì mang mã này"),
        ({"until": "01/01/2020"}, "Chọn một ngày từ hôm nay"),
        ({"until": "01/01/2090"}, "Chọn một ngày từ hôm nay"),
        ({"until": "32/13/2026"}, "không"),
    ],
)
def test_an_order_without_grounds_is_not_signed(identity, sign_in, changes, word):
    answer = sign_in("lanhdao").post(
        "/niem-phong/moi/", order_fields(identity, **changes) | {"confirm": "1"}
    )
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert not OpeningOrder.objects.exists()


def test_the_page_of_a_case_leads_to_its_envelope(identity, sign_in):
    address = f"/niem-phong/moi/?handle={identity.handle}&case=VV-26-000012"
    page = sign_in("lanhdao").get(address).content.decode()
    assert identity.code in page
    assert "VV-26-000012" in page
    for other in ("/niem-phong/moi/?handle=x", f"/niem-phong/moi/?handle={identity.pk.int}"):
        assert identity.code not in sign_in("lanhdao").get(other).content.decode()


def test_whoever_may_not_know_gets_the_same_answers_as_for_nothing(order, identity, sign_in):
    """A leader in another ward: codes that exist and codes that do not look alike."""
    client = sign_in("hangxom")
    for path in ("", "lenh.txt", "phong-bi/", "thu-hoi/"):
        for send in (client.get, client.post):
            real = send(f"/niem-phong/{order.code}/{path}")
            made_up = send(f"/niem-phong/LM-2222-2222/{path}")
            assert real.status_code == made_up.status_code, path
            assert real.status_code in {404, 405}
    for name in (order.code, identity.code):
        for page in ("/niem-phong/", "/niem-phong/so-mo/"):
            assert name not in client.get(page).content.decode()
    answer = client.post("/niem-phong/moi/", order_fields(identity)).content.decode()
    nothing = client.post(
        "/niem-phong/moi/", order_fields(identity, envelope="NP-2222-2222")
    ).content.decode()
    same = [
        re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text).replace(code, "")
        for text, code in ((answer, identity.code), (nothing, "NP-2222-2222"))
    ]
    assert same[0] == same[1]


def test_the_log_shows_openings_to_those_who_may_know_only(order, identity, sign_in):
    shown = sign_in("kiemtra").get("/nhat-ky/").content.decode()
    assert order.code in shown
    assert identity.code in shown
    hidden = sign_in("quantri").get("/nhat-ky/").content.decode()
    assert order.code not in hidden
    assert identity.code not in hidden


def test_a_revoked_order_gives_no_files_and_a_late_opening_raises_an_alarm(order, holders, sign_in):
    client = sign_in("lanhdao")
    text = client.get(f"/niem-phong/{order.code}/lenh.txt").content.decode()
    data = client.post(f"/niem-phong/{order.code}/phong-bi/").content
    answer = client.post(f"/niem-phong/{order.code}/thu-hoi/", follow=True)
    assert "Đã thu hồi lệnh" in answer.content.decode()
    for send, path in ((client.get, "lenh.txt"), (client.post, "phong-bi/")):
        refused = send(f"/niem-phong/{order.code}/{path}", follow=True).content.decode()
        assert "Lệnh đã bị thu hồi" in refused
    again = client.post(f"/niem-phong/{order.code}/thu-hoi/", follow=True).content.decode()
    assert "Lệnh đã bị thu hồi" in again
    now = timezone.now() + timedelta(minutes=1)
    accepted = station.accepted_order(text, log_key(), decode(data), now)
    pair = [holders[0], holders[2]]
    station.open_together(decode(data), accepted, pair, reason="vẫn mở", now=now, shown="screen")
    assert "Mở sau khi lệnh hết hạn hoặc đã bị thu hồi" in handed_in(client, *pair)


def test_a_missing_record_is_an_alarm_and_handing_it_in_ends_it(order, holders, sign_in):
    client = sign_in("kiemtra")
    holder = holders[0]
    for number in range(3):
        holder.note(Act.REWRAPPED, at=timezone.now(), subject=f"TK-{number}", file="0" * 64)
    whole = holder.book.read_text("utf-8")
    parts = ["GDSIGN1 " + part for part in whole.split("GDSIGN1 ")[1:]]
    holder.book.write_text(parts[0] + parts[2], "utf-8")
    page = handed_in(client, holder)
    assert "Thiếu biên bản" in page
    assert "Số thứ tự: 2." in page
    assert "Thiếu biên bản" in sign_in("quantri").get("/niem-phong/khoa/").content.decode()
    holder.book.write_text(whole, "utf-8")
    assert "Thiếu biên bản" not in handed_in(client, holder)
    assert OpeningRecord.objects.count() == 3
    assert "Mọi biên bản đã có từ trước" in handed_in(client, holder)


def test_a_copied_key_is_an_alarm(holders, sign_in, keepers, tmp_path):
    client = sign_in("kiemtra")
    copy = station.Holder(keepers[0], tmp_path / "copy.records")
    for book, subject in ((holders[0], "TK-A"), (copy, "TK-B")):
        book.note(Act.REWRAPPED, at=timezone.now(), subject=subject, file="0" * 64)
    page = handed_in(client, holders[0], copy)
    assert "Hai biên bản khác nhau cùng số thứ tự" in page


def test_an_opening_without_an_order_of_this_server_is_an_alarm(identity, holders, sign_in):
    holders[0].note(
        Act.OPENED,
        at=timezone.now(),
        subject="LM-GIA",
        file="0" * 64,
        envelope=str(identity.handle),
        reason="tự mở",
    )
    page = handed_in(sign_in("kiemtra"), holders[0])
    assert "Mở không theo lệnh nào của máy chủ này" in page
    assert "ngoài lệnh" in page
    assert "LM-GIA" not in sign_in("hangxom").get("/niem-phong/so-mo/").content.decode()


def test_books_that_are_not_right_are_refused_whole(holders, sign_in, keepers, tmp_path):
    client = sign_in("kiemtra")
    holders[0].note(Act.REWRAPPED, at=timezone.now(), subject="x", file="0" * 64)
    good = holders[0].book.read_text("utf-8")
    stranger = station.Holder(make_key("Lạ", Body.RECEIVING, Suite.X25519), tmp_path / "s.records")
    stranger.note(Act.REWRAPPED, at=timezone.now(), subject="x", file="0" * 64)
    for text, word in (
        (good.replace('"number":1', '"number":2'), "không phải sổ dùng khóa"),
        (good + stranger.book.read_text("utf-8"), "chưa đăng ký ở đây"),
        ("", "Chọn tệp .records"),
        ("xin chào", "không phải sổ dùng khóa"),
    ):
        holders[1].book.write_text(text, "utf-8")
        assert word in handed_in(client, holders[1])
    holders[1].book.write_bytes(b"\xff\xfe")
    assert "Chọn tệp .records" in handed_in(client, holders[1])
    assert not OpeningRecord.objects.exists()


def test_a_key_is_registered_confirmed_by_voice_and_ended(people, sign_in):
    administrator, inspector = sign_in("quantri"), sign_in("kiemtra")
    page = administrator.get("/niem-phong/khoa/").content.decode()
    assert "Chưa có khóa nào" in page
    assert "Chưa niêm phong được danh tính" in page
    key = make_key("Trần Thị Thử", Body.RECEIVING, Suite.HYBRID)
    fields = {
        "file": SimpleUploadedFile("a.pub", write_public(key).encode()),
        "decision": "QĐ 5/QĐ-MH",
        "since": "01/01/2026",
        "until": "",
    }
    answer = administrator.post("/niem-phong/khoa/moi/", fields, follow=True)
    assert "Một người khác gọi cho người giữ" in answer.content.decode()
    row = KeeperKey.objects.get()
    confirm = f"/niem-phong/khoa/{row.fingerprint}/xac-nhan/"
    for client in (administrator, inspector):
        assert row.spoken not in client.get(confirm).content.decode()
        assert row.spoken not in client.get("/niem-phong/khoa/").content.decode()
    own = administrator.post(confirm, {"digits": row.spoken})
    assert (own.status_code, "không được tự xác nhận" in own.content.decode()) == (422, True)
    wrong = inspector.post(confirm, {"digits": "1 2 3"})
    assert (wrong.status_code, "không khớp" in wrong.content.decode()) == (422, True)
    assert inspector.post(confirm, {"digits": row.spoken}).status_code == 302
    page = administrator.get("/niem-phong/khoa/").content.decode()
    assert "chưa có khóa của bên giám sát" in page
    assert inspector.get(confirm).status_code == 404
    end = f"/niem-phong/khoa/{row.fingerprint}/thoi-dung/"
    assert "khóa cuối cùng của bên này" in administrator.get(end).content.decode()
    assert inspector.get(end).status_code == 404
    fields = {"how": "lost", "on": "25/11/2026", "reason": "hỏng thẻ nhớ"}
    assert administrator.post(end, fields).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.end_reason) == (KeeperKey.State.LOST, "hỏng thẻ nhớ")


def test_a_key_whose_owner_read_other_digits_is_refused(people, sign_in):
    key = make_key("Trần Thị Thử", Body.RECEIVING, Suite.X25519)
    upload = {
        "file": SimpleUploadedFile("a.pub", write_public(key).encode()),
        "decision": "QĐ",
        "since": "01/01/2026",
    }
    sign_in("quantri").post("/niem-phong/khoa/moi/", upload)
    row = KeeperKey.objects.get()
    address = f"/niem-phong/khoa/{row.fingerprint}/xac-nhan/"
    client = sign_in("lanhdao")
    assert client.post(address, {"refuse": "1", "reason": ""}).status_code == 422
    assert client.post(address, {"refuse": "1", "reason": "số không khớp"}).status_code == 302
    row.refresh_from_db()
    assert row.state == KeeperKey.State.REFUSED


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"file": SimpleUploadedFile("a.pub", b"\xff\xfe")}, "không phải dạng chữ"),
        ({"file": SimpleUploadedFile("a.pub", b"x" * 5_000_000)}, "quá lớn"),
        ({"file": SimpleUploadedFile("a.pub", b"hello")}, "không phải khóa công khai"),
        ({"until": "31/12/2025"}, "Ngày kết thúc phải sau"),
    ],
)
def test_a_wrong_key_file_is_explained_beside_the_field(people, sign_in, changes, word):
    key = make_key("x", Body.RECEIVING, Suite.X25519)
    fields = {
        "file": SimpleUploadedFile("a.pub", write_public(key).encode()),
        "decision": "QĐ",
        "since": "01/01/2026",
    }
    answer = sign_in("quantri").post("/niem-phong/khoa/moi/", fields | changes)
    assert answer.status_code == 422
    assert word in answer.content.decode()


def addresses(order, keepers):
    waiting = KeeperKey.objects.filter(state=KeeperKey.State.WAITING).get()
    live = KeeperKey.objects.filter(state=KeeperKey.State.LIVE).first()
    return {
        "quantri": [
            "/niem-phong/khoa/",
            "/niem-phong/khoa/moi/",
            f"/niem-phong/khoa/{waiting.fingerprint}/xac-nhan/",
            f"/niem-phong/khoa/{live.fingerprint}/thoi-dung/",
            "/nhat-ky/moc/",
        ],
        "lanhdao": [
            "/niem-phong/",
            "/niem-phong/moi/",
            f"/niem-phong/{order.code}/",
            "/niem-phong/so-mo/",
            "/niem-phong/khoa/",
        ],
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_well_formed_in_both_languages(
    order, identity, keepers, holders, sign_in, people, language
):
    from gandan.sealed.services.keeping import end_key, register_key

    register_key(
        write_public(make_key("Chờ", Body.RECEIVING, Suite.X25519)),
        decision="QĐ",
        since=date(2026, 1, 1),
        by=people["quantri"],
    )
    lost = KeeperKey.objects.get(fingerprint=keepers[3].public.fingerprint.hex())
    end_key(lost, is_lost=True, on=date(2026, 11, 1), reason="mất", by=people["quantri"])
    leader = sign_in("lanhdao")
    opened_at_station(leader, order, [holders[0], holders[2]])
    handed_in(leader, holders[0], holders[2])
    for name, paths in addresses(order, keepers).items():
        client = sign_in(name)
        client.cookies["django_language"] = language
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            text = answer.content.decode()
            if language == "vi":
                check_page(path, answer)
            else:
                assert foreign(text, set()) == [], path
            assert "Hạ Vy" not in text


def test_a_visitor_is_sent_to_sign_in(order):
    for path in ("/niem-phong/", f"/niem-phong/{order.code}/", "/niem-phong/khoa/"):
        assert "/dang-nhap/" in Client().get(path).url


def test_who_leads_a_ward_and_handles_in_the_city_orders_nothing_of_the_city(
    order, identity, sign_in, people
):
    post = {"unit": identity.unit.code, "post": "Xử lý đơn", "duties": ["handler"]}
    appoint([{"person": "hangxom", "since": "2025-08-01", **post}], people)
    client = sign_in("hangxom")
    page = client.post("/niem-phong/moi/", order_fields(identity) | {"confirm": "1"})
    assert "Không có phong bì mang mã này" in page.content.decode()
    for tail in ("", "lenh.txt"):
        assert client.get(f"/niem-phong/{order.code}/{tail}").status_code == 404
    for tail in ("phong-bi/", "thu-hoi/"):
        assert client.post(f"/niem-phong/{order.code}/{tail}").status_code == 404
    assert order.code not in client.get("/niem-phong/").content.decode()
    order.refresh_from_db()
    assert (order.revoked_at, OpeningOrder.objects.count()) == (None, 1)
