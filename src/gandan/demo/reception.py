"""Seven weeks at two desks of the made-up city: sessions, appointments, visits; synthetic."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.accounts.models import User
from gandan.casework.models import Case, Submission
from gandan.casework.services.joining import standing_case
from gandan.core import moment
from gandan.demo.proofs import picture
from gandan.reception.models import Booking, Conclusion, ReceptionSession, Visit
from gandan.reception.services import (
    booking,
    concluding,
    handing,
    receiving,
    refusing,
    reporting,
    scheduling,
)
from gandan.units.models import Unit

GROUP = (
    ("Phạm Văn Mẫu", "0900 000 001"),
    ("Trần Thị Thử", "0900 000 002"),
    ("Hoàng Văn Tạm", ""),
)
PUMP = (
    "Trạm bơm Bến Trúc hỏng từ đầu tháng, mưa là ngõ 58 ngập, nước vào nhà. "
    "Bà con đề nghị sửa máy bơm trước mùa mưa và cho biết ngày xong."
)
LAND = (
    "Xin hỏi hồ sơ cấp đổi giấy chứng nhận nộp từ tháng trước ở phường, hẹn hai lần chưa trả, "
    "không nói thiếu gì."
)
MARKET = "Chợ tạm họp lấn ra lòng đường phố Hạ Trung, xe cứu thương không vào được ngõ."
SCHOOL = "Cổng trường mầm non Hoa Mai chưa có gờ giảm tốc, sáng nào cũng suýt va chạm."
DUST = "Bãi tập kết vật liệu cạnh tổ 9 bụi cả ngày, đã phản ánh một lần chưa thấy ai đến."
TIP = "Có người ở phường nhận tiền để ký hồ sơ xây dựng. Người đến không muốn nói tên."


class Desk:
    """The desk of one office: what happened there on which day, through the services."""

    def __init__(self, unit: Unit, by: User, leader: str, role: str) -> None:
        self.unit, self.by, self.leader, self.role = unit, by, leader, role

    @contextmanager
    def on(self, day: date, hour: int = 9) -> Iterator[None]:
        with moment.replaying(day, time(hour, 10)):
            yield

    def session(self, day: date, *, posted: int = 12, hour: int = 8) -> ReceptionSession:
        plan = scheduling.Plan(
            starts_at=time(hour),
            place="Trụ sở tiếp công dân, tầng 1",
            kind="periodic",
            leader=self.leader,
            role=self.role,
            content="Nghe ý kiến nhân dân; có cán bộ xây dựng, địa chính cùng dự",
            posted_on=day - timedelta(days=posted),
        )
        with self.on(day - timedelta(days=posted)):
            return scheduling.plan(plan, [day], unit=self.unit, by=self.by)[0]

    def outcome(self, session: ReceptionSession, state: str, **more: str) -> None:
        with self.on(session.on, 17):
            found = scheduling.Outcome(state, **more)
            scheduling.write_outcome(session, found, by=self.by, today=session.on)

    def visit(
        self,
        text: str,
        day: date,
        name: str,
        *,
        kind: str = "",
        people: int = 1,
        demand: str = "",
        session: ReceptionSession | None = None,
        earlier: tuple[Submission, Case] | None = None,
        booked: Booking | None = None,
        representatives: tuple[tuple[str, str], ...] = (),
    ) -> Visit:
        told = receiving.Told(text=text, received_on=day, kind=kind, people=people, demand=demand)
        address = "tổ 9, thành phố Minh Hà (mô phỏng)" if name else ""
        visitor = receiving.Visitor(name, address, representatives=representatives)
        with self.on(day):
            return receiving.receive(
                told,
                visitor,
                unit=self.unit,
                by=self.by,
                key=self.key(day, text),
                session=session,
                earlier=earlier,
                booking=booked,
            )

    def key(self, day: date, *words: str) -> str:
        """What makes a visit or wish the same one; a name of an office may be long."""
        said = " ".join(["demo", self.unit.code, str(day), *words])
        return sha256(said.encode()).hexdigest()

    def ask(self, day: date, name: str, matter: str, *, people: int = 1) -> Booking:
        wish = booking.Wish(name, "0900 000 000" if name else "", people, matter, "phone")
        with self.on(day):
            return booking.ask(wish, unit=self.unit, by=self.by, key=self.key(day, name, matter))

    def book(
        self, session: ReceptionSession, hour: time, name: str, matter: str, *, people: int = 1
    ) -> Booking:
        """Somebody asked six days before and was given a time the day after."""
        asked = session.on - timedelta(days=6)
        made = self.ask(asked, name, matter, people=people)
        day = asked + timedelta(days=1)
        with self.on(day):
            booking.give_time(made, session, hour, by=self.by, today=day, version=made.version)
        return made


def load_reception(people: dict[str, User], *, day: date) -> None:
    """Write seven weeks at the board's desk and at a ward's, up to ``day``."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=["mh-ban", "mh-p-vinh-tan"])}
    leader = f"Trưởng ban {people['lanhdao'].full_name}"
    board = Desk(units["mh-ban"], people["tiepdan"], leader, "")
    _board(board, people, day)
    head = f"Chủ tịch {people['phuongld'].full_name}"
    _ward(Desk(units["mh-p-vinh-tan"], people["phuongxl"], head, "commune_chair"), day)


def _board(desk: Desk, people: dict[str, User], day: date) -> None:
    first = desk.session(day - timedelta(days=35))
    missed = desk.session(day - timedelta(days=21))
    last = desk.session(day - timedelta(days=7), posted=3)
    today = desk.session(day)
    coming = desk.session(day + timedelta(days=14))
    group = _group(desk, last)
    done = desk.visit(MARKET, first.on, "Lê Thị Ví Dụ", kind="reflection", session=first)
    _concluded(desk, done, people, day=first.on + timedelta(days=20))
    for session in (first, last):
        desk.outcome(session, "held")
    desk.outcome(missed, "missed", reason="Họp Ban Thường vụ đột xuất")
    _bookings(desk, today, coming, day)
    again = (group.submission, standing_case(group.submission))
    more = "Máy bơm vẫn chưa chạy, đêm qua lại ngập."
    desk.visit(more, day, "Phạm Văn Mẫu", people=2, earlier=again)
    desk.visit(LAND, day, "Hoàng Văn Tạm", demand="Cho biết ngày trả kết quả")
    desk.visit(TIP, day, "", kind="denunciation")
    _refusals(desk, people, done.submission, day)


def _group(desk: Desk, session: ReceptionSession) -> Visit:
    """Twelve people with three representatives, papers, and a conclusion that is not done yet."""
    visit = desk.visit(
        PUMP,
        session.on,
        "Phạm Văn Mẫu",
        kind="petition",
        people=12,
        demand="Sửa trạm bơm, báo ngày xong",
        session=session,
        representatives=GROUP,
    )
    papers = [
        handing.Handed("Đơn kiến nghị có chữ ký của 46 hộ", "original", 5, "rõ chữ"),
        handing.Handed("Ảnh ngõ 58 ngập ngày mưa", "print", 4, "ảnh màu"),
        handing.Handed("Công văn trả lời của phường", "copy", 2),
    ]
    with desk.on(session.on, 10):
        handing.write_list(visit, papers, mark=handing.mark_of([]), by=desk.by)
    found = concluding.Concluded(
        text="Sửa xong máy bơm số 2 của trạm Bến Trúc, chạy thử có đại diện tổ dân phố.",
        carry_out_by=session.on + timedelta(days=15),
        assigned_name="Sở Xây dựng thành phố Minh Hà",
        opinions="Sở Xây dựng: máy hỏng bạc, đã đặt hàng thay.",
        contact="Phòng Tiếp công dân, điện thoại 024 0000 0000",
    )
    _conclude(desk, visit, found)
    found = concluding.Concluded(
        text="Bố trí máy bơm lưu động trong khi chờ sửa.",
        carry_out_by=session.on + timedelta(days=5),
        assigned_unit=Unit.objects.get(code="mh-p-vinh-tan"),
    )
    _reported(desk, _conclude(desk, visit, found), session.on + timedelta(days=4))
    return visit


def _reported(desk: Desk, task: Conclusion, on: date) -> None:
    """The ward did it and says so with a photo; nobody at the board has looked at it yet."""
    with desk.on(on, 15):
        reporting.report_done(
            task,
            [SimpleUploadedFile("may-bom-luu-dong.png", picture(2))],
            on=on,
            text="Đặt hai máy bơm lưu động ở đầu ngõ 58, trực cả đêm mưa; tổ trưởng dân phố ký nhận.",
            by=User.objects.get(username="daumoi"),
            today=on,
        )


def _conclude(desk: Desk, visit: Visit, found: concluding.Concluded) -> Conclusion:
    case = standing_case(visit.submission)
    with desk.on(visit.submission.received_on or moment.today(), 11):
        key = f"demo {visit.submission.code} {found.text[:30]}"
        return concluding.conclude(found, visit, case, by=desk.by, key=key)


def _concluded(desk: Desk, visit: Visit, people: dict[str, User], *, day: date) -> None:
    found = concluding.Concluded(
        text="Kẻ vạch, cắm biển cấm họp chợ ở lòng đường; phường giữ trật tự buổi sáng.",
        carry_out_by=day + timedelta(days=2),
        assigned_name="Ủy ban nhân dân phường Hạ Trung",
    )
    made = _conclude(desk, visit, found)
    case = standing_case(visit.submission)
    told = made.tell_by - timedelta(days=3)
    with desk.on(told):
        concluding.note_told(made, on=told, by=desk.by, today=told)
    outcome = "Phường đã kẻ vạch, cắm hai biển; tổ dân phố xác nhận thông đường."
    with desk.on(day):
        concluding.finish(made, case, on=day, outcome=outcome, by=people["lanhdao"], today=day)


def _bookings(desk: Desk, today: ReceptionSession, coming: ReceptionSession, day: date) -> None:
    arrived = desk.book(today, time(8), "Đỗ Thị Giả Định", SCHOOL)
    desk.visit(SCHOOL, day, "Đỗ Thị Giả Định", session=today, booked=arrived)
    desk.book(today, time(8, 30), "Ngô Văn Thí Dụ", "Hỏi việc đền bù ngõ 12", people=3)
    desk.book(today, time(9), "", "")
    desk.book(coming, time(8), "Bùi Thị Nháp", DUST)
    desk.ask(day - timedelta(days=2), "Vũ Văn Tạm Ghi", "Xin gặp lãnh đạo về hộ nghèo tổ 4")
    desk.ask(day - timedelta(days=1), "", "Hỏi lịch họp tổ dân phố về chợ mới", people=5)
    ended = desk.book(coming, time(8, 30), "Lê Thị Ví Dụ", "Cảm ơn việc dọn chợ")
    with desk.on(day - timedelta(days=1)):
        why = "Người hẹn gọi báo bận, không cần gặp nữa"
        booking.cancel(ended, reason=why, by=desk.by, version=ended.version)


def _refusals(desk: Desk, people: dict[str, User], settled: Submission, day: date) -> None:
    told = "Đã giải thích tại bàn tiếp dân, đọc nội quy và hướng dẫn nơi nhận đơn."
    cases = [
        ("intoxicated", day - timedelta(days=18), None),
        ("weapon", day - timedelta(days=9), None),
        ("settled_and_notified", day - timedelta(days=1), settled),
    ]
    made = []
    for ground, on, earlier in cases:
        with desk.on(on):
            refused = refusing.Refused(on, ground, told)
            made.append(
                refusing.refuse(
                    refused, unit=desk.unit, by=desk.by, key=f"demo {ground}", earlier=earlier
                )
            )
    views = [
        (True, "Đúng nội quy; đã hẹn người ấy tuần sau."),
        (False, "Kéo cắt cỏ cất ở bảo vệ được, phải mời vào tiếp."),
    ]
    for refusal, (upheld, view) in zip(made, views, strict=False):
        with desk.on(refusal.refused_on + timedelta(days=1)):
            refusing.judge(refusal, upheld=upheld, view=view, by=people["lanhdao"])


def _ward(desk: Desk, day: date) -> None:
    held = desk.session(day - timedelta(days=30))
    delegated = desk.session(day - timedelta(days=16))
    desk.session(day - timedelta(days=2))
    coming = desk.session(day + timedelta(days=5))
    visit = desk.visit(DUST, held.on, "Trần Thị Thử", kind="reflection", session=held)
    desk.outcome(held, "held")
    reason = "Chủ tịch dự kỳ họp Hội đồng nhân dân"
    desk.outcome(delegated, "delegated", received_by="Phó Chủ tịch phường", reason=reason)
    desk.book(coming, time(8), "Trần Thị Thử", "Hỏi lại việc bãi vật liệu cạnh tổ 9")
    found = concluding.Concluded(
        text="Buộc chủ bãi che bạt, tưới nước; chuyển bãi đi nếu còn tái phạm.",
        carry_out_by=day + timedelta(days=3),
        assigned_unit=desk.unit,
        contact="Bộ phận một cửa của phường",
    )
    _conclude(desk, visit, found)
