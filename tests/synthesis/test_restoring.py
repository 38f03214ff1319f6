"""Diacritics are put back only where they are sure, and never in anybody's name."""

import re

from gandan.demo import generate
from gandan.demo.distortions import without_marks
from gandan.synthesis import Restorer, lacks_marks, packaged_texts
from gandan.vietnamese import fold, tone_normalized

WORD = re.compile(r"[^\W\d_]+")


def learned():
    own = [letter.text for letter, _truth in generate(600, 41)]
    return Restorer.learn([*packaged_texts(), *own])


def test_nineteen_of_twenty_restored_words_of_other_letters_are_right():
    restorer = learned()
    right = changed = every = 0
    for letter, truth in generate(120, 42):
        if truth.flags or truth.copy_of:
            continue
        true = tone_normalized(letter.text)
        typed = without_marks(true)
        found = restorer.restore(typed)
        assert fold(found) == fold(typed)
        for a, b, c in zip(*(WORD.findall(text) for text in (true, found, typed)), strict=True):
            every += 1
            changed += b != c
            right += b != c and a == b
    assert right >= 0.95 * changed
    assert changed >= 0.4 * every


def test_names_and_what_is_not_known_stay_as_typed():
    found = learned().restore("Ba Nguyen Thi Tam o day noi zzyzx, de nghi phuong xem")
    assert "Nguyen Thi Tam" in found
    assert "zzyzx" in found
    assert "đề nghị phường" in found


def test_only_a_text_typed_without_marks_lacks_them():
    assert lacks_marks("Nha toi bi ngap ca tuan nay")
    assert not lacks_marks("Nhà tôi bị ngập cả tuần nay")
    assert not lacks_marks("OK ban")
