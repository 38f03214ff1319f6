import random

import numpy as np
import pytest

from gandan.demo.distortions import misspell, reorder, without_marks
from gandan.synthesis import find_copies
from gandan.synthesis.sharing import CLOSEST, how_close, note_closest
from tests.synthesis.builders import DUST, FLOOD, FORM, corpus

LETTER = FORM.format(ward="Bến Trúc", body=FLOOD)


def heads(found):
    return [int(h) for h in found.head]


@pytest.mark.parametrize(
    "copy",
    [
        LETTER,
        LETTER.upper().lower(),
        misspell(LETTER, random.Random(1), 0.05),
        misspell(LETTER, random.Random(2), 0.2),
        without_marks(LETTER),
        misspell(without_marks(LETTER), random.Random(3), 0.1),
        reorder(LETTER, random.Random(4)),
        "Chuyển tiếp đơn của công dân để xem xét theo thẩm quyền.\n" + LETTER,
        LETTER.replace("Ủy ban nhân dân phường Bến Trúc", "Ủy ban Mặt trận Tổ quốc thành phố"),
    ],
    ids=[
        "exact",
        "case",
        "slips",
        "many slips",
        "no marks",
        "no marks, slips",
        "order",
        "note",
        "office",
    ],
)
def test_a_copy_is_linked_to_its_letter(copy):
    others = [FORM.format(ward="Mai Xá", body=DUST), "Đèn đường ngõ 12 tắt hai tháng nay."]
    assert heads(find_copies(corpus([LETTER, copy, *others]))) == [0, 0, 2, 3]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LETTER, FORM.format(ward="Bến Trúc", body=DUST)),
        ("Đường Trần Phú hỏng nặng, đề nghị sửa.", "Đường Lê Lợi hỏng nặng, đề nghị sửa."),
        ("Ngõ 12 phố Huế mất nước ba ngày.", "Ngõ 45 phố Huế mất nước ba ngày."),
        ("Ngõ 12 phố Huế mất nước ba ngày.", "Ngõ 13 phố Huế mất nước ba ngày."),
        ("Ngõ 12 phố Huế mất nước ba ngày.", "Ngõ 12a phố Huế mất nước ba ngày."),
        ("P.4, Q.Tân Bình\nRác không ai thu gom.", "P.9, Q.Gò Vấp\nRác không ai thu gom."),
    ],
    ids=["same form", "other street", "other alley", "next alley", "side alley", "other ward"],
)
def test_the_same_words_about_another_matter_are_no_copy(one, other):
    assert heads(find_copies(corpus([one, other]))) == [0, 1]


def test_a_petition_that_forty_people_retyped_is_one_group_among_letters_of_its_style():
    chance = random.Random(6)
    petition = [misspell(LETTER, chance, 0.1) for _ in range(40)]
    streets = [f"{a} {b}" for a in ("Bến", "Cầu", "Mai", "Tân") for b in ("An", "Hạ", "Xá", "Sơn")]
    style = [FORM.format(ward=ward, body=DUST.replace("gỗ", ward)) for ward in streets]
    found = heads(find_copies(corpus([*petition, *style])))
    assert found[:40] == [0] * 40
    assert all(head >= 40 for head in found[40:])


def test_of_many_pairs_that_share_little_only_the_closest_are_compared():
    # Letter 0 shares something with each of the others, and these share more with each other.
    one = np.arange(1, 41, dtype=np.uint64)
    others = np.array([i << 32 | j for i in range(1, 41) for j in range(i + 1, 41)], np.uint64)
    shares = np.concatenate((np.arange(50, 90), np.full(len(others), 120))).astype(np.uint8)
    shares[[6, 30]] = 110, 200
    pairs, best = np.concatenate((one, others)), np.zeros((41, CLOSEST), np.uint8)
    for low in range(0, len(pairs), 100):
        note_closest(pairs[low : low + 100], shares[low : low + 100], best)
    assert np.flatnonzero(how_close(one, shares[:40], best)).tolist() == [6, 30, 38, 39]
    assert not how_close(one, np.zeros(40, np.uint8), np.zeros_like(best)).any()


def test_an_exact_group_is_said_to_be_exact_and_a_near_one_near():
    near = misspell(LETTER, random.Random(1), 0.1)
    rows = list(find_copies(corpus([LETTER, LETTER, DUST, DUST + " Xin cảm ơn.", near])).as_rows())
    assert [row["kind"] for row in rows] == ["near", "near"]
    assert rows[0]["members"] == ["d0000", "d0001", "d0004"]
    assert [r["kind"] for r in find_copies(corpus([DUST, DUST])).as_rows()] == ["exact"]


def test_the_order_of_the_letters_makes_no_difference():
    texts = [LETTER, DUST, without_marks(LETTER), LETTER, misspell(DUST, random.Random(5), 0.1)]
    ids = ["e", "a", "d", "b", "c"]
    first = list(find_copies(corpus(texts, ids=ids)).as_rows())
    turned = list(find_copies(corpus(texts[::-1], ids=ids[::-1])).as_rows())
    assert first == turned


def test_empty_and_single_letters_have_no_copies():
    assert heads(find_copies(corpus([]))) == []
    assert heads(find_copies(corpus(["", "", "…"]))) == [0, 1, 2]
