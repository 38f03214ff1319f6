"""Files that are not what their name says, told by their first bytes."""

from typing import IO

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "tệp nén hoặc tệp Office (.docx, .xlsx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Office kiểu cũ (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"\x7fELF", "chương trình"),
    (b"MZ\x90\x00", "chương trình"),
    (b"\x1f\x8b\x08", "tệp nén gzip"),
    (b"Rar!\x1a\x07", "tệp nén RAR"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7z"),
)
TEXTUAL = frozenset({".txt", ".csv", ".tsv", ".jsonl", ".json", ".eml"})
OLD_OFFICE = SIGNATURES[2][0]
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
UNREAD = {
    ".doc": "Tệp Word kiểu cũ (.doc). Mở bằng Word, lưu thành .docx rồi nạp.",
    ".xls": "Bảng tính kiểu cũ (.xls). Mở bằng Excel, lưu thành .xlsx rồi nạp.",
    ".xlsm": "Bảng tính có macro (.xlsm). Lưu thành .xlsx rồi nạp.",
    ".docm": "Tệp Word có macro (.docm). Lưu thành .docx rồi nạp.",
    ".rtf": "Tệp .rtf. Mở bằng Word, lưu thành .docx rồi nạp.",
    ".odt": "Tệp .odt. Mở bằng LibreOffice, lưu thành .docx rồi nạp.",
    ".ods": "Tệp .ods. Mở bằng LibreOffice, lưu thành .xlsx rồi nạp.",
    ".msg": "Thư Outlook (.msg). Lưu thành .eml rồi nạp.",
    ".rar": "Tệp nén .rar. Giải nén, hoặc nén lại thành .zip, rồi nạp.",
    ".7z": "Tệp nén .7z. Giải nén, hoặc nén lại thành .zip, rồi nạp.",
    ".gz": "Tệp nén .gz. Giải nén rồi nạp.",
}
PICTURES = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg"}
)


def disguised_as(head: bytes, ending: str) -> str:
    """What the bytes are when a textual name hides something else; "" when all is well."""
    if ending not in TEXTUAL:
        return ""
    return next((name for mark, name in SIGNATURES if head.startswith(mark)), "")


def unread(ending: str, known: frozenset[str]) -> str:
    """Why files with this ending are not read, and what to do."""
    if ending in UNREAD:
        return f"{UNREAD[ending]} Tệp được giữ nguyên."
    if ending in PICTURES:
        return "Tệp ảnh chưa có chữ. Tệp được giữ nguyên; cần gõ hoặc nhận dạng chữ."
    kinds = ", ".join(sorted(known))
    return f"Chưa đọc được loại tệp {ending or 'không có đuôi'}. Các loại đọc được: {kinds}."


def broken_office(source: IO[bytes], ending: str) -> tuple[str, str]:
    """Code and message for a .docx or .xlsx that does not open."""
    source.seek(0)
    head = source.read(1 << 20)
    program = "Word" if ending == ".docx" else "Excel"
    kind = "docx" if ending == ".docx" else "xlsx"
    if head.startswith(OLD_OFFICE):
        source.seek(0)
        if ENCRYPTED_PACKAGE in source.read(64 << 20):
            return "encrypted", "Tệp có mật khẩu. Bỏ mật khẩu rồi nạp lại."
        message = f"Tệp kiểu cũ đổi đuôi thành {ending}. Mở bằng {program}, lưu lại thành {ending}."
        return f"broken_{kind}", message
    if head.startswith(b"{\\rtf"):
        return f"broken_{kind}", f"Đây là tệp .rtf. Lưu lại thành {ending} rồi nạp."
    message = f"Tệp không phải {ending} hoặc đã hỏng. Mở bằng {program}, lưu lại rồi nạp."
    return f"broken_{kind}", message
