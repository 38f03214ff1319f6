"""Names of the steps that the register writes itself, beside those of the workflow tables."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.casework.models import CaseStep
from gandan.core.language import localized
from gandan.domain.procedure import Procedure, shipped_table

OWN: dict[str, Promise] = {
    "received": _("Nhận đơn"),
    "copy_linked": _("Gộp bản sao"),
    "copy_unlinked": _("Hoàn tác gộp bản sao"),
    "supplement_linked": _("Gắn đơn bổ sung"),
    "split": _("Tách nội dung"),
    "renamed": _("Đổi tên vụ việc"),
    "kind_set": _("Xác định loại vụ việc"),
    "flags_set": _("Ghi đặc điểm của vụ việc"),
    "eligibility_decided": _("Kết luận điều kiện xử lý"),
    "respondents_set": _("Ghi đơn nói về ai"),
    "kept_away": _("Chuyển lên cấp trên không liên quan"),
    "representatives_set": _("Ghi người đại diện"),
    "officer_set": _("Giao người xử lý"),
    "merged": _("Gộp vào vụ việc khác"),
    "unmerged": _("Đứng riêng trở lại"),
    "reported_again": _("Người gửi gửi lại sau khi đã trả lời"),
    "came_back": _("Đã trả lời nhưng người gửi gửi lại"),
    "report_taken_back": _("Người gửi rút lại ý kiến chưa được giải quyết"),
    "round_opened": _("Mở lần tiếp theo ở cấp trên"),
    "taken_up": _("Mở vụ việc riêng từ đơn được chuyển đến"),
    "followed": _("Bắt đầu theo dõi thời hạn"),
    "receipt_corrected": _("Sửa ngày nhận, tính lại hạn"),
    "due_moved": _("Tính lại hạn"),
    "handed_over": _("Bàn giao cho đơn vị kế thừa"),
    "execution_ordered": _("Ghi nội dung phải thi hành"),
    "execution_done": _("Ghi kết quả thi hành"),
    "execution_annulled": _("Hủy kết quả thi hành"),
    "execution_withdrawn": _("Rút nội dung phải thi hành theo bước hoàn tác"),
    "execution_reopened": _("Mở lại việc thi hành"),
    "check_overridden": _("Lãnh đạo cho gửi câu trả lời chưa đạt"),
    "undone": _("Hoàn tác bước trước"),
    "reception_concluded": _("Lãnh đạo tiếp công dân và kết luận"),
    "reception_carried_out": _("Thực hiện xong kết luận tiếp công dân"),
    "reception_reported": _("Đơn vị báo đã làm xong việc theo kết luận"),
    "reception_withdrawn": _("Rút kết luận tiếp công dân"),
    "reception_reopened": _("Theo dõi lại kết luận tiếp công dân"),
}


def step_name(step: CaseStep) -> str:
    """The name of a step as the page says it."""
    if step.name in OWN:
        return str(OWN[step.name])
    rows = shipped_table().of(Procedure(step.procedure)) if step.procedure else ()
    row = next((row for row in rows if row.code == step.name), None)
    return localized(row.name, row.name_en) if row else step.name
