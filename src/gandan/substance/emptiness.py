"""Sentences that claim or promise and say nothing one could look up.

Raised as questions to the writer: how many, where, who, by when. Nothing here is a score.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gandan.substance.anchors import Anchors, anchors_of
from gandan.substance.findings import Finding, Severity
from gandan.substance.outline import Block, outline, sentence_spans
from gandan.substance.tokens import Reading

_TASKS = re.compile(
    r"\b(?:nhiệm vụ|phương hướng|giải pháp|kết luận|yêu cầu|thời gian tới|kế hoạch|tổ chức thực hiện|chỉ đạo|"
    r"công việc trọng tâm|việc cần làm|chương trình)\b"
)
_INLINE_TASKS = re.compile(
    r"^(?:(?:yêu cầu|nhiệm vụ|kết luận|phương hướng|giải pháp)|(?:hai|ba|bốn|năm|sáu|\d+) (?:việc|nhiệm vụ|yêu cầu))"
    r"[^:.;]{0,60}:\s*"
)
# Verbs of orders: an entry of a task list begins with one of them, or names who must act.
_ORDER = re.compile(
    r"^(?:tiếp tục|đẩy mạnh|tăng cường|nâng cao|tập trung|chú trọng|quan tâm|chủ động|phát huy|đổi mới|thực hiện|"
    r"làm tốt|quán triệt|bám sát|nắm|lắng nghe|giải quyết|tháo gỡ|phối hợp|tham mưu|xây dựng|rà soát|hoàn thiện|"
    r"kiện toàn|củng cố|tuyên truyền|tổ chức|duy trì|kiểm tra|chỉ đạo|triển khai|tăng|xin|thường xuyên|khẩn trương|"
    r"đôn đốc|hướng dẫn|vận động|nhân rộng|sơ kết|tổng kết)\b"
)
_LEAD = re.compile(
    r"^(?:thời gian tới|trong thời gian tới|năm \d{4}|quý \w+|tháng \d+)[^.;]{0,30}?(?:sẽ|cần|tiếp tục|tập trung)\b"
)
_FUTURE = re.compile(r"\b(?:thời gian tới|sẽ (?:tập trung|tiếp tục|đẩy mạnh|tăng cường))\b")
LEAST_SENTENCE = 4  # words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = files("gandan.substance").joinpath("data", "phrases.txt").read_text("utf-8")
    groups: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            groups.setdefault(name, []).append(re.escape(line.strip()))
    return {key: re.compile(rf"\b(?:{'|'.join(words)})\b") for key, words in groups.items()}


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    section: str
    is_task: bool
    anchors: Anchors


def emptiness_findings(reading: Reading) -> list[Finding]:
    """Claims and tasks without anything to look up, and the share of them in each section."""
    found: list[Finding] = []
    counted: dict[str, list[bool]] = {}
    for sentence in _sentences(reading):
        finding = _of_sentence(reading, sentence)
        if finding:
            found.append(finding)
        counted.setdefault(sentence.section, []).append(finding is not None)
    return found


def empty_shares(reading: Reading) -> dict[str, tuple[int, int]]:
    """For each section: how many of its sentences say nothing to look up, and of how many."""
    shares: dict[str, tuple[int, int]] = {}
    for sentence in _sentences(reading):
        empty, all_ = shares.get(sentence.section, (0, 0))
        is_empty = _of_sentence(reading, sentence) is not None
        shares[sentence.section] = (empty + is_empty, all_ + 1)
    return shares


def _sentences(reading: Reading) -> Iterator[Sentence]:
    title = reading.document.title.lower()
    in_tasks = bool(re.search(r"\b(?:kết luận|chương trình phối hợp|kế hoạch)\b", title))
    for block in outline(reading.document):
        yield from _of_block(reading, block, tasks=in_tasks, parent="")


def _of_block(reading: Reading, block: Block, *, tasks: bool, parent: str) -> Iterator[Sentence]:
    lowered = reading.document.lowered
    text = lowered[block.start : block.end]
    section = block.section.lower() or parent
    own = tasks or bool(_TASKS.search(section[:80]))
    opener = bool(_TASKS.search(text[:60])) and text.rstrip().endswith(":")
    if not block.is_heading and not opener:
        for start, end in sentence_spans(reading.document, block):
            inline = _INLINE_TASKS.match(lowered[start:end])
            if inline:
                yield from _clauses(reading, start + inline.end(), end, block.section)
            elif len(lowered[start:end].split()) >= LEAST_SENTENCE:
                task = (own and block.rank < 9) or bool(_FUTURE.search(lowered[start:end]) and own)
                yield Sentence(start, end, block.section, task, anchors_of(reading, start, end))
    for child in block.children:
        yield from _of_block(reading, child, tasks=own or opener, parent=text)


def _clauses(reading: Reading, start: int, end: int, section: str) -> Iterator[Sentence]:
    """ "Yêu cầu: a; b; c." are three tasks."""
    position = start
    for piece in re.split(r"(;)", reading.document.lowered[start:end]):
        if piece != ";" and len(piece.split()) >= 2:
            first = position + len(piece) - len(piece.lstrip())
            last = position + len(piece.rstrip())
            yield Sentence(first, last, section, True, anchors_of(reading, first, last))
        position += len(piece)


def _of_sentence(reading: Reading, sentence: Sentence) -> Finding | None:
    text = reading.document.lowered[sentence.start : sentence.end].strip(' "')
    patterns = _patterns()
    has = sentence.anchors
    if sentence.is_task:
        if has.figures or has.days or has.papers:
            return None
        if has.bodies and not _ORDER.match(text):
            return _finding(sentence, "task.no_date", Severity.REMARK, _NO_DATE)
        if _ORDER.match(text) or patterns["intention"].search(text):
            return _finding(sentence, "task.open", Severity.WARNING, _OPEN)
        return None
    if patterns["vague"].search(text) and not (has.figures or has.places):
        return _finding(sentence, "empty.which", Severity.REMARK, _WHICH)
    if has.any:
        return None
    if _LEAD.match(text) or _FUTURE.search(text):
        return _finding(sentence, "empty.intention", Severity.REMARK, _INTENTION)
    if patterns["praise"].search(text):
        return _finding(sentence, "empty.claim", Severity.REMARK, _CLAIM)
    return None


_Texts = tuple[str, str, str, str]
_CLAIM: _Texts = (
    "Câu này nêu kết quả mà chưa có con số, ngày, đơn vị hay địa danh nào để kiểm tra.",
    "This sentence claims a result without a figure, a day, a body or a place to check.",
    "Bổ sung một con số hoặc một việc cụ thể: ai làm, ở đâu, khi nào, kết quả đo bằng gì.",
    "Add a figure or a case: who, where, when, measured how.",
)
_INTENTION: _Texts = (
    "Câu này nêu ý định mà chưa rõ ai làm, làm gì, đến khi nào.",
    "This sentence states an intention without who, what and by when.",
    "Ghi rõ đơn vị thực hiện, việc phải làm và thời hạn.",
    "Name the unit, the work and the time limit.",
)
_WHICH: _Texts = (
    "Nơi nào, đơn vị nào? Câu này chưa nêu tên.",
    "Which place or unit? The sentence does not name it.",
    "Ghi tên đơn vị và nội dung còn thiếu ở đó.",
    "Name the unit and what is lacking there.",
)
_OPEN: _Texts = (
    "Nhiệm vụ chưa có người chịu trách nhiệm, thời hạn hay thước đo.",
    "A task without an owner, a time limit or a measure.",
    "Ghi đơn vị chủ trì, ngày hoàn thành và kết quả phải có.",
    "Name the lead unit, the day of completion and the result.",
)
_NO_DATE: _Texts = (
    "Nhiệm vụ có đơn vị thực hiện nhưng chưa có thời hạn.",
    "A task with an owner but no time limit.",
    "Ghi ngày hoàn thành.",
    "Give the day of completion.",
)


def _finding(sentence: Sentence, rule: str, severity: Severity, texts: _Texts) -> Finding:
    return Finding(
        rule,
        severity,
        sentence.start,
        sentence.end,
        texts[0],
        texts[1],
        suggestion=texts[2],
        suggestion_en=texts[3],
        marks=((sentence.start, sentence.end),),
    )
