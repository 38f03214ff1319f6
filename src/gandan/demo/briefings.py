"""Briefings of the made-up city: a frozen pack with what was decided, and two drafts after it."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.accounts.models import User
from gandan.briefing.models import Pack, Task
from gandan.briefing.services.deciding import assign, report
from gandan.briefing.services.drafting import draft, freeze
from gandan.core import moment
from gandan.demo.proofs import picture
from gandan.domain.periods import Period, quarter
from gandan.units.models import Unit

FIRST, SECOND, YEAR = date(2026, 4, 6), date(2026, 7, 6), date(2026, 11, 20)
# unit, what, by when; then what the unit said of it, on which day, and whether it is done.
DECIDED = (
    ("mh-p-vinh-tan", "Nạo vét cống ngõ 58 Bến Trúc, báo kết quả có ảnh", date(2026, 5, 15)),
    ("mh-so-xd", "Trả lời các vụ việc quá hạn về đường, cống, báo từng vụ", date(2026, 5, 30)),
    ("mh-ubnd", "Họp dân ba phường về chợ tạm, gửi biên bản", date(2026, 7, 31)),
)


def load_briefings(people: dict[str, User]) -> None:
    """The second quarter's draft shows the tasks of the first: done, late without a word, owed."""
    scope = Unit.objects.get(code="mh-ban")
    officer, leader = people["tonghop"], people["lanhdao"]
    with moment.replaying(FIRST):
        first = draft(scope, quarter(2026, 1), title="", by=officer, day=FIRST)
        freeze(first, by=officer)
        tasks = [_assigned(first, *row, leader) for row in DECIDED]
    with moment.replaying(date(2026, 5, 12)):
        proof = SimpleUploadedFile("cong-ngo-58.png", picture(58), "image/png")
        text = "Nạo vét xong 180 m cống ngày 11/5/2026, tổ trưởng tổ 5 ký biên bản."
        report(tasks[0], text=text, upload=proof, is_done=True, by=people["daumoi"])
    with moment.replaying(date(2026, 6, 20)):
        text = "Đã họp dân phường Kim Đài ngày 18/6/2026, còn hai phường."
        report(tasks[2], text=text, upload=None, is_done=False, by=officer)
    with moment.replaying(SECOND):
        draft(scope, quarter(2026, 2), title="", by=officer, day=SECOND)
    with moment.replaying(YEAR):
        # The period of the yearly round: its pack has the reports of all rounds that lie in it.
        period = Period("năm 2026 (đến 16/11)", date(2026, 1, 1), date(2026, 11, 17))
        draft(scope, period, title="", by=officer, day=YEAR)


def _assigned(pack: Pack, unit: str, text: str, due_on: date, by: User) -> Task:
    owner = Unit.objects.get(code=unit)
    return assign(pack, ask="", text=text, owner=owner, due_on=due_on, by=by)
