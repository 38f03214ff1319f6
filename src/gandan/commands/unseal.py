"""`gandan unseal`: two keepers open one envelope under a signed order, on an offline station."""

import argparse
import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gandan.commands.console import EXIT_OK, CommandError, say, tell
from gandan.commands.lines import write_whole
from gandan.commands.station import (
    asked,
    check_offline,
    check_screen,
    holder_at,
    read_text,
    server_key,
    show_identity,
    station_errors,
)


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "unseal", help="mở niêm phong danh tính (trạm ngoại tuyến, cần hai người giữ)"
    )
    parser.add_argument("envelope", type=Path, metavar="PHONG_BÌ")
    parser.add_argument("--order", type=Path, required=True, metavar="TỆP", help="lệnh mở đã ký")
    parser.add_argument(
        "--key", type=Path, action="append", required=True, metavar="TỆP.key", help="một hoặc hai"
    )
    parser.add_argument("--half", type=Path, metavar="TỆP", help="nửa khóa do người giữ kia trao")
    parser.add_argument(
        "--half-for", type=Path, metavar="TỆP.pub", help="trao nửa khóa cho người giữ kia"
    )
    parser.add_argument("--to", type=Path, metavar="TỆP.pub", help="mã hóa cho người đọc này")
    parser.add_argument("--out", type=Path, metavar="TỆP", help="tệp kết quả")
    parser.add_argument("--server-key", type=Path, metavar="TỆP")
    parser.add_argument(
        "--lan", action="store_true", help="máy này nằm trên mạng nội bộ độc lập, đã được phép"
    )
    parser.set_defaults(run=run)


@station_errors
def run(args: argparse.Namespace) -> int:
    _check_ways(args)
    check_offline(args.lan)
    from gandan.sealed.envelope import EnvelopeError, decode
    from gandan.sealed.opening import read_order
    from gandan.sealed.station import accepted_order

    try:
        envelope = decode(args.envelope.read_bytes())
    except (EnvelopeError, OSError) as error:
        raise CommandError(f"{args.envelope} không phải phong bì, hoặc đã hỏng.") from error
    server = server_key(args.server_key, args.key[0])
    order = accepted_order(read_text(args.order), server, envelope, datetime.now(UTC))
    content, _ = read_order(order.text)
    tell(f"Lệnh {content.code}, vụ việc {content.case}, do {content.ordered_by} ra.")
    tell(f"Lý do của lệnh: {content.reason}. Căn cứ: {content.basis}.")
    _tell_slots(envelope, args.key[0].parent)
    holders = [holder_at(path) for path in args.key]
    reason = " ".join(asked("Lý do mở, ghi vào biên bản: ").split())
    if len(reason) < 5:
        raise CommandError("Cần ghi lý do mở. Chưa mở gì.")
    if args.half_for:
        return _give_half(args, envelope, order, holders[0], reason)
    return _open(args, envelope, order, holders, reason)


def _tell_slots(envelope: Any, folder: Path) -> None:
    """Whom the envelope is sealed to: a key that nobody here knows must be asked about."""
    from gandan.sealed.key_files import KeyFileError, read_public

    known = {}
    for path in sorted(folder.glob("*.pub")):
        with contextlib.suppress(KeyFileError, CommandError):
            key = read_public(read_text(path))
            known[key.fingerprint] = key.owner
    for slot in envelope.slots:
        owner = known.get(slot.fingerprint, "khóa lạ, không có tệp .pub ở đây")
        tell(f"Ô khóa {slot.fingerprint.hex()[:12]}: {owner}.")


def _check_ways(args: argparse.Namespace) -> None:
    """Refuse before any passphrase is asked."""
    halves = bool(args.half) + bool(args.half_for)
    if len(args.key) + halves != 2 or (args.half_for and args.to):
        raise CommandError(
            "Cần hai khóa (--key A --key B), hoặc một khóa cùng --half hay --half-for."
        )
    if bool(args.out) != bool(args.to or args.half_for):
        raise CommandError("--out đi cùng --to hoặc --half-for; không có thì hiện trên màn hình.")
    if not args.out:
        check_screen()


def _give_half(
    args: argparse.Namespace, envelope: Any, order: Any, holder: Any, reason: str
) -> int:
    from gandan.sealed.station import give_half

    taker = _public(args.half_for)
    text = give_half(envelope, order, holder, taker, reason=reason, now=datetime.now(UTC))
    write_whole(args.out, [text.encode()])
    say(f"Nửa khóa cho {taker.owner}: {args.out}.")
    _tell_books([holder])
    return EXIT_OK


def _open(
    args: argparse.Namespace, envelope: Any, order: Any, holders: list[Any], reason: str
) -> int:
    from gandan.sealed.handover import write_for_reader
    from gandan.sealed.identity import unpack
    from gandan.sealed.keys import Body, spoken
    from gandan.sealed.station import open_together, open_with_half

    reader = _public(args.to) if args.to else None
    if reader and reader.body is not Body.READER:
        raise CommandError(f"{args.to} không phải khóa người đọc (gandan keys new --body reader).")
    shown = f"reader {reader.fingerprint.hex()}" if reader else "screen"
    now = datetime.now(UTC)
    if args.half:
        half = read_text(args.half)
        content = open_with_half(
            envelope, order, holders[0], half, reason=reason, now=now, shown=shown
        )
    else:
        content = open_together(envelope, order, holders, reason=reason, now=now, shown=shown)
    if reader:
        write_whole(args.out, [write_for_reader(content, reader)])
        say(f"Danh tính đã mã hóa cho {reader.owner} ({spoken(reader.fingerprint)}): {args.out}.")
    else:
        show_identity(*unpack(content))
    _tell_books(holders)
    return EXIT_OK


def _public(path: Path) -> Any:
    from gandan.sealed.key_files import KeyFileError, read_public

    try:
        return read_public(read_text(path))
    except KeyFileError as error:
        raise CommandError(f"{path} không phải tệp khóa công khai, hoặc đã hỏng.") from error


def _tell_books(holders: list[Any]) -> None:
    for holder in holders:
        tell(f"Biên bản đã ký: {holder.book}. Chép tệp này về máy chủ để nộp.")
