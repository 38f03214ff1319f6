"""Figures keep their source through rewriting, and figures without one are told."""

from decimal import Decimal

from gandan.briefing.gathering.book import Book, Row
from gandan.briefing.sentences import Piece, from_row, rewritten, sentence, to_row

SAID = sentence("a:what", Piece("45\u00a0đơn", "n1"), " (kỳ trước ", Piece("12", "n2"), ").")


def test_a_rewritten_sentence_keeps_the_sources_of_figures_that_stand():
    new = rewritten(SAID, "Nhận 45\u00a0đơn, nhiều hơn 12 đơn kỳ trước.", by="An", on="2026-07-01")
    assert [(p.text, p.source) for p in new.pieces if p.source] == [
        ("45\u00a0đơn", "n1"),
        ("12", "n2"),
    ]
    assert new.unsourced == ()
    assert new.was == "45\u00a0đơn (kỳ trước 12)."


def test_a_figure_that_was_changed_opens_nothing_and_is_told():
    new = rewritten(SAID, "Nhận 46 đơn (kỳ trước 12).", by="An", on="2026-07-01")
    assert new.unsourced == ("46",)
    assert new.rests == ("n1",)


def test_a_figure_inside_a_longer_one_is_not_the_same():
    new = rewritten(SAID, "Nhận 145\u00a0đơn.", by="An", on="2026-07-01")
    assert new.unsourced == ("145",)


def test_days_places_and_codes_are_no_figures():
    text = "Từ 03/4/2026, ngõ 58 và tổ 5, quý II/2026, vụ VV-26-000123 chưa xong."
    assert rewritten(SAID, text, by="An", on="2026-07-01").unsourced == ()


def test_the_machines_own_figures_are_never_doubted():
    assert SAID.unsourced == ()


def test_a_sentence_is_kept_as_it_was():
    one = sentence("x:who", "chưa giao đơn vị nào.", rests=["n3"], owner="mh-so-xd")
    assert from_row(to_row(one)) == one


def test_a_sum_of_money_keeps_its_two_decimals():
    rows = [Row("P1", value=Decimal("8.06")), Row("P2", value=Decimal("0.50"))]
    entered = Book().enter("reports", "Tiền thu hồi", "triệu đồng", rows)
    assert entered.piece().text == "8,56\u00a0triệu đồng"
    assert entered.bare().text == "8,56"
