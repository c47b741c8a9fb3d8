"""Co-authors say for themselves that they are authors: a signed link to each, no account, nobody is held up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Person
from conference.services import mail
from workshops.models import Author, Submission

from .letters import chairs_of, write_to_author, write_to_desk
from .owning import addresses_of, is_own_entry

SALT = "workshops.authorship"
ASK_AGAIN_AFTER = timedelta(hours=1)
LONGEST_DENIAL = 500


def token_for(author: Author) -> str:
    """What the link of the letter carries: signed, and bound to the address to which it was sent."""
    return signing.dumps([author.pk, _mark(author)], salt=SALT, compress=True)


def author_of(token: str) -> Author | None:
    """The author whom *token* was made for; None when it is forged, or the entry was removed or given to another."""
    try:
        pk, mark = signing.loads(token, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    rows = Author.objects.select_related("submission__conference", "submission__track", "submission__submitter")
    author = rows.filter(pk=pk).exclude(submission__state=Submission.State.DRAFT).first()
    return author if author is not None and author.email and _mark(author) == mark else None


def _mark(author: Author) -> str:
    return signing.Signer(salt=SALT).signature(author.email.lower())[:12]


def ask_coauthors(submission: Submission, *, by: Person, at: datetime | None = None) -> int:
    """Write to every co-author with an address who was not asked yet; the submitter's own entry needs no asking.

    Returns how many were written to.
    """
    moment, asked = at or timezone.now(), 0
    mine = addresses_of(submission.submitter)
    for author in submission.authors.all():
        if is_own_entry(author, submission.submitter):
            if author.confirmed_at is None:
                Author.objects.filter(pk=author.pk).update(person=submission.submitter, confirmed_at=moment)
        elif author.email and author.email.lower() not in mine and not _was_asked(author):
            _ask(author, moment)
            asked += 1
    return asked


def _was_asked(author: Author) -> bool:
    return bool(author.asked_at or author.confirmed_at or author.denied_at)


def _ask(author: Author, at: datetime) -> None:
    submission = author.submission
    known = Person.objects.filter(email__iexact=author.email, is_active=True).first()
    language = known.language if known else _likely_language(author)
    with translation.override(language):
        link = mail.link(submission.conference.url("workshops:authorship", token=token_for(author)))
        title = submission.text("title", language) or submission.text("title", submission.language)
        mail.queue(
            "coauthor-confirm",
            to=known or author.email,
            conference=submission.conference,
            about=submission,
            language=language,
            coauthor=_name(author, language),
            submitter=submission.submitter.name_in(language),
            title=title,
            link=link,
        )
    Author.objects.filter(pk=author.pk).update(asked_at=at)


def _likely_language(author: Author) -> str:
    """The language to write in to somebody whom we do not know: Russian when they have a name in Cyrillic."""
    return "ru" if author.family_ru else "en"  # type: ignore[attr-defined]


def _name(author: Author, language: str) -> str:
    other = "en" if language == "ru" else "ru"
    for code in (language, other):
        if getattr(author, f"family_{code}"):
            return f"{getattr(author, f'given_{code}') or ''} {getattr(author, f'family_{code}')}".strip()
    return author.email


def _require_standing(author: Author) -> None:
    if author.submission.state == Submission.State.WITHDRAWN:
        raise ValidationError(_("This paper is withdrawn: nobody is asked about it any more."), code="withdrawn")


@transaction.atomic
def ask_again(author: Author, *, by: Person) -> Author:
    """Send the link once more. Raises ValidationError when there is nobody to ask, or the last letter is too fresh."""
    if not author.email or author.submission.is_draft or is_own_entry(author, author.submission.submitter):
        raise ValidationError(_("This author has no link to be sent."), code="nobody")
    _require_standing(author)
    if author.confirmed_at:
        raise ValidationError(_("This author has confirmed already."), code="confirmed")
    if author.asked_at and timezone.now() - author.asked_at < ASK_AGAIN_AFTER:
        raise ValidationError(
            _("The last letter was sent less than an hour ago. Let it arrive first."), code="too_soon"
        )
    _ask(author, timezone.now())
    return author


@transaction.atomic
def confirm_authorship(author: Author, *, by: Person | None = None) -> Author:
    """The holder of the link says that they are this author. Repeating it changes nothing.

    Raises ValidationError when the paper is withdrawn.
    """
    _require_standing(author)
    if author.confirmed_at is None:
        person = Person.objects.filter(email__iexact=author.email, is_active=True).first()
        author.confirmed_at, author.denied_at, author.denial, author.person = timezone.now(), None, "", person
        author.save(update_fields=["confirmed_at", "denied_at", "denial", "person"])
    return author


@transaction.atomic
def deny_authorship(author: Author, *, reason: str, by: Person | None = None) -> Author:
    """The holder of the link says that they are not an author of the paper; the submitter and the chairs are told.

    The paper itself is not changed: who is printed is for the authors and the chair to settle. Raises ValidationError
    without a *reason*, or when the paper is withdrawn.
    """
    _require_standing(author)
    reason = " ".join(reason.split())[:LONGEST_DENIAL]
    if not reason:
        raise ValidationError(_("Say in a few words what is wrong: the chair reads it."), code="no_reason")
    if author.denied_at and author.denial == reason:
        return author
    author.confirmed_at, author.person, author.denied_at, author.denial = None, None, timezone.now(), reason
    author.save(update_fields=["confirmed_at", "person", "denied_at", "denial"])
    submission = author.submission
    told = {"coauthor": _name(author, submission.submitter.language), "reason": reason}
    write_to_author("coauthor-denied", submission, **told)
    write_to_desk("coauthor-denied-desk", submission, chairs_of(submission), **told)
    return author
