"""A table of letters as the import page shows it; a test reads it back."""

HEADER = ("Mã", "Ngày nhận", "Nội dung", "Nơi xảy ra", "Người gửi")
ROWS = (
    ("A-01", "01/6/2026", "Cống đầu ngõ 12 tắc.", "ngõ 12, phường Vĩnh Tân", "tổ dân phố 7"),
    ("A-02", "02/6/2026", "Đèn đường Bến Trúc tắt ba tối.", "đường Bến Trúc", ""),
)
