"""What a request and a page of the book cost: ``make bench``; ``python -m tests.bench book --help`` for a volume alone.

Figures are CPU seconds of this process (medians of several rounds), beside a bare Django view measured in the
same run: machines differ and are noisy, ratios travel. Writes ``bench.json`` under ``var/``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benches import book as volume_of_many
from tests.benches import library, office, papers, places, programme
from tests.benches.storms import run as storms

ROOT = Path(__file__).parent.parent
ROUNDS, PER_ROUND = 5, 40
REGISTRATIONS = 8000


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="vmeste-bench-")
    os.environ["DEMO_MODE"] = "1"
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115, PTH123


def fill_up() -> None:
    """Bring the next edition to eight thousand registrations."""
    from conference.models import Conference, Person
    from registration.models import Category, Registration

    conference = Conference.objects.get(slug="inclusion-next")
    category = Category.objects.of(conference).first()
    missing = REGISTRATIONS - Registration.objects.of(conference).count()
    people = Person.objects.bulk_create(
        Person(
            email=f"bench{n}@example.org",
            full_name=f"Участников Пётр {n}",
            latin_name=f"Petr Uchastnikov {n}",
            password="!",
        )
        for n in range(missing)
    )
    Registration.objects.bulk_create(
        Registration(
            conference=conference,
            category=category,
            person=person,
            number=f"B-{n:04d}",
            state=Registration.State.SUBMITTED,
        )
        for n, person in enumerate(people)
    )


def cost(get: Any, url: str) -> float:
    """Median CPU seconds of one GET of *url*."""
    assert get(url).status_code == 200, url
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        for _request in range(PER_ROUND):
            get(url)
        rounds.append((time.process_time() - started) / PER_ROUND)
    return statistics.median(rounds)


def requests() -> dict[str, float]:
    from django.http import HttpResponse
    from django.test import Client, override_settings
    from django.urls import path

    from conference.models import Person

    bare = type(sys)("tests.bench_bare_urls")
    bare.urlpatterns = [path("bare/", lambda request: HttpResponse("ok"))]
    sys.modules[bare.__name__] = bare
    with override_settings(ROOT_URLCONF=bare.__name__, MIDDLEWARE=[]):
        measured = {"bare Django view": cost(Client(SERVER_NAME="127.0.0.1").get, "/bare/")}
    visitor, organiser = (Client(SERVER_NAME="127.0.0.1") for _each in range(2))
    organiser.force_login(
        Person.objects.get(email="organiser@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    pages = {
        "home": (visitor, "/ru/inclusion-next/"),
        "workshop page": (visitor, "/ru/inclusion-next/workshops/1/"),
        "registration step": (visitor, "/ru/inclusion-next/register/listener/"),
        "admin list, 8000 registrations": (organiser, "/admin/registration/registration/"),
    }
    for title, (client, url) in pages.items():
        answer = client.get(url, follow=True)
        measured[title] = cost(client.get, answer.redirect_chain[-1][0] if answer.redirect_chain else url)
    return measured


def book() -> dict[str, float]:
    """Compile the demonstration volume afresh; CPU of this process and of the children that typeset."""
    import io

    from django.core.management import call_command

    from conference.rendering import cpu_seconds_spent

    output = io.StringIO()
    before = time.process_time() + cpu_seconds_spent()
    call_command("compile_volume", "inclusion-2008/proceedings", fresh=True, stdout=output)
    cpu = time.process_time() + cpu_seconds_spent() - before
    verdict = json.loads(output.getvalue().strip().splitlines()[-1])
    return {**{name: verdict[name] for name in ("pages", "articles", "seconds")}, "cpu_seconds": round(cpu, 2)}


def main() -> None:
    if sys.argv[1:2] == ["storm"]:
        storms.main(sys.argv[2:])
        return
    if sys.argv[1:2] == ["book"]:
        volume_of_many.main(sys.argv[2:])
        return
    prepare()
    fill_up()
    measured = requests()
    bare = measured["bare Django view"]
    volume = book()
    print(f"{'page':<34}{'CPU ms':>9}{'requests per CPU s':>21}{'× bare view':>13}")
    for title, seconds in measured.items():
        print(f"{title:<34}{seconds * 1000:>9.2f}{1 / seconds:>21.0f}{seconds / bare:>13.1f}")
    per_second = volume["pages"] / volume["cpu_seconds"] if volume["cpu_seconds"] else 0
    print(f"\nbook: {volume['pages']} pages, {volume['articles']} articles, {volume['seconds']} s,", end=" ")
    print(f"{per_second:.1f} pages per CPU second")
    result = {
        "requests": {
            title: {"cpu_ms": round(s * 1000, 3), "per_cpu_second": round(1 / s), "times_bare": round(s / bare, 1)}
            for title, s in measured.items()
        },
        "book": {**volume, "pages_per_cpu_second": round(per_second, 2)},
    }
    result["programme"] = programme.measure(cost, bare)
    result["papers"] = papers.measure()
    result["places"] = places.measure()
    result["desk"] = office.measure()
    result["library"] = library.measure()
    result["volume"] = volume_of_many.measure(int(os.environ.get("BOOK", volume_of_many.ARTICLES)))
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
