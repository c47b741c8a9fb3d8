"""The workshops' part of the demonstration: tracks, outline and plan of events, papers in every state."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pypandoc
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, FIRST, NEXT
from conference.demo.world import MOSCOW, World, both, read_toml
from conference.models import Conference, Person, Role
from conference.services.people import appoint, person_for_email
from workshops import services
from workshops.models import Author, Session, Submission, Track

from . import call, crew, decisions, feedback, outcomes, planning, programme, reviews

JOURNEYS = (call, reviews, decisions, crew, planning, programme, outcomes, feedback)
HERE = Path(__file__).parent
SEASON = "together-season"
SENT_2008, DECIDED_2008 = (datetime(2008, month, 12, 12, tzinfo=MOSCOW) for month in (4, 5))
EPOCH_2008 = str(int(SENT_2008.timestamp()))


def load(world: World) -> None:
    for slug in (FIRST, NEXT):
        tracks(world.conferences[slug])
    planning.outline(world, world.conferences[NEXT])
    season(world.conferences[SEASON])
    for place, told in enumerate(read_toml(HERE / "submissions.toml")["submission"]):
        coming_paper(world, place, told)
    for folder in sorted(path for path in (HERE / "papers").iterdir() if path.is_dir()):
        printed_paper(world, folder)
    for journey in JOURNEYS:
        journey.load(world)
    world.say(f"  {Session.objects.count()} sessions and events, {Submission.objects.count()} papers in every state")


def tracks(conference: Conference) -> None:
    for told in read_toml(HERE / "tracks.toml")["track"]:
        texts = (
            both(told["title"], "title") | both(told["short"], "short_title") | both(told["description"], "description")
        )
        if not conference.is_archived:
            texts |= both(told["chair"], "chair_line")
        Track.objects.get_or_create(
            conference=conference, number=told["number"], defaults={"shape": told["shape"], **texts}
        )


def season(conference: Conference) -> None:
    for told in read_toml(HERE / "season_events.toml")["event"]:
        day = conference.starts + timedelta(days=told["days_from_start"])
        starts = datetime.combine(day, time(told["hour"]), tzinfo=conference.zone)
        host = {"host_ru": told["host_ru"], "host_en": told["host_en"]}
        session(conference, told, starts, language=told["language"], audience=told["audience"], **host)


def session(conference: Conference, told: dict[str, Any], starts: datetime, **fields: Any) -> None:
    when = {"starts": starts, "ends": starts + timedelta(minutes=told["minutes"])}
    texts = both(told["title"], "title") | both(told.get("summary", {}), "summary")
    services_given = {name: told.get(name, False) for name in ("captions", "sign_language")}
    made, created = Session.objects.get_or_create(
        conference=conference,
        title_ru=told["title"]["ru"],
        defaults={"format": told["format"], **when, **texts, **services_given, **fields},
    )
    if not created and made.starts != starts:  # the dates move with today, the texts stay as the organisers left them
        Session.objects.filter(pk=made.pk).update(**when)


@transaction.atomic
def coming_paper(world: World, place: int, told: dict[str, Any]) -> None:
    """One paper of the coming edition, brought through the verbs to the state that the content names."""
    conference = world.conferences[NEXT]
    if known(conference, told):
        return
    lent = {0: "author", 3: "author"}  # the demonstration's own author has one accepted and one waiting paper
    submitter = world.people[ACCOUNTS[lent[place]].email] if place in lent else corresponding(world, told, conference)
    appoint(submitter, Role.Kind.PARTICIPANT, conference)
    paper = draft(conference, told, submitter)
    sent_at = world.moment(-30 + place, 9 + place % 9, 7 * place % 60)
    decided_at = min(sent_at + timedelta(days=9), timezone.now())
    outcomes: dict[str, Callable[[], object]] = {
        "draft": lambda: None,
        "submitted": lambda: None,
        "accepted": lambda: services.accept(paper, by=world.by, note=note_for(submitter), at=decided_at),
        "declined": lambda: services.decline(paper, by=world.by, note=reason(told, submitter), at=decided_at),
        "withdrawn": lambda: services.withdraw(paper, by=submitter),
    }
    if told["outcome"] != "draft":
        services.submit(paper, by=submitter, at=sent_at)
    outcomes[told["outcome"]]()


@transaction.atomic
def printed_paper(world: World, folder: Path) -> None:
    """One paper of the 2008 volume, with its text as a real .docx, through the doors that any paper takes."""
    conference, told = world.conferences[FIRST], read_toml(folder / "paper.toml")
    if known(conference, told):
        return
    submitter = corresponding(world, told, conference)
    appoint(submitter, Role.Kind.PARTICIPANT, conference)
    paper = draft(conference, told, submitter)
    with docx_of(folder).open("rb") as file:
        services.attach_file(paper, File(file, name=f"{folder.name}.docx"), by=submitter)
    services.submit(paper, by=submitter, at=SENT_2008)
    services.accept(paper, by=world.by, note=note_for(submitter), at=DECIDED_2008)
    services.accept_text(paper, by=world.by, at=DECIDED_2008)


def known(conference: Conference, told: dict[str, Any]) -> bool:
    return Submission.objects.of(conference).filter(title_ru=told["title"]["ru"]).exists()


def draft(conference: Conference, told: dict[str, Any], submitter: Person) -> Submission:
    paper = Submission(
        conference=conference,
        submitter=submitter,
        track=Track.objects.of(conference).get(number=told["track"]),
        type=told["type"],
        language=told["language"],
        udk=told.get("udk", ""),
        wants_help_with_english=not told["title"].get("en"),
        **both(told["title"], "title"),
        **both({code: text.strip() for code, text in told["abstract"].items()}, "abstract"),
        **both({code: ", ".join(words) for code, words in told["keywords"].items()}, "keywords"),
    )
    authors = [Author(**author_fields(author)) for author in told["authors"]]
    return services.save_draft(paper, by=submitter, authors=authors)


def author_fields(told: dict[str, Any]) -> dict[str, Any]:
    fields = {
        key.replace("organisation", "affiliation"): value for key, value in told.items() if key != "corresponding"
    }
    return {**fields, "is_corresponding": told.get("corresponding", False)}


def corresponding(world: World, told: dict[str, Any], conference: Conference) -> Person:
    """The person of the corresponding author's e-mail; a new one is told what the paper says of them."""
    author = next(author for author in told["authors"] if author.get("corresponding"))
    email = author["email"]
    if email in world.people:
        return world.people[email]
    is_new = not Person.objects.filter(email=email).exists()
    full_name = f"{author['family_ru']} {author['given_ru']}".strip()
    person = person_for_email(email, language=told["language"], full_name=full_name)
    if is_new:
        person.latin_name = f"{author['given_en']} {author['family_en']}".strip()
        person.country = author["country"]
        for name in ("position", "city"):
            for code in ("ru", "en"):
                setattr(person, f"{name}_{code}", author.get(f"{name}_{code}", ""))
        person.save()
    world.people[email] = person
    return person


def note_for(person: Person) -> str:
    if person.language == "ru":
        return "Спасибо за доклад. Просим прислать окончательный текст, не меняя названия и порядка авторов."
    return "Thank you for the paper. Please send the final text without changing its title or the order of its authors."


def reason(told: dict[str, Any], person: Person) -> str:
    given = told.get("decline_reason", "")
    return given.get(person.language, "") if isinstance(given, dict) else given


def docx_of(folder: Path) -> Path:
    """The paper as .docx, made from ``body.md`` once per text; the same text always gives the same bytes."""
    source, made = folder / "body.md", settings.VAR_DIR / "demo" / "manuscripts" / f"{folder.name}.docx"
    if made.exists() and made.stat().st_mtime >= source.stat().st_mtime:
        return made
    made.parent.mkdir(parents=True, exist_ok=True)
    language = read_toml(folder / "paper.toml")["language"]
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH_2008
    try:
        pypandoc.convert_file(
            str(source),
            "docx",
            format="markdown",
            outputfile=str(made),
            extra_args=[f"--resource-path={folder}", f"--metadata=lang:{language}"],
            sandbox=False,
        )
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH")
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
    return made
