"""QR codes as drawings: black on white whatever the page's colours, with a quiet zone."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# The standard asks for four modules of white around the code.
QUIET = 4


@lru_cache(maxsize=64)
def qr_svg(content: str) -> str:
    """Return the SVG of a code; one module is one unit. Raises ``ValueError`` on no content."""
    if not content:
        raise ValueError("a QR code needs content")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(content)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, filled in enumerate(row) if filled
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges" role="img" aria-label="QR">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
