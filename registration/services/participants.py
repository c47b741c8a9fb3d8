"""Who is in the public list: only those who agreed to it, with what they did not forbid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conference.models import Conference, Consent, ConsentText, Person
from conference.text import search_key
from registration.documents.countries import alphabetical, country_name, delegation_title
from registration.documents.protocol import ROLES, body_of, country_of, language_of, post_of, surname_key
from registration.models import Category, Registration, Rules

Limit = Consent.Limit
DELEGATION, COUNTRY, INTERNATIONAL, OTHERS = range(4)


@dataclass(frozen=True)
class Shown:
    """One line of the list: nothing in it that the person forbade."""

    person: Person
    post: str
    body: str
    role: str
    order: tuple[object, ...]

    @property
    def post_language(self) -> str:
        return language_of(self.post)

    @property
    def body_language(self) -> str:
        return language_of(self.body)

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every one of *words* stands in what is shown."""
        told = search_key(f"{self.person.full_name} {self.person.latin_name} {self.post} {self.body}")
        return all(word in told for word in words)


@dataclass
class Group:
    """People of one delegation's country, other people of a country, or those of no country told."""

    kind: int
    country: str
    people: list[Shown] = field(default_factory=list)

    def title(self, language: str) -> str:
        """The heading of a country; the page names the other two kinds."""
        name = delegation_title if self.kind == DELEGATION else country_name
        return name(self.country, language) if self.country else ""

    def place(self, language: str) -> tuple[object, ...]:
        """Countries in the order of *language*, the delegation before the others of its country."""
        name = country_name(self.country, language) if self.country else ""
        return self.kind if self.kind > COUNTRY else 0, alphabetical(name, language), self.kind


def list_is_open(conference: Conference) -> bool:
    return Rules.of(conference).list_is_public


def public_participants(conference: Conference, language: str, *, query: str = "") -> list[Group]:
    """Approved participants with a standing consent to publication, by country in the order of *language*.

    Somebody who set a condition in words of their own is left out: only a person can tell whether a list meets it.
    *query* finds in what is shown and nowhere else, so that nothing forbidden can be guessed by searching.
    """
    consents: dict[int, Consent] = {}
    rows = Consent.objects.to(conference, ConsentText.Kind.DISSEMINATION).standing()
    for consent in rows.order_by("text__version", "pk"):
        consents[consent.person_id] = consent
    agreed = {pk for pk, c in consents.items() if not c.conditions and not c.forbids(Limit.NOT_ON_SITE)}
    registrations = Registration.objects.of(conference).approved().filter(person__in=agreed)
    groups: dict[tuple[int, str], Group] = {}
    words = search_key(query).split()
    for registration in registrations.select_related("person", "category", "delegation"):
        consent = consents[registration.participant.pk]
        shown = _shown(registration, consent, language)
        if shown.matches(words):
            key = _group(registration, consent)
            groups.setdefault(key, Group(*key)).people.append(shown)
    for group in groups.values():
        group.people.sort(key=lambda shown: shown.order)
    return sorted(groups.values(), key=lambda group: group.place(language))


def _group(registration: Registration, consent: Consent) -> tuple[int, str]:
    """The kind of group and its country, told only where the person did not forbid it."""
    if registration.category.family == Category.Family.UNESCO and not consent.forbids(Limit.NO_ORGANISATION):
        return INTERNATIONAL, ""
    country = country_of(registration)
    if not country or consent.forbids(Limit.NO_COUNTRY):
        return OTHERS, ""
    is_delegate = registration.delegation is not None and registration.category.is_for_delegates
    return (DELEGATION if is_delegate else COUNTRY), country


def _shown(registration: Registration, consent: Consent, language: str) -> Shown:
    """What the list shows of *registration*. A role in a delegation is a position: forbidden with it."""
    person = registration.participant
    role = registration.delegation_role if _group(registration, consent)[0] == DELEGATION else ""
    with_post = not consent.forbids(Limit.NO_POSITION)
    return Shown(
        person=person,
        post=post_of(person, language) if with_post else "",
        body="" if consent.forbids(Limit.NO_ORGANISATION) else body_of(registration, language),
        role=str(registration.get_delegation_role_display()) if role and with_post else "",
        order=(
            ROLES.index(role) if role in ROLES and with_post else len(ROLES),
            registration.rank if role and with_post else 0,
            surname_key(person, language),
            registration.pk,
        ),
    )


def limits_in(draft: Registration) -> dict[int, list[str]]:
    """What the guest forbade beside each consent of the draft, by the key of its text."""
    return {entry["text"]: entry.get("limits", []) for entry in draft.told().get("consents", [])}
