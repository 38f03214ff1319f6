"""A pack is the same with and without a denunciation that names a unit."""

from datetime import date

from gandan.briefing.models import Pack
from gandan.briefing.services.drafting import draft
from gandan.casework.models import Submission
from gandan.casework.services.people import Subject, set_respondents
from gandan.domain.periods import month
from gandan.jobs.services import run_all
from gandan.units.models import Unit
from tests.briefing.conftest import DAY
from tests.desk.test_whom_it_is_about import denounce

WARD = "mh-p-vinh-tan"


def sources_of(pack):
    return list(pack.sources.order_by("id").values_list("label", "total", "rows"))


def test_what_is_counted_is_the_same_with_and_without_the_denunciation(
    concerns, people, scope, letter
):
    """The letter comes in, a draft counts it, then it is known whom it denounces."""
    before = draft(scope, month(2026, 6), title="", by=people["tonghop"], day=DAY)
    one = letter("Cán bộ phường Vĩnh Tân đòi tiền khi cấp giấy.", on=date(2026, 6, 15))
    with_it = draft(scope, month(2026, 6), title="", by=people["tonghop"], day=DAY)
    assert any(one.code in str(rows) for _label, _total, rows in sources_of(with_it))
    case = denounce(one, people)
    ward = Unit.objects.get(code=WARD)
    set_respondents(case, [Subject(unit=ward)], by=people["xulydon"])
    run_all()
    for pack in Pack.objects.order_by("id"):
        assert not any(one.code in str(rows) for _label, _total, rows in sources_of(pack))
    after = Pack.objects.get(pk=with_it.pk)
    first = Pack.objects.get(pk=before.pk)
    assert after.content == first.content
    assert sources_of(after) == sources_of(first)
    assert Submission.objects.filter(pk=one.pk).exists()
