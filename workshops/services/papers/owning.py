"""Whose entry in a list of authors is whose."""

from __future__ import annotations

from conference.models import Person
from workshops.models import Author


def addresses_of(person: Person) -> set[str]:
    """By which addresses an author's entry is known to be that of *person*."""
    return {address.lower() for address in (person.email, person.contact_email) if address}


def is_own_entry(author: Author, person: Person) -> bool:
    """Whether the entry of an author is that of *person*: by the address, else by both names."""
    if author.email and author.email.lower() in addresses_of(person):
        return True
    names = (("ru", person.full_name), ("en", person.latin_name))
    return any(
        family and given and {family, *given.split()} <= set(name.split())
        for language, name in names
        for family, given in [(getattr(author, f"family_{language}"), getattr(author, f"given_{language}"))]
    )
