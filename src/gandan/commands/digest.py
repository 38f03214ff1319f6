"""`gandan digest INPUT... --out FILE`: the main job without a server."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gandan.commands import inputs
from gandan.commands.compiling import tell_before_compiling
from gandan.commands.console import EXIT_OK, CommandError, check_writable, existing, tell
from gandan.commands.lines import indented, write_whole
from gandan.domain.dates import format_date
from gandan.domain.periods import Period, PeriodError, read_period

if TYPE_CHECKING:
    from gandan.synthesis import Digest

KINDS = (".docx", ".pdf", ".html", ".json")


def add(commands: Any) -> None:
    parser = commands.add_parser("digest", help="tổng hợp đơn thành một văn bản")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp, thư mục hoặc .zip")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.{docx,pdf,html,json}")
    parser.add_argument("--period", metavar="KỲ", help="2026-Q2, 2026-06, 2026-06-01..2026-07-01")
    parser.add_argument("--layout", default="state_nd30", help="state_nd30 hoặc party_hd05")
    parser.add_argument("--issuer", default="", help="cơ quan ban hành, in ở đầu văn bản")
    parser.add_argument(
        "--cluster",
        metavar="ĐỊA_CHỈ",
        help="chạy trên nhiều tiến trình hoặc máy: local:2, hoặc địa chỉ bộ điều phối Dask",
    )
    parser.add_argument(
        "--work", type=Path, metavar="THƯ_MỤC", help="nơi để tệp tạm mà mọi máy cùng thấy"
    )
    parser.add_argument(
        "--tables", type=Path, metavar="THƯ_MỤC", help="ghi thêm kết quả từng đơn ra Parquet"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    kind = args.out.suffix.lower()
    if kind not in KINDS:
        raise CommandError(f"Tệp kết quả phải có đuôi {', '.join(KINDS)}.")
    check_writable(args.out)
    period = _period(args.period)
    if args.cluster:
        from gandan.commands.clustering import digest_on_cluster

        found, synthetic = digest_on_cluster(args, period)
        return _finish(kind, found, synthetic, args)
    if args.work or args.tables:
        raise CommandError("--work và --tables cần đi cùng --cluster.")
    loaded = inputs.load(existing(args.inputs))
    from gandan.synthesis import synthesize

    tell_before_compiling()

    tell("Tìm bản sao, phân loại, gom vấn đề, chọn câu trích…")
    found = synthesize(loaded.corpus, period=period, previous=period.previous() if period else None)
    synthetic = any(item.extra.get("synthetic") for item in loaded.items)
    return _finish(kind, found, synthetic, args)


def _finish(kind: str, found: "Digest", synthetic: bool, args: argparse.Namespace) -> int:
    from gandan.synthesis import digest_to_json

    content = digest_to_json(found)
    write_whole(args.out, _written(kind, content, found, synthetic, args))
    tell(
        f"{content['counts']['letters']['value']} đơn, {len(content['concerns'])} vấn đề, "
        f"{len(content['duplicates'])} nhóm trùng. Kết quả: {args.out}"
    )
    return EXIT_OK


def _period(text: str | None) -> Period | None:
    try:
        return read_period(text) if text else None
    except PeriodError as error:
        raise CommandError(str(error)) from error


def _written(
    kind: str, content: dict[str, Any], found: "Digest", synthetic: bool, args: argparse.Namespace
) -> Iterator[bytes]:
    if kind == ".json":
        yield from indented(content)
        return
    from gandan.documents import LayoutError, layout, to_docx, to_pdf
    from gandan.overview.papers import PaperHead, paper_of
    from gandan.overview.webpage import whole_page

    letters = found.corpus
    days = letters.days.astype(object).tolist()
    about = {
        own: ", ".join(part for part in (day and f"nhận ngày {format_date(day)}", place) if part)
        for own, day, place in zip(letters.ids, days, letters.places, strict=True)
    }
    document = paper_of(
        content, head=PaperHead(issuer=args.issuer, synthetic=synthetic), about=about
    )
    try:
        look = layout(args.layout)
    except LayoutError as error:
        raise CommandError(str(error)) from error
    if kind == ".docx":
        yield to_docx(document, look)
    elif kind == ".pdf":
        yield to_pdf(document, look)
    else:
        yield whole_page(document, args.layout).encode()
