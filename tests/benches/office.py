"""The organisers' desk at 8 000 registrations: the list in several orders, the charts, an export, an import's preview.

Over a PostgreSQL of its own, as the lists of ``places``. Every figure is wall time of one request or verb.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from tests.benches.places import LIMIT, MANY, fill_up, prepare
from tests.on_postgresql import newest_binaries, own_server

FEW, ROWS = 1000, 1000
LIST = "/ru/bench/desk/registrations/"
PAGES = {
    "desk list": LIST,
    "desk list by name": f"{LIST}?sort=full_name",
    "desk list by country, last page": f"{LIST}?sort=-country&page=9999",
    "desk list, three filters": f"{LIST}?state=active&attendance=hall&checked=no",
    "desk list, found by two words": f"{LIST}?q=uchastnikov+777",
    "desk in numbers": "/ru/bench/desk/",
}


def measure() -> dict[str, Any]:
    """Seconds and queries of each page and verb; prints them. Empty where PostgreSQL is not installed."""
    binaries = newest_binaries()
    if binaries is None:
        print("\nthe desk: PostgreSQL is not on this machine, so it was not measured")
        return {}
    with own_server(binaries, durability="") as environment:
        command = [sys.executable, "-m", "tests.benches.office"]
        found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    print(f"\nthe desk with {MANY} registrations:")
    for name, row in result["pages"].items():
        verdict = "under" if row["seconds"] < LIMIT else "OVER"
        constant = "constant" if row["queries"] == row["queries_with_few"] else "NOT CONSTANT"
        print(f"  {name:<42}{row['seconds']:>6.3f} s, {row['queries']} queries ({constant}), {verdict} {LIMIT:.0f} s")
    for name, seconds in result["verbs"].items():
        print(f"  {name:<42}{seconds:>6.2f} s")
    return result


# -- what runs in the process beside PostgreSQL ---------------------------------------------------------------------


def pages(client: Any) -> dict[str, tuple[float, int]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = {}
    for name, url in PAGES.items():
        assert client.get(url).status_code == 200, url
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        queries = len(captured)  # now: the next request empties the log
        rounds = []
        for _round in range(5):
            started = time.perf_counter()
            client.get(url)
            rounds.append(time.perf_counter() - started)
        found[name] = (sorted(rounds)[2], queries)
    return found


def verbs(conference: Any, organiser: Any) -> dict[str, float]:
    from django.http import QueryDict

    from registration.services import applying, exporting, importing

    spent = {}

    def timed(name: str, verb: Any) -> Any:
        started = time.perf_counter()
        result = verb()
        spent[name] = round(time.perf_counter() - started, 2)
        return result

    everything = QueryDict("columns=all")
    timed(
        f"export of {MANY} rows, all columns, XLSX",
        lambda: exporting.export(conference, everything, kind="xlsx", by=organiser),
    )
    lines = ["ФИО\tПочта\tСтрана\tКатегория\tУчастие"]
    lines += [f"Новикова Анна {'а' * (at % 50)}\tnew{at}@example.org\tРоссия\tlistener\tонлайн" for at in range(ROWS)]
    batch = importing.upload(conference, by=organiser, text="\n".join(lines))
    made = timed(f"preview of a table of {ROWS} rows", lambda: importing.plan(batch))
    assert (len(made.new), made.errors) == (ROWS, [])
    job = applying.apply(batch, by=organiser, fingerprint=made.fingerprint())
    timed(f"a table of {ROWS} new people applied", lambda: applying.run_import(job.pk))
    return spent


def main() -> None:
    conference = prepare()
    from django.db import connection
    from django.test import Client

    from conference.models import Person

    organiser = Person.objects.create_superuser("bench-organiser@example.org", full_name="Организатор")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
    measured = []
    for total in (FEW, MANY):
        fill_up(conference, total)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measured.append(pages(client))
    few, many = measured
    found = {
        name: {"seconds": round(seconds, 4), "queries": queries, "queries_with_few": few[name][1]}
        for name, (seconds, queries) in many.items()
    }
    print(json.dumps({"pages": found, "verbs": verbs(conference, organiser)}))


if __name__ == "__main__":
    main()
