"""Fill a register with cases in all stages of handling, as a city has them after three years."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

BLOCK = 10_000
OPEN_SHARE = 0.15
WORDS = (
    "ngập nước ở ngõ",
    "rác chưa thu gom ở tổ",
    "đèn đường hỏng ở phố",
    "cấp giấy chứng nhận quyền sử dụng đất thửa",
    "tiếng ồn quán karaoke số",
    "mất điện nhiều lần ở dãy nhà",
    "đường trơn trượt đoạn",
    "bồi thường giải phóng mặt bằng hộ số",
)
KINDS = ("reflection", "reflection", "petition", "complaint")
FIELDS = ("ha-tang-ky-thuat", "moi-truong", "dat-dai", "giao-thong-trat-tu")
HANOI = timezone(timedelta(hours=7))


class Standing(NamedTuple):
    """Where a case is: stage, whose turn, the term that runs, whether a body has it."""

    stage: str
    turn: str
    clock: str
    is_out: bool = False


OPEN = (
    *[Standing("received", "office", "TCD-TL")] * 6,
    *[Standing("classified", "office", "TCD-TL")] * 4,
    *[Standing("referred", "office", "NB-NHAN", is_out=True)] * 4,
    *[Standing("awaiting_answer", "office", "NB-DD", is_out=True)] * 4,
    Standing("awaiting_sender", "sender", "TCD-TL"),
    Standing("answered", "sender", ""),
)
RESTING = Standing("closed", "rest", "")


def fill(count: int, *, day: date, seed: int = 5) -> None:
    """Insert ``count`` cases with letters, steps, terms and referrals."""
    from django.db import transaction

    maker = _Maker(random.Random(seed), day)
    for start in range(0, count, BLOCK):
        with transaction.atomic():
            maker.block(start, min(BLOCK, count - start))


class _Maker:
    def __init__(self, chance: random.Random, day: date) -> None:
        from gandan.accounts.models import User
        from gandan.units.models import Unit

        self.random, self.day = chance, day
        self.board = Unit.objects.get(code="mh-ban").pk
        # A ward of today: those that ended in 2025 have no grid, but the same kind.
        self.wards = list(
            Unit.objects.filter(code__startswith="mh-p-")
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        self.handler = User.objects.get(username="xulydon").pk

    def block(self, start: int, count: int) -> None:
        """One block, table by table; primary keys are fetched by the codes given here."""
        from gandan.casework.models import Case, CaseStep, Clock, Raising, Referral, Submission
        from gandan.casework.search import SEARCH
        from gandan.core.bulk import insert_rows

        plans = [self._plan(start + n) for n in range(count)]
        insert_rows([Submission(**plan["letter"]) for plan in plans])
        insert_rows([Case(**plan["case"]) for plan in plans])
        letters = _keys(Submission, [plan["letter"]["code"] for plan in plans])
        words = {plan["letter"]["code"]: plan["letter"]["text"] for plan in plans}
        SEARCH.put((pk, words[code]) for code, pk in letters.items())
        cases = _keys(Case, [plan["case"]["code"] for plan in plans])
        for plan in plans:
            plan["pk"] = cases[plan["case"]["code"]]
        insert_rows(
            [
                Raising(submission_id=letters[plan["letter"]["code"]], case_id=plan["pk"])
                for plan in plans
            ]
        )
        insert_rows([Clock(case_id=p["pk"], **row) for p in plans for row in p["clocks"]])
        steps = [CaseStep(case_id=p["pk"], **row) for p in plans for row in p["steps"]]
        insert_rows(steps)
        out = [plan for plan in plans if plan["referral"]]
        sent = dict(
            CaseStep.objects.filter(
                case__in=[plan["pk"] for plan in out], name="refer"
            ).values_list("case_id", "pk")
        )
        insert_rows(
            [Referral(case_id=p["pk"], step_id=sent[p["pk"]], **p["referral"]) for p in out]
        )

    def _plan(self, number: int) -> dict[str, Any]:
        chance = self.random
        is_open = chance.random() < OPEN_SHARE
        standing = chance.choice(OPEN) if is_open else RESTING
        age = chance.randrange(0, 60) if is_open else chance.randrange(20, 1_000)
        opened, ward = self.day - timedelta(days=age), chance.choice(self.wards)
        owner = self.board if chance.random() < 0.4 or standing.is_out else ward
        title = f"{chance.choice(WORDS)} {chance.randrange(1, 900)}"
        return {
            "letter": self._letter(number, owner, opened, title, standing),
            "case": self._case(number, owner, ward, opened, title, standing),
            "clocks": list(self._clocks(opened, standing)),
            "steps": list(self._steps(opened, standing)),
            "referral": self._referral(owner, ward, opened, standing),
        }

    def _letter(
        self, number: int, owner: int, opened: date, title: str, standing: Standing
    ) -> dict[str, Any]:
        return {
            "code": f"Đ-BN-{number:07}",
            "tracking_code": f"bench-{number}",
            "source_key": f"bench-{number}",
            "unit_id": owner,
            "received_on": opened,
            "title": title,
            "text": f"Kính gửi cơ quan, tôi phản ánh việc {title}. Mong được xem xét sớm.",
            "place": "phường Vĩnh Tân",
            "kind": "reflection",
            "field": self.random.choice(FIELDS),
            "classified_by": "machine" if standing.stage == "received" else "",
        }

    def _case(
        self, number: int, owner: int, ward: int, opened: date, title: str, standing: Standing
    ) -> dict[str, Any]:
        due = opened + timedelta(days=14) if standing.clock else None
        done = opened + timedelta(days=18) if standing.turn == "rest" else None
        return {
            "code": f"VV-BN-{number:07}",
            "title": title,
            "unit_id": owner,
            "handling_unit_id": ward if standing.is_out else owner,
            "opened_on": opened,
            "kind": self.random.choice(KINDS) if standing.stage != "received" else "",
            "field": self.random.choice(FIELDS),
            "procedure": "forwarding" if owner == self.board else "petition",
            "stage": standing.stage,
            "officer_id": self.handler if self.random.random() < 0.2 else None,
            "turn": standing.turn,
            "next_due_on": due,
            "next_due_code": standing.clock,
            "next_due_kind": "limit" if due else "",
            "is_followed": True,
            "answered_on": done,
            "rested_on": done,
            "settled_on": done if number % 3 else None,
            # What the steps below say: they refer on the third day.
            "first_handled_on": opened + timedelta(days=2) if _is_referred(standing) else None,
        }

    def _clocks(self, opened: date, standing: Standing) -> Iterator[dict[str, Any]]:
        common = {"start_on": opened, "start_event": "receipt", "sense": "within"}
        due = opened + timedelta(days=14)
        if standing.clock:
            yield {"code": standing.clock, "due_on": due, **common}
        if standing.clock != "TCD-TL":
            closed = {"state": "met", "closed_on": opened + timedelta(days=5)}
            yield {"code": "TCD-TL", "due_on": due, **common, **closed}

    def _steps(self, opened: date, standing: Standing) -> Iterator[dict[str, Any]]:
        names = ["registered"]
        if standing.stage != "received":
            names.append("classify")
        if _is_referred(standing):
            names.append("refer")
        if standing.turn == "rest":
            names += ["confirm_receipt", "receive_answer", "pass_on_answer", "close"]
        for n, name in enumerate(names):
            day = opened + timedelta(days=n)
            at = datetime(day.year, day.month, day.day, 9, tzinfo=HANOI)
            yield {"name": name, "on": day, "at": at, "by_id": self.handler}

    def _referral(
        self, owner: int, ward: int, opened: date, standing: Standing
    ) -> dict[str, Any] | None:
        if not standing.is_out:
            return None
        return {
            "number": 1,
            "from_unit_id": owner,
            "to_unit_id": ward,
            "reason": "Việc trên địa bàn phường.",
            "sent_on": opened + timedelta(days=2),
            "by_id": self.handler,
            "state": "sent" if standing.stage == "referred" else "received",
        }


def _is_referred(standing: Standing) -> bool:
    return standing.is_out or standing.turn == "rest"


def _keys(model: Any, codes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(codes), 500):
        rows = model.objects.filter(code__in=codes[start : start + 500])
        found.update(rows.values_list("code", "pk"))
    return found
