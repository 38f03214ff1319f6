"""Letterheads of the made-up city's offices and a few papers about its letters; synthetic."""

from datetime import date, timedelta
from typing import Any

from gandan.accounts.models import User
from gandan.casework.models import Submission
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.issuing import BodySystem, SigningMode, authority_lines
from gandan.papers.models import Paper
from gandan.papers.papermaking import Signing
from gandan.papers.selectors import letterhead_on, signatories
from gandan.papers.services.drafting import draft_paper
from gandan.papers.services.issuing import Issue, issue_paper
from gandan.papers.services.letterheads import set_letterhead
from gandan.papers.services.registering import IncomingLine, register_incoming
from gandan.units.models import Unit, UnitVersion, in_force

CITY = "thành phố Minh Hà"
REFERRED_TO = "Sở Xây dựng thành phố Minh Hà"
SHOWN = 6


def load_papers(people: dict[str, User], *, day: date) -> None:
    """Give every living office a letterhead and write papers about some letters until ``day``."""
    since = date(2025, 7, 1)
    wards = UnitVersion.objects.filter(in_force(day), unit__kind="ward").select_related("unit")
    for version in wards:
        set_letterhead(version.unit, _ward(version.name), since=since, by=None)
    board = Unit.objects.get(code="mh-ban")
    set_letterhead(board, BOARD, since=since, by=None)
    set_letterhead(Unit.objects.get(code="mh-mttq"), FRONT, since=since, by=None)
    letters = Submission.objects.filter(received_on__lt=day, is_damaged=False).exclude(
        sender_name=""
    )
    for place, letter in enumerate(letters.order_by("-received_on", "id")[:SHOWN][::-1]):
        _paper(
            letter, board, people["xulydon"], day=day - timedelta(days=SHOWN - place), place=place
        )
    _incoming(board, people["xulydon"], day)


BOARD = {
    "system": BodySystem.PARTY,
    "superior": "Thành ủy Minh Hà",
    "issuer": "Ban Tuyên giáo và Dân vận",
    "symbol": "BTGDV",
    "place": "Minh Hà",
    "head_title": "Trưởng ban",
    "authority": "Trưởng Ban Tuyên giáo và Dân vận Thành ủy",
    "address": "số 1 đường Minh Hà, thành phố Minh Hà",
    "phone": "024 0000 0000",
    "term": "2025-2030",
}
FRONT = {
    "system": BodySystem.FRONT,
    "superior": "Mặt trận Tổ quốc Việt Nam",
    "issuer": "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Minh Hà",
    "symbol": "MTTQ-BTT",
    "place": "Minh Hà",
    "collective": "Ban Thường trực",
    "head_title": "Chủ tịch",
    "signing": SigningMode.COLLECTIVE,
}


def _ward(name: str) -> dict[str, Any]:
    issuer = f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"
    return {
        "system": BodySystem.STATE,
        "superior": f"Ủy ban nhân dân {CITY}",
        "issuer": issuer,
        "symbol": "UBND",
        "letter_symbol": "UBND-VP",
        "place": name.removeprefix("Phường "),
        "collective": "Ủy ban nhân dân",
        "head_title": "Chủ tịch",
        "authority": f"Chủ tịch {issuer}",
        "signing": SigningMode.COLLECTIVE,
        "basis": "Luật Tổ chức chính quyền địa phương",
    }


def _paper(letter: Submission, unit: Unit, by: User, *, day: date, place: int) -> None:
    """Refer, guide or answer in turn; the newest one stays a draft."""
    code = ("NB-CD", "NB-HD", "NB-TL")[place % 3]
    facts = {
        "sender_name": letter.sender_name,
        "sender_address": letter.place or CITY,
        "received_on": letter.received_on,
        "register_number": letter.code,
        "title": letter.heading,
        "summary": letter.text[:600],
        "recipient_unit": REFERRED_TO,
        "competent_unit": REFERRED_TO,
        "answer_by": day + timedelta(days=14),
    }
    paper = draft_paper(
        code,
        facts,
        unit=unit,
        by=by,
        day=day,
        source_kind="submission",
        source_code=letter.code,
        data_class=Confidentiality.PERSONAL,
    )
    if place < SHOWN - 1:
        _issue(paper, by, day)


def _issue(paper: Paper, by: User, day: date) -> None:
    head = letterhead_on(paper.unit, day)
    first = signatories(paper.unit, day)[0]
    lines = authority_lines(
        SigningMode(head.signing), collective=head.collective, head_title=head.head_title
    )
    signing = Signing(lines, first.post, first.name)
    issue_paper(paper, Issue(day, signing, blanks_stay=True), by=by, today=day)


def _incoming(unit: Unit, by: User, day: date) -> None:
    for place, (author, number, about) in enumerate(
        [
            (REFERRED_TO, "118/SXD-TN", "Trả lời về tình trạng thoát nước đường Bến Trúc"),
            (
                "Ủy ban nhân dân phường Vĩnh Tân",
                "56/UBND",
                "Báo cáo kết quả giải quyết đơn tháng 6",
            ),
            ("Ủy ban Mặt trận Tổ quốc thành phố", "31/MTTQ-BTT", "Tổng hợp ý kiến cử tri"),
        ]
    ):
        came = day - timedelta(days=6 - 2 * place)
        line = IncomingLine(
            arrived_on=came,
            author=author,
            document_number=number,
            document_on=came - timedelta(days=2),
            type_name="Công văn",
            abstract=about,
            receiver="Chuyên viên xử lý đơn" if place else "",
            forwarded_on=came if place else None,
            due_on=day + timedelta(days=5) if place == 2 else None,
        )
        register_incoming(line, unit=unit, by=by, today=day)
