"""Papers for tests, in a few words."""

from datetime import date

from django.core.files.base import ContentFile

from gandan.domain.confidentiality import Confidentiality
from gandan.domain.issuing import BodySystem, SigningMode
from gandan.papers import catalogue
from gandan.papers.papermaking import Signing
from gandan.papers.services import drafting, issuing, registering, scanning, wordings
from gandan.papers.services.letterheads import set_letterhead

DAY = date(2026, 9, 4)
SIGNING = Signing(("TM. Ủy ban nhân dân",), "Chủ tịch", "Trần Quốc Minh")
STATE = {
    "system": BodySystem.STATE,
    "superior": "Ủy ban nhân dân thành phố Minh Hà",
    "issuer": "Ủy ban nhân dân phường Vĩnh Tân",
    "symbol": "UBND",
    "place": "Vĩnh Tân",
    "head_title": "Chủ tịch",
    "collective": "Ủy ban nhân dân",
    "authority": "Chủ tịch Ủy ban nhân dân phường Vĩnh Tân",
    "signing": SigningMode.COLLECTIVE,
}
PARTY = {
    "system": BodySystem.PARTY,
    "superior": "Thành ủy Minh Hà",
    "issuer": "Ban Tuyên giáo và Dân vận",
    "symbol": "BTGDV",
    "place": "Minh Hà",
    "head_title": "Trưởng ban",
    "term": "2025-2030",
}


def head(unit, values=STATE, since=date(2026, 1, 1), **more):
    return set_letterhead(unit, {**values, **more}, since=since, by=None)


def samples(code, *, without=()):
    """Sample facts of a form, as an app would hand them over."""
    facts = catalogue.shipped_template(code).facts()
    return {f.code: f.sample for f in facts if not f.is_own and f.code not in without}


def draft(code, unit, by, facts=None, day=DAY, **more):
    given = samples(code) if facts is None else facts
    return drafting.draft_paper(code, given, unit=unit, by=by, day=day, **more)


def issue(paper, by, on=DAY, today=None, **more):
    decided = issuing.Issue(on, SIGNING, **more)
    return issuing.issue_paper(paper, decided, by=by, today=today or on)


def incoming(unit, by, on=DAY, **more):
    values = {"arrived_on": on, "author": "Sở Xây dựng", "abstract": "Trả lời về thoát nước"}
    source = {
        name: more.pop(name)
        for name in ("source_kind", "source_code", "data_class")
        if name in more
    }
    line = registering.IncomingLine(**{**values, **more})
    return registering.register_incoming(line, unit=unit, by=by, today=on, **source)


def outgoing(unit, by, on=DAY, **more):
    values = {
        "type_name": "Báo cáo",
        "kind": "BC",
        "abstract": "Kết quả tháng 8",
        "issued_on": on,
        "signer": "Trần Quốc Minh",
        "recipients": "Ủy ban nhân dân thành phố",
    }
    line = registering.OutgoingLine(**{**values, **more})
    return registering.register_outgoing(line, unit=unit, by=by, today=on)


def papers_of(unit, by):
    """One of each, and the code that each route takes; the first prefix that fits counts."""
    head(unit, PARTY)
    first = draft("KN-03", unit, by)
    issue(draft("NB-TL", unit, by, source_kind="case", source_code="VV-26-000001"), by)
    entry = incoming(unit, by)
    file = ContentFile(b"%PDF-1.4 no more than a beginning", name="quét.pdf")
    scan = scanning.add_scan(entry, file, by=by)
    form = catalogue.form_of("KN-03")
    wordings.change_wording(form, unit, text=form.shipped_text, note="", by=by, after=0)
    return {
        "papers:paper_new": "KN-04",
        "papers:paper_reason": draft(
            "TC-04", unit, by, data_class=Confidentiality.DENUNCIATION
        ).code,
        "papers:paper": first.code,
        "papers:form_": "KN-03",
        "papers:outgoing": outgoing(unit, by).code,
        "papers:incoming": entry.code,
        "papers:scan_add": entry.code,
        "papers:scan": scan.code,
        "papers:letterhead": "mh-p-vinh-tan",
        "papers:series": "mh-p-vinh-tan",
    }
