"""Complaints and denunciations that a made-up ward decided: what it ordered, what was done of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.casework.models import Case
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.executing import Ordered, Result, write_ordering, write_result
from gandan.casework.services.people import Subject, set_respondents
from gandan.casework.services.registering import Received, register_many, source_key
from gandan.core import moment
from gandan.demo.handling import Life
from gandan.domain.execution import OrderedMeasure as M
from gandan.domain.kinds import Channel
from gandan.units.models import Unit

WARD = "mh-p-vinh-tan"
Amounts = Mapping[M, int]


@dataclass(frozen=True)
class Done:
    """``after`` days from the decision."""

    after: int
    amounts: Amounts
    paper: str
    why_over: str = ""


@dataclass(frozen=True)
class Matter:
    """``ordered`` is None where nobody wrote what the decision orders.

    ``finished`` days after the decision it was carried out, or closed where nothing was ordered.
    """

    text: str
    received_on: date
    result: str
    ordered: Ordered | None
    done: tuple[Done, ...] = field(default=())
    finished: int = 0
    about: str = ""


def _orders(amounts: Amounts, other: str = "") -> Ordered:
    return Ordered(True, amounts, other)


COMPLAINTS = (
    Matter(
        "Tôi khiếu nại quyết định bồi thường khi mở rộng đường Lê Chân: tính thiếu công trình trên "
        "đất của bốn hộ. Đề nghị tính lại và trả phần còn thiếu.",
        date(2026, 2, 2), "right",
        _orders({M.MONEY_TO_INDIVIDUALS: 184_500_000, M.INDIVIDUALS_RESTORED: 4}),
        (
            Done(20, {M.MONEY_TO_INDIVIDUALS: 96_000_000, M.INDIVIDUALS_RESTORED: 2}, "Phiếu chi số 118"),
            Done(130, {M.MONEY_TO_INDIVIDUALS: 48_500_000, M.INDIVIDUALS_RESTORED: 1}, "Phiếu chi số 204"),
        ),
    ),
    Matter(
        "Tôi khiếu nại quyết định buộc trả phần đất công đang để xe của gia đình ở ngõ 21 và nộp "
        "tiền sử dụng đất công.",
        date(2026, 3, 10), "wrong",
        _orders({M.RECOVERED_LAND: 865, M.RECOVERED_MONEY: 12_000_000}),
        (
            Done(60, {M.RECOVERED_MONEY: 12_000_000}, "Biên lai số 0456"),
            Done(100, {M.RECOVERED_LAND: 865}, "Biên bản bàn giao mặt bằng số 09"),
        ),
        finished=105,
    ),
    Matter(
        "Các hộ bán hàng khiếu nại việc thu phí chỗ ngồi ở chợ Bến Trúc cao hơn mức đã niêm yết, "
        "đề nghị trả lại tiền thu thừa và xử lý người thu.",
        date(2026, 4, 20), "right",
        _orders({
            M.MONEY_TO_INDIVIDUALS: 6_240_000, M.INDIVIDUALS_RESTORED: 13,
            M.PEOPLE_SANCTIONED: 2, M.OFFICIALS_SANCTIONED: 1,
        }),
        (
            Done(40, {M.MONEY_TO_INDIVIDUALS: 6_240_000, M.INDIVIDUALS_RESTORED: 13}, "Danh sách chi trả số 03"),
            Done(75, {M.PEOPLE_SANCTIONED: 1, M.OFFICIALS_SANCTIONED: 1}, "Quyết định khiển trách số 17"),
        ),
    ),
    Matter(
        "Hợp tác xã Vĩnh Tân khiếu nại việc thu hồi sân phơi để làm bãi tập kết vật liệu mà không "
        "bồi thường, đề nghị trả lại đất và tiền thuê đã nộp.",
        date(2026, 5, 12), "right_in_part",
        _orders({
            M.MONEY_TO_ORGANIZATIONS: 75_000_000, M.LAND_TO_ORGANIZATIONS: 1200,
            M.ORGANIZATIONS_RESTORED: 1,
        }),
        (Done(45, {M.MONEY_TO_ORGANIZATIONS: 30_000_000}, "Ủy nhiệm chi số 31"),),
    ),
    Matter(
        "Tôi khiếu nại việc ghi sai ranh giới thửa đất trên giấy chứng nhận, đề nghị cấp lại.",
        date(2026, 6, 5), "right_in_part",
        _orders({}, "Đo lại ranh giới và cấp lại giấy chứng nhận"),
    ),
    Matter(
        "Tôi khiếu nại việc không cho lắp mái che trên vỉa hè trước nhà.",
        date(2026, 6, 16), "wrong", Ordered(False, {}), finished=40,
    ),
    Matter(
        "Tôi khiếu nại việc thu tiền đóng góp làm ngõ cao hơn số đã họp dân, đề nghị kiểm tra "
        "khoản thu thừa nộp về ngân sách.",
        date(2026, 7, 1), "right",
        _orders({M.RECOVERED_MONEY: 45_000_000, M.PEOPLE_SANCTIONED: 1}),
        (
            Done(25, {M.RECOVERED_MONEY: 46_350_000}, "Giấy nộp tiền số 0788",
                 "Nộp cả 1.350.000 đồng tiền chậm nộp"),
        ),
    ),
    Matter(
        "Tôi khiếu nại mức hỗ trợ di dời khi sửa cống ngõ 58, đề nghị tính lại.",
        date(2026, 7, 10), "right_in_part", None,
    ),
)  # fmt: skip
DENUNCIATIONS = (
    Matter(
        "Tố cáo việc lập khống danh sách nhận hỗ trợ sửa nhà để rút tiền. Kèm bản sao danh sách.",
        date(2026, 2, 3), "right",
        _orders({
            M.RECOVERED_MONEY: 64_000_000, M.PEOPLE_SANCTIONED: 2, M.OFFICIALS_SANCTIONED: 2,
            M.CASES_INVESTIGATED: 1, M.PEOPLE_INVESTIGATED: 1, M.OFFICIALS_INVESTIGATED: 1,
        }),
        (
            Done(50, {M.RECOVERED_MONEY: 40_000_000}, "Giấy nộp tiền số 0312"),
            Done(120, {M.PEOPLE_SANCTIONED: 2, M.OFFICIALS_SANCTIONED: 2}, "Quyết định kỷ luật số 21, 22"),
            Done(
                140,
                {M.CASES_INVESTIGATED: 1, M.PEOPLE_INVESTIGATED: 1, M.OFFICIALS_INVESTIGATED: 1},
                "Thông báo khởi tố số 55",
            ),
        ),
        about="Người lập danh sách hỗ trợ sửa nhà",
    ),
    Matter(
        "Tố cáo việc lấn đất nghĩa trang để làm kho chứa vật liệu của một cơ sở kinh doanh.",
        date(2026, 6, 1), "right_in_part",
        _orders({M.RECOVERED_LAND: 325, M.ORGANIZATIONS_SANCTIONED: 1}),
        (
            Done(30, {M.RECOVERED_LAND: 325}, "Biên bản bàn giao mặt bằng số 14"),
            Done(35, {M.ORGANIZATIONS_SANCTIONED: 1}, "Quyết định xử phạt số 40"),
        ),
        finished=40,
        about="Cơ sở kinh doanh vật liệu cạnh nghĩa trang",
    ),
)  # fmt: skip


def load_executions(people: dict[str, User], seed: int, *, day: date) -> None:
    """Every step on its own day, as far as ``day``."""
    life = Life(people, seed, day)
    for number, matter in enumerate((*COMPLAINTS, *DENUNCIATIONS)):
        if matter.received_on > day:
            continue
        kind = "denunciation" if matter.about else "complaint"
        case = _received(life, matter, kind, number)
        (_conclude if matter.about else _decide)(life, case, matter)
        _execute(life, case, matter)


def _received(life: Life, matter: Matter, kind: str, number: int) -> Case:
    unit: Unit = life.units[WARD]
    received = Received(
        text=matter.text,
        received_on=matter.received_on,
        received_on_as_written=matter.received_on.isoformat(),
        channel=Channel.POST,
        place="phường Vĩnh Tân",
    )
    key = source_key(unit, "execution", str(number))
    officer = life.people["xulydon"]
    with moment.replaying(matter.received_on, time(8, 30)), transaction.atomic():
        (letter,) = register_many([(key, received)], unit=unit, by=officer, batch=None)
        field_ = "can-bo-chong-tham-nhung" if matter.about else "dat-dai"
        classify([letter], Classification(kind, field_, ""), by=officer)
        case = letter.cases.get()
        if matter.about:
            set_respondents(case, [Subject(None, matter.about)], by=officer)
    case.refresh_from_db()
    return case


def _decide(life: Life, case: Case, matter: Matter) -> None:
    since, leader = matter.received_on, "lanhdao"
    life.step(case, "accept", since + timedelta(days=5), by=leader)
    verifier = life.people["phuongxl"]
    life.step(case, "assign", since + timedelta(days=6), by=leader, verifier=verifier)
    found = "Đã kiểm tra hồ sơ và thực địa, có biên bản."
    life.step(case, "report_agreeing", since + timedelta(days=25), by="phuongxl", findings=found)
    life.step(case, "decide", since + timedelta(days=28), by=leader, first_result=matter.result)
    life.step(case, "send_decision", since + timedelta(days=30), by=leader)


def _conclude(life: Life, case: Case, matter: Matter) -> None:
    since, leader = matter.received_on, "lanhdao"
    life.step(case, "start_check", since + timedelta(days=1), by="phuongxl")
    life.step(case, "accept", since + timedelta(days=6), by=leader)
    copy = {"working_copy": [life.proof()]}
    life.step(case, "redact", since + timedelta(days=7), by="phuongxl", **copy)
    verifier = life.people["phuongxl"]
    life.step(case, "assign", since + timedelta(days=7), by=leader, verifier=verifier)
    result = {"denunciation_result": matter.result}
    life.step(case, "conclude", since + timedelta(days=33), by=leader, **result)
    life.step(case, "send_conclusion", since + timedelta(days=36), by=leader)


def _execute(life: Life, case: Case, matter: Matter) -> None:
    decision = case.steps.filter(name__in=["decide", "conclude"]).first()
    if decision is None or decision.on is None or matter.ordered is None:
        return
    on, officer = decision.on, life.people["phuongxl"]
    with moment.replaying(on):
        write_ordering(case, matter.ordered, by=officer)
    for done in matter.done:
        at = on + timedelta(days=done.after)
        if at <= life.day:
            with moment.replaying(at):
                write_result(case, Result(done.amounts, at, done.paper, done.why_over), by=officer)
    if matter.finished:
        _finish(life, case, matter, on + timedelta(days=matter.finished))


def _finish(life: Life, case: Case, matter: Matter, on: date) -> None:
    leader, before = "lanhdao", on - timedelta(days=5)
    if not matter.about:
        life.step(case, "take_effect", before, by=leader)
        if matter.done:
            life.step(case, "carry_out", on, by=leader, proof=[life.proof()])
        else:
            reason = "Quyết định giữ nguyên, không có nội dung phải làm."
            life.step(case, "close_without_execution", on, by=leader, reason=reason)
        return
    life.step(case, "act", before, by=leader, measure="Thu hồi đất, xử phạt cơ sở vi phạm")
    shown: dict[str, Any] = {
        "publication_form": "posting",
        "working_copy": [life.proof()],
    }
    life.step(case, "publish", before, by=leader, **shown)
    posted = {"posted_until": on + timedelta(days=2), "proof": [life.proof()]}
    life.step(case, "carry_out", on, by=leader, **posted)
