"""Accounts: who a log-in address belongs to."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from conference.models import Conference, Organisation, Person, Role
from conference.models.people import PersonManager


@transaction.atomic
def person_for_email(email: str, *, language: str, full_name: str = "") -> Person:
    """The person who signs in with *email*, made if there is none yet. Nothing is hashed here."""
    address = PersonManager.normalize_email(email)
    person, created = Person.objects.get_or_create(
        email=address, defaults={"language": language, "full_name": full_name or address}
    )
    if created:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=person, email=address, defaults={"primary": True, "verified": False})
    return person


def person_met(email: str, *, language: str, full_name: str = "") -> tuple[Person, bool]:
    """As ``person_for_email``, and whether they are new, in three queries: for a door that thousands pass in a minute.

    Raises IntegrityError when somebody else makes them at this very moment: call it again. No history is written of
    a row that begins here.
    """
    address = PersonManager.normalize_email(email)
    known = Person.objects.filter(email=address).first()
    if known is not None:
        return known, False
    person = Person(email=address, language=language, full_name=full_name or address)
    person.set_unusable_password()
    Person.objects.bulk_create([person])
    EmailAddress.objects.bulk_create([EmailAddress(user=person, email=address, primary=True, verified=False)])
    return person, True


def organisation_named(title_ru: str, title_en: str, *, country: str, kind: str) -> Organisation | None:
    """The organisation known by either name in *country*, or a new one; None when it has no name."""
    known = Organisation.objects.filter(country=country)
    for language, title in (("ru", title_ru), ("en", title_en)):
        if title and (found := known.filter(**{f"title_{language}__iexact": title}).first()):
            return found
    if not (title_ru or title_en):
        return None
    titles = {"title_ru": title_ru or None, "title_en": title_en or None}
    return Organisation.objects.create(**titles, country=country, kind=kind)


@transaction.atomic
def appoint(person: Person, kind: str, conference: Conference | None, *, track: int = 0) -> Role:
    """Give *person* a role; organisers and accessibility coordinators may then also open the administration."""
    role = Role.grant(person, kind, conference, track=track)
    if kind in (Role.Kind.ORGANISER, Role.Kind.ACCESS) and not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
    return role
