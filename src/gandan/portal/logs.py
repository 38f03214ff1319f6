"""Codes stay out of the server's log: whoever reads it must not be able to follow a letter."""

import logging
import re

_CODE = re.compile(r"(/(?:theo-doi|gui-don|bao-tin)/)[^/\s]+")


class WithoutCodes(logging.Filter):
    """Replace what stands behind the public addresses; nothing else of a line is changed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _CODE.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args
            )
        return True
