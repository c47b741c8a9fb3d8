"""What a device at the door may know: the least that a verdict needs, about each guest."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference, ConsentText, IssuedDocument
from conference.services.consent import agreed
from registration.documents.addressing import take_apart
from registration.documents.countries import country_name, delegation_title
from registration.models import AccessNeeds, Category, CheckIn, Delegation, Registration
from workshops.models import Session

from .door import OPENS_THE_DOOR, Verdict, verdict_on

NAMELESS = (Verdict.INVALID, Verdict.UNKNOWN)
HASH_LENGTH = 32
"""Hexadecimal digits of the SHA-256 of a code that the list carries: 128 of its bits."""


def hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:HASH_LENGTH]


def the_list(conference: Conference) -> dict[str, Any]:
    """Everything for one day at any door, in the active language. Ten queries, whatever the number of guests."""
    language = get_language() or "ru"
    today = conference.today()
    guests = guests_of(conference)
    agreed_to_photos = agreed(conference, ConsentText.Kind.PHOTO_VIDEO)
    agreed_to_needs = agreed(conference, ConsentText.Kind.SPECIAL_CATEGORY)
    codes, void = codes_of(conference)
    arrivals = arrivals_of(conference)
    rows = []
    for guest in guests:
        row = card(guest, language, agreed_to_photos=agreed_to_photos, agreed_to_needs=agreed_to_needs)
        row |= {"codes": codes[guest.pk], "void": void[guest.pk], "in": arrivals[guest.pk]}
        rows.append({name: value for name, value in row.items() if value or name == "id"})
    return {
        "conference": conference.slug,
        "language": language,
        "day": today.isoformat(),
        "zone": conference.time_zone,
        "rehearsal": rehearsal_note(conference),
        "sessions": [plain_session(session, conference) for session in sessions_of(conference)],
        "delegations": {each.pk: title_of(each, language) for each in Delegation.objects.of(conference)},
        "guests": rows,
    }


def guests_of(conference: Conference) -> Iterable[Registration]:
    rows = Registration.objects.of(conference).sent().select_related("person", "category", "track", "access_needs")
    return rows.order_by("pk")


def card(
    guest: Registration, language: str, *, agreed_to_photos: set[int], agreed_to_needs: set[int]
) -> dict[str, Any]:
    """What the verdict shows about *guest*. Of who may not enter for good, not even the name is told."""
    verdict = verdict_on(guest)
    row: dict[str, Any] = {"id": guest.pk, "number": guest.number, "verdict": verdict.value}
    if verdict in NAMELESS:
        return row
    person = guest.participant
    name = take_apart(person.full_name, person.latin_name).short or person.full_name
    row |= {
        "name": name,
        "latin": person.latin_name if person.latin_name != name else "",
        "native": person.native_name if person.native_name not in (name, person.latin_name) else "",
        "country": country_name(str(guest.country or person.country or ""), language),
        "role": role_of(guest),
        "delegation": guest.delegation_id,
    }
    if verdict == Verdict.ADMIT:
        row["no_photos"] = person.pk not in agreed_to_photos
        row["instruction"] = instruction_for(guest, language) if person.pk in agreed_to_needs else ""
    return row


def role_of(guest: Registration) -> str:
    """«Глава делегации», «Докладчик, секция 1»: what the guest is here as."""
    if guest.delegation_role:
        return _sentence(guest.get_delegation_role_display())
    band = guest.category.get_badge_band_display()
    if guest.category.badge_band == Category.Band.SPEAKER and guest.track:
        return _("%(role)s, track %(number)s") % {"role": band, "number": guest.track.number}
    return _sentence(band)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def instruction_for(guest: Registration, language: str) -> str:
    """The instruction that the guest agreed to, in *language*; never the need behind it."""
    needs: AccessNeeds | None = getattr(guest, "access_needs", None)
    return needs.door_words(language) if needs else ""


def codes_of(conference: Conference) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """The fingerprints of the codes that open the door, and of those that no longer do, by registration."""
    documents = IssuedDocument.objects.of(conference).filter(kind__in=OPENS_THE_DOOR)
    about = documents.filter(about_type__app_label="registration", about_type__model="registration")
    valid: dict[int, list[str]] = defaultdict(list)
    void: dict[int, list[str]] = defaultdict(list)
    for document in about.order_by("pk").only("about_id", "code", "revoked_at"):
        if document.about_id is not None:
            (valid if document.is_valid else void)[document.about_id].append(hashed(document.code))
    return valid, void


def arrivals_of(conference: Conference) -> dict[int, list[list[Any]]]:
    """Who is in already: ``[session or 0, "9:42", door, report]`` each; the entrance of today, sessions of any day."""
    today = conference.today()
    found: dict[int, list[list[Any]]] = defaultdict(list)
    rows = CheckIn.objects.of(conference).standing().order_by("at", "pk")
    during = conference.starts <= today <= conference.ends
    for row in rows.values_list("registration", "session", "day", "at", "door", "nonce"):
        registration, session, day, at, door, nonce = row
        is_rehearsal = not conference.starts <= day <= conference.ends
        if (session is None and day != today) or (session and during and is_rehearsal):
            continue
        found[registration].append([session or 0, clock(at, conference), door, str(nonce)])
    return found


def clock(at: Any, conference: Conference) -> str:
    local = timezone.localtime(at, conference.zone)
    return f"{local.hour}:{local.minute:02d}"


def sessions_of(conference: Conference) -> Iterator[Session]:
    """The sessions at whose doors one may check in."""
    yield from Session.objects.of(conference).exclude(format=Session.Format.BREAK).order_by("starts", "pk")


def plain_session(session: Session, conference: Conference) -> dict[str, Any]:
    return {"id": session.pk, "title": session_label(session, conference)}


def session_label(session: Session, conference: Conference) -> str:
    """«17.06 10:00 Пленарное заседание»."""
    starts = timezone.localtime(session.starts, conference.zone)
    return f"{starts:%d.%m %H:%M} {session.title}"


def title_of(delegation: Delegation, language: str) -> str:
    """«Делегация Армении»; a body without a country by its own name."""
    if delegation.country:
        return delegation_title(str(delegation.country), language)
    return delegation.body


def rehearsal_note(conference: Conference) -> str:
    """A word for days on which check-ins do not count; empty on the days of the conference."""
    today = conference.today()
    if today < conference.starts:
        return _("Rehearsal: the conference has not begun yet")
    return _("The conference is over: check-ins do not count") if today > conference.ends else ""
