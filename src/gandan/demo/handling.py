"""The life of the made-up city's cases: letters handled well and badly, late, lost and found again.

Every step goes through the services that people use, on its own day, so what stands in the
register could have been written by hand. The same seed gives the same life for a given day.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from gandan.accounts.models import User
from gandan.casework.models import Case, Submission
from gandan.casework.rules import rules_in_use
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.filing import show_to_sender
from gandan.casework.services.handing_over import hand_over, propose
from gandan.casework.services.opening import follow
from gandan.casework.services.overriding import override_check
from gandan.casework.services.stepping import take_step
from gandan.core import moment
from gandan.demo.letters import UNTIL
from gandan.demo.proofs import picture
from gandan.domain.dates import format_date
from gandan.units.models import Succession, Unit
from gandan.units.selectors import UnitNames

HISTORY = 60
JUST_IN = timedelta(days=12)
REFORM = date(2025, 7, 1)
SURFACES = ("ban công trình", "đoạn cống", "mặt đường", "hố ga", "tấm đan")


Script = Callable[["Life", Case, date], None]


class Life:
    """Replays the handling of cases; ``day`` is the day on which the city is looked at."""

    def __init__(self, people: dict[str, User], seed: int, day: date) -> None:
        self.people, self.day = people, day
        self.random = random.Random(f"life/{seed}")  # noqa: S311
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.numbers = iter(range(1, 100_000))
        self.rules = rules_in_use()
        self.stopped: set[int] = set()

    def in_turn(self, scripts: Sequence[tuple[int, Script]]) -> Iterator[Script]:
        """The scripts in a mixed order, each as often as its weight says, again and again."""
        order = [script for weight, script in scripts for _ in range(weight)]
        self.random.shuffle(order)
        return cycle(order)

    # What each case goes through, by the name of its script.

    def settled(self, case: Case, since: date) -> None:
        """Referred, answered with a measure, carried out with proof, and the sender agrees."""
        self.carried_out(case, since)
        day = since + timedelta(days=38)
        self.step(case, "confirm_settled", day, settled_basis="sender_agrees")

    def carried_out(self, case: Case, since: date) -> None:
        """The measure is done and proven; the sender has not said anything yet."""
        self.answered(case, since, good=True)
        self.step(case, "carry_out", since + timedelta(days=34), proof=[self.proof()])

    def answered(self, case: Case, since: date, *, good: bool) -> None:
        """Referred and answered; a poor answer goes out on a leader's word."""
        self.awaiting(case, since)
        day = since + timedelta(days=16)
        self.step(case, "receive_answer", day, **self.answer(case, day, good=good))
        told = since + timedelta(days=18)
        if not good and told <= self.day:
            reason = "Đơn vị xin bổ sung sau; báo trước cho dân."
            with moment.replaying(told):
                override_check(case.answers.get(is_void=False), reason, by=self.people["lanhdao"])
            case.refresh_from_db()
        self.step(case, "pass_on_answer", told)
        if good and case.pk not in self.stopped:
            self.show_proofs(case, told)

    def awaiting(self, case: Case, since: date) -> None:
        self.referred(case, since)
        self.step(case, "confirm_receipt", since + timedelta(days=4))

    def referred(self, case: Case, since: date) -> None:
        self.classified(case, since)
        self.step(case, "refer", since + timedelta(days=2), **self.recipient(case))

    def classified(self, case: Case, since: date) -> None:
        letter = case.submissions.order_by("id")[0]
        with moment.replaying(min(since + timedelta(days=1), self.day)):
            field, topic = letter.field or "ha-tang-ky-thuat", letter.topic
            kind = case.kind or "reflection"
            classify([letter], Classification(kind, field, topic), by=self.people["xulydon"])
        case.refresh_from_db()

    def returned_twice(self, case: Case, since: date) -> None:
        self.referred(case, since)
        why = "Việc thuộc đơn vị khác theo phân cấp quản lý hạ tầng."
        self.step(case, "return_letter", since + timedelta(days=4), return_reason=why)
        other = self.units["mh-so-xd"]
        self.step(case, "refer", since + timedelta(days=5), **self.to(other))
        day, board = since + timedelta(days=7), self.units["mh-ban"]
        self.step(case, "return_again", day, superior_unit=board, return_reason=why)

    def reminded(self, case: Case, since: date) -> None:
        self.awaiting(case, since)
        self.step(case, "remind", since + timedelta(days=24))

    def waiting_for_sender(self, case: Case, since: date) -> None:
        self.classified(case, since)
        missing = "Ghi rõ số nhà, ngày xảy ra và ký tên."
        self.step(case, "ask_supplement", since + timedelta(days=2), missing_items=missing)

    def poorly_answered(self, case: Case, since: date) -> None:
        self.awaiting(case, since)
        day = since + timedelta(days=10)
        self.step(case, "receive_answer", day, **self.answer(case, day, good=False))

    def promised(self, case: Case, since: date) -> None:
        self.answered(case, since, good=True)

    def disputed_up(self, case: Case, since: date) -> None:
        """Answered, disputed, passed one level up: the chain goes on there."""
        self.answered(case, since, good=True)
        day = since + timedelta(days=30)
        words = "Mưa xong vẫn ngập như cũ, chưa thấy ai quay lại làm tiếp."
        self.step(case, "dispute", day, dispute_reason=words)
        superior = self.units["mh-ubnd"]
        self.step(case, "escalate", day + timedelta(days=2), superior_unit=superior)
        case.later.update(title=case.title)

    def guided(self, case: Case, since: date) -> None:
        self.kind(case, "complaint", since)
        court = "Tòa án nhân dân khu vực 1"
        self.step(case, "guide", since + timedelta(days=3), competent_unit=court)

    def complaint(self, case: Case, since: date, *, suspended: bool) -> None:
        """A complaint that a ward settles itself: complex, and for a time suspended."""
        self.kind(case, "complaint", since)
        leader = "lanhdao"
        self.step(case, "accept", since + timedelta(days=4), by=leader)
        finding: dict[str, Any] = {
            "criteria": ["several_places", "many_people"],
            "finding_note": "Phải xác minh ở hai tổ dân phố, 14 hộ cùng khiếu nại.",
        }
        self.step(case, "find_complex", since + timedelta(days=6), by=leader, **finding)
        verifier = self.people["phuongxl"]
        self.step(case, "assign", since + timedelta(days=7), by=leader, verifier=verifier)
        if suspended:
            ground: dict[str, Any] = {
                "suspension_ground": "awaiting_result",
                "proof": [self.proof()],
            }
            self.step(case, "suspend", since + timedelta(days=12), by=leader, **ground)

    def ward_settles(self, case: Case, since: date) -> None:
        """A petition that the ward that received it settles itself."""
        self.classified(case, since)
        handler = self.people["phuongxl"]
        self.step(case, "take_up", since + timedelta(days=2), handler=handler)
        self.step(case, "tell_handling", since + timedelta(days=3))

    def ward_answers(self, case: Case, on: date) -> None:
        found = self.answer(case, on, good=True)
        self.step(case, "answer_with_measure", on, by="lanhdao", **found)
        self.step(case, "carry_out", on + timedelta(days=14), proof=[self.proof()])
        day = on + timedelta(days=20)
        self.step(case, "confirm_settled", day, settled_basis="measure_done")

    # How a step is written down.

    def step(
        self, case: Case, code: str, day: date, *, by: str | None = None, **facts: Any
    ) -> None:
        """Take a step on ``day`` unless it has not come yet; later steps then wait as well."""
        while not self.rules.calendar.is_working_day(day):
            day += timedelta(days=1)
        if day > self.day or case.pk in self.stopped:
            self.stopped.add(case.pk)
            return
        given = {**self.usual(code, day), **facts}
        with moment.replaying(day):
            take_step(case, code, by=self.people[by or "xulydon"], facts=given)
        case.refresh_from_db()

    def usual(self, code: str, day: date) -> dict[str, Any]:
        """The day of the step, and the number of its paper."""
        number = f"{next(self.numbers)}/MP-{day.year}"
        return {name: number if name == "document_number" else day for name in USUAL[code]}

    def kind(self, case: Case, kind: str, since: date) -> None:
        case.kind = kind
        self.classified(case, since)

    def show_proofs(self, case: Case, on: date) -> None:
        """Whoever passes the answer on lets the sender see its photos on the follow page."""
        followable = Case.objects.filter(pk=case.pk).open_to_sender()
        for file in case.attachments.filter(answer__isnull=False, case__in=followable):
            if file.may_be_shown:
                with moment.replaying(on):
                    show_to_sender(file, shown=True, by=self.people["xulydon"])

    def recipient(self, case: Case) -> dict[str, Any]:
        """The ward of the place, or an office of the city."""
        place = case.submissions.order_by("id")[0].place.casefold()
        wards = [u for u in self.units.values() if u.kind == "ward" and u.area_id]
        names = {unit.pk: unit for unit in wards}
        known = _names(names)
        found = next((unit for name, unit in known if name in place), None)
        offices = [self.units[code] for code in ("mh-so-nnmt", "mh-so-xd", "mh-ubnd")]
        unit = found if found and self.random.random() < 0.7 else self.random.choice(offices)
        return self.to(unit)

    def to(self, unit: Unit) -> dict[str, Any]:
        request = "1. Kiểm tra thực tế tại chỗ dân nêu.\n2. Ngày xong và người chịu trách nhiệm."
        return {
            "recipient_unit": unit,
            "reason": "Nội dung thuộc trách nhiệm của đơn vị theo phân cấp.",
            "request": request,
        }

    def answer(self, case: Case, day: date, *, good: bool) -> dict[str, Any]:
        if not good:
            return {
                "answer_findings": "Đơn vị đã tiếp nhận ý kiến và sẽ sớm xem xét theo quy định.",
                "answer_decider": "",
            }
        visited, until = day - timedelta(days=3), day + timedelta(days=15)
        part = self.random.choice(SURFACES)
        length = self.random.randrange(8, 60)
        return {
            "answer_findings": (
                f"Ngày {format_date(visited)}, cán bộ phường cùng tổ trưởng kiểm tra tại chỗ: "
                f"{part} hỏng {length} m đúng như đơn nêu; đã lập biên bản số {length}."
            ),
            "answer_decider": "Phó Chủ tịch UBND phường",
            "measure": f"Sửa {length} m {part}, lắp biển báo trong lúc thi công",
            "promised_for": until,
            "proof": [self.proof()],
        }

    def proof(self) -> SimpleUploadedFile:
        number = self.random.randrange(6)
        return SimpleUploadedFile(f"anh-hien-truong-{number}.png", picture(number))


# Facts of each step that are simply its day or the number of its paper.
USUAL: dict[str, tuple[str, ...]] = {
    "refer": ("referred_on", "document_number"),
    "confirm_receipt": ("receipt_on",),
    "return_letter": ("returned_on",),
    "return_again": ("returned_on",),
    "remind": ("reminded_on",),
    "receive_answer": ("answer_on", "document_number"),
    "pass_on_answer": ("told_on",),
    "carry_out": ("carried_out_on",),
    "confirm_settled": ("settled_on",),
    "dispute": ("disputed_on",),
    "escalate": ("referred_on", "document_number"),
    "ask_supplement": ("asked_on",),
    "guide": ("guided_on", "document_number"),
    "accept": ("accepted_on", "document_number"),
    "find_complex": (),
    "assign": (),
    "suspend": ("suspended_on", "document_number"),
    "take_up": (),
    "answer_with_measure": ("answered_on", "document_number"),
    "tell_handling": ("told_on",),
    "report_agreeing": (),
    "decide": ("decided_on", "document_number"),
    "send_decision": ("sent_on",),
    "take_effect": ("effective_on",),
    "close_without_execution": (),
    "start_check": (),
    "redact": (),
    "conclude": ("concluded_on", "document_number"),
    "send_conclusion": ("sent_on",),
    "act": ("acted_on",),
    "publish": ("published_on",),
}
PAST: Sequence[tuple[int, Script]] = (
    (16, lambda life, case, since: life.settled(case, since)),
    (6, lambda life, case, since: life.carried_out(case, since)),
    (3, lambda life, case, since: life.answered(case, since, good=True)),
    (4, lambda life, case, since: life.answered(case, since, good=False)),
    (3, lambda life, case, since: life.disputed_up(case, since)),
    (3, lambda life, case, since: life.guided(case, since)),
)
RECENT: Sequence[tuple[int, Script]] = (
    (5, lambda life, case, since: life.awaiting(case, since)),
    (3, lambda life, case, since: life.referred(case, since)),
    (3, lambda life, case, since: life.reminded(case, since)),
    (3, lambda life, case, since: life.poorly_answered(case, since)),
    (3, lambda life, case, since: life.promised(case, since)),
    (2, lambda life, case, since: life.waiting_for_sender(case, since)),
    (2, lambda life, case, since: life.returned_twice(case, since)),
    (6, lambda life, case, since: life.classified(case, since)),
)
WARD: Sequence[tuple[int, Script]] = (
    (3, lambda life, case, since: life.ward_settles(case, since)),
    (1, lambda life, case, since: life.complaint(case, since, suspended=False)),
    (1, lambda life, case, since: life.complaint(case, since, suspended=True)),
)


@transaction.atomic
def live(people: dict[str, User], seed: int, *, day: date, fresh: Sequence[Submission]) -> None:
    """Give the city's cases a life up to ``day``; ``fresh`` letters came in the last weeks."""
    life = Life(people, seed, day)
    past, recent, ward = (life.in_turn(scripts) for scripts in (PAST, RECENT, WARD))
    for case in _old_cases(life):
        assert case.opened_on is not None
        with moment.replaying(case.opened_on):
            follow(case, by=people["xulydon"])
        case.refresh_from_db()
        next(past)(life, case, case.opened_on)
    _hand_over_at_the_reform(life)
    for letter in fresh:
        case = letter.cases.get()
        assert case.opened_on is not None
        # Of the letters of the last days nobody has looked at more than half.
        if day - case.opened_on > JUST_IN or life.random.random() < 0.4:
            script = next(recent if case.unit.code == "mh-ban" else ward)
            script(life, case, case.opened_on)


def _old_cases(life: Life) -> Iterator[Case]:
    """Some letters that the board received since the reform."""
    rows = Case.objects.filter(
        unit__code="mh-ban", merged_into=None, opened_on__gte=REFORM, opened_on__lt=UNTIL
    )
    keys = list(rows.order_by("id").values_list("pk", flat=True))
    chosen = life.random.sample(keys, min(HISTORY, len(keys) // 8))
    return iter(Case.objects.filter(pk__in=chosen).select_related("unit").order_by("pk"))


def _hand_over_at_the_reform(life: Life) -> None:
    """Cases that a ward of before had open when it ended went to the ward that took its place."""
    rows = Case.objects.filter(
        opened_on__lt=REFORM, unit__kind="ward", merged_into=None
    ).select_related("unit")
    units = sorted({case.unit for case in rows.order_by("pk")[:40]}, key=lambda u: u.code)[:3]
    for unit in units:
        own = list(rows.filter(unit=unit).order_by("pk")[:4])
        for case in own:
            assert case.opened_on is not None
            with moment.replaying(case.opened_on):
                follow(case, by=life.people["xulydon"])
        with moment.replaying(REFORM):
            plan = propose(unit, REFORM, life.people["lanhdao"])
            # Where the place does not tell, somebody has to choose: here the first in line.
            first = Succession.objects.filter(predecessor=unit).order_by("on", "id")[0].successor_id
            heirs = {row.case.pk: Unit.objects.get(pk=row.to or first) for row in plan}
            hand_over(
                unit,
                heirs,
                on=REFORM,
                basis="Quyết định mô phỏng, không có thật",
                message="Đơn nay do phường mới tiếp tục giải quyết; thời hạn không đổi.",
                by=life.people["lanhdao"],
                reasons={row.case.pk: row.reason for row in plan},
            )
        for case in Case.objects.filter(pk__in=[row.case.pk for row in plan]):
            assert case.opened_on is not None
            life.ward_settles(case, max(case.opened_on, REFORM))
            life.ward_answers(case, max(case.opened_on, REFORM) + timedelta(days=9))


def _names(units: dict[int, Unit]) -> list[tuple[str, Unit]]:
    names = UnitNames.on(moment.today())
    return [(names[pk].casefold(), unit) for pk, unit in units.items() if pk in names.living]
