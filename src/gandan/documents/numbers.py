"""Figures as Vietnamese documents write them."""

NARROW = "\u00a0"


def number(value: int | float, decimals: int = 0) -> str:
    """1.248; 12,4; −10."""
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return text.replace("-", "−")


def percent(share: float, decimals: int = 1) -> str:
    """12,4 % with a space that does not break; ``share`` in [0, 1]."""
    return f"{number(100 * share, decimals)}{NARROW}%"


def counted(value: int, unit: str) -> str:
    """A figure never goes without its unit: 47 đơn."""
    return f"{number(value)}{NARROW}{unit}"
