"""What is quoted of a concern and what it is called."""

import numpy as np
import pytest

from gandan.synthesis import Sentence, extract
from gandan.synthesis.concerns import Group
from gandan.synthesis.kernels import pair_hashes
from gandan.synthesis.quoting import quotable
from gandan.synthesis.titles import title_of
from tests.synthesis.builders import corpus

ASIDE = "Bố tôi vừa mổ phải gửi xe ở nơi khác cuối tuần trước."
MATTER = [
    "Hố ga trên đường Lý Nam Đế mất nắp, tối qua có người sụp chân.",
    "Hố ga trên đường Lý Nam Đế mất nắp đã hai tuần, rất nguy hiểm.",
    "Nắp cống đường Lý Nam Đế vỡ đôi, xe qua là kêu ầm cả đêm.",
    "Nắp cống đường Lý Nam Đế vỡ đôi, xe qua là kêu ầm, không ai ngủ được.",
]


def hashes_of(text):
    reading = corpus([text]).reading
    return pair_hashes(reading.tokens, reading.start, reading.word_hash, np.array([0]))


def test_what_everybody_writes_is_not_quoted():
    letters = corpus([MATTER[0], f"{MATTER[1]} {ASIDE}", f"{MATTER[2]} {ASIDE}", MATTER[3]])
    common = np.sort(hashes_of(ASIDE))
    said = [s.text for s in extract(letters, range(4), common=common)]
    assert ASIDE not in said
    assert any("mất nắp" in text for text in said)
    assert any("vỡ đôi" in text for text in said)
    assert 2 <= len(said) <= 5


def test_no_two_sentences_say_the_same():
    letters = corpus(MATTER)
    said = [set(s.text.lower().split()) for s in extract(letters, range(4))]
    for k, own in enumerate(said):
        for other in said[:k]:
            assert len(own & other) < 0.7 * min(len(own), len(other))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Nguyễn Văn Thử đổ rác ra đầu ngõ cả tháng nay.", False),
        ("Hàng xóm là Trần Thị Mẫu hay mở loa đến khuya.", False),
        ("Đường Nguyễn Văn Cừ ngập sâu sau mỗi trận mưa.", True),
        ("Ngõ 12 Trần Quang Diệu ngập sâu sau mỗi trận mưa.", True),
        ("Trường Tiểu học Lê Lợi thu nhiều khoản ngoài quy định.", True),
    ],
)
def test_a_person_is_not_quoted_but_a_street_named_after_one_is(sentence, shown):
    found = quotable(corpus([f"Chúng tôi xin trình bày như sau đây. {sentence}"]), 0)
    assert (sentence in [s.text for s in found]) is shown


GROUP = Group(
    "c1", (0, 1), 2, "ha-tang-ky-thuat", "nap-ho-ga", "phường Mẫu", "đường Lý Nam Đế", False
)


def test_a_concern_is_called_by_its_topic_its_own_words_and_its_place():
    text = "Tôi xin phản ánh: hố ga trên đường Lý Nam Đế mất nắp, tối qua có người sụp chân."
    title = title_of(GROUP, [Sentence(text, 0, 0, len(text), 0.9)])
    assert title.endswith(": “Hố ga trên đường Lý Nam Đế mất nắp”, phường Mẫu")
    assert title_of(GROUP).endswith(": đường Lý Nam Đế, phường Mẫu")


def test_own_words_that_speak_for_half_of_the_letters_are_no_name():
    one = Sentence("Hố ga trên đường Lý Nam Đế mất nắp.", 0, 0, 35, 0.7)
    other = Sentence("Nắp cống đường Lý Nam Đế vỡ đôi, kêu ầm.", 1, 0, 40, 0.6)
    assert "“" not in title_of(GROUP, [one, other])
