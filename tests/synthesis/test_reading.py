import random
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.demo.distortions import misspell, without_marks
from gandan.synthesis import parallel
from gandan.synthesis import reading as module
from gandan.synthesis.health import damaged_letters
from gandan.synthesis.places import read_places
from gandan.synthesis.reading import read
from gandan.vietnamese import DAMAGED_ABOVE, damage, encode, syllable_spans, syllables
from tests.synthesis import twins
from tests.synthesis.builders import DUST, FLOOD, FORM

CHARACTERS = st.one_of(
    st.sampled_from("aăâbcdđeêiouưyAĐƯ129 _-\n\t.,?!:;[]–“”\u00a0\u0301\u0323\ufffd\U0001d7d8😀"),
    st.characters(),
)
SHORT = st.text(CHARACTERS, max_size=60)
LONG = st.lists(st.text(CHARACTERS, max_size=12), min_size=20, max_size=300).map(" ".join)
TEXTS = st.one_of(SHORT, LONG).map(lambda text: unicodedata.normalize("NFC", text))


def words(found, letter):
    own = found.tokens[found.start[letter] : found.start[letter + 1]]
    return [found.folded[word] for word in own]


def spans(found, letter):
    a, b = found.start[letter], found.start[letter + 1]
    return [
        (int(begin), int(begin) + len(found.written[word]))
        for begin, word in zip(found.begin[a:b], found.tokens[a:b], strict=True)
    ]


@given(st.lists(TEXTS, max_size=6))
def test_the_compiled_reading_finds_the_words_that_the_plain_rule_finds(texts):
    found = read(texts)
    assert [words(found, i) for i in range(len(texts))] == [syllables(text) for text in texts]
    assert [spans(found, i) for i in range(len(texts))] == [syllable_spans(t) for t in texts]


@given(st.lists(TEXTS, max_size=6))
def test_the_compiled_sketch_equals_its_plain_twin(texts):
    found = read(texts)
    own = [found.subset_of_samples(np.array([i]))[0].tolist() for i in range(len(texts))]
    assert own == [twins.sketch(text) for text in texts]
    assert found.content.tolist() == [twins.content(text) for text in texts]
    assert found.word_hash.tolist() == [twins.word_hash(word) for word in found.folded]


def test_a_very_long_letter_is_read_like_any_other():
    text = " ".join(f"từ{n % 5000} “số”–{n}" for n in range(40_000))
    found = read([text, "ngắn"])
    assert words(found, 0) == syllables(text)
    assert found.sampled[: found.sampled_start[1]].tolist() == twins.sketch(text)


def test_one_core_reads_what_two_read(monkeypatch):
    texts = [f"Đơn số {n} về ngõ {n * 7 % 300}, phường “Bến Trúc”" for n in range(3 * module.CHUNK)]
    two = read(texts)
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    one = read(texts)
    assert one.written == two.written
    for name in ("tokens", "begin", "before", "sampled", "content", "word_hash", "shows"):
        assert np.array_equal(getattr(one, name), getattr(two, name))


def test_part_of_a_reading_is_the_reading_of_the_part():
    texts = ["Đường hỏng ở ngõ 5", "", "Cống “tắc”, nước tràn", FLOOD]
    part, own = read(texts).subset([3, 1]), read([FLOOD, ""])
    assert [words(part, i) for i in (0, 1)] == [words(own, i) for i in (0, 1)]
    assert part.sampled.tolist() == own.sampled.tolist()


def test_words_are_the_same_when_letters_are_read_in_parts_and_the_table_grows(monkeypatch):
    texts = [f"chữ{n} thứ{n} {n} đơn" for n in range(60_000)]
    whole = read(texts[:50])
    monkeypatch.setattr(module, "CHUNK", 7_000)
    found = read(texts)
    assert [words(found, i) for i in range(50)] == [words(whole, i) for i in range(50)]
    assert words(found, 59_999) == ["chu59999", "thu59999", "59999", "don"]
    assert len(set(found.written)) == len(found.written) == 180_001


def test_what_stands_before_a_word_is_kept():
    found = read(["Tổ 5-6,  phường\n[Trả lời: đã sửa"])
    kinds = {found.written[w]: int(b) for w, b in zip(found.tokens, found.before, strict=True)}
    assert kinds == {
        "Tổ": module.SPACE, "5": module.SPACE, "6": module.HYPHEN, "phường": module.PUNCTUATION,
        "Trả": module.BRACKET, "lời": module.SPACE, "đã": module.COLON, "sửa": module.SPACE,
    }  # fmt: skip


def distorted():
    chance = random.Random(11)
    for text in (FLOOD, DUST, FORM.format(ward="Bến Trúc", body=FLOOD)):
        yield text
        yield without_marks(text)
        yield encode(text, "tcvn3").decode("latin-1")
        yield "".join(c for c in text if chance.random() > 0.1)
        yield " ".join(w[:2] + " " + w[2:] if len(w) > 3 else w for w in text.split())
        yield text.replace("ư", "\ufffd")
        yield text.replace("ạ", "?")
        yield " ".join(w if chance.random() > 0.15 else "download" for w in text.split())
        for share in (0.02, 0.05, 0.08, 0.12, 0.3, 0.8):
            yield misspell(text, chance, share)
        first, *others = text.split("\n")
        yield "\n".join([encode(first, "tcvn3").decode("latin-1"), *others])
        yield "\n".join([first.encode().decode("latin-1"), *others, "Đề nghị xem xét sớm."])
    # Pieces of words count once, in capitals or not, and not as the sound words they look like.
    head = "CỘ NG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTôi xin phản ánh: đường hỏng, xe khó đi lại."
    yield f"{head} Qu ận đã có ng ười đến, ch ứng kiến. Tr ước đó cô ng tác bằ ng nh iều cách."
    yield f"{head} P.An Khê, Q.Thanh Khê; xem www.gandan.vn, ng k dc z."


def test_letters_that_the_words_clear_are_the_ones_that_measuring_clears():
    texts = [unicodedata.normalize("NFC", text) for text in distorted()]
    measured = [damage(text).score > DAMAGED_ABOVE for text in texts]
    assert damaged_letters(texts, read(texts)).tolist() == measured
    assert any(measured)
    assert not all(measured)


@pytest.mark.parametrize(
    ("place", "text", "ward", "objects", "weak"),
    [
        ("phường An Hòa", "Kênh Vĩnh Tân hôi thối.", "an hoa", {"kenh vinh tan"}, set()),
        ("", "Tại phường An Hòa, ngõ 58 Bến Trúc ngập.", "an hoa", {"ngo 58 ben truc"}, set()),
        ("", "Duong so 5 phuong An Hoa hong nang", "an hoa", {"duong 5"}, set()),
        ("tổ dân phố 12, phường An Hòa", "Mất nước.", "an hoa", set(), {"to dan pho 12"}),
        ("", "Ở thành phố Minh Hà ai cũng biết.", "", set(), set()),
        ("", "Ngõ 50 Hồ Tùng Mậu mất nước.", "", {"ngo 50 ho tung mau"}, set()),
        ("", "Ông Hồ Văn Tâm ở ngõ 3 Yết Kiêu.", "", {"ngo 3 yet kieu"}, set()),
        ("", "Bị rào phố. Tôi không về được. CỘNG HÒA XÃ HỘI", "", set(), set()),
        ("", "trường Tiểu học Hoa Mai quá tải", "", {"truong tieu hoc hoa mai"}, set()),
        ("phường Cầu Mây", "Ở phường Cầu Mây mất điện.", "cau may", set(), set()),
    ],
)
def test_wards_and_named_things_are_found(place, text, ward, objects, weak):
    found = read_places([place], [text], read([text]))
    own = {found.thing_keys[t]: bool(found.is_weak[t]) for t in found.things_of(0)}
    things = {key for key, is_weak in own.items() if not is_weak}
    named = found.ward_keys[found.ward[0]] if found.ward[0] >= 0 else ""
    assert (named, things, set(own) - things) == (ward, objects, weak)


def test_an_empty_reading_is_empty():
    found = read([])
    assert len(found) == 0
    assert np.array_equal(found.start, [0])
    assert damaged_letters([], found).shape == (0,)
