"""Letters with planted copies whose truth is known: real texts cut to size, and synthetic ones."""

import json
import lzma
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gandan.demo.distortions import NOTES, misspell, reorder, without_marks
from gandan.vietnamese import nfc, syllables

LAW = Path(__file__).resolve().parents[2] / "shared" / "data" / "law" / "law_articles.jsonl.xz"
SYLLABLES = 150
SHORTEST = 80
# Two originals are really the same letter when nine tenths of their words agree.
SAME = 0.9
FORWARD = (
    "Ủy ban Mặt trận Tổ quốc phường nhận được đơn của công dân, nội dung như sau.\n{letter}\n"
    "Ban Thường trực đã trao đổi với tổ dân phố, nhận thấy nội dung có cơ sở. Kính chuyển cơ quan "
    "có thẩm quyền xem xét, trả lời công dân và thông báo kết quả để theo dõi, giám sát theo quy "
    "định. Các tài liệu kèm theo gồm biên bản họp tổ dân phố, danh sách các hộ có liên quan, ảnh "
    "chụp hiện trường và bản sao các đơn đã gửi trước đây. Đề nghị bố trí thời gian tiếp và đối "
    "thoại với các hộ, xác định rõ trách nhiệm của từng đơn vị, thời hạn hoàn thành, báo cáo bằng "
    "văn bản trước kỳ họp tới. Nơi nhận: như trên; lưu văn phòng."
)
Edit = Callable[[str, random.Random], str]


def replace_words(text: str, rng: random.Random, share: float) -> str:
    """Put other words of the same text in the place of about ``share`` of the words."""
    words = text.split(" ")
    for i in range(len(words)):
        if rng.random() < share:
            words[i] = rng.choice(words)
    return " ".join(words)


EDITS: dict[str, Edit] = {
    "slips 5 %": lambda text, rng: misspell(text, rng, 0.05),
    "slips 10 %": lambda text, rng: misspell(text, rng, 0.10),
    "slips 20 %": lambda text, rng: misspell(text, rng, 0.20),
    "slips 30 %": lambda text, rng: misspell(text, rng, 0.30),
    "other words 5 %": lambda text, rng: replace_words(text, rng, 0.05),
    "other words 10 %": lambda text, rng: replace_words(text, rng, 0.10),
    "other words 20 %": lambda text, rng: replace_words(text, rng, 0.20),
    "other words 30 %": lambda text, rng: replace_words(text, rng, 0.30),
    "header": lambda text, rng: rng.choice(NOTES) + text,
    "reordered": reorder,
    "no diacritics": lambda text, rng: without_marks(text),
    "no diacritics, slips 10 %": lambda text, rng: misspell(without_marks(text), rng, 0.10),
    "forwarded": lambda text, rng: FORWARD.format(letter=text),
}


@dataclass(frozen=True)
class Planted:
    """``root[i]`` is the original of letter i; ``edit[i]`` how it differs, "" for an original."""

    texts: list[str]
    root: list[int]
    edit: list[str]


def law_texts() -> list[str]:
    """Articles of the law, distinct, cut to 150 syllables."""
    if not LAW.exists():
        raise SystemExit(f"{LAW} is not there; see ../shared/data/SOURCES.md")
    found = {}
    with lzma.open(LAW, "rt", encoding="utf-8") as lines:
        for line in lines:
            words = nfc(json.loads(line)["text"]).split(" ")[:SYLLABLES]
            if len(words) >= SHORTEST:
                found[" ".join(words)] = None
    return list(found)


def demo_texts(count: int, seed: int) -> list[str]:
    """Originals of the synthetic city, without the copies it plants itself."""
    from gandan.demo import generate

    rows = generate(int(count / 0.7) + 100, seed)
    return [letter.text for letter, truth in rows if not truth.copy_of][:count]


def plant(originals: list[str], copies: int, seed: int) -> Planted:
    """Add ``copies`` edited copies of random originals and shuffle."""
    rng = random.Random(seed)
    names = sorted(EDITS)
    rows = [(text, i, "") for i, text in enumerate(originals)]
    for k in range(copies):
        root, name = rng.randrange(len(originals)), names[k % len(names)]
        rows.append((EDITS[name](originals[root], rng), root, name))
    rng.shuffle(rows)
    place = {root: i for i, (_text, root, edit) in enumerate(rows) if not edit}
    return Planted(
        [text for text, _root, _edit in rows],
        [place[root] for _text, root, _edit in rows],
        [edit for _text, _root, edit in rows],
    )


def same_letter(a: str, b: str) -> bool:
    """Whether two originals are one letter: their words agree to nine tenths."""
    one, other = Counter(syllables(a)), Counter(syllables(b))
    common = (one & other).total()
    return common >= SAME * max(1, one.total() + other.total() - common)


@dataclass(frozen=True)
class Score:
    recall: dict[str, float]
    overall: float
    precision: float
    links: int
    wrong: list[tuple[int, int]]


def score(planted: Planted, group: list[int]) -> Score:
    """Recall of each edit and precision of the links; ``group[i]`` is the head of letter i.

    A copy is found when it stands in one group with its original. A link is wrong when its two
    letters are of different originals, unless those are really the same letter.
    """
    found, every = Counter(), Counter()
    for i, edit in enumerate(planted.edit):
        if edit:
            every[edit] += 1
            found[edit] += group[i] == group[planted.root[i]]
    wrong, links = [], 0
    for i, head in enumerate(group):
        if head == i:
            continue
        links += 1
        a, b = planted.root[i], planted.root[head]
        if a != b and not same_letter(planted.texts[a], planted.texts[b]):
            wrong.append((i, head))
    recall = {edit: found[edit] / every[edit] for edit in sorted(every)}
    overall = sum(found.values()) / max(1, sum(every.values()))
    return Score(recall, overall, 1 - len(wrong) / max(1, links), links, wrong)
