"""What may be said of a letter or case beside its kind; several flags may hold at once.

A flag is about the letter or the matter, never about a person.
"""

from enum import StrEnum


class Flag(StrEnum):
    """Attributes of domain rules; the second group is set by steps of the work itself."""

    ANONYMOUS = "anonymous"
    IMPERSONATED = "impersonated"
    CHECKABLE = "checkable"
    DUPLICATE = "duplicate"
    SENT_WIDELY = "sent_widely"
    JOINT = "joint"
    HAS_ORIGINALS = "has_originals"
    FORWARDED = "forwarded"
    REPEATED = "repeated"
    OVERDUE_BELOW = "overdue_below"
    COMPLEX = "complex"
    SPECIALLY_COMPLEX = "specially_complex"
    REMOTE = "remote"
    PARTY_MEMBER = "party_member"
    URGENT_HARM = "urgent_harm"
    SIGN_OF_CRIME = "sign_of_crime"
    DISCIPLINE = "discipline"
    OWN_MATTER = "own_matter"
    MUST_GO_ON = "must_go_on"

    GUIDED_BEFORE = "guided_before"
    REFERRED_BEFORE = "referred_before"
    OUTSIDE_COMPETENCE = "outside_competence"
    RETURNED_ONCE = "returned_once"
    RETURNED_TWICE = "returned_twice"
    SUPERIOR_DECIDED = "superior_decided"
    REMINDED_ONCE = "reminded_once"
    REMINDED_TWICE = "reminded_twice"
    FORWARDER_ANSWERED = "forwarder_answered"
    PARTIES_NOTIFIED = "parties_notified"
    TOLD_HANDLING = "told_handling"
    EVIDENCE_REQUESTED = "evidence_requested"
    NOTICE_DUE = "notice_due"
    DELIVERED = "delivered"
    MEASURE_PROMISED = "measure_promised"
    DISPUTED = "disputed"
    WITHDRAWN_IN_PART = "withdrawn_in_part"
    NOTHING_TO_CARRY_OUT = "nothing_to_carry_out"

    @property
    def label(self) -> str:
        return _FLAGS[self][0]

    @property
    def label_en(self) -> str:
        return _FLAGS[self][1]

    @property
    def is_set_by_work(self) -> bool:
        """Set and cleared by steps, not by a person who reads the letter."""
        return self in _BY_WORK


_FLAGS = {
    Flag.ANONYMOUS: ("Nặc danh", "Anonymous"),
    Flag.IMPERSONATED: ("Mạo danh", "In another's name"),
    Flag.CHECKABLE: ("Có chứng cứ cụ thể, kiểm tra được", "Concrete, checkable evidence"),
    Flag.DUPLICATE: ("Đơn trùng", "Copy"),
    Flag.SENT_WIDELY: ("Gửi nhiều nơi", "Sent to many offices"),
    Flag.JOINT: ("Từ 5 người cùng ký", "Signed by five or more"),
    Flag.HAS_ORIGINALS: ("Kèm tài liệu gốc", "Originals enclosed"),
    Flag.FORWARDED: ("Do cơ quan khác chuyển đến", "Forwarded by another body"),
    Flag.REPEATED: ("Đã giải quyết, nay gửi tiếp", "Repeated after a settlement"),
    Flag.OVERDUE_BELOW: ("Cấp dưới để quá hạn", "Overdue at a lower body"),
    Flag.COMPLEX: ("Phức tạp", "Complex"),
    Flag.SPECIALLY_COMPLEX: ("Đặc biệt phức tạp", "Specially complex"),
    Flag.REMOTE: ("Vùng sâu, vùng xa", "Remote area"),
    Flag.PARTY_MEMBER: ("Vi phạm kỷ luật Đảng", "Breach of Party rules"),
    Flag.URGENT_HARM: ("Đe dọa thiệt hại nghiêm trọng", "Serious harm threatened"),
    Flag.SIGN_OF_CRIME: ("Có dấu hiệu tội phạm", "Sign of a crime"),
    Flag.DISCIPLINE: ("Quyết định kỷ luật cán bộ", "Staff-discipline decision"),
    Flag.OWN_MATTER: ("Việc nội bộ của tổ chức", "Internal matter of the organization"),
    Flag.MUST_GO_ON: ("Rút đơn nhưng phải giải quyết tiếp", "Must go on although withdrawn"),
    Flag.GUIDED_BEFORE: ("Đã hướng dẫn một lần", "Guided once before"),
    Flag.REFERRED_BEFORE: ("Đã chuyển một lần", "Referred once before"),
    Flag.OUTSIDE_COMPETENCE: ("Không thuộc thẩm quyền", "Outside competence"),
    Flag.RETURNED_ONCE: ("Bị trả lại một lần", "Returned once"),
    Flag.RETURNED_TWICE: ("Bị trả lại hai lần", "Returned twice"),
    Flag.SUPERIOR_DECIDED: ("Cấp trên đã chỉ định", "Assigned by the superior"),
    Flag.REMINDED_ONCE: ("Đã nhắc một lần", "Reminded once"),
    Flag.REMINDED_TWICE: ("Đã nhắc hai lần", "Reminded twice"),
    Flag.FORWARDER_ANSWERED: ("Đã trả lời cơ quan chuyển đơn", "Forwarding body answered"),
    Flag.PARTIES_NOTIFIED: ("Đã thông báo thụ lý", "Parties notified"),
    Flag.TOLD_HANDLING: ("Đã báo kết quả xử lý", "Handling told"),
    Flag.EVIDENCE_REQUESTED: ("Đang chờ cung cấp chứng cứ", "Evidence requested"),
    Flag.NOTICE_DUE: ("Quyết định chưa gửi", "Decision not sent yet"),
    Flag.DELIVERED: ("Người gửi đã nhận quyết định", "Decision delivered"),
    Flag.MEASURE_PROMISED: ("Trả lời có hứa biện pháp", "Answer promises a measure"),
    Flag.DISPUTED: ("Người gửi không đồng ý", "Disputed by the sender"),
    Flag.WITHDRAWN_IN_PART: ("Đã rút một phần", "Withdrawn in part"),
    Flag.NOTHING_TO_CARRY_OUT: ("Không có nội dung phải thực hiện", "Nothing to carry out"),
}
_ORDER = list(Flag)
_BY_WORK = frozenset(_ORDER[_ORDER.index(Flag.GUIDED_BEFORE) :])
