"""Registrations per second through the full stack, and what a list of 8 000 registrations costs.

The stack is the one that ``manage.py serve`` starts: gunicorn with two processes of eight threads, over a PostgreSQL of
its own with its usual durability (every commit reaches the disk). The visitors are threads of one more process on
the same machine, so with two cores the site has less than two to itself. Letters are written to the outbox within
each registration; the workers that send them do not run meanwhile.

Two figures: the whole form (a listener reads the first page, answers three pages, sends, reads the number: seven
requests), and the sending alone (one POST of a form that was filled in before). Every figure is wall time.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.on_postgresql import newest_binaries, own_server

WHOLE, PREPARED, VISITORS = 120, 400, 8
FEW, MANY, LIMIT = 1000, 8000, 1.0
FORM = "/ru/bench/register/listener"
TOKEN = "b" * 32
ABOUT = {"full_name": "Тарасов Пётр", "city": "Псков", "country": "RU", "attendance": "online", "language": "ru"}


def measure() -> dict[str, Any]:
    """Both figures and the lists; prints them. Empty where PostgreSQL is not installed."""
    binaries = newest_binaries()
    if binaries is None:
        print("\nregistrations per second: PostgreSQL is not on this machine, so they were not measured")
        return {}
    command = [sys.executable, "-m", "tests.benches.places"]
    with own_server(binaries, durability="") as environment:
        found = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(found.stdout.strip().splitlines()[-1])
    whole, sending = result["whole_form"], result["sending"]
    print(f"\nregistrations through gunicorn and PostgreSQL {binaries.parent.name}:")
    for title, row in (("the whole form, 7 requests", whole), ("sending a form filled in", sending)):
        speed = f"{row['per_second']:>6.1f} a second ({row['requests_per_second']:.0f} requests)"
        print(f"  {title:<28}{speed}, {row['web_cpu_ms_each']} CPU ms of the web processes each")
    for name, row in result["lists"].items():
        verdict = "under" if row["seconds"] < LIMIT else "OVER"
        same = "the same" if row[f"queries_with_{FEW}"] == row[f"queries_with_{MANY}"] else "NOT the same"
        print(f"  {name:<46}{row['seconds']:>6.3f} s ({verdict} {LIMIT:.0f} s), {row['queries']} queries, {same}")
    return result


# -- what runs in the process beside PostgreSQL ---------------------------------------------------------------------


def prepare() -> Any:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    django.setup()
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    from conference.models import Conference, ConsentText
    from registration.models import Category

    call_command("migrate", verbosity=0)
    now, today = timezone.now(), timezone.localdate()
    conference = Conference.objects.create(
        slug="bench", title_ru="Замер", title_en="Bench", visibility="public", starts=today + timedelta(days=90),
        ends=today + timedelta(days=91), registration_opens=now - timedelta(days=1), contact_email="org@example.org",
    )  # fmt: skip
    for kind in (ConsentText.Kind.PROCESSING, ConsentText.Kind.PHOTO_VIDEO):
        ConsentText.objects.create(conference=conference, kind=kind, title_ru="Согласие", body_ru="Т", body_en="T")
    Category.objects.create(
        conference=conference, family="listener", slug="listener", title_ru="Слушатель", approval="online",
        seats=10, seats_online=100_000,
    )  # fmt: skip
    return conference


def visitors(conference: Any, number: int, *, prefix: str, with_draft: bool) -> list[str]:
    """Session cookies of so many people who are signed in; with a form filled in, where it is only to be sent."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from conference.models import ConsentText, Person
    from registration.models import Category, Registration

    people = Person.objects.bulk_create(
        Person(email=f"{prefix}{n}@example.org", full_name=f"Участник {n}", password="!") for n in range(number)
    )
    category = Category.objects.get(conference=conference)
    text = ConsentText.objects.of(conference).get(kind="processing")
    answers = {"about": ABOUT, "access": {}, "consents": {"consents": [{"text": text.pk, "language": "ru"}]}}
    drafts = [Registration(conference=conference, category=category, answers=answers) for _each in people]
    if with_draft:
        drafts = Registration.objects.bulk_create(drafts)
    cookies = []
    for person, draft in zip(people, drafts, strict=True):
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        if with_draft:
            session["registration_drafts"] = {str(category.pk): draft.pk}
        session.create()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}")
    return cookies


class Browser:
    """One connection that is kept; counts its requests."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.requests = 0

    def ask(self, method: str, path: str, cookie: str, data: dict[str, Any] | None = None) -> tuple[int, str, str]:
        body = urlencode(data or {}) if method == "POST" else None
        headers = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.requests += 1
        return answer.status, answer.headers.get("Location", ""), text


def whole_form(browser: Browser, cookie: str) -> None:
    """What a listener's browser asks for, from the first page to the number."""
    status, _place, page = browser.ask("GET", f"{FORM}/about/", cookie)
    assert status == 200, status
    status, place, _text = browser.ask("POST", f"{FORM}/about/", cookie, ABOUT)
    assert (status, place) == (302, f"{FORM}/access/"), (status, place)
    status, place, _text = browser.ask("POST", f"{FORM}/access/", cookie)
    assert (status, place) == (302, f"{FORM}/consents/"), (status, place)
    status, _place, page = browser.ask("GET", f"{FORM}/consents/", cookie)
    shown = dict(re.findall(r'name="(shown_\w+)" value="(\d+)"', page))
    status, place, _text = browser.ask("POST", f"{FORM}/consents/", cookie, {"consent_processing": "on", **shown})
    assert (status, place) == (302, f"{FORM}/check/"), (status, place)
    send(browser, cookie)
    status, _place, page = browser.ask("GET", "/ru/bench/register/sent/", cookie)
    assert status == 200, status
    assert "L-" in page


def send(browser: Browser, cookie: str) -> None:
    status, place, _text = browser.ask("POST", f"{FORM}/send/", cookie)
    assert (status, place) == (302, "/ru/bench/register/sent/"), (status, place)


def cpu_of(server: subprocess.Popen[bytes]) -> float:
    """CPU seconds that gunicorn and its workers have used so far; 0 where the system does not tell."""
    try:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (server.pid, *children)]
    except OSError:
        return 0.0
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def drive(
    server: subprocess.Popen[bytes], port: int, cookies: list[str], act: Callable[[Browser, str], None]
) -> dict[str, float]:
    """*act* for every visitor from VISITORS connections at once; how many were done in a second."""
    cpu = cpu_of(server)
    browsers = [Browser(port) for _each in range(VISITORS)]
    failures: list[BaseException] = []

    def work(index: int) -> None:
        try:
            for cookie in cookies[index::VISITORS]:
                act(browsers[index], cookie)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(index,)) for index in range(VISITORS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    if failures:
        raise failures[0]
    asked = sum(browser.requests for browser in browsers)
    return {
        "registrations": len(cookies), "seconds": round(seconds, 2), "per_second": round(len(cookies) / seconds, 1),
        "requests_per_second": round(asked / seconds, 1),
        "web_cpu_ms_each": round((cpu_of(server) - cpu) * 1000 / len(cookies), 1),
    }  # fmt: skip


def serve() -> tuple[subprocess.Popen[bytes], int]:
    """gunicorn as ``manage.py serve`` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "conference.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, stdout=sys.stderr)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            browser = Browser(port)
            if browser.ask("GET", "/healthz", "")[0] == 200:
                return server, port
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("gunicorn did not start")


# -- the lists ------------------------------------------------------------------------------------------------------


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


def lists(conference: Any) -> dict[str, dict[str, Any]]:
    """Wall seconds (median of five) and queries of each list with MANY rows; FEW must cost the same queries."""
    from django.db import connection
    from django.test import Client

    from conference.models import Person

    organiser = Person.objects.create_superuser("bench-organiser@example.org", full_name="Организатор")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(organiser, backend="django.contrib.auth.backends.ModelBackend")
    admin = "/admin/registration/registration/"
    pages = {
        "administration": admin,
        "administration, found by a name": f"{admin}?q=Uchastnikov+5",
        "administration, one state": f"{admin}?state__exact=approved",
        "desk list": "/ru/bench/desk/registrations/",
        "desk list, found by a name": "/ru/bench/desk/registrations/?q=uchastnikov+5",
        "waiting list": "/ru/bench/desk/waiting/",
    }
    found: dict[str, dict[str, Any]] = {}
    for total in (FEW, MANY):
        fill_up(conference, total)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, url in pages.items():
            seconds, queries = _cost(client, url)
            entry = found.setdefault(f"{name}, {MANY} rows", {})
            entry |= {f"queries_with_{total}": queries, "seconds": round(seconds, 4), "queries": queries}
    return found


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
    conference = prepare()
    filled = visitors(conference, PREPARED, prefix="sends", with_draft=True)
    fresh = visitors(conference, WHOLE + VISITORS, prefix="fills", with_draft=False)
    from django.db import connections

    connections.close_all()
    server, port = serve()
    try:
        drive(server, port, fresh[:VISITORS], whole_form)  # templates and connections are warm from here on
        result: dict[str, Any] = {"whole_form": drive(server, port, fresh[VISITORS:], whole_form)}
        result["sending"] = drive(server, port, filled, send)
    finally:
        server.terminate()
        server.wait(10)
    result["lists"] = lists(conference)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
