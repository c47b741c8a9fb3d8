"""Who a listener of a season is: met by name and e-mail, known again by a personal link or by the browser's cookie.

Nothing is hashed and nobody is signed in here. A personal link shows that the address is the listener's own: the first
time one is opened, cookies given before it stop opening anything (``Listener.generation`` grows). A link is taken
back by a new ``Listener.key``.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from conference.models import Conference, Person
from conference.services.people import person_for_email
from workshops.models import Listener

_LINK = signing.Signer(salt="workshops.listener.link", sep="~")
_COOKIE = signing.Signer(salt="workshops.listener.cookie", sep="~")


@dataclass(frozen=True)
class Met:
    """A listener just met. ``owns`` is False for a row that may not show what belongs to the address's owner."""

    listener: Listener
    is_new: bool
    owns: bool


@transaction.atomic
def meet(conference: Conference, *, name: str, email: str = "", language: str, **about: object) -> Met:
    """The listener of *conference* for a visitor who says who they are; *about* are further fields of a new row.

    Without an e-mail address: a row for the browser. With one that is new to the season: the listener of that
    address. With one that is known: a row for the browser that ``claims`` the address, since anybody can type it.
    """
    if not email:
        return Met(Listener.objects.create(conference=conference, name=name, language=language, **about), True, True)
    person = person_for_email(email, language=language, full_name=name)
    known = Listener.objects.of(conference).of_person(person).first()
    if known is None:
        try:
            with transaction.atomic():
                made = Listener.objects.create(
                    conference=conference, person=person, name=name, language=language, **about
                )
            return Met(made, True, True)
        except IntegrityError:  # the same form sent twice at once
            known = Listener.objects.of(conference).of_person(person).get()
    guest = Listener.objects.create(conference=conference, claims=person, name=name, language=language, **about)
    return Met(guest, False, False)


@transaction.atomic
def listener_of_person(conference: Conference, person: Person) -> Listener:
    """The listener that a signed-in *person* is in *conference*, made when they have not listened yet."""
    made, _created = Listener.objects.get_or_create(
        conference=conference,
        person=person,
        defaults={"name": person.full_name, "language": person.language, "organisation": person.organisation,
                  "country": person.country, "confirmed_at": timezone.now()},
    )  # fmt: skip
    return made


def link_token(listener: Listener) -> str:
    """What stands in the listener's personal link, the same in every letter."""
    return _LINK.sign(listener.key.hex)


def cookie_token(listener: Listener) -> str:
    """What a browser keeps; it opens until the listener's generation grows."""
    return _COOKIE.sign(f"{listener.key.hex}.{listener.generation}")


def listener_by_link(conference: Conference, token: str) -> Listener | None:
    """Whose personal link it is in *conference*; None for a bad one or one that was taken back."""
    try:
        key = _LINK.unsign(token)
    except signing.BadSignature:
        return None
    return Listener.objects.of(conference).select_related("person").filter(key=key).first()


def listener_by_cookie(conference: Conference, token: str) -> Listener | None:
    """For whom the browser keeps *token* in *conference*; None for a bad or old one."""
    try:
        key, _, generation = _COOKIE.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    rows = Listener.objects.of(conference).select_related("person")
    return rows.filter(key=key, generation=int(generation)).first()


@transaction.atomic
def confirm(listener: Listener) -> Listener:
    """Take the personal link that was just opened as proof of the address.

    The first time, cookies that were given to whoever merely typed the address stop working.
    """
    if listener.confirmed_at is None and listener.person_id:
        row = Listener.objects.filter(pk=listener.pk, confirmed_at=None)
        row.update(confirmed_at=timezone.now(), generation=F("generation") + 1)
        listener.refresh_from_db()
    return listener
