"""A form with register, entered and computed figures, a round over June 2026, and its people."""

from datetime import date

import pytest

from gandan.domain.periods import month, span_of
from gandan.reports.models import Indicator
from gandan.reports.services.calling import open_round
from gandan.reports.services.defining import (
    CellRow,
    SectionRow,
    define_indicator,
    lay_out,
    publish,
    start_form,
)
from gandan.units.models import Unit
from tests.desk.conftest import (  # noqa: F401
    keepers,
    letter,
    people,
    quick_passwords,
    sign_in,
    unit,
    vietnamese,
)

SINCE = date(2026, 1, 1)
INDICATORS = [
    ("DT01", "Tổng số đơn nhận", "letters", "register", "letters", "", False),
    ("DT02", "Đơn khiếu nại", "letters", "entered", "", "", False),
    ("DT03", "Đơn khác", "letters", "entered", "", "", False),
    ("DT04", "Cộng theo loại", "letters", "computed", "", "DT02 + DT03", False),
    ("HN01", "Hội nghị đối thoại", "meetings", "entered", "", "", True),
    ("TL01", "Tỷ lệ đơn khiếu nại", "percent", "computed", "", "100 * DT02 / DT01", False),
]


def indicator(code, name, measure, source, key="", formula="", proof=False, since=SINCE):
    return Indicator(
        code=code,
        name=name,
        measure=measure,
        definition=f"{name}: đếm một lần.",
        source=source,
        register_key=key,
        formula=formula,
        needs_proof=proof,
        since=since,
    )


@pytest.fixture
def catalogue(people):  # noqa: F811
    return [define_indicator(indicator(*row), by=people["quantri"]) for row in INDICATORS]


@pytest.fixture
def form(catalogue, people):  # noqa: F811
    version = start_form("dv-thang", "Báo cáo dân vận tháng", "", by=people["quantri"])
    cells = [CellRow(row[0], "Đơn thư", row[0] != "HN01") for row in INDICATORS]
    sections = [SectionRow("Kết quả", "Việc gì đã xong, ở đâu, bao nhiêu?")]
    lay_out(version, cells, sections, by=people["quantri"], day=date(2026, 6, 1))
    publish(version, note="", by=people["quantri"])
    version.refresh_from_db()
    return version


@pytest.fixture
def june(form, people):  # noqa: F811
    office = Unit.objects.get(code="mh-ban")
    return open_round(
        form,
        office,
        span_of(month(2026, 6)),
        kinds=["ward"],
        due_on=date(2026, 7, 5),
        by=people["tonghop"],
    )
