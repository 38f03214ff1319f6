"""Vietnamese text: comparable forms, order, legacy encodings, sentences, damage.

Pure: no Django, no clock, no disk.
"""

from gandan.vietnamese.cleaning import clean_controls
from gandan.vietnamese.damage import DAMAGED_ABOVE, Damage, Reason, damage
from gandan.vietnamese.decoding import ENCODINGS, Decoded, decode, encode
from gandan.vietnamese.folding import (
    fold,
    folding_table,
    has_diacritics,
    nfc,
    syllable_spans,
    syllables,
)
from gandan.vietnamese.ordering import person_sort_key, sort_key
from gandan.vietnamese.recovery import recover
from gandan.vietnamese.searching import search_forms, words_as_written
from gandan.vietnamese.sentences import sentences
from gandan.vietnamese.shorthand import LONGEST_SPELLED_OUT, SHORTENED
from gandan.vietnamese.spelling import is_folded_syllable, is_syllable
from gandan.vietnamese.tones import tone_normalized, tone_placed

__all__ = [
    "DAMAGED_ABOVE",
    "ENCODINGS",
    "LONGEST_SPELLED_OUT",
    "SHORTENED",
    "Damage",
    "Decoded",
    "Reason",
    "clean_controls",
    "damage",
    "decode",
    "encode",
    "fold",
    "folding_table",
    "has_diacritics",
    "is_folded_syllable",
    "is_syllable",
    "nfc",
    "person_sort_key",
    "recover",
    "search_forms",
    "sentences",
    "sort_key",
    "syllable_spans",
    "syllables",
    "tone_normalized",
    "tone_placed",
    "words_as_written",
]
