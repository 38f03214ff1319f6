"""`gandan verify`: recompute the log, or check a receipt or a proof with the public key only.

Exit 1 when anything does not agree.
"""

import argparse
import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_FAULTS, EXIT_OK, CommandError, Progress, say, tell

if TYPE_CHECKING:
    from gandan.audit.checking import Fault
    from gandan.audit.notes import LogKey
    from gandan.audit.verifying import Verification

SHOWN_FAULTS = 50
LINEAR_MARK = re.compile(r"gandan (\d{1,18}) ([0-9a-f]{64})\s*")
WORDS: Mapping[str, str] = {
    "missing": "Thiếu {range}: đã bị xóa.",
    "changed": "{range} không còn như lúc ghi.",
    "twice": "{range} có hai bản.",
    "beyond": "{range} không có trong cây: bị chèn thêm.",
    "tile": "Phần cây trên {range} bị sửa.",
    "root": "Cây không khớp mốc ký ở mục {last}; chỗ sửa nằm trong {range}.",
    "cut": "Nhật ký bị cắt hoặc bị quay lui: mốc ký còn ghi {range}.",
    "signature": "Mốc ký ở mục {last} không có chữ ký đúng.",
    "unreadable": "Mốc ký ở mục {last} không đọc được.",
    "uncovered": "Mốc ký của {range} bị mất.",
    "erased": "{range} mất chi tiết mà không có mục ghi việc xóa theo luật.",
}


def add(commands: Any) -> None:
    parser = commands.add_parser("verify", help="kiểm tra nhật ký, các bản đã chốt, biên nhận")
    parser.add_argument(
        "--against",
        type=Path,
        action="append",
        default=[],
        metavar="TỆP",
        help="mốc ký đã cất ở nơi khác",
    )
    parser.add_argument("--checkpoint", type=Path, metavar="TỆP", help="ghi mốc ký mới ra tệp")
    parser.add_argument("--receipt", type=Path, metavar="TỆP", help="chỉ kiểm tra một biên nhận")
    parser.add_argument(
        "--continuity",
        type=Path,
        metavar="TỆP",
        help="chỉ kiểm tra chứng minh nối tiếp, cùng với --against",
    )
    parser.add_argument("--public-key", type=Path, metavar="TỆP", help="khóa công khai của nhật ký")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.receipt:
        return _receipt(args)
    if args.continuity:
        return _continuity(args)
    return _log(args)


def _log(args: argparse.Namespace) -> int:
    texts = [_read(path) for path in args.against]
    django_setup.start()
    django_setup.require_migrated()
    from gandan.audit.notes import NoteError, read_checkpoint
    from gandan.audit.verifying import matches_linear_mark, verify
    from gandan.briefing.verifying import pack_faults
    from gandan.overview.verifying import digest_faults
    from gandan.sealed.verifying import envelope_faults

    linear = [found for text in texts if (found := LINEAR_MARK.fullmatch(text))]
    notes = [text for text in texts if not LINEAR_MARK.fullmatch(text)]
    for path, text in zip(args.against, texts, strict=True):
        if text in notes:
            try:
                read_checkpoint(text)
            except NoteError as error:
                raise CommandError(f"{path} không phải mốc ký của nhật ký.") from error
    _sequence()
    progress = Progress("Kiểm tra nhật ký", "mục")
    keys = [_key(args.public_key)] if args.public_key else []
    result = verify(against=notes, keys=keys, progress=progress)
    others = [*digest_faults(), *pack_faults(), *envelope_faults()]
    others += [
        f"Mốc cũ ở mục {mark[1]} không khớp với nhật ký đã chuyển vào cây."
        for mark in linear
        if not matches_linear_mark(int(mark[1]), mark[2])
    ]
    if args.checkpoint:
        _write_checkpoint(args.checkpoint)
    return _tell(result, others, as_json=args.json)


def _sequence() -> None:
    """Bring new entries into the tree, if it still takes any; the check tells what is wrong."""
    from django.db import IntegrityError

    from gandan.audit.sequencing import TreeDamagedError, sequence_entries
    from gandan.audit.signing import SigningKeyError

    try:
        sequence_entries()
    except (TreeDamagedError, IntegrityError) as error:
        tell(f"Chưa ghép được mục mới vào cây: {error}")
    except SigningKeyError as error:
        raise CommandError(f"Không đọc được khóa ký của máy chủ: {error}") from error


def _tell(result: "Verification", others: list[str], *, as_json: bool) -> int:
    good = not result.faults and not others
    if as_json:
        plain = {
            "entries": result.entries,
            "waiting": result.waiting,
            "root": result.root.hex(),
            "first_damaged": result.first_damaged,
            "faults": [asdict(fault) for fault in result.faults],
            "other_faults": others,
        }
        say(json.dumps(plain, ensure_ascii=False))
        return EXIT_OK if good else EXIT_FAULTS
    for sentence in [*map(sentence_of, result.faults[:SHOWN_FAULTS]), *others]:
        say(sentence)
    if len(result.faults) > SHOWN_FAULTS:
        say(f"… và {len(result.faults) - SHOWN_FAULTS} chỗ khác.")
    say(f"Nhật ký: {result.entries} mục, mã {result.root.hex()[:16]}.")
    if result.faults:
        say(f"Mục hỏng đầu tiên: {result.first_damaged}.")
    say("Mọi mục đều khớp." if good else "Không khớp.")
    return EXIT_OK if good else EXIT_FAULTS


def sentence_of(fault: "Fault") -> str:
    """What a fault means, for a person."""
    span = f"mục {fault.first}"
    if fault.last > fault.first:
        span = f"các mục {fault.first} đến {fault.last}"
    sentence = WORDS[fault.code].format(range=span, last=fault.last)
    return sentence[0].upper() + sentence[1:]


def _write_checkpoint(path: Path) -> None:
    from gandan.audit.selectors import newest_checkpoint

    head = newest_checkpoint()
    if head is None:
        raise CommandError("Nhật ký chưa có mục nào nên chưa có mốc ký.")
    path.write_text(head.note, "utf-8")
    tell(f"Đã ghi mốc ký vào {path}. Cất tệp này ở nơi khác máy chủ.")


def _receipt(args: argparse.Namespace) -> int:
    from gandan.audit.receipts import ReceiptError, read_receipt

    key = _key(args.public_key)
    try:
        receipt = read_receipt(_read(args.receipt))
    except ReceiptError:
        say(f"{args.receipt} không phải biên nhận, hoặc đã bị sửa.")
        return EXIT_FAULTS
    if not receipt.is_proved_by(key):
        say("Biên nhận KHÔNG khớp: nội dung bị sửa, hoặc chữ ký không phải của khóa này.")
        return EXIT_FAULTS
    content = receipt.content
    say(f"Biên nhận khớp. Mục {receipt.index + 1} trong {receipt.checkpoint.size} mục của nhật ký")
    say(f"{receipt.checkpoint.origin}, ký lúc {receipt.checkpoint.at:%H:%M %d/%m/%Y} (UTC).")
    say(f"Việc: {content['action']}; đối tượng: {content['subject']}; lúc: {content['at']}.")
    return EXIT_OK


def _continuity(args: argparse.Namespace) -> int:
    from gandan.audit.continuity import ContinuityError, continues
    from gandan.audit.notes import NoteError, read_checkpoint

    if len(args.against) != 1:
        raise CommandError("--continuity cần đúng một mốc cũ: --against TỆP.")
    key = _key(args.public_key)
    try:
        good = continues(_read(args.continuity), read_checkpoint(_read(args.against[0])), key)
    except (ContinuityError, NoteError) as error:
        raise CommandError("Tệp không phải mốc ký hoặc không phải chứng minh nối tiếp.") from error
    say("Nhật ký chỉ được ghi thêm từ mốc cũ." if good else "KHÔNG nối tiếp mốc cũ.")
    return EXIT_OK if good else EXIT_FAULTS


def _key(path: Path | None) -> "LogKey":
    """The public key given, else that of the data folder on this machine."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from gandan.audit.notes import LogKey, NoteError
    from gandan.config.environment import data_folder

    try:
        if path:
            return LogKey.read(_read(path))
        own = data_folder() / "signing_key"
        if own.is_file():
            return LogKey.of(
                Ed25519PrivateKey.from_private_bytes(bytes.fromhex(own.read_text("ascii")))
            )
    except (NoteError, ValueError, OSError) as error:
        raise CommandError(f"Không đọc được khóa công khai: {error}") from error
    raise CommandError("Cần khóa công khai của nhật ký: --public-key TỆP (tải ở trang Mốc ký).")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được {path}: {error}") from error
