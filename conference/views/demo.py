"""Doors that exist in demonstration mode only: enter as somebody, read the mail that was sent, come to a meeting."""

from __future__ import annotations

import email
from datetime import UTC
from email import policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.http import require_POST, require_safe

from conference.demo.accounts import ACCOUNTS
from conference.middleware import came_from
from conference.models import Conference, Person
from conference.permissions import may

SHOWN = 100


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


@require_POST
def demo_enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demonstration's people; to the desk of the conference one came from, if they have one."""
    _demo_only()
    account = ACCOUNTS.get(key)
    if account is None:
        raise Http404
    person = get_object_or_404(Person, email=account.email)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    conference = Conference.objects.filter(slug=account.conference).first()
    before = Conference.objects.public().filter(slug__in=came_from(request).split("/")).first()
    if account.lands_on == "desk" and before is not None and may(person, "conference.desk", before):
        conference = before
    return redirect(conference.url(account.lands_on) if conference and account.lands_on != "my_page" else "my_page")


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The letters that the demonstration sent: they go to files, so nobody else can show them."""
    _demo_only()
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    letters = [letter for path in files[:SHOWN] if (letter := _letter(path))]
    return render(request, "conference/demo_mail.html", {"letters": letters})


@require_safe
def demo_meeting(request: HttpRequest) -> HttpResponse:
    """Where every meeting of the demonstration leads, for there is no video service behind it; in each language.

    Links to meetings name no language: it is that of the page one came from.
    """
    _demo_only()
    back = came_from(request)
    back = "" if back.endswith("/demo/meeting/") else back
    language = get_language_from_path(back)
    if language and language != get_language():
        return redirect(translate_url(request.path, language))
    request.conference = Conference.objects.public().filter(slug__in=back.split("/")).first()
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return render(request, "conference/demo_meeting.html", {"others": others, "back": back})


def _letter(path: Path) -> dict[str, Any] | None:
    """One letter; None while the worker is still writing its file."""
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    if body is None or not message["Subject"] or not message["Date"]:
        return None
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": parsedate_to_datetime(str(message["Date"])).replace(tzinfo=UTC),  # letters are dated in UTC
        "language": str(message["Content-Language"] or ""),
        "body": body.get_content(),
    }
