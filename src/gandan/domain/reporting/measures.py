"""What a cell of a report measures; no figure goes without it, and sums never mix two of them."""

from enum import StrEnum


class Source(StrEnum):
    """Where the figure of an indicator comes from."""

    REGISTER = "register"  # the register counts it; a unit may differ and must say why
    ENTERED = "entered"  # the unit writes it
    COMPUTED = "computed"  # its formula gives it


class Measure(StrEnum):
    LETTERS = "letters"
    CASES = "cases"
    VISITS = "visits"
    PEOPLE = "people"
    DELEGATIONS = "delegations"
    HOUSEHOLDS = "households"
    MEETINGS = "meetings"
    MODELS = "models"
    PAPERS = "papers"
    ITEMS = "items"
    SESSIONS = "sessions"
    ORGANIZATIONS = "organizations"
    MONEY = "money"
    LAND = "land"
    PERCENT = "percent"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def label_en(self) -> str:
        return _LABELS[self][1]

    @property
    def places(self) -> int:
        """Decimal places that are taken in."""
        return 2 if self in {Measure.MONEY, Measure.LAND, Measure.PERCENT} else 0

    @property
    def is_additive(self) -> bool:
        """Whether the figures of two units may be added; a share is worked out anew."""
        return self != Measure.PERCENT


_LABELS = {
    Measure.LETTERS: ("đơn", "letters"),
    Measure.CASES: ("vụ việc", "cases"),
    Measure.VISITS: ("lượt", "visits"),
    Measure.PEOPLE: ("người", "people"),
    Measure.DELEGATIONS: ("đoàn", "delegations"),
    Measure.HOUSEHOLDS: ("hộ", "households"),
    Measure.MEETINGS: ("cuộc", "meetings"),
    Measure.MODELS: ("mô hình", "models"),
    Measure.PAPERS: ("văn bản", "papers"),
    Measure.ITEMS: ("ý kiến", "opinions"),
    Measure.SESSIONS: ("kỳ tiếp", "sessions"),
    Measure.ORGANIZATIONS: ("tổ chức", "organizations"),
    Measure.MONEY: ("triệu đồng", "million VND"),
    Measure.LAND: ("m²", "m²"),
    Measure.PERCENT: ("%", "%"),
}
