"""What a pack says, where each figure leads, what freezing fixes, how it is exported."""

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from gandan.briefing.models import Pack, PackSource
from gandan.briefing.publishing import document_of, page_of
from gandan.briefing.services.drafting import content_hash, draft, freeze, make_anew
from gandan.briefing.services.editing import add_sentence
from gandan.briefing.services.refusals import PackRefusedError
from gandan.briefing.verifying import pack_faults
from gandan.casework.models import Case
from gandan.documents import LAYOUTS, layout, plain_text, to_docx, to_pdf
from gandan.domain.periods import month
from tests.briefing.conftest import DAY, words


def test_the_weightiest_problem_comes_first_with_people_place_and_first_day(pack):
    first = page_of(pack).problems[0]
    told = dict(first.labelled)
    said = told["what"].text.replace("\u00a0", " ")
    assert said == "6 đơn (kỳ trước không có, mới), 5 đơn ký chung có 20 người, từ 01/6/2026."
    assert told["who"].text.replace("\u00a0", " ") == "Phường Vĩnh Tân (6 vụ việc)."
    assert told["next"].text.endswith("quá hạn từ 15/6/2026.")


def test_every_sentence_of_the_machine_rests_on_a_source_that_counts_what_it_says(pack):
    page = page_of(pack)
    known = {source.key: source for source in pack.sources.all()}
    for one in page.sentences():
        if one.id.endswith(":title"):
            continue
        assert one.sources, one.text
        for piece in one.pieces:
            if piece.source:
                source = known[piece.source]
                figure = re.match(r"[\d.]+", piece.text)
                if figure:
                    assert Decimal(figure[0].replace(".", "")) == source.total, one.text
    for source in known.values():
        values = [Decimal(row.get("value", "1")) for row in source.rows]
        assert sum(values) == source.total


def test_a_leader_opens_each_figure_and_finds_its_rows(pack, sign_in):
    client = sign_in("lanhdao")
    page = client.get(f"/giao-ban/{pack.code}/").content.decode()
    links = set(re.findall(rf'href="(/giao-ban/{pack.code}/nguon/\w+/)">([^<]+)</a>', page))
    assert len(links) > 8
    for address, shown in links:
        rows = client.get(address).content.decode()
        total = re.search(r'id="tong">([\d.]+)', rows)[1]
        figure = re.match(r"[\d.]+", shown.replace("\u00a0", " "))
        assert not figure or figure[0] == total, (shown, total)
        assert client.get(address).status_code == 200


def test_silence_is_named_and_never_a_zero(pack):
    said = " ".join(one.text for one in page_of(pack).parts["unknown"])
    assert "Không có báo cáo kỳ nào" in said


def test_a_frozen_pack_never_changes_in_the_service_or_in_the_database(pack, people):
    total = freeze(pack, by=people["tonghop"])
    assert total == pack.content_hash == content_hash(pack)
    with pytest.raises(PackRefusedError):
        add_sentence(pack, "asks", "Thêm.", after=pack.revision, by=people["tonghop"])
    with pytest.raises(PackRefusedError):
        make_anew(pack, day=DAY)
    for change in (
        lambda: Pack.objects.filter(pk=pack.pk).update(title="Khác"),
        lambda: pack.sources.update(label="Khác"),
        lambda: PackSource.objects.create(pack=pack, key="z", kind="cases", unit="x", total=0),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert pack_faults() == []


def test_verify_tells_of_a_frozen_pack_whose_sources_are_gone(pack, people):
    freeze(pack, by=people["tonghop"])
    pack.sources.first().delete()
    assert len(pack_faults()) == 1


@pytest.mark.parametrize("look", LAYOUTS)
def test_the_first_part_is_one_page_and_the_annex_begins_on_the_second(pack, people, look):
    assert pack.fits
    freeze(pack, by=people["tonghop"])
    paper = pypdfium2.PdfDocument(to_pdf(document_of(pack), layout(look)))
    texts = [page.get_textpage().get_text_bounded() for page in paper]
    assert "7. Chưa biết" in texts[0]
    assert "PHỤ LỤC" not in texts[0].replace("\u00a0", " ")
    assert "PHỤ LỤC" in texts[1].replace("\u00a0", " ")
    assert pack.content_hash[:16] in texts[0]


def test_the_docx_says_the_same(pack):
    body = docx.Document(io.BytesIO(to_docx(document_of(pack), layout("party_hd05"))))
    text = " ".join(p.text for p in body.paragraphs).replace("\u00a0", " ")
    assert "TÀI LIỆU GIAO BAN" in text
    assert "Phường Vĩnh Tân (6 vụ việc)" in text


def test_a_page_that_is_too_long_says_which_part_to_shorten_and_is_not_frozen(
    pack, people, sign_in
):
    for _ in range(12):
        long = "Đề nghị lãnh đạo cho ý kiến về việc này, vì nhiều nơi cùng chờ. " * 4
        add_sentence(pack, "asks", long, after=pack.revision, by=people["tonghop"])
    page = words(sign_in("tonghop"), f"/giao-ban/{pack.code}/")
    assert f"dài hơn một trang {pack.lines_over} dòng" in page
    assert "Rút gọn phần “Xin ý kiến lãnh đạo”" in page
    with pytest.raises(PackRefusedError):
        freeze(pack, by=people["tonghop"])


def test_the_copy_that_leaves_hides_small_figures_and_codes(pack):
    inside = " ".join(plain_text(document_of(pack)))
    outside = " ".join(plain_text(document_of(pack, outward=True)))
    assert "Đ-26-" in inside
    assert "Đ-26-" not in outside
    assert "dưới 5" in outside
    assert "3\u00a0đơn" not in outside


def test_each_kind_of_file_comes_out(pack, sign_in):
    client = sign_in("lanhdao")
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype"), ("json", b"{")):
        response = client.get(f"/giao-ban/{pack.code}/tai.{kind}")
        assert response.content.startswith(start)
    assert client.get(f"/giao-ban/{pack.code}/tai.exe").status_code == 404


def test_a_neighbour_never_sees_the_pack(pack, sign_in):
    client = sign_in("hangxom")
    for part in ("", "phu-luc/", "so-sanh/", "nguon/n1/", "tai.pdf"):
        assert client.get(f"/giao-ban/{pack.code}/{part}").status_code == 404


def test_late_cases_are_told_by_unit_from_the_register(pack):
    said = " ".join(one.text for one in page_of(pack).parts["late"]).replace("\u00a0", " ")
    assert said == ("Đến ngày 01/7/2026: 8 vụ việc ở 1 đơn vị: Phường Vĩnh Tân 8 (từ 19/5/2026).")
    (row,) = pack.content["late"]
    late = Case.objects.filter(handling_unit__code=row["code"], next_due_on__lt=DAY)
    codes = [one["code"] for one in pack.sources.get(key=row["source"]).rows]
    assert sorted(codes) == sorted(late.values_list("code", flat=True))


def test_making_a_pack_from_the_page(concerns, sign_in):
    client = sign_in("tonghop")
    response = client.post("/giao-ban/moi/", {"period": "tháng 6/2026"}, follow=True)
    assert "Đã lập bản nháp" in response.content.decode()
    wrong = client.post("/giao-ban/moi/", {"period": "mùa mưa"})
    assert wrong.status_code == 422


def test_an_empty_register_makes_an_honest_pack(people, scope):
    pack = draft(scope, month(2026, 6), title="", by=people["tonghop"], day=date(2026, 7, 1))
    page = page_of(pack)
    assert page.problems == []
    assert page.parts["worse"][0].text.startswith("So với kỳ trước, chưa thấy")
    assert page.parts["late"][0].text.endswith("không có vụ việc nào quá hạn.")
    assert pack.fits
