"""Visits, sessions and refusals for tests, in a few words."""

from datetime import date, time, timedelta

from gandan.casework.services.joining import standing_case
from gandan.reception.services import booking, concluding, receiving, refusing, scheduling

DAY = date(2026, 9, 3)
SAID = "Ngõ 58 Bến Trúc ngập từ hôm qua, trạm bơm không chạy."


def visit(unit, by, text=SAID, on=DAY, key="", name="Phạm Văn Mẫu", **more):
    """``more`` is of ``Told``, except session, earlier, address and representatives."""
    who = {n: more.pop(n) for n in ("address", "phone", "representatives") if n in more}
    links = {n: more.pop(n) for n in ("session", "earlier", "booking") if n in more}
    told = receiving.Told(text=text, received_on=on, **more)
    visitor = receiving.Visitor(name=name, **who)
    return receiving.receive(told, visitor, unit=unit, by=by, key=key or text, **links)


def session(unit, by, *days, **more):
    values = {
        "starts_at": time(8),
        "place": "Trụ sở tiếp công dân",
        "kind": "periodic",
        "leader": "Chủ tịch Trần Quốc Minh",
        "role": "commune_chair",
    }
    made = scheduling.plan(scheduling.Plan(**{**values, **more}), days or [DAY], unit=unit, by=by)
    return made[0] if len(made) == 1 else made


def outcome(one, by, state="held", today=date(2026, 9, 30), **more):
    scheduling.write_outcome(one, scheduling.Outcome(state, **more), by=by, today=today)
    return one


def refusal(unit, by, ground="weapon", key="k", **more):
    said = "Đã giải thích tại bàn tiếp dân và đọc nội quy."
    refused = refusing.Refused(DAY, ground, said)
    return refusing.refuse(refused, unit=unit, by=by, key=key, **more)


def wish(unit, by, name="Phạm Văn Mẫu", key="k", earlier=None, **more):
    """Somebody who asks to be received."""
    said = {"phone": "0900 111 222", "matter": "Hỏi việc ngõ 58 ngập", **more}
    return booking.ask(booking.Wish(name, **said), unit=unit, by=by, key=key, earlier=earlier)


def booked(unit, by, one, hour=time(8), today=DAY, **more):
    """An appointment with a time at the session ``one``."""
    made = wish(unit, by, **more)
    booking.give_time(made, one, hour, by=by, today=today, version=made.version)
    return made


def conclusion(made, by, days=10, key="k", **more):
    """What the leader concluded at the visit ``made``."""
    said = {"assigned_name": "Sở Xây dựng", "text": "Sửa xong trạm bơm Bến Trúc.", **more}
    found = concluding.Concluded(carry_out_by=DAY + timedelta(days=days), **said)
    return concluding.conclude(found, made, standing_case(made.submission), by=by, key=key)


def reception_of(unit, by):
    """One of each, and the code that each route takes; the first prefix that fits counts."""
    made = visit(unit, by)
    return {
        "reception:visitor": "",
        "reception:visit": made.code,
        "reception:conclusion_new": made.code,
        "reception:conclusion": conclusion(made, by).code,
        "reception:task": conclusion(made, by, assigned_name="", assigned_unit=unit, key="k2").code,
        "reception:booking": wish(unit, by).slip,
        "reception:session": session(unit, by).code,
        "reception:refusal": refusal(unit, by).code,
    }
