"""The optional program that reads letters in pictures: Debian's tesseract with Vietnamese."""

import shutil
import subprocess
from functools import cache

LANGUAGE = "vie"


@cache
def ocr_program() -> str:
    """The path of tesseract when it is installed with Vietnamese, else ""."""
    found = shutil.which("tesseract")
    if not found:
        return ""
    try:
        listed = subprocess.run(  # noqa: S603 (a path that the system's own search found)
            [found, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found if LANGUAGE in listed.stdout.split() else ""
