"""Period reports of the made-up city: catalogue, form, rounds, three wards with planted faults."""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from importlib.resources import files

from gandan.accounts.models import User
from gandan.core import moment
from gandan.domain.periods import Period, Span, quarter, span_of
from gandan.reports.cells import cells_of
from gandan.reports.models import FormVersion, Indicator, ReportRound, UnitReport
from gandan.reports.services.calling import open_round
from gandan.reports.services.deciding import (
    accept,
    send_back,
    standing_problems,
    submit,
)
from gandan.reports.services.defining import (
    CellRow,
    SectionRow,
    define_indicator,
    lay_out,
    publish,
    start_form,
)
from gandan.reports.services.writing import explain, open_report, save_report
from gandan.units.models import Unit

SINCE = date(2026, 1, 1)
INDICATORS = (
    # code, name, measure, source, what the register counts, formula, definition
    ("DT01", "Tổng số đơn nhận", "letters", "register", "letters", "", "Đơn vào sổ trong kỳ, kể cả đơn trùng."),
    ("DT02", "Đơn khiếu nại", "letters", "register", "complaints", "", "Đơn được xác định là khiếu nại."),
    ("DT03", "Đơn tố cáo", "letters", "register", "denunciations", "", "Đơn được xác định là tố cáo."),
    ("DT04", "Đơn kiến nghị, phản ánh, hỏi", "letters", "register", "petitions", "", "Đơn không phải khiếu nại, tố cáo."),
    ("VV01", "Vụ việc mở trong kỳ", "cases", "register", "cases.opened", "", "Vụ việc được theo dõi thời hạn, tính theo ngày mở."),
    ("VV02", "Vụ việc giải quyết xong", "cases", "register", "cases.settled", "", "Tính theo ngày giải quyết xong."),
    ("VV03", "Tỷ lệ giải quyết", "percent", "computed", "", "100 * VV02 / VV01", "Vụ việc xong trong kỳ so với vụ việc mở trong kỳ."),
    ("TD01", "Lượt tiếp công dân", "visits", "entered", "", "", "Mỗi lần một người hoặc một nhóm đến, đếm một lượt."),
    ("TD02", "Lượt do người đứng đầu tiếp", "visits", "entered", "", "", "Phần của TD01 do người đứng đầu tiếp."),
    ("HN01", "Hội nghị đối thoại", "meetings", "entered", "", "", "Cuộc có thông báo trước và có biên bản."),
    ("MH01", "Mô hình Dân vận khéo", "models", "entered", "", "", "Mô hình có số trước và sau khi làm."),
)  # fmt: skip
SECTIONS = (
    ("Tiếp công dân, đơn thư", "Bao nhiêu, tăng hay giảm vì sao?"),
    ("Việc nổi lên và kết quả", "Ở đâu, bao nhiêu hộ, từ bao giờ, ai phải làm, đã làm gì?"),
    ("Trả lời kiến nghị", "Hỏi gì, có hay không, quyết định gì, ngày nào, minh chứng đâu?"),
    ("Nhiệm vụ quý tới", "Việc gì, ai làm, xong ngày nào, đo bằng gì?"),
)
# The first quarter agrees with its narrative; the second is one of the planted faults.
ENTERED = {
    "2026-Q1": {"TD01": 118, "TD02": 35, "HN01": 2, "MH01": 9},
    "2026-Q2": {"TD01": 129, "TD02": 24, "HN01": 3, "MH01": 12},
    "2026-khéo": {"MH01": 12},
}
KINDS = ("ward",)


@dataclass(frozen=True)
class Narrative:
    unit: str
    period: str
    words: dict[str, str]


@cache
def narratives() -> tuple[Narrative, ...]:
    """The narratives of the data file, in its order."""
    text = files("gandan.demo").joinpath("data", "reports.txt").read_text("utf-8")
    found = []
    for block in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        head, *parts = block.split("\n-- ")
        unit, period = head.split()
        words = {part[0]: part[1:].strip() for part in parts}
        found.append(Narrative(unit, period, words))
    return tuple(found)


def load_reports(people: dict[str, User], *, today: date) -> None:
    """Rounds of 2026 as they would stand on ``today``: accepted, sent, sent back, missing, owed."""
    quarterly = _form(people["quantri"], "dan-van-quy", "Báo cáo công tác dân vận quý")
    praised = _form(people["quantri"], "dan-van-kheo", "Báo cáo mô hình Dân vận khéo")
    office = Unit.objects.get(code="mh-ban")
    first = _round(quarterly, office, span_of(quarter(2026, 1)), date(2026, 4, 5), people)
    second = _round(quarterly, office, span_of(quarter(2026, 2)), date(2026, 7, 5), people)
    for number, due_on in ((3, date(2026, 10, 5)), (4, date(2027, 1, 5))):
        period = quarter(2026, number)
        if period.since <= today:
            _round(quarterly, office, span_of(period), due_on, people)
    year = Period("năm 2026 (đến 16/11)", date(2026, 1, 1), date(2026, 11, 17))
    third = _round(praised, office, span_of(year), date(2026, 11, 20), people)
    rounds = {"2026-Q1": first, "2026-Q2": second, "2026-khéo": third}
    days = {
        "2026-Q1": date(2026, 4, 3),
        "2026-Q2": date(2026, 7, 4),
        "2026-khéo": date(2026, 11, 18),
    }
    for narrative in narratives():
        report = _told(
            rounds[narrative.period], narrative, days[narrative.period], people["daumoi"]
        )
        _decided(report, narrative, days[narrative.period], people)


def _form(by: User, code: str, name: str) -> FormVersion:
    if not Indicator.objects.exists():
        for own, title, measure, source, key, formula, definition in INDICATORS:
            row = Indicator(
                code=own,
                name=title,
                measure=measure,
                definition=definition,
                source=source,
                register_key=key,
                formula=formula,
                since=SINCE,
            )
            define_indicator(row, by=by)
    version = start_form(code, name, "Quy định mô phỏng, không có thật", by=by)
    version.form.is_synthetic = True
    version.form.save(update_fields=["is_synthetic"])
    groups = {
        "DT": "Đơn thư",
        "VV": "Vụ việc",
        "TD": "Tiếp công dân",
        "HN": "Phong trào",
        "MH": "Phong trào",
    }
    cells = [CellRow(row[0], groups[row[0][:2]], row[0] != "MH01") for row in INDICATORS]
    wanted = cells if code == "dan-van-quy" else [CellRow("MH01", "Phong trào")]
    sections = [
        SectionRow(title, asks, number == 0) for number, (title, asks) in enumerate(SECTIONS)
    ]
    shown = sections if code == "dan-van-quy" else sections[:1]
    lay_out(version, wanted, shown, by=by, day=SINCE)
    publish(version, note="Bản đầu", by=by)
    version.refresh_from_db()
    return version


def _round(
    version: FormVersion, office: Unit, span: Span, due_on: date, people: dict[str, User]
) -> ReportRound:
    return open_round(version, office, span, kinds=KINDS, due_on=due_on, by=people["tonghop"])


def _told(round_: ReportRound, narrative: Narrative, day: date, by: User) -> UnitReport:
    """A report with entered figures; the second quarter's first figure differs from the register."""
    unit = Unit.objects.get(code=narrative.unit)
    with moment.replaying(day, time(15, 30)):
        report = open_report(round_, unit.pk, by=by)
        figures: dict[str, Decimal | None] = {
            code: Decimal(value) for code, value in report.figures.items()
        }
        codes = {cell.code for cell in cells_of(round_.version)}
        entered = ENTERED[narrative.period]
        figures |= {code: Decimal(value) for code, value in entered.items() if code in codes}
        if narrative.period == "2026-Q2" and "DT01" in codes:
            figures["DT01"] = (figures.get("DT01") or Decimal(0)) + 3
        save_report(report, figures=figures, words=narrative.words, after=report.revision, by=by)
        submit(report, note="", by=by)
    return report


def _decided(report: UnitReport, narrative: Narrative, day: date, people: dict[str, User]) -> None:
    """The first quarter is accepted, Phú Liễu's second is sent back, the others wait."""
    office = people["tonghop"]
    with moment.replaying(day, time(17, 0)):
        if narrative.period == "2026-Q1":
            for problem in standing_problems(report, office):
                if problem.needs_explaining:
                    explain(report, problem, "Đã đối chiếu với sổ giấy của phường.", by=office)
            accept(report, by=office)
        elif narrative.unit == "mh-p-phu-lieu" and narrative.period == "2026-Q2":
            reason = "Cả báo cáo chỉ có một con số. Ghi việc gì, ở đâu, bao nhiêu hộ, ai làm, bao giờ xong."
            send_back(report, reason, by=office)
