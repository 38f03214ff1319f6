"""Many short reports in many voices: where all agrees nothing is raised, else nearly all is found."""

import pytest

from gandan.substance import Document, Severity, figure_findings
from tests.substance.own import consistent, faulty, pairs


def raised(text: str):
    return [f for f in figure_findings(Document.of(text)) if f.severity != Severity.REMARK]


@pytest.mark.parametrize("text", consistent(), ids=lambda text: text.split("\n", 1)[0][:40])
def test_a_report_in_any_voice_whose_figures_agree_passes_in_silence(text):
    assert [f.message for f in raised(text)] == []


def test_nearly_all_single_faults_are_found():
    missed = [text for _, text in faulty() if not raised(text)]
    assert len(missed) <= 7, missed
    assert len(faulty()) > 100


def test_a_short_report_whose_figures_agree_has_no_error():
    wrong = [
        f.message for _, right, _ in pairs() for f in raised(right) if f.severity == Severity.ERROR
    ]
    assert wrong == []


def test_of_short_reports_with_one_wrong_figure_nearly_all_are_found():
    missed = []
    for kind, right, wrong in pairs():
        known = {f.message for f in raised(right)}
        if not any(f.message not in known for f in raised(wrong)):
            missed.append(f"{kind}: {wrong[:60]}")
    assert len(missed) <= len(pairs()) // 8, missed
