"""The organisers' desk at 8 000 registrations: the list in several orders, the charts, an export, an import's preview.

Over a PostgreSQL of its own, as ``lists``. Every figure is wall time of one request or verb.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

import django
from django.core.management import call_command

from tests.benches import lists
from tests.benches.registering import conference_of_listeners
from tests.on_postgresql import newest_binaries, own_server

ROWS = 1000
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
    print(f"\nthe desk with {lists.MANY} registrations:")
    for name, row in result["pages"].items():
        print(lists.line(name, row))
    for name, seconds in result["verbs"].items():
        print(f"  {name:<42}{seconds:>6.2f} s")
    return result


# -- what runs in the process beside PostgreSQL ---------------------------------------------------------------------


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
        f"export of {lists.MANY} rows, all columns, XLSX",
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
    django.setup()
    call_command("migrate", verbosity=0)
    conference, organiser = conference_of_listeners(), lists.organiser()
    found = lists.grown(conference, organiser, PAGES)
    print(json.dumps({"pages": found, "verbs": verbs(conference, organiser)}))


if __name__ == "__main__":
    main()
