"""The vocabulary of the log: a code for each thing that is recorded, with its wording.

``record`` refuses a code that is not listed here, so a misspelt name cannot slip in.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, Promise] = {
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

# Actions that are readings: ``record_read`` takes only these, "who has read" lists only these.
READS = frozenset(
    {
        "submission.viewed",
        "submission.original_viewed",
        "submissions.exported",
        "submissions.searched",
        "case.viewed",
        "concern.viewed",
        "digest.viewed",
        "digest.exported",
        "identity.envelope_taken",
        "identity.opened",
    }
)
