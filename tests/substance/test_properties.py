"""What holds for every report: consistent figures raise nothing, one wrong figure raises one error."""

from random import Random

import pytest

from gandan.substance import Document, Severity, check, figure_findings
from tests.substance.shapes import FILLERS, SHAPES, Sentence, vn

TITLE = "Báo cáo kết quả công tác năm 2024 – phường Minh Hà\n\n"
SEEDS = range(12)


def written(name: str, seed: int) -> tuple[Random, Sentence, str, str]:
    """A sentence of this shape with ordinary sentences before and after it."""
    rng = Random(f"{name}{seed}")
    sentence = SHAPES[name](rng)
    before, after = (filler(rng) for filler in rng.sample(FILLERS, 2))
    return rng, sentence, TITLE + before + "\n", "\n" + after


def changed(rng: Random, old: int, *, coarse: bool) -> int:
    """Another figure, as a slip of the pen gives it; a large one where only a share tells."""
    if coarse:
        return old + rng.choice([-1, 1]) * (3 * old // 4 + 3) if old > 12 else 4 * old
    new = old + rng.choice([-1, 1]) * rng.choice([1, 2, 9, 10, 18] if old > 99 else [1, 2, 9])
    return new if new > 0 else old + 11


@pytest.mark.parametrize("name", SHAPES)
def test_figures_that_agree_raise_nothing(name):
    for seed in SEEDS:
        _, sentence, before, after = written(name, seed)
        document = Document.of(before + sentence.text + after)
        assert figure_findings(document) == [], document.text


@pytest.mark.parametrize("name", SHAPES)
def test_one_wrong_figure_raises_one_finding_that_covers_it(name):
    """An error, or where the gap is too large for a slip a warning: it is asked about."""
    for seed in SEEDS:
        rng, sentence, before, after = written(name, seed)
        start, end = rng.choice(sentence.checked)
        old = int(sentence.text[start:end].replace(".", ""))
        figure = vn(changed(rng, old, coarse=sentence.coarse))
        body = sentence.text[:start] + figure + sentence.text[end:]
        document = Document.of(before + body + after)
        errors = [f for f in figure_findings(document) if f.severity != Severity.REMARK]
        assert len(errors) == 1, (document.text, [e.message for e in errors])
        place = len(before) + start
        assert errors[0].start < place + len(figure), document.text
        assert place < errors[0].end, document.text


def test_many_paragraphs_together_raise_nothing():
    rng = Random(7)
    lines = []
    for name in rng.sample(sorted(SHAPES), 20):
        lines += [SHAPES[name](rng).text, rng.choice(FILLERS)(rng).replace("Phường", "Tổ chức")]
    # The same thing told of two places is no contradiction: each stands under its own heading.
    text = "\n".join(f"{n}. PHƯỜNG SỐ {n}\n{line}" for n, line in enumerate(lines, 1))
    errors = [f for f in figure_findings(Document.of(TITLE + text)) if f.severity == "error"]
    assert errors == []


@pytest.mark.parametrize("seed", range(200))
def test_any_text_is_checked_without_an_exception(seed):
    rng = Random(seed)
    pieces = ["(", ")", ":", ";", ",", ".", "\n- ", "%", "/", "+", "=", " và ", " trong đó ", " gồm ",
              " tăng ", " giảm ", " từ ", " lên ", " chiếm ", " đạt ", " còn ", " so với cùng kỳ ", "|", "\t",
              " lượt", " đơn", " năm ", " tháng ", "0", "12", "1.234", "3,5", " hơn ", " khác ", "\n", "3-5",
              "31/4/2025", " một nửa", " tỷ đồng", "«", "\u0301", "\x00", "ﷺ", "I. ", "nhiệm kỳ 2021-2016 "]  # fmt: skip
    text = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 120)))
    document = Document.of(text)
    for finding in check(document, earlier=[Document.of(text[::-1], id="x")]):
        assert 0 <= finding.start <= finding.end <= len(document.text)
