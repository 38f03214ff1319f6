"""The closed lists of the workflow tables: procedures, stages, milestones, outcomes, parties."""

from enum import StrEnum


class _Labelled(StrEnum):
    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def label_en(self) -> str:
        return _LABELS[self][1]


class Procedure(_Labelled):
    COMPLAINT_FIRST = "complaint_first"
    COMPLAINT_SECOND = "complaint_second"
    DENUNCIATION = "denunciation"
    PETITION = "petition"
    FORWARDING = "forwarding"


class Stage(_Labelled):
    """Where a case stands. At a resting stage nothing more is owed and no clock runs."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    CHECKING = "checking"
    REVIEWING = "reviewing"
    AWAITING_SENDER = "awaiting_sender"
    REFERRED = "referred"
    AWAITING_ANSWER = "awaiting_answer"
    COMPETENCE_DISPUTED = "competence_disputed"
    ANSWER_RECEIVED = "answer_received"
    REPORT_DEMANDED = "report_demanded"
    MANAGEMENT_CHECK = "management_check"
    IN_PROGRESS = "in_progress"
    ACCEPTED = "accepted"
    REDACTED = "redacted"
    VERIFYING = "verifying"
    VERIFIED = "verified"
    DIALOGUE_DUE = "dialogue_due"
    DIALOGUE_SET = "dialogue_set"
    SUSPENDED = "suspended"
    DECIDED = "decided"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    ACTED = "acted"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    CARRIED_OUT = "carried_out"
    SETTLED = "settled"
    DISPUTED = "disputed"
    TERMINATED = "terminated"

    GUIDED = "guided"
    RETURNED = "returned"
    FILED = "filed"
    NOT_ACCEPTED = "not_accepted"
    SECOND_LODGED = "second_lodged"
    IN_COURT = "in_court"
    WITH_INVESTIGATORS = "with_investigators"
    ESCALATED = "escalated"
    CLOSED = "closed"

    @property
    def is_resting(self) -> bool:
        return self in _RESTING


class Milestone(_Labelled):
    """Three things that figures confuse: a reply, a decision on the matter, the deed itself."""

    ANSWERED = "answered"
    SETTLED = "settled"
    CARRIED_OUT = "carried_out"


class Outcome(_Labelled):
    """What handling came to (kết quả xử lý đơn)."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    GUIDE = "guide"
    REFER = "refer"
    RETURN = "return"
    URGE = "urge"
    FILE = "file"
    TO_INVESTIGATORS = "to_investigators"
    ASK_FOR_MORE = "ask_for_more"
    CHECK_FOR_MANAGEMENT = "check_for_management"


class Party(_Labelled):
    """Who must be told of a step; of a joint letter the representatives are the sender."""

    SENDER = "sender"
    FORWARDER = "forwarder"
    RECIPIENT = "recipient"
    RESPONDENT = "respondent"
    ACCUSED = "accused"
    ACCUSED_MANAGER = "accused_manager"
    SUPERIOR = "superior"


_RESTING = frozenset(
    {
        Stage.GUIDED,
        Stage.RETURNED,
        Stage.FILED,
        Stage.NOT_ACCEPTED,
        Stage.SECOND_LODGED,
        Stage.IN_COURT,
        Stage.WITH_INVESTIGATORS,
        Stage.ESCALATED,
        Stage.CLOSED,
    }
)
# A word that stands in two lists (answered, settled, carried out) means the same in both.
_LABELS: dict[str, tuple[str, str]] = {
    "complaint_first": ("Giải quyết khiếu nại lần đầu", "First settlement of a complaint"),
    "complaint_second": ("Giải quyết khiếu nại lần hai", "Second settlement of a complaint"),
    "denunciation": ("Giải quyết tố cáo", "Settlement of a denunciation"),
    "petition": ("Xử lý kiến nghị, phản ánh", "Handling of a petition or reflection"),
    "forwarding": ("Tiếp nhận, chuyển và theo dõi", "Receive, refer and follow up"),
    "received": ("Đã tiếp nhận", "Received"),
    "classified": ("Đã phân loại", "Classified"),
    "checking": ("Đang kiểm tra điều kiện", "Checking conditions"),
    "reviewing": ("Đang xem xét tố cáo tiếp", "Reviewing a repeated denunciation"),
    "awaiting_sender": ("Chờ người gửi bổ sung", "Waiting for the sender"),
    "referred": ("Đã chuyển, chờ xác nhận", "Referred, receipt awaited"),
    "awaiting_answer": ("Chờ cơ quan nhận trả lời", "Waiting for the recipient's answer"),
    "competence_disputed": ("Chờ cấp trên định thẩm quyền", "Competence to be decided above"),
    "answer_received": ("Đã có trả lời, chưa báo dân", "Answer in, sender not told"),
    "report_demanded": ("Đã yêu cầu cấp dưới báo cáo", "Report demanded from below"),
    "management_check": ("Kiểm tra phục vụ quản lý", "Check to serve management"),
    "in_progress": ("Đang giải quyết", "In progress"),
    "accepted": ("Đã thụ lý", "Accepted"),
    "redacted": ("Đã lược bỏ danh tính", "Identity taken out"),
    "verifying": ("Đang xác minh", "Verifying"),
    "verified": ("Đã có kết quả xác minh", "Verified"),
    "dialogue_due": ("Phải đối thoại", "Dialogue due"),
    "dialogue_set": ("Đã hẹn đối thoại", "Dialogue set"),
    "suspended": ("Tạm đình chỉ", "Suspended"),
    "decided": ("Đã có quyết định giải quyết", "Decided"),
    "concluded": ("Đã có kết luận", "Concluded"),
    "answered": ("Đã trả lời", "Answered"),
    "acted": ("Đã xử lý theo kết luận", "Acted on"),
    "published": ("Đã công khai", "Published"),
    "effective": ("Có hiệu lực pháp luật", "In legal effect"),
    "carried_out": ("Đã thực hiện xong", "Carried out"),
    "settled": ("Đã giải quyết xong", "Settled"),
    "disputed": ("Người gửi không đồng ý", "Disputed by the sender"),
    "terminated": ("Đình chỉ giải quyết", "Terminated"),
    "guided": ("Đã hướng dẫn", "Guided"),
    "returned": ("Đã trả lại", "Returned"),
    "filed": ("Lưu đơn", "Filed"),
    "not_accepted": ("Không thụ lý", "Not accepted"),
    "second_lodged": ("Đã khiếu nại lần hai", "Second complaint lodged"),
    "in_court": ("Đã khởi kiện", "In court"),
    "with_investigators": ("Đã chuyển cơ quan điều tra", "With investigators"),
    "escalated": ("Đã chuyển cấp trên", "Passed one level up"),
    "closed": ("Đã kết thúc", "Closed"),
    "accept": ("Thụ lý", "Accept"),
    "refuse": ("Không thụ lý", "Refuse"),
    "guide": ("Hướng dẫn", "Guide"),
    "refer": ("Chuyển đơn", "Refer"),
    "return": ("Trả lại", "Return"),
    "urge": ("Đôn đốc", "Urge"),
    "file": ("Lưu đơn", "File"),
    "to_investigators": ("Chuyển cơ quan điều tra", "To investigators"),
    "ask_for_more": ("Yêu cầu bổ sung", "Ask for more"),
    "check_for_management": ("Kiểm tra phục vụ quản lý", "Check to serve management"),
    "sender": ("người gửi đơn", "the sender"),
    "forwarder": ("cơ quan chuyển đơn đến", "the forwarding body"),
    "recipient": ("cơ quan nhận đơn", "the recipient"),
    "respondent": ("người bị khiếu nại", "the complained party"),
    "accused": ("người bị tố cáo", "the denounced party"),
    "accused_manager": ("cơ quan quản lý người bị tố cáo", "the body managing that person"),
    "superior": ("cấp trên trực tiếp", "the direct superior"),
}
