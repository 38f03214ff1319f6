"""Figures of a narrative against those of a register."""

from gandan.substance import Document, RegisterFigure, check, claims

REGISTER = (
    RegisterFigure("receptions", ("tiếp công dân", "tiếp dân"), 78, "lượt"),
    RegisterFigure("letters.received", ("đơn tiếp nhận", "nhận đơn"), 40, "đơn"),
    RegisterFigure("letters.processed", ("đơn đã xử lý",), 31, "đơn"),
)
TITLE = "Báo cáo tiếp công dân quý II/2025 – phường Tân Lập\n\n"


def found(text: str):
    document = Document.of(TITLE + text, id="bc")
    return [f for f in check(document, register=REGISTER) if f.rule == "register.differs"]


def test_a_claim_that_differs_shows_both_and_the_difference():
    (finding,) = found("Trong quý, phường tiếp dân 75 lượt với 85 người.")
    assert (finding.found, finding.expected) == ("75", "78")
    assert "lệch 3" in finding.message


def test_a_claim_that_agrees_is_silent():
    assert found("Phường tiếp dân 78 lượt; đã xử lý 31 đơn.") == []


def test_rounded_claims_agree_when_the_register_lies_within():
    assert found("Phường tiếp dân gần 80 lượt.") == []
    assert len(found("Phường tiếp dân gần 70 lượt.")) == 1


def test_figures_of_another_period_are_not_compared():
    assert found("Cùng kỳ năm trước tiếp dân 60 lượt.") == []


def test_people_are_not_compared_with_visits():
    assert found("Tiếp dân 85 người.") == []


def test_where_two_indicators_fit_equally_nothing_is_said():
    twice = (RegisterFigure("a", ("đơn",), 1, "đơn"), RegisterFigure("b", ("đơn",), 2, "đơn"))
    document = Document.of(TITLE + "Phường nhận 40 đơn.")
    assert [f for f in check(document, register=twice) if f.rule == "register.differs"] == []


def test_claims_carry_their_words_noun_and_period():
    document = Document.of(TITLE + "Tháng 5/2025, phường tiếp dân hơn 75 lượt.")
    (claim,) = [c for c in claims(document, REGISTER) if c.noun == "lượt"]
    assert (claim.value, claim.code, claim.is_exact) == (75, "receptions", False)
    assert claim.period == "Tháng 5/2025"
