"""The closed lists of the table of time limits: units, senses, events, conditions."""

from enum import StrEnum


class TimeUnit(StrEnum):
    DAY = "day"
    WORKING_DAY = "working_day"
    HOUR = "hour"
    OFFICE_HOUR = "office_hour"

    @property
    def label(self) -> str:
        return _UNITS[self][0]

    @property
    def label_en(self) -> str:
        return _UNITS[self][1]

    @property
    def is_hours(self) -> bool:
        return self in (TimeUnit.HOUR, TimeUnit.OFFICE_HOUR)


class Sense(StrEnum):
    """Whether the last day is the latest, the end of what lasts, or lies before an event."""

    WITHIN = "within"
    LASTING = "lasting"
    AHEAD = "ahead"


class Subject(StrEnum):
    """The part of the table a row stands in."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    PETITION = "petition"
    RECEPTION = "reception"
    LETTER = "letter"
    SUPERVISION = "supervision"

    @property
    def label(self) -> str:
        return _SUBJECTS[self][0]

    @property
    def label_en(self) -> str:
        return _SUBJECTS[self][1]


class StartEvent(StrEnum):
    """What happens on the day from which a clock counts."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    DECISION = "decision"
    DECISION_RECEIVED = "decision_received"
    ACT_KNOWN = "act_known"
    FIRST_TERM_EXPIRED = "first_term_expired"
    CONCLUSION = "conclusion"
    REQUEST = "request"
    DEMAND = "demand"
    SETTLEMENT = "settlement"
    ANSWER_RECEIVED = "answer_received"
    REFERRAL = "referral"
    POSTING = "posting"
    GROUNDS_COMPLETE = "grounds_complete"
    DIALOGUE = "dialogue"
    MEETING = "meeting"
    RECEPTION = "reception"
    WORKING_SESSION = "working_session"

    @property
    def label(self) -> str:
        return _EVENTS[self][0]

    @property
    def label_en(self) -> str:
        return _EVENTS[self][1]


class Condition(StrEnum):
    """What gives a row another amount."""

    REMOTE = "remote"
    COMPLEX = "complex"
    DISMISSAL = "dismissal"
    SEVERAL_PLACES = "several_places"

    @property
    def label(self) -> str:
        return _CONDITIONS[self][0]

    @property
    def label_en(self) -> str:
        return _CONDITIONS[self][1]


_UNITS = {
    TimeUnit.DAY: ("ngày", "days"),
    TimeUnit.WORKING_DAY: ("ngày làm việc", "working days"),
    TimeUnit.HOUR: ("giờ", "hours"),
    TimeUnit.OFFICE_HOUR: ("giờ làm việc", "office hours"),
}
_SUBJECTS = {
    Subject.COMPLAINT: ("Khiếu nại", "Complaints"),
    Subject.DENUNCIATION: ("Tố cáo", "Denunciations"),
    Subject.PETITION: ("Kiến nghị, phản ánh", "Petitions and reflections"),
    Subject.RECEPTION: ("Tiếp công dân", "Citizen reception"),
    Subject.LETTER: ("Mọi loại đơn", "Letters of every kind"),
    Subject.SUPERVISION: ("Giám sát của Mặt trận", "Supervision by the Front"),
}
_EVENTS = {
    StartEvent.RECEIPT: ("nhận đơn", "receipt"),
    StartEvent.ACCEPTANCE: ("thụ lý", "acceptance"),
    StartEvent.DECISION: ("ban hành quyết định", "the decision"),
    StartEvent.DECISION_RECEIVED: ("nhận được quyết định", "receipt of the decision"),
    StartEvent.ACT_KNOWN: ("biết được hành vi", "learning of the act"),
    StartEvent.FIRST_TERM_EXPIRED: (
        "hết thời hạn giải quyết lần đầu",
        "expiry of the first term",
    ),
    StartEvent.CONCLUSION: ("ban hành kết luận", "the conclusion"),
    StartEvent.REQUEST: ("nhận được yêu cầu", "the request"),
    StartEvent.DEMAND: ("nhận yêu cầu báo cáo", "the demand for a report"),
    StartEvent.SETTLEMENT: ("giải quyết xong", "the settlement"),
    StartEvent.ANSWER_RECEIVED: ("nhận được trả lời", "receipt of the answer"),
    StartEvent.REFERRAL: ("chuyển đơn", "the referral"),
    StartEvent.POSTING: ("niêm yết, đăng tải", "the posting"),
    StartEvent.GROUNDS_COMPLETE: ("đủ căn cứ từ chối", "the grounds being complete"),
    StartEvent.DIALOGUE: ("đối thoại", "the dialogue"),
    StartEvent.MEETING: ("họp công bố", "the meeting"),
    StartEvent.RECEPTION: ("tiếp công dân", "the reception"),
    StartEvent.WORKING_SESSION: ("làm việc với đơn vị", "the working session"),
}
_CONDITIONS = {
    Condition.REMOTE: ("vùng sâu, vùng xa đi lại khó khăn", "remote area"),
    Condition.COMPLEX: ("vụ việc phức tạp", "complex matter"),
    Condition.DISMISSAL: ("kỷ luật buộc thôi việc", "dismissal"),
    Condition.SEVERAL_PLACES: (
        "phải kiểm tra ở nhiều địa điểm hoặc ủy quyền kiểm tra",
        "several places or delegated",
    ),
}
