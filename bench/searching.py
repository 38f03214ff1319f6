"""Time the register's page for each query, as a handler would ask; prints p95 and median."""

import os
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
os.environ.setdefault("GANDAN_LOCAL", "1")
REPEATS = 7


def main(queries: list[str]) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from gandan.accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(
        User.objects.get(username="xulydon"), backend=settings.AUTHENTICATION_BACKENDS[0]
    )
    times = []
    for round_ in range(REPEATS + 1):
        for query in queries:
            started = time.perf_counter()
            answer = client.get("/don/", {"q": query})
            seconds = time.perf_counter() - started
            if answer.status_code != 200:
                raise RuntimeError(f"{query}: {answer.status_code}")
            if round_:
                times.append(seconds)
                print(f"{1000 * seconds:7.1f} ms  {query}", file=sys.stderr)
    times.sort()
    print(times[int(0.95 * len(times))], statistics.median(times))


if __name__ == "__main__":
    main(sys.argv[1:])
