"""The import pages: what a file must look like, and what is true of one that cannot be read."""

import csv

from django.utils import timezone

from gandan.casework import examples
from gandan.casework.models import ImportBatch, Submission
from gandan.casework.services import importing
from gandan.casework.services.importing import import_paths
from gandan.jobs.models import Job, State


def test_the_table_that_is_shown_can_be_read(unit, people, sign_in, tmp_path):
    page = sign_in("tiepdan").get("/don/nap/").content.decode()
    for cell in (*examples.HEADER, *examples.ROWS[0]):
        assert cell in page
    file = tmp_path / "mẫu.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([examples.HEADER, *examples.ROWS])
    batch = import_paths([file], unit=unit, by=people["tiepdan"], name=file.name)
    assert (batch.added, batch.problems_count) == (2, 0)
    first = Submission.objects.order_by("id")[0]
    assert first.place == "ngõ 12, phường Vĩnh Tân"
    assert first.sender_name == "tổ dân phố 7"


def test_a_file_that_was_given_up_is_not_said_to_be_read_still(unit, people, sign_in):
    batch = ImportBatch.objects.create(
        name="hỏng.xlsx", sha256="x", unit=unit, by=people["tiepdan"]
    )
    Job.objects.create(
        kind="casework.import",
        payload={"batch": str(batch.code)},
        state=State.DEAD,
        run_after=timezone.now(),
    )
    client = sign_in("tiepdan")
    for address in ("/don/nap/", "/don/nap/danh-sach/", f"/don/nap/{batch.code}/"):
        page = client.get(address).content.decode()
        assert "không thành công" in page, address
        assert "đang đọc" not in page.lower(), address


def test_a_long_list_of_faults_says_how_many_are_not_shown(unit, people, sign_in, tmp_path):
    file = tmp_path / "a.csv"
    rows = "\n".join(f"A{n},31/02/2026,Rác ở ngõ {n}." for n in range(230))
    file.write_text(f"Mã,Ngày nhận,Nội dung\n{rows}\n", "utf-8")
    batch = import_paths([file], unit=unit, by=people["tiepdan"], name=file.name)
    page = sign_in("tiepdan").get(f"/don/nap/{batch.code}/").content.decode()
    assert "Ở đây có 200 trên 230\u00a0chỗ; tệp .xlsx có đủ." in page


def test_a_block_that_fills_slowly_ends_before_the_job_is_given_up(monkeypatch):
    ticks = iter(range(0, 1000, 15))
    monkeypatch.setattr(importing.time, "monotonic", lambda: next(ticks))

    blocks = list(importing._blocks(["a", "b", "c", "d", "e"]))

    assert blocks == [["a", "b"], ["c", "d"], ["e"]]


def test_a_file_that_came_in_meanwhile_is_not_entered_twice(unit, people, tmp_path, monkeypatch):
    file = tmp_path / "đơn.csv"
    file.write_text("noi_dung\nĐường ngập sâu sau mưa lớn.\n", "utf-8")
    import_paths([file], unit=unit, by=people["tiepdan"], name="một")
    seen = importing.existing_keys
    early = iter([set()])  # as if the first import had not been written yet
    monkeypatch.setattr(importing, "existing_keys", lambda keys: next(early, None) or seen(keys))

    batch = import_paths([file], unit=unit, by=people["tiepdan"], name="hai")

    assert (batch.added, batch.already_there) == (0, 1)
    assert Submission.objects.count() == 1
