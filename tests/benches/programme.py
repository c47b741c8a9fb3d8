"""A released programme of 200 sessions: the page, the feeds, the booklet.

Requests are measured like those of ``tests.bench`` (CPU of this process, median of several rounds, beside a bare Django
view in the same run); the booklet as wall seconds and CPU seconds of this process and the child that typesets.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import Any

SESSIONS = 200
LIMIT_KB = 60


def fill() -> Any:
    """A conference of its own with four tracks and a released programme of SESSIONS sessions, three talks in each."""
    from datetime import timedelta

    from django.utils import timezone

    from conference.models import Conference, Person
    from tests.workshops.programmes import crowd, released
    from workshops.models import Session, Speaker, Talk, Track

    today = timezone.localdate()
    conference = Conference.objects.create(
        slug="bench-programme", title_ru="Замер программы", title_en="Bench of the programme", visibility="public",
        starts=today + timedelta(days=90), ends=today + timedelta(days=93), contact_email="org@example.org",
        is_demonstration=True,
    )  # fmt: skip
    for number in (1, 2, 3, 4):
        Track.objects.create(conference=conference, number=number, title_ru=f"Секция {number}", title_en=f"T {number}")
    crowd(conference, SESSIONS)
    talks = Talk.objects.bulk_create(
        Talk(session=session, kind="statement", order=order, minutes=20, title_ru=f"Опыт школы номер {order} района",
             title_en=f"What school number {order} of the district has learnt")
        for session in Session.objects.of(conference) for order in (1, 2, 3)
    )  # fmt: skip
    Speaker.objects.bulk_create(
        Speaker(session_id=talk.session_id, talk=talk, name_ru=f"Пётр Учителев {n}", name_en=f"Petr Uchitelev {n}",
                organisation_ru="Школа района", organisation_en="School of the district")
        for n, talk in enumerate(talks)
    )  # fmt: skip
    released(conference)
    assert Person.objects.exists()
    return conference


def measure(cost: Callable[[Any, str], float], bare: float) -> dict[str, Any]:
    """All figures; prints them. *cost* gives the CPU seconds of a GET, *bare* is that of a view that does nothing."""
    from django.core.cache import cache
    from django.test import Client

    from conference.rendering import cpu_seconds_spent
    from workshops.services.programme_prints import print_now

    conference = fill()
    client = Client(SERVER_NAME="127.0.0.1")
    base = f"/ru/{conference.slug}"
    pages = {
        "programme, all 200 sessions": f"{base}/programme/?day=all",
        "programme, one day of four": f"{base}/programme/",
        "programme, found by a word": f"{base}/programme/?q=muzei&day=all",
        "iCal feed of 200 sessions": f"{base}/programme/all.ics",
        "JSON feed of 200 sessions": f"{base}/programme.json",
    }
    print(f"\nprogramme of {SESSIONS} sessions:")
    result: dict[str, Any] = {"sessions": SESSIONS, "requests": {}}
    for title, url in pages.items():
        seconds = cost(client.get, url)
        row = {
            "cpu_ms": round(seconds * 1000, 2),
            "per_cpu_second": round(1 / seconds),
            "times_bare": round(seconds / bare, 1),
        }
        result["requests"][title] = row
        print(
            f"  {title:<32}{row['cpu_ms']:>9.2f} ms{row['per_cpu_second']:>8} per CPU s"
            f"{row['times_bare']:>9.1f} × bare view"
        )
    for title, url in (
        ("page", pages["programme, all 200 sessions"]),
        ("iCal feed", pages["iCal feed of 200 sessions"]),
    ):
        cache.clear()
        started = time.process_time()
        client.get(url)
        result[f"{title}, first of a release, seconds"] = round(time.process_time() - started, 2)
        print(f"  first {title} of a release: {time.process_time() - started:.2f} s of CPU")
    tag = client.get(pages["iCal feed of 200 sessions"])["ETag"]
    answer = client.get(pages["iCal feed of 200 sessions"], headers={"If-None-Match": tag})
    result["304"] = cost(
        lambda url: _as_200(client.get(url, headers={"If-None-Match": tag})), pages["iCal feed of 200 sessions"]
    )
    print(f"  iCal feed that has not changed: {answer.status_code}, {result['304'] * 1000:.2f} ms")
    size = len(gzip.compress(client.get(pages["programme, all 200 sessions"]).content)) / 1024
    result["html_kb_compressed"] = round(size, 1)
    print(
        f"  HTML of all sessions, compressed: {size:.1f} KB ({'under' if size <= LIMIT_KB else 'OVER'} {LIMIT_KB} KB)"
    )
    cpu, started = time.process_time() + cpu_seconds_spent(), time.perf_counter()
    made = print_now(conference, "booklet")
    seconds, cpu = time.perf_counter() - started, time.process_time() + cpu_seconds_spent() - cpu
    result["booklet"] = {"pages": made.pages, "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1)}
    print(f"  booklet: {made.pages} pages in {seconds:.1f} s, {cpu:.1f} CPU s")
    return result


class _Answer:
    status_code = 200


def _as_200(response: Any) -> _Answer:
    assert response.status_code == 304, response.status_code
    return _Answer()
