"""A working day with denunciations, in a process of its own that a test may kill.

Everything that the installation writes goes into the folder GANDAN_DATA and into TMPDIR; the
test looks through both afterwards. Prints a line for each step.
"""

import io
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import django
import pytest

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from gandan.accounts.models import User  # noqa: E402
from gandan.audit.sequencing import sequence_entries  # noqa: E402
from gandan.audit.services import erase_details, record  # noqa: E402
from gandan.demo import city  # noqa: E402
from gandan.sealed.identity import Attachment, Identity  # noqa: E402
from gandan.sealed.key_files import write_public  # noqa: E402
from gandan.sealed.keys import Body, make_key  # noqa: E402
from gandan.sealed.models import SealedIdentity  # noqa: E402
from gandan.sealed.services.keeping import confirm_key, register_key  # noqa: E402
from gandan.sealed.services.ordering import Grounds, order_opening, take_envelope  # noqa: E402
from gandan.sealed.services.redacting import (  # noqa: E402
    IdentityLeftError,
    make_working_copy,
    text_of_file,
)
from gandan.sealed.services.rewrapping import write_request  # noqa: E402
from gandan.sealed.services.sealing import seal  # noqa: E402
from gandan.sealed.suites import Suite  # noqa: E402
from gandan.sealed.uploads import keep_in_memory  # noqa: E402
from gandan.units.models import Unit  # noqa: E402
from gandan.units.services import appoint, load_units  # noqa: E402
from tests.migrated import keep_migrated  # noqa: E402

DAY = date(2026, 11, 25)
HOST = "127.0.0.1"


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(canaries):
    with pytest.MonkeyPatch.context() as patch:
        keep_migrated(Path(os.environ["KEPT_MIGRATED"]), patch)
        call_command("migrate", verbosity=0)
    content = city()
    load_units(content, by=None, synthetic=True)
    people = {
        name: User.objects.create_user(name, None, full_name=full)
        for name, full in content["people"].items()
    }
    appoint(content["appointments"], people)
    keys = []
    for body in (Body.RECEIVING, Body.RECEIVING, Body.OVERSEEING, Body.OVERSEEING):
        key = make_key("Người giữ", body, Suite.X25519)
        row = register_key(write_public(key), decision="QĐ", since=DAY, by=people["quantri"])
        confirm_key(row, digits=row.spoken, by=people["kiemtra"])
        keys.append(row)
    unit = Unit.objects.get(code="mh-p-vinh-tan")
    say("ready")
    for number, canary in enumerate(canaries):
        if number % 20 == 2:
            work_on_a_copy(canary)
        receive(canary, unit, people["tiepdan"], fails=number % 7 == 3)
        say("sealed", number)
        if number == 10:
            the_rest_of_the_day(people, keys[0])
    sequence_entries()
    say("done")


def identity_of(canary):
    text = f"Tôi là {canary['name']}, {canary['address']}, ĐT {canary['phone']}. Tôi tố cáo."
    return Identity(
        **{name: canary[name] for name in ("name", "address", "phone", "email", "id_number")},
        original_text=text,
    )


def work_on_a_copy(canary):
    """Read a file in the limited child and find that its working copy tells too much."""
    identity = identity_of(canary)
    read = text_of_file("don.txt", identity.original_text.encode())
    try:
        make_working_copy(read.text, [], identity.strings())
    except IdentityLeftError as error:
        say("refused", len(error.left))


def receive(canary, unit, by, *, fails):
    """Take in one denunciation; some requests fail after the sealing."""
    identity = identity_of(canary)
    scan = Attachment(canary["file"], "text/plain", identity.original_text.encode() * 40)
    try:
        with transaction.atomic():
            seal(identity, [scan], unit=unit, by=by, on=DAY)
            if fails:
                raise RuntimeError("the request fails after the sealing")
    except RuntimeError:
        say("rolled back")


def the_rest_of_the_day(people, key):
    """Pages, files and exports that touch what was sealed."""
    identity = SealedIdentity.objects.first()
    grounds = Grounds("VV-1", "Phải mời làm việc trực tiếp", "Điều 29", later())
    order = order_opening(identity, grounds, by=people["lanhdao"])
    take_envelope(order, by=people["lanhdao"])
    write_request(key, [], io.BytesIO(), by=None, day=DAY)
    client = Client(SERVER_NAME=HOST)
    client.force_login(people["lanhdao"])
    for path in ("/niem-phong/", "/niem-phong/so-mo/", f"/niem-phong/{order.code}/"):
        say("page", len(client.get(path).content))
    client.force_login(people["kiemtra"])
    say("page", len(client.get("/nhat-ky/").content))
    upload(people)
    erase()


def erase():
    """Personal data in the log that are erased by law are gone from the file as well."""
    text = "CANARY-THAT-WAS-ERASED-0007 " * 600
    entries = [record("case.renamed", "VV-1", by=None, before=text) for _ in range(20)]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for entry in entries:
        erase_details(entry, ["before"], by=None, basis="Luật 91/2025/QH15")


def upload(people):
    """A file larger than what Django keeps in memory, to a route that must not spool it."""
    keep_in_memory("sealed:key_register")
    client = Client(SERVER_NAME=HOST)
    client.force_login(people["quantri"])
    file = SimpleUploadedFile("a.pub", b"CANARY-IN-AN-UPLOAD-0123456789 " * 200_000)
    answer = client.post("/niem-phong/khoa/moi/", {"file": file, "decision": "x", "since": "x"})
    say("upload", answer.status_code)


def later():
    return timezone.now() + timedelta(days=3)


if __name__ == "__main__":
    main(json.load(sys.stdin))
