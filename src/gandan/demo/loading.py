"""Load the made-up city into an empty database: units, people, letters, engine's suggestions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.casework.services.examining import examine, suggest_classes
from gandan.casework.services.registering import Received, register_many, source_key
from gandan.concerns.services.deciding import confirm
from gandan.concerns.services.running import run_engine
from gandan.core import moment
from gandan.demo.briefings import load_briefings
from gandan.demo.citizens import (
    TIP_CODE,
    answered_cases,
    load_citizens,
    proven_cases,
    waiting_cases,
)
from gandan.demo.city import city
from gandan.demo.executions import load_executions
from gandan.demo.handling import live
from gandan.demo.keepers import FOLDER, PASSPHRASE, make_keepers
from gandan.demo.letters import Letter, generate
from gandan.demo.papers import load_papers
from gandan.demo.reception import load_reception
from gandan.demo.reports import load_reports
from gandan.demo.statutory import load_statutory
from gandan.domain.kinds import Channel
from gandan.domain.periods import month, quarter
from gandan.overview.services.digesting import draft, freeze
from gandan.units.models import Unit
from gandan.units.policy import today
from gandan.units.selectors import UnitNames
from gandan.units.services import appoint, load_units

PASSWORD = "dung-thu-gan-dan"  # noqa: S105 (synthetic people on a loopback server)
AS_OF = date(2026, 7, 1)
BLOCK = 500
FRESH = 48
WARDS = ("mh-p-vinh-tan", "mh-p-ben-truc", "mh-p-kim-dai", "mh-p-phu-lieu")
Tell = Callable[[str], None]


def load(letters: int, seed: int, *, tell: Tell) -> None:
    """Load everything; the city is marked as synthetic on every page and paper."""
    people = _people_and_units()
    officer = people["tonghop"]
    tell("Tạo khóa mô phỏng của người giữ danh tính…")
    make_keepers(people)
    tell(f"Vào sổ {letters} đơn mô phỏng…")
    _register(letters, seed, people["xulydon"])
    tell("Máy gợi ý phân loại và tìm bản sao…")
    examine()
    tell("Máy gom vấn đề…")
    scope = Unit.objects.get(code="mh-ban")
    run_engine(scope, day=AS_OF, by=officer)
    for concern in scope.concerns.order_by("-size", "id")[:6]:
        confirm(concern, by=officer)
    tell("Xử lý đơn: chuyển, trả lời, nhắc, gia hạn…")
    fresh = _register_fresh(min(FRESH, 16 + letters // 40), seed, people["tiepdan"])
    suggest_classes()
    live(people, seed, day=today(), fresh=fresh)
    tell("Quyết định khiếu nại, kết luận tố cáo: phải thi hành gì, đã thi hành gì…")
    load_executions(people, seed, day=today())
    tell("Tiếp công dân: lịch, hẹn, lượt tiếp, kết luận…")
    load_reception(people, day=today())
    tell("Người dân gửi đơn, nói chưa được giải quyết, báo tin…")
    load_citizens()
    tell("Soạn văn bản, vào sổ đi và đến…")
    load_papers(people, day=AS_OF)
    tell("Gửi báo cáo kỳ của các phường, có cài lỗi để kiểm…")
    load_reports(people, today=today())
    load_statutory(people, today=today())
    tell("Lập tài liệu giao ban…")
    load_briefings(people)
    tell("Soạn bản tổng hợp…")
    first = draft(scope, quarter(2026, 1), title="", by=officer, day=AS_OF)
    freeze(first, by=officer)
    draft(scope, month(2026, 6), title="", by=officer, day=AS_OF)


@transaction.atomic
def _people_and_units() -> dict[str, User]:
    content = city()
    load_units(content, by=None, synthetic=True)
    people = {}
    for username, name in content["people"].items():
        password = PASSWORD if username in content["cast"] else None
        people[username] = User.objects.create_user(
            username, password, full_name=name, is_synthetic=True, is_active=password is not None
        )
    appoint(content["appointments"], people)
    record("demo.loaded", content["city"]["code"], by=None)
    return people


def _register(letters: int, seed: int, by: User) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    for block in _blocks(letters, seed):
        with transaction.atomic():
            for code in sorted({letter.unit for letter in block}):
                unit = units[code]
                rows = [
                    (source_key(unit, "row", letter.id), _received(letter))
                    for letter in block
                    if letter.unit == code
                ]
                register_many(rows, unit=unit, by=by, batch=None, follow=False)


def _register_fresh(count: int, seed: int, by: User) -> list[Submission]:
    """Letters of the last six weeks: what lies on the desk on the day the city is opened."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    names = UnitNames.on(today())
    fresh = []
    with transaction.atomic():
        many = list(generate(40 * count, seed + 7_919))
        for number, (letter, _truth) in enumerate(many[7::40]):
            unit = units["mh-ban" if number % 3 else "mh-p-vinh-tan"]
            day = today() - timedelta(days=(number * 7) % 45)
            place = names[units[WARDS[number % len(WARDS)]].pk].replace("Phường", "phường")
            received = replace(_received(letter), received_on=day, place=place, external_id="")
            key = source_key(unit, "fresh", letter.id)
            with moment.replaying(day, time(8, 15)):
                fresh += register_many([(key, received)], unit=unit, by=by, batch=None)
    return fresh


def _blocks(letters: int, seed: int) -> Iterator[list[Letter]]:
    block: list[Letter] = []
    for letter, _truth in generate(letters, seed):
        block.append(letter)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _received(letter: Letter) -> Received:
    return Received(
        text=letter.text,
        received_on=letter.received_on,
        received_on_as_written=letter.received_on.isoformat(),
        channel=Channel.from_text(letter.channel),
        place=letter.place,
        sender_name=letter.sender_name,
        signers=letter.signers,
        external_id=letter.id,
        extra={"synthetic": True},
    )


def sign_ins() -> Iterator[str]:
    """The cast with their posts, for the terminal."""
    content = city()
    posts = {row["person"]: row["post"] for row in content["appointments"]}
    yield f"Đăng nhập thử (mật khẩu chung: {PASSWORD}):"
    for username in content["cast"]:
        yield f"  {username:10} {content['people'][username]}, {posts[username]}"
    yield "Trang người dân: /nguoi-dan/, không phải đăng nhập"
    for case in answered_cases()[:1]:
        yield f"  mã theo dõi một đơn đã trả lời: {case.submissions.all()[0].tracking_code}"
    for case in proven_cases()[:1]:
        yield f"  mã theo dõi một đơn có ảnh minh chứng: {case.submissions.all()[0].tracking_code}"
    for case in waiting_cases()[:1]:
        yield f"  mã theo dõi một đơn chờ người gửi bổ sung: {case.submissions.all()[0].tracking_code}"
    yield f"  mã quay lại của một tin không nêu tên: {TIP_CODE}"
    yield f"Khóa mô phỏng: thư mục {FOLDER} của dữ liệu, câu mật khẩu “{PASSPHRASE}”"
