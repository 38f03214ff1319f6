"""Every Vietnamese letter beyond ASCII, and hypothesis strategies for text."""

import unicodedata

from hypothesis import strategies as st

TONES = "\u0300\u0309\u0303\u0301\u0323"
MARKED = "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", *TONES)
    if tone or vowel not in "aeiouyAEIOUY"
)
MARKED += "đĐ"
LETTERS = MARKED + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

vietnamese_text = st.text(LETTERS + " 0123456789.,;:-()/\n", max_size=200)
any_text = st.text(max_size=100) | vietnamese_text
decomposed = vietnamese_text.map(lambda text: unicodedata.normalize("NFD", text))
