"""The delegations of the demonstration, each in another state, brought there by the verbs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile

from conference.demo import World
from conference.demo.world import read_toml
from conference.models import Conference, ConsentText, Person
from conference.services.people import person_for_email
from registration.models import Category, Delegation, Registration
from registration.services import delegations as services

HERE = Path(__file__).parent
NEXT = "inclusion-next"
TOLD = (
    "latin_name", "position_ru", "position_en", "honorific_ru", "honorific_en", "city_ru", "city_en", "language",
    "attendance",
)  # fmt: skip
LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"


def load(world: World) -> list[Registration]:
    """Every delegation that is not there yet; returns the members newly approved."""
    conference = world.conferences[NEXT]
    people = {each["key"]: each for each in read_toml(HERE / "participants.toml")["participant"] if "key" in each}
    ready: list[Registration] = []
    for number, told in enumerate(read_toml(HERE / "delegations.toml")["delegation"]):
        known = Delegation.objects.of(conference).filter(country=told["country"], body_ru=told["body_ru"])
        if not known.exists():
            ready += lead(world, conference, told, people, number)
    return ready


def lead(
    world: World, conference: Conference, told: dict[str, Any], people: dict[str, Any], number: int
) -> list[Registration]:
    """One delegation, invited, taken up and brought to the state that the file names."""
    organiser = world.people["organiser"]
    delegation = services.create_delegation(
        conference, by=organiser, category=Category.objects.of(conference).get(family=Category.Family.MINISTRY),
        country=told["country"], body_ru=told["body_ru"], body_en=told["body_en"], seats=told["seats"],
        held_until=world.today + timedelta(days=told["held_until_days"]), language=told["language"],
        focal_email=told["focal_point_email"],
    )  # fmt: skip
    services.invite(delegation, by=organiser)
    if not told.get("focal_point_name"):
        return []
    officer = signed_up(told["focal_point_email"], told["focal_point_name"], told["language"])
    services.take_up(delegation, by=officer)
    members = [member(people[key], is_head=at == 0) for at, key in enumerate(told["members"])]
    kept = services.add_members(delegation, by=officer, rows=members)
    for registration, key in zip(kept, told["members"], strict=True):
        _needs(registration, people[key], officer)
    approved = _bring(world, delegation, told, officer)
    services.add_members(delegation, by=officer, rows=told.get("draft", []))
    _spread_over_time(world, delegation, number)
    return approved


def member(told: dict[str, Any], *, is_head: bool) -> dict[str, Any]:
    """What the focal point tells about one participant of the file."""
    return {
        **{name: told.get(name, "") for name in TOLD},
        "full_name": told.get("full_name_ru") or told["full_name"],
        "native_name": told["full_name"] if told.get("full_name_ru") else "",
        "member_email": told.get("email", ""),
        "delegation_role": "head" if is_head else told.get("delegation_role", "delegate"),
        "rank": rank_of(told.get("position_ru", "")),
        "track": told.get("workshop"),
        "statement_wanted": told.get("statement", False),
    }


def rank_of(position: str) -> int:
    ranks = {"министр": 1, "первый заместитель министра": 2, "заместитель министра": 2, "вице-министр": 2}
    first = position.split()[0] if position else ""
    return ranks.get(position.partition(" образования")[0], 4 if first in ("директор", "начальник") else 9)


def _needs(registration: Registration, told: dict[str, Any], officer: Person) -> None:
    if not (note := told.get("access_needs")) or told["state"] == "draft":
        return
    kind = ConsentText.Kind.SPECIAL_CATEGORY
    text = ConsentText.objects.in_force(registration.conference, kind)
    agreed = {"text": text.pk, "language": told["language"]} if text else None
    services.save_member_needs(registration, by=officer, services=[], note=note, consent=agreed)


def _bring(world: World, delegation: Delegation, told: dict[str, Any], officer: Person) -> list[Registration]:
    """Send, accredit, return, replace: as far as ``state`` goes."""
    organiser = world.people["organiser"]
    state = told["state"]
    if state == "open":
        return []
    services.nominate(
        delegation, by=officer, letter=ContentFile(LETTER, name="letter.pdf"), number=told["nomination"],
        dated=world.today - timedelta(days=25), signed_by=told["signed_by"],
    )  # fmt: skip
    first, last = delegation.conference.starts - timedelta(days=1), delegation.conference.ends + timedelta(days=1)
    services.save_shared_travel(
        delegation, by=officer, arrival_day=first, departure_day=last, transfer="both", room="single"
    )
    services.submit_delegation(delegation, by=officer, consents=_consents(delegation))
    if state == "returned":
        services.return_delegation(delegation, by=organiser, remarks=told["remarks"])
    if state != "accredited":
        return []
    services.set_credentials(delegation, by=organiser, credentials=Delegation.Credentials.RECEIVED)
    approved = services.accredit(delegation, by=organiser)
    if replacement := told.get("replaced"):
        old = next(each for each in approved if each.participant.latin_name == replacement["latin_name"])
        new = services.replace_member(old, by=officer, told=replacement["by"], consents=_consents(delegation))
        approved = [each for each in approved if each.pk != old.pk] + [new]
    return approved


def _consents(delegation: Delegation) -> list[tuple[ConsentText, str]]:
    kinds = (ConsentText.Kind.PROCESSING, ConsentText.Kind.DISSEMINATION, ConsentText.Kind.PHOTO_VIDEO)
    texts = [ConsentText.objects.in_force(delegation.conference, kind) for kind in kinds]
    return [(text, delegation.language) for text in texts if text]


def _spread_over_time(world: World, delegation: Delegation, number: int) -> None:
    """Invited weeks ago, sent some days ago, decided the day after."""
    sent = world.moment(-3 - number * 4, 9 + number, number * 11 % 60)
    moments = {"invited_at": sent - timedelta(days=12)}
    if delegation.submitted_at:
        moments["submitted_at"] = sent
    if delegation.decided_at:
        moments["decided_at"] = sent + timedelta(hours=26)
    Delegation.objects.filter(pk=delegation.pk).update(**moments)
    members = delegation.registrations
    members.update(created=sent - timedelta(hours=2), saved_at=sent)
    members.exclude(submitted_at=None).update(submitted_at=sent)
    members.exclude(decided_at=None).update(decided_at=sent + timedelta(hours=26))


def signed_up(email: str, full_name: str, language: str) -> Person:
    """Somebody who has shown that the address is theirs."""
    person = person_for_email(email, language=language, full_name=full_name)
    EmailAddress.objects.filter(user=person, verified=False).update(verified=True)
    return person
