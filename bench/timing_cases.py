"""Fill the database in the environment with cases and time each page; one line for each page.

Besides wall time the processor time is told, of this process and of the PostgreSQL process that
serves it: on a machine that does other work it says what the page itself costs.
"""

import gc
import os
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
os.environ.setdefault("GANDAN_LOCAL", "1")
REPEATS = 20
CASES_OPENED = 20
# Statutory tables of the whole city; their goal is half a second of processor time.
TABLES = ("01-xld", "02-xld", "01-kqgq", "01-tcd")
TABLE_REPEATS = 5
PAGES = (
    ("xulydon", "queue", "/viec/"),
    ("xulydon", "queue, page 20", "/viec/?page=20"),
    ("xulydon", "queue, one kind", "/viec/?kind=complaint"),
    ("xulydon", "queue, my cases, newest", "/viec/?officer=me&sort=newest"),
    ("xulydon", "queue, suggestions", "/viec/?tab=suggested"),
    ("xulydon", "queue, waiting for others", "/viec/?tab=elsewhere"),
    ("xulydon", "queue, waiting for senders", "/viec/?tab=sender"),
    ("xulydon", "queue, done this week", "/viec/?tab=done"),
    ("xulydon", "cases", "/don/vu-viec/"),
    ("xulydon", "cases, late", "/don/vu-viec/?state=late"),
    ("xulydon", "cases, open, one kind", "/don/vu-viec/?state=open&kind=complaint"),
    ("xulydon", "cases, words", "/don/vu-viec/?q=karaoke"),
    ("xulydon", "cases, rare words", "/don/vu-viec/?q=khongcotu"),
    ("daumoi", "queue", "/viec/"),
    ("daumoi", "tasks", "/viec/duoc-giao/"),
    ("daumoi", "tasks, open", "/viec/duoc-giao/?tab=open"),
    ("daumoi", "cases", "/don/vu-viec/"),
    ("daumoi", "notices", "/thong-bao/"),
    ("tiepdan", "reception desk", "/tiep-dan/"),
    ("tiepdan", "reception desk, words", "/tiep-dan/?q=karaoke"),
    ("tiepdan", "reception desk, rare words", "/tiep-dan/?q=khong+co+tu"),
    ("tiepdan", "reception desk, number", "/tiep-dan/?q=VV-BN-0000007"),
    ("tiepdan", "letters, words", "/don/?q=karaoke"),
    ("tiepdan", "letters, rare words", "/don/?q=khong+co+tu"),
    ("lanhdao", "leader's page", "/dieu-hanh/"),
    ("lanhdao", "late, by unit", "/viec/qua-han/"),
    ("lanhdao", "hand-overs", "/viec/ban-giao/"),
)


def main(count: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bench.filling_cases import fill
    from gandan.accounts.models import User
    from gandan.casework.models import Case

    settings.ALLOWED_HOSTS = ["*"]
    started = time.perf_counter()
    if count and not Case.objects.filter(code="VV-BN-0000000").exists():
        fill(count, day=date.today())  # noqa: DTZ011 (the pages ask the same clock)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"filled in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    backend = settings.AUTHENTICATION_BACKENDS[0]
    clients = {}
    for name in {page[0] for page in PAGES}:
        clients[name] = Client()
        clients[name].force_login(User.objects.get(username=name), backend=backend)
    # As the server does (gandan.config.wsgi).
    gc.collect()
    gc.freeze()
    for person, title, address in PAGES:
        tell(title, person, clients[person], [address] * REPEATS)
    until = date.today()  # noqa: DTZ011 (the pages ask the same clock)
    since = until - timedelta(days=91)
    span = f"ky=tu-chon&tu={since:%d/%m/%Y}&den={until:%d/%m/%Y}"
    for table in TABLES:
        address = f"/thong-ke/{table}/?{span}"
        tell(f"table {table}, 91 days", "lanhdao", clients["lanhdao"], [address] * TABLE_REPEATS)
    rows = Case.objects.filter(code__startswith="VV-BN-", unit__code="mh-ban").exclude(turn="rest")
    codes = list(rows.order_by("title", "pk").values_list("code", flat=True)[:CASES_OPENED])
    tell("case", "xulydon", clients["xulydon"], [f"/don/vu-viec/{c}/" for c in codes])
    ready = rows.filter(stage="classified").order_by("title", "pk")
    codes = list(ready.values_list("code", flat=True)[:CASES_OPENED])
    forms = [f"/don/vu-viec/{code}/buoc/refer/" for code in codes]
    tell("form of a step", "xulydon", clients["xulydon"], forms)


def tell(title: str, person: str, client: object, addresses: list[str]) -> None:
    """Print page, person, p95, median, p95 of processor time and queries, with tabs between."""
    from django.db import connection

    asked: list[tuple[float, str]] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        started = time.perf_counter()
        result = execute(sql, params, many, context)
        asked.append((time.perf_counter() - started, sql))
        return result

    open_page(client, addresses[0])
    with connection.execute_wrapper(note):
        open_page(client, addresses[-1])
    if os.environ.get("SHOW_SQL"):
        for seconds, sql in asked:
            if seconds > 0.01:
                print(f"  {1000 * seconds:.0f} ms {sql[:1500]}", file=sys.stderr)
    times, work = [], []
    for address in addresses:
        before = processor_seconds()
        times.append(1000 * open_page(client, address))
        work.append(1000 * (processor_seconds() - before))
    last = max(0, round(0.95 * len(times)) - 1)
    p95, median, cpu = sorted(times)[last], statistics.median(times), sorted(work)[last]
    figures = [f"{p95:.1f}", f"{median:.1f}", f"{cpu:.1f}", str(len(asked))]
    print("\t".join([title, person, *figures]), flush=True)
    print(f"{p95:7.1f} {median:7.1f} {cpu:7.1f} {len(asked):3d}  {person} {title}", file=sys.stderr)


def processor_seconds() -> float:
    """Of this process and, on the same machine, of the server process of its connection."""
    from django.db import connection

    seconds = time.process_time()
    if connection.vendor == "postgresql":
        pid = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def open_page(client: object, address: str) -> float:
    started = time.perf_counter()
    answer = client.get(address)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]))
