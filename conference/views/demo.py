"""Doors that exist in demonstration mode only: enter as somebody, read the mail that was sent."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from conference.demo.accounts import ACCOUNTS
from conference.models import Conference, Person

SHOWN = 20


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


@require_POST
def demo_enter(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the demonstration's people."""
    _demo_only()
    account = ACCOUNTS.get(key)
    if account is None:
        raise Http404
    person = get_object_or_404(Person, email=account.email)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    conference = Conference.objects.filter(slug=account.conference).first()
    return redirect(conference.url(account.lands_on) if conference and account.lands_on != "my_page" else "my_page")


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The letters that the demonstration sent: they go to files, so nobody else can show them."""
    _demo_only()
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    return render(request, "conference/demo_mail.html", {"letters": [_letter(path) for path in files[:SHOWN]]})


def _letter(path: Path) -> dict[str, str]:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": str(message["Date"]),
        "language": str(message["Content-Language"] or ""),
        "body": body.get_content() if body else "",
    }
