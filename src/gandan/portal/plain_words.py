"""Where a matter stands and what comes next, in words that need no lawyer.

The desk names stages as the law does. A sender reads two short sentences: what the office is
doing now, and what the sender will get next.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.domain.procedure import Stage


@dataclass(frozen=True)
class Standing:
    """``now`` is a headline, ``next`` a sentence; ``is_over`` when the office owes nothing."""

    now: str | Promise
    next: str | Promise
    is_over: bool = False


_HANDLE = _("Cán bộ đọc đơn, xem việc thuộc cơ quan nào, rồi báo ông/bà.")
_SETTLE = _("Cơ quan giải quyết xem xét, rồi trả lời ông/bà bằng văn bản.")
_CARRY = _("Cơ quan làm xong việc đã nói trong văn bản, rồi ghi ở đây.")
_OVER = _("Nơi đây không còn việc phải làm với đơn này.")

STANDINGS: Mapping[Stage, Standing] = {
    Stage.RECEIVED: Standing(_("Đã nhận đơn, chờ phân loại"), _HANDLE),
    Stage.CLASSIFIED: Standing(
        _("Đã đọc và phân loại"),
        _("Cơ quan giải quyết, hoặc chuyển đến nơi có thẩm quyền và báo ông/bà."),
    ),
    Stage.CHECKING: Standing(_("Đang xem đơn có đủ điều kiện xử lý không"), _HANDLE),
    Stage.REVIEWING: Standing(_("Đang xem xét"), _SETTLE),
    Stage.AWAITING_SENDER: Standing(
        _("Chờ ông/bà bổ sung"),
        _("Bổ sung điều cơ quan hỏi ở dưới; đủ thì cơ quan xem tiếp."),
    ),
    Stage.REFERRED: Standing(
        _("Đã chuyển, chờ cơ quan kia xác nhận đã nhận"),
        _("Cơ quan kia xác nhận, giải quyết và trả lời; nơi đây theo dõi đến khi có trả lời."),
    ),
    Stage.AWAITING_ANSWER: Standing(
        _("Cơ quan khác đang giải quyết"),
        _("Cơ quan đó trả lời; nơi đây xem câu trả lời rồi báo ông/bà."),
    ),
    Stage.COMPETENCE_DISPUTED: Standing(
        _("Chưa rõ cơ quan nào phải giải quyết"),
        _("Cấp trên chung chỉ định một cơ quan; đơn không bị trả lại lần nữa."),
    ),
    Stage.ANSWER_RECEIVED: Standing(
        _("Đã có trả lời, đang xem lại trước khi gửi ông/bà"),
        _("Câu trả lời đủ ý thì gửi ông/bà; thiếu thì trả lại để làm rõ."),
    ),
    Stage.REPORT_DEMANDED: Standing(_("Đã yêu cầu cấp dưới báo cáo"), _SETTLE),
    Stage.MANAGEMENT_CHECK: Standing(_("Đang kiểm tra"), _SETTLE),
    Stage.IN_PROGRESS: Standing(_("Đang giải quyết"), _SETTLE),
    Stage.ACCEPTED: Standing(_("Đã nhận giải quyết"), _SETTLE),
    Stage.REDACTED: Standing(_("Đang xác minh"), _SETTLE),
    Stage.VERIFYING: Standing(_("Đang xác minh tại chỗ"), _SETTLE),
    Stage.VERIFIED: Standing(_("Đã xác minh, đang chuẩn bị trả lời"), _SETTLE),
    Stage.DIALOGUE_DUE: Standing(
        _("Sắp có buổi đối thoại"), _("Cơ quan mời ông/bà đến đối thoại, rồi ra quyết định.")
    ),
    Stage.DIALOGUE_SET: Standing(
        _("Đã hẹn buổi đối thoại"), _("Đến đúng ngày ghi trong giấy mời; sau đó có quyết định.")
    ),
    Stage.SUSPENDED: Standing(
        _("Tạm dừng giải quyết"),
        _("Hết lý do tạm dừng thì giải quyết tiếp; ngày tạm dừng không tính vào thời hạn."),
    ),
    Stage.DECIDED: Standing(
        _("Đã có quyết định giải quyết"), _("Quyết định được gửi cho ông/bà bằng văn bản.")
    ),
    Stage.CONCLUDED: Standing(_("Đã có kết luận"), _CARRY),
    Stage.ANSWERED: Standing(
        _("Đã trả lời"),
        _("Xem câu trả lời bên dưới. Chưa được giải quyết thì nói ngay ở trang này."),
    ),
    Stage.ACTED: Standing(_("Đã xử lý theo kết luận"), _CARRY),
    Stage.PUBLISHED: Standing(_("Kết quả đã được công khai"), _CARRY),
    Stage.EFFECTIVE: Standing(_("Quyết định đã có hiệu lực"), _CARRY),
    Stage.CARRIED_OUT: Standing(
        _("Đã làm xong việc đã hứa"),
        _("Chưa đúng như đã hứa thì nói ngay ở trang này."),
    ),
    Stage.SETTLED: Standing(_("Đã giải quyết xong"), _OVER, is_over=True),
    Stage.DISPUTED: Standing(
        _("Ông/bà cho là chưa được giải quyết"),
        _("Việc được mở lại; cơ quan hoặc cấp trên xem xét rồi báo ông/bà."),
    ),
    Stage.TERMINATED: Standing(_("Đã dừng hẳn việc giải quyết"), _OVER, is_over=True),
    Stage.GUIDED: Standing(
        _("Đã hướng dẫn ông/bà gửi đúng nơi"),
        _("Gửi đơn đến cơ quan ghi trong văn bản hướng dẫn."),
        is_over=True,
    ),
    Stage.RETURNED: Standing(
        _("Đã trả lại đơn"), _("Văn bản trả lại ghi lý do và nơi gửi tiếp."), is_over=True
    ),
    Stage.FILED: Standing(
        _("Lưu đơn"), _("Muốn biết lý do, hỏi cơ quan đã nhận đơn."), is_over=True
    ),
    Stage.NOT_ACCEPTED: Standing(
        _("Không nhận giải quyết"), _("Văn bản gửi ông/bà ghi rõ lý do."), is_over=True
    ),
    Stage.SECOND_LODGED: Standing(
        _("Đã khiếu nại lần hai"), _("Cấp trên giải quyết; xem lần tiếp theo."), is_over=True
    ),
    Stage.IN_COURT: Standing(
        _("Đã khởi kiện tại tòa án"), _("Tòa án giải quyết và báo ông/bà."), is_over=True
    ),
    Stage.WITH_INVESTIGATORS: Standing(_("Đã chuyển cơ quan khác giải quyết"), _OVER, is_over=True),
    Stage.ESCALATED: Standing(
        _("Đã chuyển cấp trên"), _("Cấp trên xem xét; xem lần tiếp theo."), is_over=True
    ),
    Stage.CLOSED: Standing(_("Đã kết thúc"), _OVER, is_over=True),
}


def standing_of(stage: str) -> Standing:
    return STANDINGS[Stage(stage)]
