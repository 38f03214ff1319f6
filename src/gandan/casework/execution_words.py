"""How amounts of execution, and what does not agree among them, are said on a page."""

from collections.abc import Collection, Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandan.core.language import localized, number
from gandan.domain.execution import (
    FINISHING,
    Amounts,
    Fault,
    Finding,
    Finish,
    OrderedMeasure,
    figure_of,
)
from gandan.domain.statistics import CellUnit

NOTE_LENGTH = 500  # of CaseStep.note
# Words of the record, Vietnamese whoever writes it.
NOTHING = "Không có nội dung phải thi hành"


def label(measure: OrderedMeasure) -> str:
    return localized(measure.row.label, measure.row.label_en)


def done_label(measure: OrderedMeasure) -> str:
    return localized(measure.row.done, measure.row.done_en)


def amount_words(measure: OrderedMeasure, amount: int) -> str:
    """20.000.000 đồng, 1.250,5 m², 3 người."""
    figure = figure_of(measure, amount)
    text = number(int(figure)) if figure == int(figure) else number(float(figure), 1)
    return f"{text} {unit_word(measure.unit, amount)}"


def unit_word(unit: CellUnit, count: int = 2) -> str:
    """The unit in which people write; the tables tell money in millions."""
    return {
        CellUnit.MONEY: localized("đồng", "VND"),
        CellUnit.LAND: "m²",
        CellUnit.ORGANIZATIONS: ngettext("tổ chức", "tổ chức", count),
        CellUnit.PEOPLE: ngettext("người", "người", count),
        CellUnit.CASES: ngettext("vụ", "vụ", count),
    }[unit]


def recorded(amounts: Amounts, rest: str = "", *, done: bool = False) -> str:
    """Amounts and ``rest`` in one line of the record, which is Vietnamese whoever writes it.

    Amounts for which the note of a step has no room are left out whole, and "…" says so.
    """
    say = done_label if done else label
    with translation.override("vi"):
        items = [f"{say(one)}: {amount_words(one, n)}" for one, n in amounts.items()]
    line = _line(items, rest, done=done)
    while len(line) > NOTE_LENGTH and items:
        items.pop()
        line = _line([*items, "…"], rest, done=done)
    return line


def _line(items: Iterable[str], rest: str, *, done: bool) -> str:
    # What was done is followed by its paper, a sentence of its own.
    return (". " if done else "; ").join(filter(None, ("; ".join(items), rest)))


def findings_words(findings: Iterable[Finding]) -> str:
    return " ".join(map(finding_words, findings))


def finding_words(finding: Finding) -> str:
    """What does not agree, and what to do."""
    if finding.measure is None:
        return _whole_words(finding.fault)
    measure, amount, limit = finding.measure, finding.amount, finding.limit
    said = {
        "name": label(measure),
        "amount": amount_words(measure, amount),
        "limit": amount_words(measure, limit),
    }
    if finding.fault == Fault.OVER:
        words = _("%(name)s: đã thi hành %(amount)s, nhiều hơn %(limit)s phải thi hành.")
    elif finding.fault == Fault.STILL_OWED:
        words = _("%(name)s: còn %(amount)s trong %(limit)s chưa thi hành.")
    elif finding.fault == Fault.PART_TOO_LARGE:
        words = _("%(name)s: %(amount)s là nhiều hơn tổng số, %(limit)s.")
    elif finding.fault == Fault.DONE_PART_TOO_LARGE:
        words = _(
            "%(name)s: kết quả đã ghi sẽ còn %(amount)s, nhiều hơn tổng số người còn lại, "
            "%(limit)s. Hủy dòng kết quả ấy trước."
        )
    elif measure.unit == CellUnit.LAND:
        words = _("%(name)s: diện tích ghi nhiều nhất một chữ số lẻ.")
    else:
        words = _("%(name)s: ghi số nguyên.")
    return words % said


def finished_words(fault: Fault, finish: Finish) -> str:
    """Why what a decision orders cannot be written against the end of its case; "" elsewhere."""
    if finish == Finish.NOTHING and fault == Fault.SOMETHING_ORDERED:
        return _(
            "Vụ việc đã kết thúc bằng bước không có nội dung phải thực hiện, nên không ghi được là "
            "có. Nếu kết thúc nhầm, người đã ghi bước ấy hoặc lãnh đạo hoàn tác trong 24 giờ; sau "
            "đó lãnh đạo mở lại việc thi hành ở trang vụ việc. Rồi ghi lại ở đây."
        )
    if finish == Finish.CARRIED_OUT and fault in {Fault.NOTHING_ORDERED, Fault.HAS_RESULTS}:
        return _(
            "Vụ việc đã ghi thực hiện xong, nên không ghi được là không có nội dung phải thi hành. "
            "Ghi nội dung đã thực hiện. Nếu ghi thực hiện xong nhầm, người đã ghi bước ấy hoặc "
            "lãnh đạo hoàn tác trong 24 giờ; sau đó lãnh đạo mở lại việc thi hành ở trang vụ việc."
        )
    return ""


def annulling_words(findings: Iterable[Finding]) -> str:
    """Why a result cannot be annulled, and what to do first."""
    found = list(findings)
    said = findings_words(found)
    if any(finding.fault == Fault.STILL_OWED for finding in found):
        first = _(
            "Vụ việc đã ghi thực hiện xong, nên không để thiếu kết quả được. Nếu dòng này ghi sai, "
            "ghi kết quả đúng trước (nêu vì sao nhiều hơn phải thi hành), rồi hủy dòng này. Nếu "
            "chưa thực hiện xong, người đã ghi bước ấy hoặc lãnh đạo hoàn tác bước thực hiện xong "
            "trong 24 giờ, sau đó lãnh đạo mở lại việc thi hành ở trang vụ việc; rồi hủy."
        )
        return f"{first} {said}"
    return said


def reopening_words(stage: str, names: Collection[str], *, is_told: bool) -> str:
    """What happens when a leader takes back that the case was carried out, or ordered nothing."""
    words = [
        _(
            "Vụ việc trở về giai đoạn “%(stage)s”; các hạn chạy tiếp theo ngày cũ. Các bước đã ghi "
            "vẫn ở lại trong lịch sử, kèm lý do mở lại."
        )
        % {"stage": stage}
    ]
    if FINISHING in names:
        words.append(
            _(
                "Ngày thực hiện xong, minh chứng kèm bước ấy và kết quả do bước ấy tự ghi không "
                "còn tính; kết quả do người ghi vẫn giữ."
            )
        )
    if is_told:
        words.append(_("Nếu đã báo người gửi là xong, báo lại cho người gửi."))
    return " ".join(words)


def _whole_words(fault: Fault) -> str:
    return {
        Fault.NOTHING_SAID: _("Ghi ít nhất một số, hoặc nội dung khác phải thi hành."),
        Fault.NOT_NEEDED: _("Đã chọn không có nội dung phải thi hành: để trống các ô còn lại."),
        Fault.NOTHING_ORDERED: _(
            "Sổ ghi là không có nội dung phải thi hành. Sửa nội dung phải thi hành, "
            "hoặc kết thúc vụ việc bằng bước không có nội dung phải thực hiện."
        ),
        Fault.SOMETHING_ORDERED: _(
            "Sổ ghi là quyết định, kết luận có nội dung phải thi hành. "
            "Sửa nội dung phải thi hành trước."
        ),
        Fault.HAS_RESULTS: _(
            "Đã có kết quả thi hành được ghi. Hủy các kết quả ấy trước khi ghi là không có "
            "nội dung phải thi hành."
        ),
    }[fault]
