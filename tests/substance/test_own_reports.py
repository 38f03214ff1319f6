"""Many short reports in many voices: where all agrees nothing is raised, else nearly all is found."""

import pytest

from gandan.substance import Document, Severity, figure_findings
from tests.substance.own import consistent, faulty


def raised(text: str):
    return [f for f in figure_findings(Document.of(text)) if f.severity != Severity.REMARK]


@pytest.mark.parametrize("text", consistent(), ids=lambda text: text.split("\n", 1)[0][:40])
def test_a_report_in_any_voice_whose_figures_agree_passes_in_silence(text):
    assert [f.message for f in raised(text)] == []


def test_nearly_all_single_faults_are_found():
    missed = [text for _, text in faulty() if not raised(text)]
    assert len(missed) <= 7, missed
    assert len(faulty()) > 100
