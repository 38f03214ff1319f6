"""From a name and a stream to the reader of that kind of file; failures become problems."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from gandan.core.readers import archive
from gandan.core.readers.csv_files import read_csv
from gandan.core.readers.disguise import disguised_as, unread
from gandan.core.readers.json_lines import read_jsonl
from gandan.core.readers.letters import read_txt
from gandan.core.readers.model import MIB, Limits, Problem, Rows, error, one_line, storable, warning
from gandan.core.readers.text_files import decode_as_sent

LETTERS = frozenset({".txt", ".docx", ".pdf", ".eml"})
STREAMS = frozenset({".jsonl", ".csv", ".tsv"})
READABLE = LETTERS | STREAMS | {".json", ".xlsx", ".zip"}
IN_MEMORY = 8 * MIB
HEAD = 4096


@dataclass(frozen=True)
class File:
    """``address`` is for people; ``own`` is the id of a letter that has none of its own."""

    stream: IO[bytes]
    size: int
    address: str
    own: str
    is_member: bool = False
    is_attachment: bool = False
    depth: int = 0
    as_report: bool = False
    is_measured: bool = False

    @property
    def ending(self) -> str:
        return PurePosixPath(self.own).suffix.lower()


class Opener:
    """Reads files under ``limits``. ``begins`` is told of each member of a zip before it."""

    def __init__(
        self, limits: Limits, begins: Callable[[int, str, int], None] | None = None
    ) -> None:
        self.limits = limits
        self.begins = begins or (lambda _number, _address, _size: None)

    def read(self, file: File, *, skip: int = 0) -> Rows:
        """Every failure that Python can see becomes a problem. ``skip`` members of a zip."""
        try:
            yield from self._until_hopeless(self._read(file, skip), file)
        except MemoryError:
            message = "Tệp cần quá nhiều bộ nhớ nên không đọc hết. Chia nhỏ rồi nạp lại."
            yield error("too_large", file.address, message, item_id=file.own)
        except RecursionError:
            message = "Tệp lồng nhau quá sâu nên không đọc. Tệp được giữ nguyên."
            yield error("too_deep", file.address, message, item_id=file.own)
        except Exception as fault:
            message = f"Không đọc được tệp ({type(fault).__name__}). Tệp được giữ nguyên."
            yield error("unreadable", file.address, message, item_id=file.own)

    def _until_hopeless(self, rows: Rows, file: File) -> Rows:
        """A file of nothing but faults must not become millions of messages."""
        faults = 0
        for row in rows:
            yield row
            faults = faults + 1 if isinstance(row, Problem) else 0
            if faults >= self.limits.faults_in_a_row:
                message = f"Dừng đọc sau {faults} chỗ lỗi liền nhau. Sửa tệp rồi nạp lại."
                yield error("too_many_faults", file.address, message, item_id=file.own)
                return

    def _read(self, file: File, skip: int) -> Rows:
        limits, ending = self.limits, file.ending
        head = file.stream.read(HEAD)
        file.stream.seek(0)
        largest = limits.letter_file if ending in LETTERS - {".txt"} else limits.largest_file
        if not file.size:
            message = "Tệp trống, không có chữ nào."
            yield error("empty", file.address, message, item_id=file.own)
        elif ending not in READABLE:
            say = warning if file.is_attachment else error
            message = unread(ending, READABLE)
            yield say("unknown_kind", file.address, message, item_id=file.own)
        elif file.size > largest:
            message = (
                f"Tệp lớn {file.size // MIB} MB, tối đa {largest // MIB} MB. Chia nhỏ rồi nạp."
            )
            kept = decode_as_sent(head).text if ending in STREAMS else ""
            yield error("too_large", file.address, message, kept, file.own)
        elif hidden := disguised_as(head, ending):
            message = f"Tệp mang đuôi {ending} nhưng bên trong là {hidden}. Đổi đúng đuôi rồi nạp."
            yield error("disguised", file.address, message, item_id=file.own)
        else:
            yield from self._by_kind(file, skip)

    def _by_kind(self, file: File, skip: int) -> Rows:
        stream, size, where, own, limits = (
            file.stream,
            file.size,
            file.address,
            file.own,
            self.limits,
        )
        match file.ending:
            case ".txt":
                return read_txt(stream, size, where, own, limits)
            case ".jsonl" | ".json":
                return read_jsonl(stream, size, where, own, limits)
            case ".csv" | ".tsv":
                return read_csv(stream, size, where, own, limits)
            case ".zip":
                return self._zip(file, skip)
        return self._office(file)

    def _office(self, file: File) -> Rows:
        """The readers that need larger libraries, which are loaded on first use."""
        stream, where, own, limits = file.stream, file.address, file.own, self.limits
        if file.as_report and file.ending in {".docx", ".xlsx"}:
            from gandan.core.readers.reports import read_report

            return read_report(stream, file.ending, where, own, limits)
        match file.ending:
            case ".xlsx":
                from gandan.core.readers.xlsx import read_xlsx

                return read_xlsx(stream, where, own, limits)
            case ".docx":
                from gandan.core.readers.docx import read_docx

                return read_docx(stream, where, own, limits)
            case ".pdf":
                from gandan.core.readers.pdf import read_pdf

                return read_pdf(stream, where, own, limits)
        from gandan.core.readers.mail import read_eml

        def part(data: bytes, name: str, depth: int) -> Rows:
            return self._attachment(file, data, name, depth)

        return read_eml(stream, where, own, limits, file.depth, part)

    def _attachment(self, mail: File, data: bytes, name: str, depth: int) -> Rows:
        address, own = f"{mail.address}/{name}", f"{mail.own}/{name}"
        if depth > self.limits.mail_depth:
            message = "Thư đính kèm lồng nhau quá sâu nên không đọc. Tệp được giữ nguyên."
            yield error("too_deep", address, message, decode_as_sent(data[:HEAD]).text, own)
            return
        yield from self.read(
            File(BytesIO(data), len(data), address, own, True, is_attachment=True, depth=depth)
        )

    def _zip(self, file: File, skip: int) -> Rows:
        if file.is_member:
            message = "Tệp nén trong tệp nén không được mở. Giải nén trước rồi nạp."
            yield error("nested_zip", file.address, message, item_id=file.own)
            return
        try:
            packed = zipfile.ZipFile(file.stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
            message = "Tệp nén hỏng, không mở được. Nén lại rồi nạp."
            yield error("broken_zip", file.address, message, item_id=file.own)
            return
        with packed:
            if fault := archive.check_zip(packed, self.limits):
                yield error(fault.code, file.address, fault.message, item_id=file.own)
                return
            members = [member for member in packed.infolist() if not member.is_dir()]
            if not members:
                yield error("empty", file.address, "Tệp nén trống, không có tệp nào bên trong.")
            for number, member in enumerate(members):
                if number >= skip:
                    inner = shown_name(archive.member_name(member))
                    address = f"{file.address}/{inner}"
                    self.begins(number, address, member.file_size)
                    yield from self._member(
                        packed, member, address, inner, as_report=file.as_report
                    )

    def _member(
        self,
        packed: zipfile.ZipFile,
        member: zipfile.ZipInfo,
        address: str,
        inner: str,
        *,
        as_report: bool,
    ) -> Rows:
        path = PurePosixPath(inner)
        if path.parts[:1] == ("__MACOSX",) or any(
            p.startswith(".") for p in path.parts if p != ".."
        ):
            message = "Tệp ẩn của hệ thống, không phải đơn; bỏ qua."
            yield warning("hidden_file", address, message)
            return
        if fault := archive.check_member(member):
            yield error(fault.code, address, fault.message, item_id=inner)
            return
        with SpooledTemporaryFile(IN_MEMORY) as unpacked:
            try:
                archive.unpack(packed, member, unpacked)
            except archive.BombError:
                message = "Phần này bung ra lớn hơn kích thước ghi trong tệp nén nên không đọc."
                yield error("zip_bomb", address, message, item_id=inner)
                return
            except Exception:  # zipfile and its decompressors raise many kinds
                message = "Phần này trong tệp nén bị hỏng hoặc nén theo cách lạ, không bung được."
                yield error("broken_member", address, message, item_id=inner)
                return
            size = unpacked.tell()
            unpacked.seek(0)
            file = File(unpacked, size, address, inner, is_member=True, as_report=as_report)
            yield from self.read(file)


def shown_name(name: str) -> str:
    """A file's name as it may be shown: one line, nothing hidden, nothing turned round."""
    return storable(one_line(name)) or "tệp không tên"
