"""The vocabulary of the log: a code for each thing that is recorded, with its wording.

``record`` refuses a code that is not listed here, so a misspelt name cannot slip in.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.core.language import localized_lazy
from gandan.domain.procedure import shipped_table

_NAMED: Mapping[str, Promise] = {
    "person.signed_in": _("đăng nhập"),
    "person.sign_in_failed": _("đăng nhập không thành công"),
    "person.signed_out": _("đăng xuất"),
    "person.created": _("tạo người dùng"),
    "person.password_changed": _("đổi mật khẩu"),
    "person.second_factor_changed": _("đổi xác thực hai lớp"),
    "unit.loaded": _("nạp danh mục đơn vị"),
    "submission.registered": _("vào sổ đơn"),
    "submission.viewed": _("mở xem đơn"),
    "submission.original_viewed": _("xem bản gốc như đã nhận"),
    "submission.classified": _("xác nhận phân loại"),
    "submission.classification_undone": _("hoàn tác phân loại"),
    "submission.corrected": _("sửa thông tin đơn"),
    "submission.linked": _("gộp bản sao"),
    "submission.unlinked": _("hoàn tác gộp bản sao"),
    "submission.copy_rejected": _("bác gợi ý trùng"),
    "submission.split": _("tách nội dung thành vụ việc riêng"),
    "submissions.exported": _("xuất danh sách đơn"),
    "submissions.searched": _("tìm theo người gửi"),
    "case.viewed": _("mở xem vụ việc"),
    "case.renamed": _("sửa tên vụ việc"),
    "case.kind_set": _("xác định loại vụ việc"),
    "case.flags_set": _("ghi đặc điểm của vụ việc"),
    "case.step_undone": _("hoàn tác bước của vụ việc"),
    "case.officer_set": _("giao người xử lý"),
    "case.followed": _("bắt đầu theo dõi thời hạn"),
    "case.due_moved": _("tính lại hạn"),
    "case.round_opened": _("mở lần tiếp theo của vụ việc"),
    "case.reported_again": _("ghi nhận gửi lại sau khi đã trả lời"),
    "case.taken_up": _("mở vụ việc riêng từ đơn được chuyển đến"),
    "case.respondents_set": _("ghi đơn nói về ai"),
    "case.representatives_set": _("ghi người đại diện"),
    "case.eligibility_decided": _("kết luận điều kiện xử lý đơn"),
    "case.check_overridden": _("cho gửi câu trả lời chưa đạt khi kiểm"),
    "case.file_added": _("thêm tệp vào vụ việc"),
    "case.file_removed": _("gỡ tệp khỏi vụ việc"),
    "case.file_viewed": _("mở tệp của vụ việc"),
    "case.handed_over": _("bàn giao vụ việc"),
    "cases.handed_over": _("bàn giao vụ việc của đơn vị"),
    "cases.exported": _("xuất danh sách việc"),
    "submission.supplement_linked": _("gắn đơn bổ sung"),
    "import.started": _("nạp tệp"),
    "import.finished": _("nạp tệp xong"),
    "view.saved": _("lưu bộ lọc"),
    "view.deleted": _("xóa bộ lọc"),
    "engine.run": _("chạy tổng hợp"),
    "concern.suggested": _("máy gợi ý vấn đề"),
    "concern.confirmed": _("xác nhận vấn đề"),
    "concern.renamed": _("đổi tên vấn đề"),
    "concern.merged": _("gộp vấn đề"),
    "concern.split": _("tách vấn đề"),
    "concern.dismissed": _("bỏ qua gợi ý vấn đề"),
    "concern.undone": _("hoàn tác bước trên vấn đề"),
    "concern.viewed": _("mở xem vấn đề"),
    "digest.drafted": _("soạn bản tổng hợp"),
    "digest.edited": _("sửa bản tổng hợp"),
    "digest.frozen": _("chốt bản tổng hợp"),
    "digest.viewed": _("mở xem bản tổng hợp"),
    "digest.exported": _("xuất bản tổng hợp"),
    "digest.deleted": _("xóa bản nháp tổng hợp"),
    "calendar.changed": _("sửa lịch làm việc"),
    "law.seeded": _("nạp quy định đi kèm phần mềm"),
    "law.corrected": _("sửa một dòng quy định"),
    "law.succeeded": _("thêm quy định mới từ một ngày"),
    "law.checked": _("xác nhận đã kiểm tra căn cứ"),
    "law.check_revoked": _("bỏ xác nhận kiểm tra căn cứ"),
    "law.answered": _("trả lời câu hỏi pháp lý"),
    "demo.loaded": _("nạp dữ liệu mô phỏng"),
    "job.retried": _("chạy lại công việc nền"),
    "entry.erased": _("xóa dữ liệu cá nhân trong nhật ký"),
    "log.reanchored": _("chuyển nhật ký cũ vào cây"),
    "log.key_changed": _("đổi khóa ký nhật ký"),
    "identity.sealed": _("niêm phong danh tính"),
    "identity.opening_ordered": _("ra lệnh mở niêm phong"),
    "identity.order_revoked": _("thu hồi lệnh mở niêm phong"),
    "identity.envelope_taken": _("tải phong bì niêm phong"),
    "identity.opened": _("mở niêm phong danh tính"),
    "identity.slots_changed": _("đổi ô khóa của phong bì"),
    "key.registered": _("đăng ký khóa người giữ"),
    "key.confirmed": _("xác nhận khóa người giữ"),
    "key.refused": _("bác khóa người giữ"),
    "key.ended": _("ngừng dùng khóa người giữ"),
    "key.used": _("dùng khóa người giữ"),
    "key.rewrap_requested": _("yêu cầu trao ô khóa"),
    "key.rewrapped": _("trao ô khóa cho khóa mới"),
}

# Each step of the workflow tables is an action of its own, worded as the table words it.
ACTIONS: Mapping[str, Promise | str] = {
    **_NAMED,
    **{
        f"case.step.{step.code}": localized_lazy(step.name, step.name_en)
        for step in shipped_table().steps
    },
}

# Actions that are readings: ``record_read`` takes only these, "who has read" lists only these.
READS = frozenset(
    {
        "submission.viewed",
        "submission.original_viewed",
        "submissions.exported",
        "submissions.searched",
        "case.viewed",
        "case.file_viewed",
        "cases.exported",
        "concern.viewed",
        "digest.viewed",
        "digest.exported",
        "identity.envelope_taken",
        "identity.opened",
    }
)
