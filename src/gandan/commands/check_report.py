"""`gandan check-report FILE... --out FILE.{jsonl,html,docx}`: what does not agree in a report."""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gandan.commands.console import (
    EXIT_FAULTS,
    EXIT_OK,
    CommandError,
    Progress,
    check_writable,
    existing,
    say,
    tell,
)
from gandan.commands.inputs import tell_problems
from gandan.commands.lines import write_jsonl, write_whole
from gandan.core.readers import Item, Problem, read_inputs
from gandan.overview.reviewing import (
    counts,
    document_of,
    review_of,
    summary,
    whole_review_page,
)
from gandan.substance import Document, Earlier, Finding, Severity, check

KINDS = (".jsonl", ".html", ".docx")
SHOWN = 5  # findings of one report on the terminal
Checked = list[tuple[Document, list[Finding]]]


def add(commands: Any) -> None:
    parser = commands.add_parser(
        "check-report", help="kiểm tra số liệu, đoạn chép lại, câu rỗng trong báo cáo"
    )
    parser.add_argument("reports", nargs="+", metavar="FILE", help=".docx .pdf .txt .xlsx .jsonl")
    parser.add_argument(
        "--against",
        nargs="+",
        default=[],
        metavar="FILE",
        help="báo cáo trước của mình và nơi khác",
    )
    parser.add_argument("--template", metavar="FILE", help="mẫu báo cáo: chữ của mẫu không tính")
    parser.add_argument(
        "--out", required=True, action="append", type=Path, metavar="FILE.{jsonl,html,docx}"
    )
    parser.add_argument(
        "--docx", type=Path, metavar="FOLDER", help="ghi mỗi báo cáo thành .docx có ghi chú"
    )
    parser.add_argument("--strict", action="store_true", help="trả mã 1 khi có lỗi")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    _check_outputs(args)
    documents, sources, problems = _read([*args.reports])
    if not documents:
        raise CommandError("Không đọc được báo cáo nào từ các tệp đã cho.")
    if any(out.suffix == ".docx" for out in args.out) and len(documents) > 1:
        raise CommandError("Có nhiều báo cáo: dùng --docx THƯ_MỤC để ghi mỗi báo cáo một tệp.")
    earlier = Earlier(_read(args.against)[0], _template(args.template))
    progress = Progress("Kiểm tra", "báo cáo")
    checked: Checked = []
    for document in documents:
        checked.append((document, check(document, earlier=earlier)))
        progress(len(checked), len(documents))
    _write(args, checked, sources)
    errors = _say(checked)
    return EXIT_FAULTS if problems or (args.strict and errors) else EXIT_OK


def _check_outputs(args: argparse.Namespace) -> None:
    for out in args.out:
        if out.suffix.lower() not in KINDS:
            raise CommandError(f"Tệp kết quả phải có đuôi {', '.join(KINDS)}.")
        check_writable(out)
    if args.docx and not args.docx.is_dir():
        raise CommandError(f"Không có thư mục {args.docx}. Tạo thư mục rồi chạy lại.")


def _read(paths: Sequence[str]) -> tuple[list[Document], dict[str, Path], bool]:
    """Documents, the .docx file of each that has one, and whether something was not read."""
    documents: list[Document] = []
    sources: dict[str, Path] = {}
    problems: list[Problem] = []
    given = existing(paths)
    by_name = {path.name: path for path in given if path.suffix.lower() == ".docx"}
    for row in read_inputs(given, as_reports=True) if given else ():
        if isinstance(row, Item):
            document = document_of(row)
            documents.append(document)
            if row.address in by_name:
                sources[document.id] = by_name[row.address]
        else:
            problems.append(row)
    tell_problems(problems)
    return documents, sources, any(problem.severity == "error" for problem in problems)


def _template(path: str | None) -> Document | None:
    return next(iter(_read([path])[0]), None) if path else None


def _write(args: argparse.Namespace, checked: Checked, sources: dict[str, Path]) -> None:
    for out in args.out:
        if out.suffix.lower() == ".jsonl":
            write_jsonl(out, (f.as_row() for _, findings in checked for f in findings))
        elif out.suffix.lower() == ".html":
            write_whole(out, [whole_review_page(checked).encode()])
        else:
            write_whole(out, [_with_comments(*checked[0], sources)])
    if args.docx:
        for name, document, findings in _named(checked):
            write_whole(args.docx / name, [_with_comments(document, findings, sources)])


def _named(checked: Checked) -> Iterator[tuple[str, Document, list[Finding]]]:
    """File names for the copies: the own name, never one twice, nothing that leads elsewhere."""
    used: set[str] = set()
    for document, findings in checked:
        plain = "".join(c if c.isalnum() or c in " ._-" else "-" for c in document.id).strip(" .")
        stem = re.sub(r"\.(?:docx|pdf|txt|xlsx)$", "", plain) or "bao-cao"
        name, number = f"{stem}-ghi-chu.docx", 1
        while name in used:
            number += 1
            name = f"{stem}-ghi-chu-{number}.docx"
        used.add(name)
        yield name, document, findings


def _with_comments(
    document: Document, findings: Sequence[Finding], sources: dict[str, Path]
) -> bytes:
    """The report's own file with comments, or a new one for reports that are no Word file."""
    from gandan.documents import commented, written_with_comments

    review = review_of(document, findings)
    source = sources.get(document.id)
    return commented(source.read_bytes(), review) if source else written_with_comments(review)


def _say(checked: Checked) -> int:
    """A line for each report, its errors under it; return the number of errors."""
    for document, findings in checked:
        say(f"{document.id}: {summary(findings)}")
        errors = [f for f in findings if f.severity == Severity.ERROR]
        for finding in errors[:SHOWN]:
            line = document.text.count("\n", 0, finding.start) + 1
            say(f"  dòng {line}: {finding.message}")
        if len(errors) > SHOWN:
            say(f"  … và {len(errors) - SHOWN} lỗi khác trong tệp kết quả")
    total = counts([f for _, findings in checked for f in findings])["error"]
    tell(f"Đã kiểm tra {len(checked)} báo cáo, {total} lỗi.")
    return total
