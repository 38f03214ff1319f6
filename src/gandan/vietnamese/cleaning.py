"""Take out characters that a reader cannot see and that could mislead one."""

import re

_NAMES = {
    "\x00": "ký tự NUL",
    "\u200e": "ký tự đảo chiều",
    "\u200f": "ký tự đảo chiều",
    "\u061c": "ký tự đảo chiều",
    "\u00ad": "gạch nối ẩn",
    "\ufeff": "dấu thứ tự byte",
}
_NAMES |= {chr(c): "ký tự đảo chiều" for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_NAMES |= {chr(c): "khoảng trắng vô hình" for c in (0x200B, 0x200C, 0x200D, 0x2060, 0x180E)}
_NAMES |= {chr(c): "ký tự điều khiển" for c in (*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)}
_NAMES |= {chr(c): "ký tự điều khiển" for c in range(0x80, 0xA0)}
_NAMES |= {
    chr(c): "ký tự vô hình" for c in (*range(0x2061, 0x2065), *range(0xFFF9, 0xFFFC), 0x3164)
}
_NAMES |= {chr(c): "ký tự vô hình" for c in range(0xE0000, 0xE0080)}
_HIDDEN = re.compile("[" + "".join(map(re.escape, _NAMES)) + "]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_PRINTABLE_HIDDEN = "\u3164"
# A lone half of a surrogate pair cannot be stored or sent.
_LONE = re.compile("[\ud800-\udfff]")


def clean_controls(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without hidden characters, and the names of what was taken out.

    Line ends become "\\n"; tabs stay. Lone surrogates become U+FFFD. Idempotent. The letter ư of
    TCVN3 is a soft hyphen: call ``recover`` first.
    """
    if text.replace("\n", "").isprintable() and _PRINTABLE_HIDDEN not in text:
        return text, ()  # nearly every text; the patterns below are fifty times as slow
    text = _LINE_END.sub("\n", text)
    found = dict.fromkeys(_NAMES[match] for match in _HIDDEN.findall(text))
    text = _LONE.sub("\ufffd", _HIDDEN.sub("", text))
    return text, tuple(found)
