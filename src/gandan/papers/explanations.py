"""Why something was refused, in the words of the person who must mend it."""

from django.utils.translation import gettext as _

from gandan.core.language import day as written_day
from gandan.documents.filling import Fault
from gandan.papers.services import drafting, issuing
from gandan.papers.services.numbering import (
    BeforeLastNumberError,
    NumberError,
    SeriesClosedError,
    SeriesStartError,
    UnitEndedError,
)
from gandan.units.policy import today
from gandan.units.selectors import version_on

SHOWN_FAULTS = 20


def fault_text(fault: Fault) -> str:
    """One fault of a form's text, with its line and the way out."""
    said = {
        "unknown_fact": _("không có trường {%(quoted)s}."),
        "forbidden_fact": _(
            "trường {%(quoted)s} làm lộ người tố cáo nên không được dùng ở mẫu này."
        ),
        "open_brace": _("dấu ngoặc nhọn chưa đóng: %(quoted)s"),
        "open_bold": _("dấu ** chưa đóng: %(quoted)s"),
        "open_italic": _("dấu __ chưa đóng: %(quoted)s"),
        "unknown_section": _(
            "không có phần “%(quoted)s”. Có: Đầu văn bản, Nội dung, Nơi nhận, Chữ ký."
        ),
        "unknown_head": _(
            "không hiểu “%(quoted)s”. Phần Đầu văn bản có: Loại văn bản, Ký hiệu loại, Trích yếu, "
            "Kính gửi, Thẩm quyền, Căn cứ."
        ),
        "section_twice": _("phần “%(quoted)s” có hai lần."),
        "head_twice": _("“%(quoted)s” có hai lần."),
        "no_content": _("mẫu chưa có phần Nội dung."),
        "not_alone": _("bảng {%(quoted)s} phải đứng một mình trên dòng."),
        "too_many_signers": _(
            "mỗi hàng chữ ký có tối đa ba người; để một dòng trống để sang hàng mới."
        ),
        "too_long": _("mẫu dài quá mức cho phép."),
    }[fault.code] % {"quoted": fault.quoted}
    text = _("Dòng %(line)d: %(said)s") % {"line": fault.line, "said": said}
    if fault.hint:
        text += " " + _("Có thể là {%(hint)s}.") % {"hint": fault.hint}
    return text


def faults_text(faults: tuple[Fault, ...]) -> list[str]:
    """The first faults in words, and how many more there are."""
    said = [fault_text(fault) for fault in faults[:SHOWN_FAULTS]]
    if (more := len(faults) - SHOWN_FAULTS) > 0:
        said.append(_("Và %(count)d chỗ khác.") % {"count": more})
    return said


def number_text(error: NumberError) -> str:
    """Why no number can be given."""
    if isinstance(error, BeforeLastNumberError):
        return _("Số liền trước đã cấp ngày %(day)s. Ngày văn bản không được trước ngày đó.") % {
            "day": written_day(error.last_on)
        }
    if isinstance(error, UnitEndedError):
        versions = [version_on(unit, today()) for unit in error.successors]
        names = ", ".join(version.name for version in versions if version)
        if names:
            return _("Đơn vị đã kết thúc. Ban hành bằng đơn vị kế thừa: %(names)s.") % {
                "names": names
            }
        return _("Đơn vị không còn vào ngày này nên không cấp số.")
    if isinstance(error, SeriesStartError):
        return _("Số này không lớn hơn số đã cấp, hoặc dãy số đã đóng.")
    assert isinstance(error, SeriesClosedError)
    return _("Dãy số đã đóng nên không cấp số nữa.")


def issue_text(error: Exception) -> str:
    """Why a paper could not be issued."""
    if isinstance(error, NumberError):
        return number_text(error)
    if isinstance(error, issuing.BlanksLeftError):
        names = ", ".join(fact.name for fact in error.missing)
        return _(
            "Còn thiếu: %(names)s. Bổ sung, hoặc đánh dấu để trống các chỗ này rồi viết tay."
        ) % {"names": names}
    said: dict[type[Exception], str] = {
        issuing.NoSymbolError: _(
            "Đơn vị chưa có ký hiệu văn bản. Nhờ quản trị viên đặt ở trang Tiêu đề và số."
        ),
        issuing.FutureDayError: _("Ngày văn bản không thể sau hôm nay."),
        issuing.NoReasonError: _("Ghi lý do."),
        issuing.NotIssuedError: _("Văn bản này không còn ở trạng thái đã ban hành."),
        drafting.PaperChangedError: _(
            "Bản này vừa được người khác sửa hoặc ban hành. Mở lại để xem bản mới."
        ),
        drafting.FormNotInForceError: _("Mẫu này không có hiệu lực vào hôm nay."),
        drafting.NotKeptError: _("Mẫu này chỉ in một lần, không lưu thành văn bản."),
    }
    return said.get(
        type(error), _("Đơn vị theo nhiệm kỳ nhưng chưa ghi nhiệm kỳ ở trang Tiêu đề và số.")
    )
