"""A paper from its facts to the archive: drafted, edited, issued, replaced, cancelled."""

from datetime import date

import docx
import pypdfium2
import pytest
from django.db import IntegrityError, transaction

from gandan.audit.models import Entry
from gandan.documents import layout, plain_text, to_docx, to_pdf
from gandan.documents.filling import FactValueError, TemplateError
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import catalogue, papermaking
from gandan.papers.models import OutgoingEntry, Paper
from gandan.papers.selectors import facts_needed, papers_of
from gandan.papers.services import drafting, issuing
from tests.desk.paper_makers import DAY, draft, head, issue, samples

ID = "012345678901"


@pytest.fixture
def by(people):
    return people["xulydon"]


@pytest.fixture
def office(unit):
    head(unit)
    return unit


def text_of(paper, *, reveal=True):
    return "\n".join(plain_text(papermaking.issued_document(paper, reveal=reveal)))


def test_a_form_says_which_facts_it_needs(office):
    needed = [fact.code for fact in facts_needed("KN-03", office, DAY)]
    assert {"sender_name", "received_on", "accepted_on", "due_on"} <= set(needed)
    assert not {"issuer", "archive"} & set(needed)
    with pytest.raises(catalogue.UnknownFormError):
        facts_needed("KN-99", office, DAY)


def test_a_draft_keeps_only_what_its_form_asks_for(office, by):
    paper = draft(
        "NB-DD", office, by, {"title": "Ngập", "sender_phone": "0900", "sender_name": "A"}
    )
    assert paper.facts == {"title": "Ngập"}
    assert paper.concealed == ""
    assert paper.title == "Đôn đốc trả lời đơn, lần ……"


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"tax_number": "1"}, drafting.UnknownFactError),
        ({"received_on": "hôm qua"}, FactValueError),
        ({"instance": "third"}, FactValueError),
    ],
    ids=["unknown", "no day", "no such choice"],
)
def test_wrong_facts_are_refused_by_name(office, by, facts, refused):
    with pytest.raises(refused) as error:
        draft("KN-03", office, by, facts)
    assert next(iter(facts)) in str(error.value)
    assert not Paper.objects.exists()


def test_a_form_is_used_only_while_the_law_has_it(office, by):
    with pytest.raises(drafting.FormNotInForceError):
        draft("KN-03", office, by, day=date(2026, 6, 30))


def test_what_is_issued_never_changes(office, by):
    paper = issue(draft("KN-03", office, by), by)
    before = (paper.content, paper.content_hash, text_of(paper))
    with pytest.raises(drafting.PaperChangedError):
        drafting.edit_paper(paper, facts={}, text=paper.text, by=by, day=DAY, version=paper.version)
    with pytest.raises(drafting.PaperChangedError):
        issue(paper, by)
    with pytest.raises(drafting.PaperChangedError):
        drafting.delete_draft(paper, by=by)
    head(office, issuer="Ủy ban nhân dân phường Khác", since=date(2026, 9, 5))
    paper.refresh_from_db()
    assert (paper.content, paper.content_hash, text_of(paper)) == before
    assert issuing.is_intact(paper)
    assert Entry.objects.get(action="paper.issued").details["hash"] == paper.content_hash


def test_a_change_behind_the_back_shows(office, by):
    paper = issue(draft("KN-03", office, by), by)
    paper.content["blocks"][0]["runs"][0]["text"] = "Ngày khác"
    assert not issuing.is_intact(paper)
    paper.refresh_from_db()
    paper.concealed = papermaking.conceal({"sender_id": "999"})
    assert not issuing.is_intact(paper)


def test_the_same_paper_is_the_same_file(office, by):
    paper = issue(draft("KN-14a", office, by), by)
    document, look = papermaking.issued_document(paper, reveal=True), layout(paper.layout)
    again = papermaking.issued_document(Paper.objects.get(pk=paper.pk), reveal=True)
    assert to_pdf(document, look) == to_pdf(again, look)
    assert to_docx(document, look) == to_docx(again, look)


def test_an_issued_paper_carries_number_day_signer_and_authority(office, by):
    paper = issue(draft("KN-03", office, by), by)
    text = text_of(paper)
    for words in ("UBND", "TM. Ủy ban nhân dân", "Chủ tịch", "Trần Quốc Minh", "Vĩnh Tân"):
        assert words in text
    document = papermaking.issued_document(paper, reveal=True)
    assert (document.head.number.value, document.head.day) == (1, DAY)
    entry = OutgoingEntry.objects.get()
    assert (entry.paper, entry.signer, entry.copies) == (paper, "Trần Quốc Minh", 1)
    assert entry.recipients.startswith("Ông (bà) Nguyễn Thị Minh Nguyệt; Đoàn đại biểu")
    assert "Lưu" not in entry.recipients


def test_blanks_are_left_only_when_somebody_says_so(office, by):
    paper = draft("KN-03", office, by, samples("KN-03", without=("due_on",)))
    with pytest.raises(issuing.BlanksLeftError) as refused:
        issue(paper, by)
    assert [fact.code for fact in refused.value.missing] == ["due_on"]
    assert "…/…/……" in text_of(issue(paper, by, blanks_stay=True))


def test_a_paper_is_not_issued_before_its_day(office, by):
    with pytest.raises(issuing.FutureDayError):
        issue(draft("KN-03", office, by), by, on=date(2026, 9, 5), today=DAY)


def test_two_people_do_not_overwrite_each_other(office, by):
    paper = draft("NB-DD", office, by)
    text = paper.text.replace("Đề nghị", "Rất mong")
    drafting.edit_paper(paper, facts=samples("NB-DD"), text=text, by=by, day=DAY, version=1)
    assert (paper.version, "Rất mong" in paper.text) == (2, True)
    with pytest.raises(drafting.PaperChangedError):
        drafting.edit_paper(paper, facts={}, text=text, by=by, day=DAY, version=1)
    stale = Paper.objects.get()
    stale.version = 1
    with pytest.raises(drafting.PaperChangedError):
        issue(stale, by)


def test_a_faulty_text_is_refused_and_nothing_is_lost(office, by):
    paper = draft("NB-DD", office, by)
    with pytest.raises(TemplateError) as error:
        drafting.edit_paper(
            paper, facts={}, text=paper.text + "\n{khong co}", by=by, day=DAY, version=1
        )
    assert error.value.faults[0].code == "unknown_fact"
    paper.refresh_from_db()
    assert "khong co" not in paper.text


def test_replacing_ends_the_old_paper_when_the_new_one_is_issued(office, by):
    old = issue(draft("KN-03", office, by), by)
    new = issuing.replace_paper(old, by=by, day=DAY)
    old.refresh_from_db()
    assert (old.state, new.state, new.replaces) == ("issued", "draft", old)
    issue(new, by)
    old.refresh_from_db()
    assert (old.state, old.ended_on, new.number) == ("replaced", DAY, "02/TB-UBND")
    assert "Đã thay thế ngày 04/9/2026" in text_of(old)
    with pytest.raises(issuing.NotIssuedError):
        issuing.replace_paper(old, by=by, day=DAY)


def test_cancelling_needs_a_reason_and_is_seen_on_the_paper(office, by):
    paper = issue(draft("KN-03", office, by), by)
    with pytest.raises(issuing.NoReasonError):
        issuing.cancel_paper(paper, reason="  ", by=by, today=DAY)
    issuing.cancel_paper(paper, reason="Sai thẩm quyền", by=by, today=DAY)
    assert (paper.state, paper.ended_reason) == ("cancelled", "Sai thẩm quyền")
    assert "Đã hủy ngày 04/9/2026" in text_of(paper)
    with pytest.raises(issuing.NotIssuedError):
        issuing.cancel_paper(paper, reason="nữa", by=by, today=DAY)
    assert Entry.objects.filter(action="paper.cancelled").count() == 1


def test_the_database_refuses_an_issued_paper_without_its_content(office, by):
    paper = issue(draft("KN-03", office, by), by)
    for fields in ({"content": None}, {"content_hash": ""}, {"issued_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(state="cancelled")


def test_id_numbers_lie_encrypted_and_stand_only_on_the_paper(office, by):
    facts = samples("KN-01") | {"sender_id": ID}
    paper = draft("KN-01", office, by, facts)
    assert ID not in str(Paper.objects.values().get())
    paper = issue(paper, by)
    assert ID not in str(Paper.objects.values().get())
    assert ID not in str(list(Entry.objects.values()))
    assert ID in text_of(paper)
    masked = text_of(paper, reveal=False)
    assert ID not in masked
    assert "•••• 901" in masked


def test_a_paper_stays_readable_when_its_key_is_gone(office, by, settings):
    paper = issue(draft("KN-01", office, by, samples("KN-01") | {"sender_id": ID}), by)
    settings.SECRET_KEY = "another key"
    lost = text_of(Paper.objects.get(pk=paper.pk))
    assert ID not in lost
    assert "Nguyễn Thị Minh Nguyệt" in lost
    assert "\ue000" not in lost
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    assert ID in text_of(Paper.objects.get(pk=paper.pk))


def test_both_files_carry_the_same_words(office, by):
    paper = issue(draft("KN-01", office, by), by)
    document, look = papermaking.issued_document(paper, reveal=True), layout(paper.layout)
    pdf = pypdfium2.PdfDocument(to_pdf(document, look))
    printed = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    import io

    body = docx.Document(io.BytesIO(to_docx(document, look))).element.body
    typed = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    for words in ("Nguyễn Thị Minh Nguyệt", "000000000000", "Hủy Quyết định", "Kính gửi"):
        assert words.replace(" ", "") in printed.replace("\r\n", "").replace(" ", "")
        assert words.replace(" ", "") in typed.replace(" ", "").replace("\xa0", "")


TELLING = ("sender_name", "sender_address", "sender_phone", "sender_id", "agent_name")


@pytest.mark.parametrize("code", [c for c, f in catalogue.forms().items() if f.hides_sender])
@pytest.mark.parametrize("fact", TELLING)
def test_a_denunciations_paper_never_takes_who_wrote(office, by, code, fact):
    with pytest.raises(drafting.ForbiddenFactError) as refused:
        draft(code, office, by, samples(code) | {fact: "Nguyễn Văn A"})
    assert refused.value.codes == (fact,)
    paper = draft(code, office, by)
    with pytest.raises(TemplateError) as error:
        drafting.edit_paper(
            paper,
            facts=samples(code),
            text=paper.text.replace("== Nội dung\n", "== Nội dung\n{người gửi đơn}\n"),
            by=by,
            day=DAY,
            version=1,
        )
    assert error.value.faults[0].code == "forbidden_fact"


def test_no_form_of_a_denunciation_asks_who_wrote():
    hiding = [form for form in catalogue.forms().values() if form.hides_sender]
    assert {form.code for form in hiding} >= {"TC-01", "TC-04", "TC-05", "TC-06", "XLD-03"}
    for form in hiding:
        assert not [f for f in catalogue.shipped_template(form.code).facts() if f.tells_sender]


def test_an_ordinary_form_hides_the_sender_when_its_source_is_a_denunciation(office, by):
    with pytest.raises(TemplateError):
        draft("NB-TL", office, by, {}, data_class=Confidentiality.DENUNCIATION)


def test_the_sealed_receipt_is_made_once_and_kept_nowhere(office, by):
    facts = samples("NB-BNTC") | {"sender_name": "Nguyễn Văn Kín"}
    with pytest.raises(drafting.NotKeptError):
        draft("NB-BNTC", office, by, facts)
    document, look = drafting.print_once("NB-BNTC", facts, unit=office, by=by, day=DAY)
    assert "Nguyễn Văn Kín" in "\n".join(plain_text(document))
    assert look == "state_nd30"
    assert not Paper.objects.exists()
    entry = Entry.objects.get(action="paper.printed_once")
    assert "Kín" not in str((entry.subject, entry.details))
    with pytest.raises(drafting.PaperError):
        drafting.print_once("KN-03", {}, unit=office, by=by, day=DAY)


def test_papers_are_found_by_what_they_are_about(office, by, people):
    about = {"source_kind": "case", "source_code": "VV-26-000001"}
    mine = draft("KN-03", office, by, **about)
    draft("KN-03", office, by, source_kind="case", source_code="VV-26-000002")
    assert list(papers_of("case", "VV-26-000001", by)) == [mine]
    assert not papers_of("case", "VV-26-000001", people["hangxom"]).exists()
