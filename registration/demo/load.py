"""Registration's part of the demonstration: categories, delegations, people in every state, through the services."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from conference.demo import World
from conference.demo.world import read_toml
from conference.models import Conference, ConsentText
from registration import services
from registration.forms import steps_for
from registration.models import Category, Registration
from registration.services.categories import create_ready_made

from . import delegations, door, enrolment, invitations, joining, office, papers, people, questions, travel

HERE = Path(__file__).parent
FIRST, NEXT = "inclusion-2008", "inclusion-next"
LETTERS_DRAWN = 10
"""So many letters are drawn at once; the worker draws the rest."""

REASONS = {
    "ru": "Заявка похожа на предложение услуг. Выставка и реклама на конференции не предусмотрены.",
    "en": "The registration looks like an offer of services. The conference has no exhibition and no advertising.",
}
ACCOUNTS: dict[str, dict[str, Any]] = {
    "author": {
        "family": "academic", "state": "approved", "attendance": "hall", "workshop": 1, "city_ru": "Санкт-Петербург",
        "organisation_ru": "Приневский педагогический университет (демонстрационный)",
        "organisation_en": "Neva Pedagogical University (demonstration)",
    },
    "listener": {
        "family": "listener", "state": "approved", "attendance": "hall", "city_ru": "Псков",
        "organisation_ru": "Школа «Маяк» (демонстрационная)", "organisation_en": "Mayak School (demonstration)",
    },
}  # fmt: skip


def load(world: World) -> None:
    for slug in (FIRST, NEXT):
        create_ready_made(world.conferences[slug], by=world.by)
    conference = world.conferences[NEXT]
    questions.ask(conference)
    told = read_toml(HERE / "participants.toml")["participant"]
    ready: list[Registration] = delegations.load(world)
    known = already_loaded(conference)
    for number, participant in enumerate([*told, *accounts(world)]):
        if participant["latin_name"] not in known:
            registration = register(world, conference, participant)
            spread_over_time(world, registration, number)
            ready += [registration] if registration.state == Registration.State.APPROVED else []
    for registration in first_served(ready)[:LETTERS_DRAWN]:
        services.issue_letter(registration.pk)
    rows = Registration.objects.of(conference)
    countries = rows.exclude(country="").values("country").distinct().count()
    world.say(f"  {rows.count()} registrations from {countries} countries, {len(ready)} newly approved")
    invitations.load(world)
    door.load(world)
    people.load(world)
    travel.load(world)
    office.load(world)
    papers.load(world)
    enrolment.load(world)
    joining.load(world)


def already_loaded(conference: Conference) -> set[str]:
    """Latin names of everybody registered, drafts included."""
    rows = Registration.objects.of(conference).select_related("person")
    return {row.person.latin_name if row.person else row.told().get("latin_name", "") for row in rows}


def accounts(world: World) -> list[dict[str, Any]]:
    """The people of the demonstration's doors who take part as anybody else."""
    rows = []
    for key, fields in ACCOUNTS.items():
        person = world.people[key]
        rows.append(
            {
                "full_name": person.full_name, "latin_name": person.latin_name, "email": person.email,
                "language": person.language, "country": "RU", **fields,
            }
        )  # fmt: skip
    return rows


def register(world: World, conference: Conference, told: dict[str, Any]) -> Registration:
    """One participant, brought by the verbs to the state the file names."""
    sender = delegations.signed_up(told.get("email") or told["contact_email"], told["full_name"], told["language"])
    category = Category.objects.of(conference).get(family=told["family"])
    draft = fill_in(category, told, who="self_member")
    if told["state"] == "draft":
        return draft
    registration = services.submit(draft, by=sender)
    if told["state"] == "approved" and registration.state == Registration.State.SUBMITTED:
        services.approve(registration, by=world.people["organiser"])
    if told["state"] == "declined":
        reason = REASONS[registration.person.language]
        services.decline(registration, by=world.people["organiser"], reason=reason)
    if told["state"] == "cancelled":
        services.cancel(registration, by=sender)
    return registration


def fill_in(category: Category, told: dict[str, Any], *, who: str) -> Registration:
    """A draft with every step answered, as the form leaves it."""
    language = told["language"]
    draft = services.start_draft(category, by=None, language=language)
    answers = {
        **{name: told.get(name, "") for name in ("latin_name", "country", "language", "attendance")},
        **{name: told.get(name, "") for name in ("position_ru", "position_en", "honorific_ru", "honorific_en")},
        **{name: told.get(name, "") for name in ("city_ru", "city_en")},
        "full_name": told.get("full_name_ru") or told["full_name"],
        "native_name": told["full_name"] if told.get("full_name_ru") else "",
        "email": told.get("email", ""),
        "head_email": told.get("contact_email", ""),
        "body_ru": told.get("organisation_ru", ""),
        "body_en": told.get("organisation_en", ""),
        "track": told.get("workshop"),
        "statement_wanted": told.get("statement", False),
    }
    first, *others = [step.slug for step in steps_for(category) if step.slug not in ("access", "consents")]
    services.save_step(draft, first, answers, by=None)
    for slug in others:
        services.save_step(draft, slug, {"who": who} if slug == "who" else {}, by=None)
    if category.asked:
        services.save_step(draft, "questions", questions.answers(category, told.get("answers", {})), by=None)
    texts = {text.kind: text.pk for text in ConsentText.objects.of(category.conference)}
    note = told.get("access_needs", "")
    consent = {"text": texts[ConsentText.Kind.SPECIAL_CATEGORY], "language": language} if note else None
    services.save_access_needs(draft, services=[], note=note, consent=consent, by=None)
    kinds = (ConsentText.Kind.PROCESSING, ConsentText.Kind.DISSEMINATION, ConsentText.Kind.PHOTO_VIDEO)
    agreed = [{"text": texts[kind], "language": language} for kind in kinds]
    return services.save_step(draft, "consents", {"consents": agreed}, by=None)


def spread_over_time(world: World, registration: Registration, number: int) -> None:
    """Nobody registers all at once: the moments go back over the weeks since the opening."""
    sent = world.moment(-(number * 7 % 33) - 1, 9 + number % 9, number * 11 % 60)
    moments: dict[str, Any] = {"created": sent - timedelta(hours=2), "saved_at": sent}
    if registration.submitted_at:
        moments["submitted_at"] = sent
    if registration.decided_at:
        moments["decided_at"] = sent + timedelta(hours=20)
    Registration.objects.filter(pk=registration.pk).update(**moments)


def first_served(registrations: list[Registration]) -> list[Registration]:
    """Heads of delegations and the accounts of the doors first, then one of each family, then the others."""
    doors = {f"{key}@example.org" for key in ACCOUNTS}
    return sorted(
        registrations,
        key=lambda each: (
            not (each.is_head or each.person.email in doors), each.category.family, each.number,
        ),
    )  # fmt: skip
