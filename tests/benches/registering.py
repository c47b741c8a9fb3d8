"""A conference where listeners register, people who are signed in, and the form as their browsers fill it in.

``python -m tests.benches.registering WHOLE PREPARED`` makes them in the database of the environment and tells in JSON
the cookies of so many who begin, and of so many whose form is filled in and only to be sent.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import django

from tests.benches.client import Reply, ask

FORM = "/ru/bench/register/listener"
SENT = "/ru/bench/register/sent/"
TOKEN = "b" * 32
ABOUT = {"full_name": "Тарасов Пётр", "city": "Псков", "country": "RU", "attendance": "online", "language": "ru"}
SHOWN = re.compile(r'name="(shown_\w+)" value="(\d+)"')


def conference_of_listeners() -> Any:
    """An open conference with one category that approves by itself; Django is set up already."""
    from datetime import timedelta

    from django.utils import timezone

    from conference.models import Conference, ConsentText
    from registration.models import Category

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


def visitors(conference: Any, number: int, *, prefix: str, with_draft: bool) -> list[dict[str, str]]:
    """Cookies of so many people who are signed in; with a form filled in, where it is only to be sent."""
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
        cookies.append({settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: TOKEN})
    return cookies


# -- the browser's side ---------------------------------------------------------------------------------------------


async def whole_form(port: int, cookies: dict[str, str]) -> list[Reply]:
    """What a listener's browser asks for, from the first page to the number: seven requests.

    Raises AssertionError when a step leads elsewhere; OSError and asyncio.IncompleteReadError as ``ask``.
    """
    first = _expected(await ask(port, f"{FORM}/about/", cookies=cookies), 200)
    about = await _post(port, f"{FORM}/about/", cookies, ABOUT, leads_to=f"{FORM}/access/")
    access = await _post(port, f"{FORM}/access/", cookies, {}, leads_to=f"{FORM}/consents/")
    page = _expected(await ask(port, f"{FORM}/consents/", cookies=cookies), 200)
    agreed = {"consent_processing": "on", **dict(SHOWN.findall(page.body.decode()))}
    consents = await _post(port, f"{FORM}/consents/", cookies, agreed, leads_to=f"{FORM}/check/")
    (sent,) = await send(port, cookies)
    last = _expected(await ask(port, SENT, cookies=cookies), 200)
    assert b"L-" in last.body, "no number on the last page"
    return [first, about, access, page, consents, sent, last]


async def send(port: int, cookies: dict[str, str]) -> list[Reply]:
    """One POST of a form that was filled in before."""
    return [await _post(port, f"{FORM}/send/", cookies, {}, leads_to=SENT)]


async def _post(port: int, path: str, cookies: dict[str, str], data: dict[str, str], *, leads_to: str) -> Reply:
    reply = await ask(port, path, data=data, cookies=cookies, headers={"X-CSRFToken": TOKEN})
    assert reply.headers.get("location") == leads_to, (path, reply.status, reply.headers.get("location"))
    return _expected(reply, 302)


def _expected(reply: Reply, status: int) -> Reply:
    assert reply.status == status, reply.status
    return reply


def main(whole: int, prepared: int) -> None:
    django.setup()
    conference = conference_of_listeners()
    told = {
        "whole": visitors(conference, whole, prefix="fills", with_draft=False),
        "prepared": visitors(conference, prepared, prefix="sends", with_draft=True),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
