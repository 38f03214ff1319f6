"""`gandan due`: compute a due date and show the sum; reads the shipped law, no database."""

import argparse
import json
from datetime import date, datetime, time
from typing import Any

from gandan.commands.console import EXIT_OK, CommandError, say
from gandan.domain import citations
from gandan.domain.dates import DateError, format_date, read_date
from gandan.domain.deadlines import (
    Clock,
    ClockError,
    Condition,
    Extension,
    NoTimeLimitError,
    Rules,
    Sense,
    Subject,
    Suspension,
    TimeLimit,
    UnknownLimitError,
    due,
    shipped_rules,
)
from gandan.domain.deadlines.rules import HANOI
from gandan.domain.kinds import Kind

KINDS = {
    "complaint": Subject.COMPLAINT,
    "denunciation": Subject.DENUNCIATION,
    "petition": Subject.PETITION,
}
FLAGS = {
    "remote": Condition.REMOTE,
    "complex": Condition.COMPLEX,
    "dismissal": Condition.DISMISSAL,
    "several_places": Condition.SEVERAL_PLACES,
}
LEADS = {Sense.WITHIN: "trong", Sense.LASTING: "đủ", Sense.AHEAD: "trước ít nhất"}


def add(commands: Any) -> None:
    parser = commands.add_parser("due", help="tính hạn theo luật và giải thích cách tính")
    parser.add_argument("--kind", metavar="LOẠI", help="complaint, denunciation hoặc petition")
    parser.add_argument("--step", metavar="MÃ", help="mã thời hạn, như KN-TL; xem --list")
    parser.add_argument("--from", dest="since", metavar="NGÀY", help="ngày sự kiện, như 2026-08-20")
    parser.add_argument("--at", metavar="GIỜ", help="giờ của sự kiện, cho thời hạn tính theo giờ")
    parser.add_argument("--decided-on", metavar="NGÀY", help="ngày chọn luật áp dụng, nếu khác")
    for name, condition in FLAGS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, dest=name, action="store_true", help=condition.label)
    parser.add_argument("--extension", type=int, default=0, metavar="N", help="số lần gia hạn")
    parser.add_argument(
        "--suspended",
        action="append",
        default=[],
        metavar="TỪ:ĐẾN",
        help="ngày tạm đình chỉ và ngày tiếp tục; ghi lại mục này nếu có nhiều lần",
    )
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.add_argument("--list", action="store_true", help="in bảng thời hạn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    rules = shipped_rules()
    if args.list:
        show_list(rules, _subject(args.kind), as_json=args.json)
        return EXIT_OK
    if not args.step or not args.since:
        missing = " và ".join(
            n for n, v in (("--step", args.step), ("--from", args.since)) if not v
        )
        raise CommandError(f"Thiếu {missing}. Ví dụ: gandan due --step KN-TL --from 2026-08-20")
    clock = _clock(args, rules)
    try:
        found = due(clock, rules)
    except (ClockError, NoTimeLimitError) as error:
        raise CommandError(str(error)) from error
    if args.json:
        say(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        say("\n".join(found.explanation))
    return EXIT_OK


def show_list(rules: Rules, subject: Subject | None, *, as_json: bool) -> None:
    rows = [row for row in rules.limits.limits if subject is None or _belongs(row, subject)]
    for row in rows:
        say(json.dumps(_as_json(row), ensure_ascii=False) if as_json else _line(row))


def _line(row: TimeLimit) -> str:
    amounts = [f"{row.amount} {row.unit.label}"]
    for variant in row.variants:
        amounts.append(f"{variant.amount} khi {', '.join(c.label for c in sorted(variant.when))}")
    if row.extension:
        extension = f"gia hạn {row.extension.most} lần, mỗi lần không quá {row.extension.amount}"
        amounts.append(extension)
    force = f"từ {format_date(row.valid_from)}"
    if row.valid_to:
        force += f" đến {format_date(row.valid_to)}"
    basis = citations.in_vietnamese(row.article) or "nội bộ"
    return (
        f"{row.code:<10} {row.name}: {LEADS[row.sense]} {'; '.join(amounts)}, "
        f"mốc {row.starts_on[0].label}. {basis}. {force} ({row.mark.label})"
    )


def _as_json(row: TimeLimit) -> dict[str, Any]:
    return {
        "step": row.code,
        "name": row.name,
        "amount": row.amount,
        "unit": str(row.unit),
        "sense": str(row.sense),
        "starts_on": [str(event) for event in row.starts_on],
        "variants": [
            {"when": sorted(map(str, variant.when)), "amount": variant.amount}
            for variant in row.variants
        ],
        "article": row.article,
        "mark": str(row.mark),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def _clock(args: argparse.Namespace, rules: Rules) -> Clock:
    code = args.step.strip().upper()
    try:
        row = rules.limits.versions(code)[-1]
    except UnknownLimitError as error:
        raise CommandError(f"{error} Xem bảng: gandan due --list") from error
    subject = _subject(args.kind)
    if subject is not None and not _belongs(row, subject):
        raise CommandError(
            f"{code} là thời hạn của phần “{row.subject.label}”. Bỏ hoặc sửa --kind."
        )
    start = _day(args.since, "--from")
    if args.extension < 0:
        raise CommandError("--extension: số lần gia hạn không được âm.")
    each = row.extension.amount if row.extension else 1
    try:
        return Clock(
            code,
            start,
            conditions=frozenset(c for name, c in FLAGS.items() if getattr(args, name)),
            extensions=(Extension(each),) * min(args.extension, 100),
            suspensions=tuple(_suspension(text) for text in args.suspended),
            moment=_moment(start, args.at),
            decided_on=_day(args.decided_on, "--decided-on") if args.decided_on else None,
        )
    except ClockError as error:
        raise CommandError(str(error)) from error


def _subject(kind: str | None) -> Subject | None:
    if kind is None:
        return None
    if kind == Kind.REFLECTION:
        return Subject.PETITION
    if kind not in KINDS:
        raise CommandError(f"--kind: không có loại {kind}; có: {', '.join(KINDS)}.")
    return KINDS[kind]


def _belongs(row: TimeLimit, subject: Subject) -> bool:
    """Limits of reception and of every letter serve all kinds."""
    return row.subject in (subject, Subject.RECEPTION, Subject.LETTER)


def _day(text: str, option: str) -> date:
    try:
        return read_date(text)
    except DateError as error:
        raise CommandError(f"{option}: {error}") from error


def _suspension(text: str) -> Suspension:
    first, separator, last = text.partition(":")
    if not separator:
        raise CommandError(
            f"--suspended: “{text}” thiếu dấu hai chấm. Ghi như 2026-08-10:2026-08-20"
        )
    until = _day(last, "--suspended") if last else None
    return Suspension(_day(first, "--suspended"), until)


def _moment(day: date, text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(day, time.fromisoformat(text), HANOI)
    except ValueError as error:
        raise CommandError(f"--at: “{text}” không phải giờ. Ghi như 08:00.") from error
