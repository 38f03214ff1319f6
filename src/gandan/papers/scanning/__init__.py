"""Read scanned papers: pages as pictures, text where there is some, in a limited child process.

No Django. The file is untrusted: it is opened only by the child, which bounds its own memory and
time, and what comes back is plain text and freshly drawn pictures.
"""

from gandan.papers.scanning.kinds import LARGEST, MEDIA_TYPES, media_type_of
from gandan.papers.scanning.process import ScanError, draw_page, read_scan
from gandan.papers.scanning.program import ocr_program

__all__ = [
    "LARGEST",
    "MEDIA_TYPES",
    "ScanError",
    "draw_page",
    "media_type_of",
    "ocr_program",
    "read_scan",
]
