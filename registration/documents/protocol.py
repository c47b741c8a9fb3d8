"""Order by protocol, worked out at render: delegations by name in the reader's language, people by role and rank.

States come first, then international organisations, then the others (STANDARDS, UNESCO practice).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from conference.documents import typeset
from conference.models import Conference, Person
from conference.rendering import Limits
from registration.models import Category, Delegation, Registration

from .addressing import is_excellency, is_russian, take_apart
from .countries import alphabetical, country_name, delegation_title

LIMITS = Limits(cpu_seconds=60, memory_mib=1024, wall_seconds=90)
STATES = (Category.Family.MINISTRY, Category.Family.NATIONAL_COMMISSION)
ROLES = list(Registration.DelegationRole.values)


@dataclass(frozen=True)
class Entry:
    """One delegation of a list, with its people in order."""

    delegation: Delegation
    title: str
    body: str
    members: Sequence[Registration]


def surname_key(person: Person, language: str) -> tuple[Any, ...]:
    """By what a list in *language* is ordered: the family name, then the rest."""
    if language == "ru":
        name = take_apart(person.full_name, person.latin_name)
        return alphabetical(name.family or person.full_name, language), alphabetical(person.full_name, language)
    latin = person.latin_name or person.full_name
    return alphabetical(latin.split()[-1] if latin.split() else "", language), alphabetical(latin, language)


def in_order(members: Iterable[Registration], language: str) -> list[Registration]:
    """Members as protocol lists them: role, personal rank, family name in the order of *language*."""
    return sorted(
        members,
        key=lambda member: (
            ROLES.index(member.delegation_role) if member.delegation_role in ROLES else len(ROLES),
            member.rank,
            surname_key(member.participant, language),
            member.pk,
        ),
    )


def group_of(delegation: Delegation) -> int:
    """0 for states, 1 for international organisations, 2 for the others."""
    family = delegation.category.family if delegation.category else Category.Family.MINISTRY
    if family == Category.Family.UNESCO:
        return 1
    return 0 if delegation.country and family in STATES else 2


def country_of(row: Delegation | Registration) -> str:
    """The code of the country; empty where there is none."""
    return str(getattr(row.country, "code", "") or "")


def title_of(delegation: Delegation, language: str) -> str:
    """«Делегация Армении» for a state, the body's own name for the rest."""
    return (
        delegation_title(country_of(delegation), language)
        if group_of(delegation) == 0
        else body_of(delegation, language)
    )


def body_of(row: Delegation | Registration, language: str) -> str:
    """The name of the body in *language*, else in the other."""
    names = {code: getattr(row, f"body_{code}") or "" for code in ("ru", "en")}
    return names[language] or names["en" if language == "ru" else "ru"]


def delegations_in_order(delegations: Iterable[Delegation], language: str, *, first: str = "") -> list[Delegation]:
    """Delegations in the alphabetical order of *language*: states, international organisations, others.

    *first* is the country from which the states begin, when a lot was drawn.
    """

    def key(delegation: Delegation) -> tuple[Any, ...]:
        group = group_of(delegation)
        name = country_name(country_of(delegation), language) if group == 0 else body_of(delegation, language)
        by_name = alphabetical(name, language)
        is_before = bool(start and group == 0 and by_name < start)
        family = delegation.category.family if delegation.category else STATES[0]
        rank = STATES.index(family) if group == 0 and family in STATES else 0
        return group, is_before, by_name, rank, alphabetical(body_of(delegation, language), language), delegation.pk

    start = alphabetical(country_name(first, language), language) if country_name(first, language) else None
    return sorted(delegations, key=key)


def list_of_delegations(conference: Conference, language: str, *, first: str = "") -> list[Entry]:
    """Every delegation of *conference* that has approved members, with them, in the order of *language*."""
    rows = Registration.objects.of(conference).approved().exclude(delegation=None)
    by_delegation: dict[int, list[Registration]] = {}
    for member in rows.select_related("person"):
        by_delegation.setdefault(member.delegation_id or 0, []).append(member)
    delegations = Delegation.objects.of(conference).filter(pk__in=by_delegation).select_related("category")
    return [
        Entry(
            delegation=delegation,
            title=title_of(delegation, language),
            body=body_of(delegation, language) if group_of(delegation) == 0 else "",
            members=in_order(by_delegation[delegation.pk], language),
        )
        for delegation in delegations_in_order(delegations, language, first=first)
    ]


def style_of(person: Person, language: str) -> str:
    """What stands before the name in a list: “H.E.” and «Е. П.» for excellencies, nothing for the others."""
    if not is_excellency(person.position_ru or "", person.position_en or ""):  # type: ignore[attr-defined]
        return ""
    return "Е. П." if language == "ru" else "H.E."


def name_of(person: Person, language: str) -> str:
    """The name for a list in *language*: never Cyrillic in an English one while there is a Latin form."""
    return person.name_in(language)


def post_of(person: Person, language: str) -> str:
    """The post in *language*, else in the other."""
    own = getattr(person, f"position_{language}") or ""
    return own or getattr(person, f"position_{'en' if language == 'ru' else 'ru'}") or ""


def language_of(text: str) -> str:
    """The language a passage is marked with, by its script."""
    return "ru" if is_russian(text) else "en"


def as_rows(conference: Conference, language: str, *, first: str = "") -> list[list[object]]:
    """The list as lines of a spreadsheet: number, delegation, role, style, both names, post, body, number."""
    lines: list[list[object]] = []
    for entry in list_of_delegations(conference, language, first=first):
        for member in entry.members:
            person = member.participant
            with override(language):
                role = str(member.get_delegation_role_display())
            lines.append([
                len(lines) + 1, entry.title, role, style_of(person, language), person.full_name, person.latin_name,
                post_of(person, language), body_of(member, language) or body_of(entry.delegation, language),
                member.number,
            ])  # fmt: skip
    return lines


def as_pdf(conference: Conference, *, first: str = "") -> bytes:
    """The list of delegations on paper: the Russian part, then the English one, each in its own order. PDF/UA-1."""
    parts = []
    for language in ("ru", "en"):
        with override(language):
            entries = [_printed(entry, language) for entry in list_of_delegations(conference, language, first=first)]
            title = getattr(conference, f"title_{language}") or conference.title
        parts.append({"language": language, "title": title, "entries": entries})
    html = render_to_string(
        "documents/delegations_list.html",
        {"conference": conference, "parts": parts, "language": "ru", "today": timezone.localdate()},
    )
    return typeset(html, ["document.css", "delegations_list.css"], limits=LIMITS)


def _printed(entry: Entry, language: str) -> dict[str, Any]:
    return {
        "title": entry.title,
        "body": entry.body,
        "body_language": language_of(entry.body),
        "members": [
            {
                "role": str(member.get_delegation_role_display()),
                "style": style_of(member.participant, language),
                "name": name_of(member.participant, language),
                "name_language": language_of(name_of(member.participant, language)),
                "post": post_of(member.participant, language),
                "post_language": language_of(post_of(member.participant, language)),
            }
            for member in entry.members
        ],
    }
