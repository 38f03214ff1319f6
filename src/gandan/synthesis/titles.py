"""What a concern or a theme is called: its topic, its own words and its place.

Own words are a clause that most of its letters say, in quotation marks: what citizens report is
not what the office has found.
"""

import re
from collections.abc import Sequence

from gandan.domain.taxonomy import field_name, topic_name
from gandan.synthesis.groups import Group
from gandan.synthesis.quoting import Sentence
from gandan.synthesis.themes import Theme
from gandan.vietnamese import fold

# A clause names the concern when so many of its letters say it; in so many words.
SAID_BY, FEWEST, MOST = 0.6, 4, 14
# Not where another sentence is said nearly as often: then the topic alone is true of all.
OTHERS = 0.6
_CLAUSES = re.compile(r"[^:;,.!?…]+[:;,.!?…]*")
# What only leads to the matter.
_LEADING = re.compile(
    r"^(?:(?:kính )?(?:mong|đề nghị|xin|báo|cho) [^:]*? việc|(?:người dân )?(?:chúng )?tôi (?:rất )?bức xúc vì|"
    r"bà con [^:]*? phản ánh|từ [^,:]*? đến (?:giờ|nay)|(?:mấy|hơn một|cả) (?:tuần|tháng|hôm) nay|dạo này)\s+",
    re.IGNORECASE,
)


def title_of(group: Group, sentences: Sequence[Sentence] = ()) -> str:
    """A name like: Nắp cống, hố ga: “Hố ga mất nắp”, đường Lý Nam Đế, phường Bến Trúc."""
    what = topic_name(group.field, group.topic) or field_name(group.field)
    words = own_words(sentences)
    said = fold(words)
    where = [p for p in dict.fromkeys((group.thing, group.place)) if p and fold(p) not in said]
    quoted = f"“{words}”" if words else ""
    rest = ", ".join(part for part in (quoted, *where) if part)
    if not what:
        return rest[:1].upper() + rest[1:]
    return f"{what}: {rest}" if rest else what


def own_words(sentences: Sequence[Sentence]) -> str:
    """The first clause of the sentence that most letters share, when it speaks for all."""
    if not sentences:
        return ""
    first = max(sentences, key=lambda s: s.shared)
    others = [s.shared for s in sentences if s is not first]
    if first.shared < SAID_BY or max(others, default=0.0) > OTHERS * first.shared:
        return ""
    for piece in _CLAUSES.findall(_LEADING.sub("", first.text)):
        if piece.rstrip().endswith(":"):
            continue
        clause = _LEADING.sub("", piece.strip(" ,;.!?…-–•“”\"'"))
        if FEWEST <= len(clause.split()) <= MOST:
            return clause[:1].upper() + clause[1:]
        return ""
    return ""


def theme_title(theme: Theme) -> str:
    """The name of the topic that most of its matters have."""
    return topic_name(theme.field, theme.topic) or field_name(theme.field)
