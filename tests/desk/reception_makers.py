"""Visits, sessions and refusals for tests, in a few words."""

from datetime import date, time

from gandan.reception.services import receiving, refusing, scheduling

DAY = date(2026, 9, 3)
SAID = "Ngõ 58 Bến Trúc ngập từ hôm qua, trạm bơm không chạy."


def visit(unit, by, text=SAID, on=DAY, key="", name="Phạm Văn Mẫu", **more):
    """``more`` is of ``Told``, except session, earlier, address and representatives."""
    who = {n: more.pop(n) for n in ("address", "phone", "representatives") if n in more}
    links = {n: more.pop(n) for n in ("session", "earlier") if n in more}
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


def reception_of(unit, by):
    """One of each, and the code that each route takes; the first prefix that fits counts."""
    return {
        "reception:visit": visit(unit, by).code,
        "reception:session": session(unit, by).code,
        "reception:refusal": refusal(unit, by).code,
    }
