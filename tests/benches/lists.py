"""What a list costs when it grows: FEW registrations, then MANY. Every figure is wall time of one request.

``python -m tests.benches.lists`` measures the administration's and the desk's lists of the conference ``bench`` in the
database of the environment, and tells in JSON.
"""

from __future__ import annotations

import json
import time
from typing import Any

import django

FEW, MANY, LIMIT = 1000, 8000, 1.0
ADMIN = "/admin/registration/registration/"
PAGES = {
    "administration": ADMIN,
    "administration, found by a name": f"{ADMIN}?q=Uchastnikov+5",
    "administration, one state": f"{ADMIN}?state__exact=approved",
    "desk list": "/ru/bench/desk/registrations/",
    "desk list, found by a name": "/ru/bench/desk/registrations/?q=uchastnikov+5",
    "waiting list": "/ru/bench/desk/waiting/",
}


def grown(conference: Any, organiser: Any, pages: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Seconds (median of five) and queries of each of *pages* with MANY rows, and the queries it took with FEW."""
    from django.db import connection
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, dict[str, Any]] = {name: {} for name in pages}
    for total in (FEW, MANY):
        fill_up(conference, total)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, url in pages.items():
            seconds, queries = _cost(client, url)
            found[name] |= {f"queries_with_{total}": queries, "seconds": round(seconds, 4), "queries": queries}
    return found


def line(name: str, row: dict[str, Any]) -> str:
    verdict = "under" if row["seconds"] < LIMIT else "OVER"
    constant = "the same" if row[f"queries_with_{FEW}"] == row[f"queries_with_{MANY}"] else "NOT the same"
    return (
        f"  {name:<42}{row['seconds']:>6.3f} s ({verdict} {LIMIT:.0f} s), "
        f"{row['queries']} queries, {constant} with {FEW} rows"
    )


def fill_up(conference: Any, total: int) -> None:
    """Bring the conference to *total* registrations, each of a person of their own."""
    from datetime import timedelta

    from django.utils import timezone

    from conference.models import Person
    from registration.models import Category, Registration

    category = Category.objects.get(conference=conference)
    there = Registration.objects.of(conference).count()
    people = Person.objects.bulk_create(
        Person(
            email=f"list{n}@example.org", full_name=f"Участников Пётр {n}", latin_name=f"Petr Uchastnikov {n}",
            password="!",
        )
        for n in range(there, total)
    )  # fmt: skip
    states = ("submitted", "approved", "waiting", "cancelled")
    rows = [
        Registration(
            conference=conference, category=category, person=person, number=f"B-{there + n:05d}", state=states[n % 4],
            country=("RU", "AM", "BY", "KZ", "FR")[n % 5], attendance=("hall", "online")[n % 2],
            submitted_at=timezone.now() - timedelta(minutes=n), waiting_since=timezone.now(),
        )
        for n, person in enumerate(people)
    ]  # fmt: skip
    for row in rows:
        row.search = row.searchable()
    Registration.objects.bulk_create(rows, batch_size=1000)


def organiser() -> Any:
    from conference.models import Person

    return Person.objects.create_superuser("bench-organiser@example.org", full_name="Организатор")


def _cost(client: Any, url: str) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    queries = len(captured)  # the next request empties the log
    rounds = []
    for _round in range(5):
        started = time.perf_counter()
        client.get(url)
        rounds.append(time.perf_counter() - started)
    return sorted(rounds)[2], queries


def main() -> None:
    django.setup()
    from conference.models import Conference

    print(json.dumps(grown(Conference.objects.get(slug="bench"), organiser(), PAGES)))


if __name__ == "__main__":
    main()
