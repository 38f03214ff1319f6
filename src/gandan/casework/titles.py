"""A line that says what a letter is about: the sender's own words behind the form."""

import re

from gandan.vietnamese import fold

LONGEST = 120
# A form's own words stand at the beginning of a line, behind a bullet at most.
_FORM_WITHIN = 100
_FORM = re.compile(
    r"^(?:cong hoa xa hoi|doc lap\W+tu do|don (?:phan anh|kien nghi|khieu nai|to cao|de nghi|keu cuu)\b"
    r"|(?:dong )?kinh gui|toi ten|ho va ten|ho ten|dia chi|dien thoai|so dien thoai|noi o|can cuoc"
    r"|chuyen tiep don|gui lai lan)"
)


def title_of(text: str, place: str = "", *, longest: int = LONGEST) -> str:
    """The first lines that are neither form nor the mere place, cut at a word."""
    lines = text.splitlines()
    own: list[str] = []
    long = 0
    for line in map(_one_spaced, lines):
        if line and line != place and not _FORM.match(fold(line[:_FORM_WITHIN]).strip(" -–•*")):
            own.append(line)
            long += len(line)
        if long > longest:
            break  # the rest would be cut off
    first = " ".join(own or filter(None, map(_one_spaced, lines)))
    if len(first) <= longest:
        return first
    return first[:longest].rsplit(" ", 1)[0] + "…"


def _one_spaced(line: str) -> str:
    return " ".join(line.split())
