"""Letters to many: written in two languages, sent to each address once, no faster than the rules allow.

A letter is the organisers' text with a few flat words in braces. What people typed about themselves comes in as
plain text on one line: it is never run, never a link, never a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from conference.models import Conference, Consent, ConsentText, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.queue import Queue, enqueue
from registration.models import Mailing, Recipient, Registration, Rules

from .listing import find

KEY = "mailing"
MINUTE = timedelta(minutes=1)
MOST_NUMBERS = 12
VIA, HELPERS = "via", "helpers"
"""In the filters of a mailing: who has no address is written to through whoever registered them."""
PLACEHOLDERS: dict[str, Any] = {
    "name": gettext_lazy("the person's name"),
    "greeting": gettext_lazy("how the person is greeted: given name and patronymic in Russian"),
    "number": gettext_lazy("number of the registration"),
    "category": gettext_lazy("category"),
    "state": gettext_lazy("state of the registration"),
    "conference": gettext_lazy("name of the conference"),
    "place": gettext_lazy("where it takes place"),
    "dates": gettext_lazy("its days"),
    "contact": gettext_lazy("address of the organising committee"),
    "link": gettext_lazy("My page, on a line of its own: registration, documents, programme"),
}


def audience(mailing: Mailing) -> QuerySet[Registration]:
    """Whom the filters of the mailing find now; for news, only those who agreed to such letters."""
    rows = find(mailing.conference, QueryDict(mailing.filters)).select_related("filled_by", "delegation__focal_point")
    if mailing.purpose == Mailing.Purpose.NEWS:
        agreed = Consent.objects.given().filter(
            text__kind=ConsentText.Kind.MAILING, text__conference=mailing.conference
        )
        rows = rows.filter(person__in=agreed.values("person"))
    return rows


@dataclass
class Letter:
    """One letter of a mailing: the people behind its address, and the language in which it is read there."""

    rows: list[Registration] = field(default_factory=list)
    language: str = "ru"
    is_through: bool = False


@dataclass
class Post:
    """The letters by their address, whom nothing reaches, and how many are reached through somebody else only."""

    letters: dict[str, Letter] = field(default_factory=dict)
    without: list[Registration] = field(default_factory=list)
    through: int = 0


def post_of(mailing: Mailing) -> Post:
    """Each address once. Who has none is written to through whoever registered them, where the mailing says so.

    News go to those who agreed and to nobody in their place.
    """
    is_for_helpers = VIA in QueryDict(mailing.filters) and mailing.purpose != Mailing.Purpose.NEWS
    post, orphans = Post(), []
    for row in audience(mailing):
        if address := row.participant.letters_to.strip().lower():
            _into(post, address, row, row.participant.language)
        else:
            orphans.append(row)
    for row in orphans:
        address, language = _helper_of(row) if is_for_helpers else ("", "")
        if not address:
            post.without.append(row)
            continue
        post.through += 1
        _into(post, address, row, language, is_through=True)
    return post


def _into(post: Post, address: str, row: Registration, language: str, *, is_through: bool = False) -> None:
    letter = post.letters.setdefault(address, Letter(language=language, is_through=is_through))
    letter.rows.append(row)


def _helper_of(row: Registration) -> tuple[str, str]:
    """The address and the language of whoever filled the form in, or of the focal point of the delegation."""
    delegation = row.delegation
    for helper in (row.filled_by, delegation.focal_point if delegation else None):
        if helper and (address := helper.letters_to.strip().lower()):
            return address, helper.language
    if delegation and delegation.focal_email:
        return delegation.focal_email.strip().lower(), delegation.language or "ru"
    return "", ""


def counted(mailing: Mailing, post: Post | None = None) -> dict[str, int]:
    """How many people are found, how many letters there would be, in which languages, and who is left out."""
    post = post or post_of(mailing)
    languages = [letter.language for letter in post.letters.values()]
    people = sum(len(letter.rows) for letter in post.letters.values())
    return {
        "letters": len(post.letters), "people": people + len(post.without), "without": len(post.without),
        "own": people - post.through, "through": post.through,
        "ru": languages.count("ru"), "en": languages.count("en"),
        "fallback": sum(not mailing.has_text_in(language) for language in languages),
    }  # fmt: skip


# -- what a letter says -------------------------------------------------------------------------------------


def unknown_placeholders(*texts: str) -> list[str]:
    """Words in braces that no letter fills in, as typed."""
    found = {match[0] for text in texts for match in re.finditer(r"\{[^{}\n]{0,40}\}", text)}
    return sorted(found - {f"{{{name}}}" for name in PLACEHOLDERS})


def rendered(
    mailing: Mailing, rows: list[Registration], language: str, *, is_through: bool = False
) -> tuple[str, str, str]:
    """Subject, text and the language of the text, for the people behind one address; *is_through*: none is theirs.

    Where nothing is written in their language, the other text comes with a sentence about it in theirs.
    """
    subject, body, code = mailing.text_in(language)
    values = _values(mailing.conference, rows, code, is_through=is_through)
    if code != language:
        with override(language):
            body = f"{_('The organisers have written this letter in the other language only.')}\n\n{body}"
    return mail.fill(subject, values), mail.fill(body, values), code


def _values(
    conference: Conference, rows: list[Registration], language: str, *, is_through: bool = False
) -> dict[str, str]:
    people = [row.participant for row in rows]
    with override(language):
        greeting = people[0].greeting_in(language) if len(people) == 1 and not is_through else _("colleagues")
        typed = {
            "name": ", ".join(_one_line(person.name_in(language)) for person in people),
            "greeting": _one_line(greeting),
        }
        numbers = ", ".join(row.number for row in rows[:MOST_NUMBERS])
        return typed | {
            "number": numbers,
            "category": ", ".join(dict.fromkeys(str(row.category) for row in rows)),
            "state": ", ".join(dict.fromkeys(row.get_state_display() for row in rows)),
            "conference": conference.title,
            "place": conference.place or "",
            "dates": _range(conference.starts, conference.ends),
            "contact": conference.contact_email,
            "link": mail.link(reverse("my_page")),
        }


def _range(starts: date, ends: date) -> str:
    first, last = date_format(starts, "DATE_FORMAT"), date_format(ends, "DATE_FORMAT")
    return first if starts == ends else f"{first} – {last}"


def _one_line(typed: str) -> str:
    """What a person typed about themselves, as it may stand in a letter: no line breaks, no address to follow."""
    line = " ".join("".join(char if char.isprintable() else " " for char in typed).split())[:200]
    line = re.sub(r"://", ": //", line)
    return re.sub(r"(?i)\bwww\.", "www ", re.sub(r"(?<=\w)\.(?=[^\W\d_]{2,})", ". ", line))


# -- sending ------------------------------------------------------------------------------------------------


def check(mailing: Mailing) -> None:
    """Raise ValidationError when the letter cannot be sent as it is."""
    if not any(mailing.has_text_in(language) for language in ("ru", "en")):
        raise ValidationError(_("Write the subject and the text in at least one language."))


def test(mailing: Mailing, *, by: Person, rows: list[Registration]) -> list[Message]:
    """Send the letter as *rows* would get it to *by* alone, in each language that is written."""
    check(mailing)
    sent = []
    for language in ("ru", "en"):
        if not mailing.has_text_in(language):
            continue
        subject, body, code = rendered(mailing, rows, language)
        with override(code):
            subject = _("Test: %(subject)s") % {"subject": subject}
        message = mail.queue(KEY, to=by, conference=mailing.conference, language=code, subject=subject, words=body)
        sent += [message] if message else []
    return sent


@transaction.atomic
def send(mailing: Mailing, *, by: Person) -> int:
    """Fix whom it goes to, one letter for each address, and begin; returns how many.

    Raises ValidationError when there is nothing to send or nobody to send to, MoveNotAllowed when it was begun.
    """
    check(mailing)
    post = post_of(mailing)
    if not post.letters:
        raise ValidationError(_("Nobody is found by these filters."))
    if not mailing.may_move(Mailing.State.SENDING) or mailing.state != Mailing.State.DRAFT:
        raise MoveNotAllowed(_("This letter has been sent already."))
    mailing.move(
        Mailing.State.SENDING, by=by, by_id=by.pk, started_at=timezone.now(), without_address=len(post.without)
    )
    Recipient.objects.bulk_create(
        [
            Recipient(
                mailing=mailing, registration=letter.rows[0], also=[row.pk for row in letter.rows[1:]],
                address=address, language=letter.language,
            )
            for address, letter in post.letters.items()
        ],
        batch_size=500,
    )  # fmt: skip
    if mailing.send_at is None or mailing.send_at <= timezone.now():
        enqueue(send_some, mailing.pk, queue=Queue.FAST)
    return len(post.letters)


def send_some(mailing_id: int) -> int:
    """Put as many letters into the outbox as this minute still allows; returns how many. Safe to run twice."""
    mailing = Mailing.objects.due().select_related("conference").filter(pk=mailing_id).first()
    if mailing is None:
        return 0
    written = 0
    for _letter in range(_allowed(mailing.conference)):
        if not _write_next(mailing):
            break
        written += 1
    if not mailing.recipients.unwritten().exists():
        _finish(mailing)
    return written


def _allowed(conference: Conference) -> int:
    """How many more letters of mailings the conference may put out now, by its rules."""
    fresh = Recipient.objects.filter(mailing__conference=conference, written_at__gt=timezone.now() - MINUTE)
    return max(Rules.of(conference).mails_a_minute - fresh.count(), 0)


@transaction.atomic
def _write_next(mailing: Mailing) -> bool:
    """The next letter into the outbox; False when there is none, or the mailing was stopped meanwhile."""
    if not Mailing.objects.select_for_update(no_key=True).due().filter(pk=mailing.pk).exists():
        return False
    recipient = mailing.recipients.unwritten().filter(written_at=None).order_by("pk").first()
    if recipient is None:
        return False
    keys = [key for key in [recipient.registration_id, *recipient.also] if key]
    found = Registration.objects.of(mailing.conference).filter(pk__in=keys)
    rows = sorted(found.select_related("person", "category", "conference"), key=lambda row: keys.index(row.pk))
    if not rows:  # erased since: there is nobody to write to
        recipient.delete()
        return True
    is_through = all(row.participant.letters_to.strip().lower() != recipient.address for row in rows)
    subject, body, code = rendered(mailing, rows, recipient.language, is_through=is_through)
    person = rows[0].participant if len(rows) == 1 and not is_through else None
    recipient.message = mail.queue(
        KEY, to=recipient.address, conference=mailing.conference, about=rows[0], language=code, subject=subject,
        words=body,
    )  # fmt: skip
    if recipient.message and person:
        Message.objects.filter(pk=recipient.message.pk).update(person=person)
    recipient.written_at = timezone.now()
    recipient.save(update_fields=["message", "written_at"])
    return True


def _finish(mailing: Mailing) -> None:
    try:
        mailing.move(Mailing.State.SENT, by=None, finished_at=timezone.now())
    except MoveNotAllowed:  # stopped, or finished by another worker
        return


def send_mailings() -> int:
    """Go on with every mailing that is due; for the scheduler, once a minute."""
    return sum(send_some(pk) for pk in Mailing.objects.due().values_list("pk", flat=True))


def stop(mailing: Mailing, *, by: Person) -> None:
    """Send no more of it; what is in the outbox goes out. Raises MoveNotAllowed."""
    mailing.move(Mailing.State.STOPPED, by=by)


def resume(mailing: Mailing, *, by: Person) -> None:
    """Go on with a mailing that was stopped. Raises MoveNotAllowed."""
    if mailing.state != Mailing.State.STOPPED:
        raise MoveNotAllowed(_("Only a mailing that was stopped can go on."))
    mailing.move(Mailing.State.SENDING, by=by)
    enqueue(send_some, mailing.pk, queue=Queue.FAST)


# -- what did not arrive ------------------------------------------------------------------------------------


def failed_of(conference: Conference) -> QuerySet[Message]:
    """Letters of the conference that could not be sent, the newest first."""
    return Message.objects.filter(conference=conference, state=Message.State.FAILED).select_related("person")


@transaction.atomic
def send_again(messages: QuerySet[Message], *, by: Person) -> int:
    """Try the failed letters among *messages* again, to the address that the person has now; returns how many."""
    again = 0
    for message in messages.filter(state=Message.State.FAILED).select_related("person").select_for_update(of=("self",)):
        address = (message.person.letters_to if message.person else "") or message.to
        message.to, message.state, message.attempts, message.error = address, Message.State.QUEUED, 0, ""
        message.next_attempt_at = timezone.now()
        message.save(update_fields=["to", "state", "attempts", "error", "next_attempt_at"])
        enqueue(mail.send, message.pk)
        again += 1
    return again


def reason_of(message: Message) -> str:
    """Why a letter could not be sent, in words where the transport's own are known."""
    known = {
        "SMTPRecipientsRefused": _("The mail server does not know this address."),
        "SMTPSenderRefused": _("The mail server refuses our address as the sender."),
        "SMTPDataError": _("The mail server refused the letter."),
        "SMTPAuthenticationError": _("Our account at the mail server was refused."),
        "SMTPServerDisconnected": _("The mail server closed the connection."),
        "ConnectionRefusedError": _("The mail server does not answer."),
        "TimeoutError": _("The mail server did not answer in time."),
        "gaierror": _("The mail server was not found."),
    }
    return known.get(message.error, _("Reason of the mail program: %(error)s") % {"error": message.error or "–"})


def failures_by_reason(messages: Iterable[Message]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for message in messages:
        counts[reason_of(message)] = counts.get(reason_of(message), 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])
