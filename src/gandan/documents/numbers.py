"""Figures and days as Vietnamese documents write them."""

from datetime import date

NBSP = "\u00a0"
BLANK = NBSP * 6


def number(value: int | float, decimals: int = 0) -> str:
    """1.248; 12,4; −10. A value that rounds to zero carries no sign."""
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    if not text.strip("-0,."):
        text = text.lstrip("-")
    return text.replace("-", "−")


def signed(value: int | float, decimals: int = 0) -> str:
    """A change: +25, −10, 0."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0,") else text


def percent(share: float, decimals: int = 1) -> str:
    """12,4 % with a space that does not break; ``share`` in [0, 1]."""
    return f"{number(100 * share, decimals)}{NBSP}%"


def places_of(value: int | float) -> int:
    """How many decimals a figure shows: those that it has, two at most."""
    hundredths = round(float(value) * 100)
    return 0 if hundredths % 100 == 0 else 1 if hundredths % 10 == 0 else 2


def counted(value: int | float, unit: str) -> str:
    """A figure never goes without its unit: 47 đơn; 8,56 triệu đồng."""
    return f"{number(value, places_of(value))}{NBSP}{unit}"


def long_date(day: date | None) -> str:
    """ngày 04 tháng 9 năm 2026: days below 10, months 1, 2 with a zero (Decree 30/2020/NĐ-CP)."""
    if day is None:
        return f"ngày{BLANK}tháng{BLANK}năm{BLANK}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày{NBSP}{day.day:02d} tháng{NBSP}{month} năm{NBSP}{day.year}"
