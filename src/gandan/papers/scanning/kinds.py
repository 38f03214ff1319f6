"""What a scan may be, by its first bytes; its name says nothing."""

LARGEST = 40 * 1024 * 1024
MEDIA_TYPES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def media_type_of(start: bytes) -> str:
    """The kind of a file from its first bytes; "" for one that is not accepted."""
    return next((kind for mark, kind in _STARTS if start.startswith(mark)), "")
