"""The outbox. Verbs write letters with ``queue``; a worker sends them with ``send``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import make_msgid
from functools import cache
from typing import Any

import css_inline
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import mark_safe

from conference.models import Conference, MailTemplate, Message, Person

from .queue import enqueue

MAX_ATTEMPTS = 6
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
UNSAFE_IN_SUBJECT = re.compile(r"[\r\n\x00\x0b\x0c\x85\u2028\u2029]+")
LINK = re.compile(r"https?://[^\s<>\"]+")


def fill(text: str, values: Mapping[str, str]) -> str:
    """*text* with its flat ``{placeholders}`` replaced once; unknown ones stay as they are."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


@cache
def shipped_wording(key: str, language: str) -> tuple[str, str]:
    """Subject and body from ``templates/mail/<key>.<language>.txt``; the first line is the subject."""
    text = (settings.BASE_DIR / "templates" / "mail" / f"{key}.{language}.txt").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip()


def wording(key: str, conference: Conference | None, language: str) -> tuple[str, str]:
    """The organisers' wording if they wrote one in *language*, else the shipped one."""
    return worded(MailTemplate.objects.filter(key=key, conference=conference).first(), key, language)


def worded(own: MailTemplate | None, key: str, language: str) -> tuple[str, str]:
    """The wording of *own*, a row already at hand, if it has one in *language*, else the shipped one."""
    subject = getattr(own, f"subject_{language}", None)
    body = getattr(own, f"body_{language}", None)
    return (subject, body) if subject and body else shipped_wording(key, language)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter: what the reader sees of it, and its bytes."""

    name: str
    type: str
    content: bytes


def queue(
    key: str,
    *,
    to: Person | str,
    conference: Conference | None = None,
    about: models.Model | None = None,
    language: str | None = None,
    is_secret: bool = False,
    text: tuple[str, str] | None = None,
    attachment: Attachment | None = None,
    unsubscribe: str = "",
    **values: object,
) -> Message | None:
    """Write the letter *key* into the outbox, in the recipient's language, within the caller's transaction.

    *to* is a Person or a bare address (then give *language*); *text* is a subject and a body written for this one
    letter instead of the usual wording; *attachment* is kept with the letter, and erased with it; *unsubscribe* is the
    absolute address that ends such letters by one POST (RFC 8058). Returns None when there is no address to write to.
    """
    person = to if isinstance(to, Person) else None
    address = person.letters_to if person else str(to)
    if not address:
        return None
    language = language or (person.language if person else settings.LANGUAGE_CODE)
    with translation.override(language):
        flat = {**common_values(person, conference, language), **{name: str(value) for name, value in values.items()}}
        subject, body = text or wording(key, conference, language)
    message = Message(
        key=key,
        to=address,
        person=person,
        conference=conference,
        language=language,
        subject=UNSAFE_IN_SUBJECT.sub(" ", fill(subject, flat))[:250],
        body=fill(body, flat),
        about=about,
        is_secret=is_secret,
        unsubscribe=unsubscribe,
        message_id=make_msgid(domain="vmeste.invalid"),
    )
    if attachment is not None:
        message.attachment_name, message.attachment_type = attachment.name, attachment.type
        message.attachment.save(attachment.name, ContentFile(attachment.content), save=False)
    message.save()
    enqueue(send, message.pk)
    return message


def common_values(person: Person | None, conference: Conference | None, language: str) -> dict[str, str]:
    """The placeholders that every letter knows. The language must be active."""
    return {
        "name": person.name_in(language) if person else "",
        "greeting": person.greeting_in(language) if person else "",
        "conference": conference.title if conference else "",
        "contact": conference.contact_email if conference else "",
        "site": settings.SITE_URL,
    }


def link(path: str) -> str:
    """Absolute address of *path* on this installation; never built from the request's Host header."""
    return settings.SITE_URL + path


def send(message_id: int) -> None:
    """Send one letter. Transport errors are kept on the row and tried again later, less and less often."""
    claimed = (
        Message.objects.due()
        .filter(pk=message_id)
        .update(attempts=models.F("attempts") + 1, next_attempt_at=timezone.now() + timedelta(minutes=2))
    )
    if not claimed:
        return
    message = Message.objects.get(pk=message_id)
    try:
        as_email(message).send()
    except Exception as error:  # whatever the transport raises: the letter stays and the reason is shown
        _postpone(message, error)
        return
    message.state, message.sent_at, message.error = Message.State.SENT, timezone.now(), ""
    if message.is_secret:
        message.body = ""
    message.save(update_fields=["state", "sent_at", "error", "body"])


def _postpone(message: Message, error: Exception) -> None:
    message.error = type(error).__name__
    if message.attempts >= MAX_ATTEMPTS:
        message.state = Message.State.FAILED
    message.next_attempt_at = timezone.now() + timedelta(minutes=2**message.attempts)
    message.save(update_fields=["state", "error", "next_attempt_at"])


def send_due() -> int:
    """Send what is due and was not sent by its own task (a lost worker, a refused connection)."""
    due = list(Message.objects.due().values_list("pk", flat=True)[:200])
    for pk in due:
        send(pk)
    return len(due)


def as_email(message: Message) -> EmailMultiAlternatives:
    """The letter as plain text and as HTML with the styles inlined."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={"Message-ID": message.message_id, "Content-Language": message.language},
    )
    if message.unsubscribe:
        email.extra_headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        email.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if message.conference and message.conference.contact_email:
        email.reply_to = [message.conference.contact_email]
    email.attach_alternative(as_html(message), "text/html")
    if message.attachment:
        with message.attachment.open("rb") as file:
            email.attach(message.attachment_name, file.read(), message.attachment_type)
    return email


def as_html(message: Message) -> str:
    with translation.override(message.language):
        html = render_to_string(
            "mail/letter.html",
            {"message": message, "paragraphs": _paragraphs(message.body), "language": message.language},
        )
    return css_inline.inline(html)


def _paragraphs(body: str) -> list[Any]:
    """Paragraphs of the plain text, escaped; the addresses on lines of their own become links."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", body.strip()):
        lines = []
        for line in block.splitlines():
            whole = line.strip()
            is_own_link = LINK.fullmatch(whole) and f"{whole}/".startswith(f"{settings.SITE_URL}/")
            lines.append(f'<a href="{escape(whole)}">{escape(whole)}</a>' if is_own_link else escape(line))
        paragraphs.append(mark_safe("<br>".join(lines)))  # noqa: S308 — every line above is escaped
    return paragraphs
