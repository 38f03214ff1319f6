"""What a proper name looks like in Vietnamese text, for patterns."""

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
# The inside of a character class of capital letters; a range À-Ỹ would take in small ones.
CAPITAL = "A-ZĐ" + _VOWELS.upper()
WORD = rf"(?:[{CAPITAL}][^\W\d_]*)"
