"""Days that no calendar has, years that slipped, periods that end before they begin, odd terms."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from gandan.substance.findings import Finding, Severity
from gandan.substance.moments import Moment
from gandan.substance.tokens import Reading

# Dân cử terms are five years; the term of 2004-2011 was extended by law.
LONGEST_TERM = 5
EXTENDED_TERM = (2004, 2011)
FAR_AHEAD = 10
LAST_YEAR = 2100
NEAR_YEARS = 15  # back from the report: 1017 in a report of 2025 is 2017
HEAD = 600  # characters in which a report bears its day
_JOINED = re.compile(r"\s*(?:-|–|đến(?: hết)?(?: ngày)?|tới)\s*$")
_FROM = re.compile(r"(?:từ|kể từ|kỳ báo cáo:?|giai đoạn)\s*(?:ngày\s*)?$")
_SAME_PERIOD = re.compile(r"(?:cùng kỳ|cùng thời (?:điểm|gian)|so với)(?: của)?\s*$")
_PLANNED = re.compile(
    r"(?:trước|hạn|đến|hoàn thành|xong|chậm nhất|dự kiến|tầm nhìn|giai đoạn|kế hoạch|nhiệm kỳ|từ|vào|sẽ|là)"
    r"[^.;]{0,25}$"
)
_CUT = re.compile(r"\bnăm\s*(\d{4})\s*[,(;–-]*\s*(?:tính |số liệu )?(?:đến|tới)\s*(?:hết |ngày )*$")
_YEAR_ENDS = frozenset({(31, 12), (30, 12), (14, 12), (15, 12), (20, 12), (25, 12)})
_MONTHS_OF_YEAR = re.compile(r"(?<![\d.,])(\d{1,3}) tháng (?:của |đầu |cuối )?năm\b")


def date_findings(reading: Reading) -> list[Finding]:
    found = [*_impossible(reading), *_months(reading), *_hours(reading)]
    wrong = {finding.start for finding in found}
    for finding in (*_slips(reading), *_backwards(reading), *_terms(reading), *_cut(reading)):
        if finding.start not in wrong:
            found.append(finding)
            wrong.add(finding.start)
    return found


def _finding(
    rule: str,
    severity: Severity,
    start: int,
    end: int,
    texts: tuple[str, str],
    text: str,
    expected: str = "",
) -> Finding:
    return Finding(
        rule,
        severity,
        start,
        end,
        texts[0],
        texts[1],
        expected=expected,
        found=text[start:end],
        suggestion="Đối chiếu với văn bản gốc rồi sửa.",
        suggestion_en="Compare with the original paper and correct.",
        marks=((start, end),),
    )


def _impossible(reading: Reading) -> Iterator[Finding]:
    text = reading.document.text
    for moment in reading.moments:
        if moment.kind in {"part", "term", "years"} or moment.exists:
            continue
        written = text[moment.start : moment.end].strip()
        yield _finding(
            "date.impossible",
            Severity.ERROR,
            moment.start,
            moment.end,
            (f"Không có ngày (tháng) “{written}” trong lịch.", f"The calendar has no “{written}”."),
            text,
        )


_HOUR = re.compile(r"(?<![\d.,])(\d{1,2})\s*(?:giờ|h)\s*(\d{2})(?!\d)")
_FIVE_DIGITS = re.compile(r"(?:\bnăm\s|\btháng\s\d{1,2}[/-]|\d{1,2}/\d{1,2}/)(\d{5})(?!\d)")


def _hours(reading: Reading) -> Iterator[Finding]:
    text = reading.document.text
    for match in _HOUR.finditer(reading.document.lowered):
        if int(match[1]) > 24 or int(match[2]) > 59:
            words = (f"Không có giờ “{match[0]}”.", f"There is no such hour as “{match[0]}”.")
            yield _finding("date.impossible", Severity.ERROR, *match.span(), words, text)
    for match in _FIVE_DIGITS.finditer(reading.document.lowered):
        words = ("Năm có năm chữ số.", "A year of five digits.")
        yield _finding("year.slip", Severity.ERROR, *match.span(), words, text)


def _months(reading: Reading) -> Iterator[Finding]:
    for match in _MONTHS_OF_YEAR.finditer(reading.document.lowered):
        if int(match[1]) > 12:
            yield _finding(
                "date.impossible",
                Severity.ERROR,
                *match.span(),
                ("Một năm chỉ có 12 tháng.", "A year has only twelve months."),
                reading.document.text,
                "12 tháng",
            )


def reported_year(reading: Reading) -> int:
    """The year that the report is about: the last one of its title, or 0."""
    document = reading.document
    head = document.lowered.find(document.title[:40].lower()) if document.title else -1
    end = head + len(document.title) if head >= 0 else 0
    years = [m.until_year or m.year for m in reading.moments if m.start < end and m.year > 1945]
    plain = [
        m.year
        for m in reading.moments
        if m.start < end and m.kind in {"quarter", "part", "month", "year"} and m.year > 1945
    ]
    if not years and document.day:
        return document.day.year
    others = {m.year for m in reading.moments if m.start >= end and 1945 < m.year < LAST_YEAR}
    named = plain or years
    likely = [y for y in named if not any(_transposed(y, other) for other in others)]
    return max(likely or (others if named else ()), default=0)


def written_day(reading: Reading) -> date | None:
    """The day that a report bears: the first whole date of its head, else its period's last month."""
    head = [m for m in reading.moments if m.start < HEAD]
    for moment in head:
        if moment.day and moment.month and moment.year and moment.exists:
            return date(moment.year, moment.month, moment.day)
    for moment in head:
        if moment.year in range(1945, 2101) and moment.kind in {"month", "quarter", "part", "year"}:
            month = moment.month if 1 <= moment.month <= 12 else 12
            return date(moment.year, month, 1)
    return None


def _slips(reading: Reading) -> Iterator[Finding]:
    text, lowered = reading.document.text, reading.document.lowered
    reported = reported_year(reading)
    for moment in reading.moments:
        before = lowered[max(0, moment.start - 40) : moment.start]
        year = moment.year
        if not year or moment.kind in {"term", "years"}:
            continue
        likely = f"2{str(year)[1:]}" if str(year).startswith("1") else ""
        near = bool(reported) and abs(int(likely or 0) - reported) <= NEAR_YEARS
        if year < 1900 and (moment.month or near):
            yield _slip(moment, text, Severity.ERROR, likely)
        elif year > LAST_YEAR or (reported and year > reported + 1 and _transposed(year, reported)):
            yield _slip(moment, text, Severity.ERROR, "")
        elif not reported:
            continue
        elif year >= reported and _SAME_PERIOD.search(before) and moment.kind != "date":
            words = (
                f"So sánh với {year}, nhưng báo cáo là của năm {reported}: kỳ so sánh phải ở trước.",
                f"Compared with {year}, but the report is about {reported}: it must be an earlier period.",
            )
            yield _finding(
                "year.slip",
                Severity.ERROR,
                moment.start,
                moment.end,
                words,
                text,
                str(reported - 1),
            )
        elif _is_confirmed(moment, reading):
            continue
        elif year > reported + FAR_AHEAD and moment.day:
            yield _slip(moment, text, Severity.ERROR, "")
        elif year > reported + 1 and moment.day and not _PLANNED.search(before):
            yield _slip(moment, text, Severity.WARNING, "")


def _is_confirmed(moment: Moment, reading: Reading) -> bool:
    """Whether the text speaks of that time elsewhere too: then it is no slip of the pen.

    Answers and minutes bear no period; the first day in them may be that of an old decision.
    """
    others = (other for other in reading.moments if other is not moment)
    return any(abs(other.year - moment.year) <= 1 for other in others if other.year)


def _transposed(year: int, reported: int) -> bool:
    """2052 for 2025: the same digits in another order, far ahead."""
    return year > reported + FAR_AHEAD and sorted(str(year)) == sorted(str(reported))


def _slip(moment: Moment, text: str, severity: Severity, likely: str) -> Finding:
    written = text[moment.start : moment.end].strip()
    hint = f" Có thể là {likely}." if likely else ""
    hint_en = f" Perhaps {likely}." if likely else ""
    return _finding(
        "year.slip",
        severity,
        moment.start,
        moment.end,
        (
            f"Năm trong “{written}” không hợp với thời gian của văn bản.{hint}",
            f"The year in “{written}” does not fit the time of the text.{hint_en}",
        ),
        text,
        likely,
    )


def _backwards(reading: Reading) -> Iterator[Finding]:
    text, lowered = reading.document.text, reading.document.lowered
    for first, second in pairwise(reading.moments):
        joined = _JOINED.fullmatch(lowered[first.end : second.start])
        opened = _FROM.search(lowered[max(0, first.start - 24) : first.start])
        if not (joined and opened):
            continue
        begin, end = _day(first, second.year), _day(second, 0)
        if begin and end and end < begin:
            yield _finding(
                "year.slip",
                Severity.ERROR,
                first.start,
                second.end,
                (
                    "Ngày cuối đứng trước ngày đầu của kỳ.",
                    "The period ends before it begins.",
                ),
                text,
            )


def _day(moment: Moment, year: int) -> date | None:
    """The first day of a moment, where its year is known."""
    known = moment.year or year
    if not known or not moment.month or not moment.exists or moment.kind in {"part", "quarter"}:
        return None
    return date(known, moment.month, moment.day or 1)


def _terms(reading: Reading) -> Iterator[Finding]:
    text = reading.document.text
    for moment in reading.moments:
        if moment.kind not in {"term", "years"}:
            continue
        years = moment.until_year - moment.year
        if years < 0 or (moment.kind == "term" and years == 0):
            words = ("Năm cuối đứng trước năm đầu.", "The last year is before the first.")
        elif (
            moment.kind == "term"
            and years > LONGEST_TERM
            and (moment.year, moment.until_year) != EXTENDED_TERM
        ):
            words = (
                f"Nhiệm kỳ {years} năm: dài hơn nhiệm kỳ theo quy định (5 năm).",
                f"A term of {years} years is longer than the rules allow (five).",
            )
        else:
            continue
        rule = "term.impossible" if moment.kind == "term" else "year.slip"
        yield _finding(rule, Severity.ERROR, moment.start, moment.end, words, text)


def _cut(reading: Reading) -> Iterator[Finding]:
    """A report that is called the year's and ends in November."""
    text, lowered = reading.document.text, reading.document.lowered
    for moment in reading.moments:
        match = _CUT.search(lowered[max(0, moment.start - 50) : moment.start])
        if moment.start > len(reading.document.title) + 4:
            return
        if match and moment.day and (moment.day, moment.month) not in _YEAR_ENDS:
            written = text[moment.start : moment.end].strip()
            yield _finding(
                "period.cut",
                Severity.REMARK,
                moment.start,
                moment.end,
                (
                    f"Gọi là số liệu năm {match[1]} nhưng chỉ tính đến {written}: khi so sánh phải cùng kỳ.",
                    f"Called the figures of {match[1]} but counted to {written}: compare like periods only.",
                ),
                text,
            )
