"""Names of the duties that rules speak of, as plain strings.

``gandan.units.models.Duty`` holds those that a post may carry; ``sender`` is the person who
wrote, and the last ones belong to offices that a city may add.
"""

SENDER = "sender"
RECEPTION_OFFICER = "reception_officer"
HANDLER = "handler"
FOCAL_POINT = "focal_point"
SYNTHESIS_OFFICER = "synthesis_officer"
LEADER = "leader"
INSPECTOR = "inspector"
ADMINISTRATOR = "administrator"
IDENTITY_KEEPER = "identity_keeper"
SUPERVISOR = "supervisor"
EDITOR = "editor"
AUDITOR = "auditor"

LABELS = {
    SENDER: ("người gửi đơn", "the sender"),
    RECEPTION_OFFICER: ("cán bộ tiếp dân", "the reception officer"),
    HANDLER: ("chuyên viên xử lý đơn", "the handler"),
    FOCAL_POINT: ("đầu mối đơn vị", "the focal point"),
    SYNTHESIS_OFFICER: ("chuyên viên tổng hợp", "the synthesis officer"),
    LEADER: ("lãnh đạo", "the leader"),
    INSPECTOR: ("cán bộ kiểm tra", "the inspector"),
    ADMINISTRATOR: ("quản trị viên", "the administrator"),
    IDENTITY_KEEPER: ("người giữ danh tính", "the identity keeper"),
    SUPERVISOR: ("cán bộ giám sát của Mặt trận", "the Front's supervisor"),
    EDITOR: ("biên tập viên", "the editor"),
    AUDITOR: ("kiểm toán viên nhật ký", "the auditor"),
}


def label(duty: str) -> str:
    """The Vietnamese name; the string itself when it is not one of these."""
    return LABELS[duty][0] if duty in LABELS else duty


def label_en(duty: str) -> str:
    return LABELS[duty][1] if duty in LABELS else duty
