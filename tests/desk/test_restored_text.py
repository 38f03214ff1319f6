"""A letter typed without diacritics can be read with them, marked as the machine's guess."""

from datetime import date

from gandan.casework import restoring


def test_the_page_offers_a_reading_with_diacritics_beside_the_letter(letter, sign_in):
    restoring._restorer.cache_clear()
    typed = "Duong ngap ca tuan nay, de nghi phuong cho nguoi xuong xem va tra loi."
    own = letter(typed, on=date(2026, 6, 2))
    page = sign_in("tonghop").get(f"/don/{own.code}/").content.decode()
    assert typed in page
    assert "Đọc bản máy thêm dấu" in page
    assert "đề nghị phường cho người xuống xem" in page


def test_a_letter_with_diacritics_has_no_second_text(letter, sign_in):
    own = letter("Đường ngập cả tuần nay, đề nghị phường xem.", on=date(2026, 6, 2))
    page = sign_in("tonghop").get(f"/don/{own.code}/").content.decode()
    assert "Đọc bản máy thêm dấu" not in page
