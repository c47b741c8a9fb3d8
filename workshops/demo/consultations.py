"""Consultations and proposed topics in the demonstration: hours of seven experts, cases and notes, topics."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, SEASON
from conference.demo.meetings import meeting
from conference.demo.world import World, read_toml
from conference.models import Conference, ConsentText, Message
from workshops.models import Consultation, Expert, Listener, Slot, Theme, TopicProposal
from workshops.services import consultations as verbs
from workshops.services import listening, topics

from .events import events_by_key

HERE = Path(__file__).parent / "season"
WEEKS = 3
PATTERNS = {  # days of the week (Monday is 0), the first hour, how many in a row, language
    "topoleva": ((0, 3), 15, 3, "ru"),
    "morgunova": ((1, 4), 11, 3, "ru"),
    "rakitina": ((2,), 13, 4, "ru"),
    "perelygina": ((1, 3), 16, 2, "ru"),
    "melnikova": ((0, 2), 12, 3, "ru"),
    "sadykova": ((4,), 13, 4, "en"),
    "karimova": ((3,), 14, 3, "en"),
}
PROPOSERS = (
    "Алевтина Гордеева", "Максим Чуйков", "Зарина Хабибуллина", "Оксана Дёмина", "Виталий Носов", "Татьяна Ильинская",
    "Любовь Рыжова", "Артур Симонян", "Ксения Белых", "Фёдор Заславский",
)  # fmt: skip


def load(world: World) -> None:
    season = world.conferences[SEASON]
    experts = {row.slug: row for row in Expert.objects.of(season).select_related("person")}
    for expert in experts.values():
        expert.conference = season
    themes = {row.slug: row for row in Theme.objects.of(season)}
    book_all(world, season, experts, themes)
    hours(world, season, experts)
    propose_all(world, season, themes)


def hours(world: World, season: Conference, experts: dict[str, Expert]) -> None:
    """Free hours of the coming three weeks; a later day of loading adds the days that have come nearer."""
    for slug, (days, first, count, language) in PATTERNS.items():
        row = tuple(time(first + (number * 30) // 60, (number * 30) % 60) for number in range(count))
        since, until = world.today + timedelta(days=1), world.today + timedelta(days=7 * WEEKS)
        rule = verbs.WeeklyRule(frozenset(days), row, max(since, season.starts), min(until, season.ends))
        verbs.publish_slots(
            experts[slug],
            rule=rule,
            language=language,
            join_link=meeting(f"consultation-{slug}"),
            by=experts[slug].person,
        )


# -- bookings ----------------------------------------------------------------------------------------------------------


def book_all(world: World, season: Conference, experts: dict[str, Expert], themes: dict[str, Theme]) -> None:
    """The cases of the content and the bookings around them, once; they stand at their days from the first loading."""
    if Consultation.objects.of(season).exists():
        return
    titles = school_titles()
    people = read_toml(HERE / "bookings.toml")
    for told, person in zip(read_toml(HERE / "slots.toml")["case"], people["person"], strict=True):
        language = told["language"]
        row = {**told, **person, "school": titles[told["school"]][language], "state": "held"}
        row |= {"case": told["case"][language], "outcome": told["outcome"][language]}
        book(world, season, experts, themes, row)
    for told in people["booking"]:
        book(world, season, experts, themes, told)


def school_titles() -> dict[str, dict[str, str]]:
    """What the schools of the content are called, by key and language."""
    return {told["key"]: told["title"] for told in read_toml(HERE / "schools.toml")["school"]}


def book(
    world: World, season: Conference, experts: dict[str, Expert], themes: dict[str, Theme], told: dict[str, Any]
) -> Consultation:
    """One booking through the verbs, in an hour to come; then the hour is put where the content says it was."""
    expert, language = experts[told["expert"]], told["language"]
    at = datetime.combine(world.today + timedelta(days=told["days"]), time(told["hour"]), tzinfo=season.zone)
    is_past = at <= timezone.now() + timedelta(hours=2)
    starts = at + timedelta(days=7 * WEEKS + 60) if is_past else at
    while Slot.objects.standing().filter(expert=expert, starts=starts).exists():
        starts += timedelta(days=1)
    slot = verbs.publish_slots(
        expert, starts=[starts], language=language, join_link=meeting(f"consultation-{expert.slug}"), by=expert.person
    )[0]
    listener = listener_of(world, season, told)
    made = verbs.book(
        slot, listener=listener, school=told["school"], theme=themes.get(told["theme"]), case=told["case"], by=None
    )
    booked = min(at, timezone.now()) - timedelta(days=4, hours=3)
    Consultation.objects.filter(pk=made.pk).update(booked_at=booked)
    if is_past:  # nobody is written to about an hour that is over
        Slot.objects.filter(pk=slot.pk).update(starts=at)
        Message.objects.filter(key__startswith="consultation-", about_id=made.pk).delete()
    if told["state"] == "asked":  # kept for the visitor of the demonstration to see, however long it stands
        Consultation.objects.filter(pk=made.pk).update(keep_until=at)
    made = Consultation.objects.select_related("slot__expert", "slot__conference", "conference").get(pk=made.pk)
    if told["state"] == "held":
        verbs.hold(made, by=expert.person or world.by)
    if told["state"] == "missed":
        verbs.miss(made, by=expert.person or world.by)
    if told.get("outcome"):
        noted(made, told["outcome"], at)
    return made


def noted(made: Consultation, text: str, at: datetime) -> None:
    """The expert's note, written by the verb where the expert has an account, and kept as it would be elsewhere."""
    expert = made.slot.expert
    if expert.person is not None:
        verbs.write_outcome(made, text, by=expert.person)
    else:
        made.outcome = text
        made.save(update_fields=["outcome"])
    Consultation.objects.filter(pk=made.pk).update(outcome_at=at + timedelta(hours=5))


def listener_of(world: World, season: Conference, told: dict[str, Any]) -> Listener:
    """Who books: a person of the demonstration, or one met as a visitor is, whose address has been shown."""
    if "account" in told:
        return listening.listener_of_person(season, world.people[ACCOUNTS[told["account"]].email])
    text = ConsentText.objects.in_force(season, "processing")
    known = Listener.objects.of(season).filter(person__email=told["email"]).first()
    found = (
        known
        or listening.meet(
            season, name=told["name"], email=told["email"], language=told["language"], consent=text
        ).listener
    )
    Listener.objects.filter(pk=found.pk).update(link_sent_at=timezone.now())
    return found if told["state"] == "asked" else listening.confirm(found)


# -- topics ------------------------------------------------------------------------------------------------------------


def propose_all(world: World, season: Conference, themes: dict[str, Theme]) -> None:
    known = set(TopicProposal.objects.of(season).values_list("text_ru", flat=True))
    told = [each for each in read_toml(HERE / "topics.toml")["topic"] if each["text"]["ru"] not in known]
    events = events_by_key(season) if told else {}
    for number, each in enumerate(told):
        listener = listening.meet(season, name=PROPOSERS[number % len(PROPOSERS)], language="ru").listener
        topic = topics.propose(
            season, listener=listener, text=each["text"]["ru"], language="ru", audience=each["audience"],
            theme=themes[each["theme"]],
        )  # fmt: skip
        wording = {"text_en": each["text"]["en"]}
        notes = each.get("reason", {"ru": "", "en": ""})
        if each["state"] == "planned":
            topics.plan_topic(
                topic, events[each["event"]], by=world.by, note=notes["ru"], note_en=notes["en"], **wording
            )
        elif each["state"] == "declined":
            topics.decline_topic(topic, by=world.by, reason=notes["ru"], reason_en=notes["en"], **wording)
        else:
            TopicProposal.objects.filter(pk=topic.pk).update(**wording)
        back = timedelta(days=30 - 3 * number, hours=number)
        TopicProposal.objects.filter(pk=topic.pk).update(
            proposed_at=F("proposed_at") - back, decided_at=F("decided_at") - back + timedelta(days=2)
        )
