"""Who a listener of a season is: met by name and e-mail, known again by a personal link or by the browser's cookie.

Nothing is hashed and nobody is signed in here. A personal link shows that the address is the listener's own: the first
time one is opened, cookies given before it stop opening anything (``Listener.generation`` grows). A link is taken
back by a new ``Listener.key``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from conference.extensions import ask
from conference.models import Conference, ConsentText, Message, Person
from conference.models.people import PersonManager
from conference.services import mail
from conference.services.consent import give_consent, give_first_consent
from conference.services.people import person_met
from workshops.models import Consultation, Listener, Question, TopicProposal

_LINK = signing.Signer(salt="workshops.listener.link", sep="~")
_COOKIE = signing.Signer(salt="workshops.listener.cookie", sep="~")
_STOP = signing.Signer(salt="workshops.listener.stop", sep="~")

AT_ONCE = 200
PATIENCE = timedelta(minutes=2)
"""So long a letter with a personal link waits for a verb that writes one of its own."""
NOT_AGAIN_FOR = timedelta(hours=1)
"""Somebody else's typing brings the owner of an address at most one letter in this time."""


@dataclass(frozen=True)
class Met:
    """A listener just met. ``owns`` is False for a row that may not show what belongs to the address's owner."""

    listener: Listener
    is_new: bool
    owns: bool


def meet(
    conference: Conference, *, name: str, email: str = "", language: str, consent: ConsentText | None = None,
    **about: object,
) -> Met:  # fmt: skip
    """The listener of *conference* for a visitor who says who they are; *about* are further fields of a new row.

    Without an e-mail address: a row for the browser. With one that is new to the season: the listener of that
    address. With one that is known: a row for the browser that ``claims`` the address, since anybody can type it.
    *consent* is the text they agreed to. The letter with the personal link follows in the background.
    """
    try:
        with transaction.atomic():
            return meet_at_once(conference, name=name, email=email, language=language, consent=consent, **about)
    except IntegrityError:  # the same form sent twice at once: now the address is known
        with transaction.atomic():
            return meet_at_once(conference, name=name, email=email, language=language, consent=consent, **about)


def meet_at_once(
    conference: Conference, *, name: str, email: str, language: str, consent: ConsentText | None = None,
    **about: object,
) -> Met:  # fmt: skip
    """``meet`` within the caller’s transaction; raises IntegrityError when two came at once: begin it anew then."""
    fields = {"conference": conference, "name": name, "language": language, **about}
    if not email:
        return Met(Listener.objects.create(**fields), True, True)
    person, is_new = person_met(email, language=language, full_name=name)
    if not is_new and Listener.objects.of(conference).of_person(person).exists():
        return Met(Listener.objects.create(claims=person, **fields), False, False)
    made = Listener.objects.create(person=person, **fields)
    if consent is not None:
        consent.conference = conference
        (give_first_consent if is_new else give_consent)(person, consent, language=language)
    return Met(made, True, True)


@transaction.atomic
def listener_of_person(conference: Conference, person: Person) -> Listener:
    """The listener that a signed-in *person* is in *conference*, made when they have not listened yet.

    Signing in is proof of the address.
    """
    known = Listener.objects.of(conference).of_person(person).first()
    if known is not None:
        return confirm(known)
    made, _created = Listener.objects.get_or_create(
        conference=conference,
        person=person,
        defaults={"name": person.full_name, "language": person.language, "organisation": person.organisation,
                  "country": person.country, "confirmed_at": timezone.now()},
    )  # fmt: skip
    return made


# -- what a listener shows --------------------------------------------------------------------------------------


def link_token(listener: Listener) -> str:
    """What stands in the listener's personal link, the same in every letter."""
    return _LINK.sign(listener.key.hex)


def personal_link(listener: Listener, *, to: str = "") -> str:
    """The whole address by which a letter makes its reader known, in the listener's language.

    *to* says where it leads on to: the key of an event, or an address within the season such as ``now/``.
    """
    return _of_listener(listener, "workshops:personal_link", link_token(listener)) + (f"?to={quote(to)}" if to else "")


def stop_link(listener: Listener) -> str:
    """The whole address that ends letters about events by one click; it opens nothing else."""
    return _of_listener(listener, "workshops:stop_letters", _STOP.sign(listener.key.hex))


def _of_listener(listener: Listener, name: str, token: str) -> str:
    with translation.override(listener.language):
        return mail.link(listener.conference.url(name, token=token))


def cookie_token(listener: Listener) -> str:
    """What a browser keeps; it opens until the listener's generation grows."""
    return _COOKIE.sign(f"{listener.key.hex}.{listener.generation}")


def listener_by_link(conference: Conference, token: str) -> Listener | None:
    """Whose personal link it is in *conference*; None for a bad one or one that was taken back."""
    return _by_key(conference, _LINK, token)


def listener_by_stop_link(conference: Conference, token: str) -> Listener | None:
    """Whose letters *token* ends in *conference*; None for a bad one."""
    return _by_key(conference, _STOP, token)


def _by_key(conference: Conference, signer: signing.Signer, token: str) -> Listener | None:
    try:
        key = signer.unsign(token)
    except signing.BadSignature:
        return None
    return Listener.objects.of(conference).select_related("person", "conference").filter(key=key).first()


def listener_by_cookie(conference: Conference, token: str) -> Listener | None:
    """For whom the browser keeps *token* in *conference*; None for a bad or old one."""
    try:
        key, _, generation = _COOKIE.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    rows = Listener.objects.of(conference).select_related("person")
    return rows.filter(key=key, generation=int(generation)).first()


# -- proof --------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(listener: Listener, *, browser: Listener | None = None) -> Listener:
    """Take the personal link that was just opened as proof of the address.

    The first time, cookies that were given to whoever merely typed the address stop working. *browser* is the
    listener that the browser was known as so far: when it said to be this one, what it did was the owner's doing.
    """
    if listener.person_id is None:
        return listener
    if listener.confirmed_at is None:
        row = Listener.objects.filter(pk=listener.pk, confirmed_at=None)
        row.update(confirmed_at=timezone.now(), generation=F("generation") + 1)
        listener.refresh_from_db(fields=["confirmed_at", "generation"])
    if browser is None or (browser.pk != listener.pk and browser.claims_id != listener.person_id):
        return listener
    for _answer in ask("listener_proved", listener, browser):
        pass
    if browser.pk != listener.pk:
        Question.objects.filter(asker=browser).update(asker=listener)
        Consultation.objects.filter(listener=browser).update(listener=listener)
        TopicProposal.objects.filter(listener=browser).update(listener=listener)
        browser.delete()
    return listener


@transaction.atomic
def stop_letters(listener: Listener) -> Listener:
    """No more reminders and no word of recordings; letters that answer the listener's own doing still come."""
    listener.wants_reminders = False
    listener.save(update_fields=["wants_reminders"])
    return listener


# -- letters with the personal link ---------------------------------------------------------------------------------


@transaction.atomic
def send_link(conference: Conference, email: str) -> Message | None:
    """Send the personal link to *email* once more, if a listener of *conference* has this address."""
    rows = Listener.objects.of(conference).select_related("person", "conference")
    listener = rows.filter(person__email=PersonManager.normalize_email(email)).first()
    return _write("listener-link", listener) if listener else None


def _write(key: str, listener: Listener) -> Message | None:
    Listener.objects.filter(pk=listener.pk).update(link_sent_at=timezone.now())
    return mail.queue(
        key, to=listener.person or "", conference=listener.conference, language=listener.language,
        about=listener, listener=listener.name, link=personal_link(listener),
    )  # fmt: skip


def introduce() -> int:
    """Scheduled: whoever gave an address and had no letter yet gets the personal link; returns how many letters.

    To joining itself this costs nothing, and thousands who join in a minute are written to over the next ones.
    """
    written = 0
    due = Listener.objects.filter(link_sent_at=None, joined_at__lt=timezone.now() - PATIENCE)
    if not due.exists():
        return written
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = due.select_for_update(skip_locked=skip, of=("self",)).select_related("person", "conference", "claims")
        for listener in rows.order_by("joined_at", "pk")[:AT_ONCE]:
            written += _introduce(listener)
    return written


def _introduce(listener: Listener) -> bool:
    if listener.person_id is not None and listener.confirmed_at is None:
        return _write("listener-welcome", listener) is not None
    Listener.objects.filter(pk=listener.pk).update(link_sent_at=timezone.now())
    if listener.claims is None:
        return False
    rows = Listener.objects.of(listener.conference).of_person(listener.claims).select_related("person", "conference")
    owner = rows.first()
    if owner is None or (owner.link_sent_at and owner.link_sent_at > timezone.now() - NOT_AGAIN_FOR):
        return False
    return _write("listener-link", owner) is not None
