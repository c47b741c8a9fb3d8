"""The demonstration: statements with texts under embargo, interpreters with one clash, and what is left of 2008."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from conference.demo.accounts import ACCOUNTS, FIRST, NEXT
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Person
from conference.services.people import person_for_email
from workshops.models import Assignment, Release, Session, SessionMaterial, Speaker, Talk, Track
from workshops.services import crew, planning
from workshops.services.materials import add_material
from workshops.services.releases import release
from workshops.services.statements import add_statement

from .drawings import drawn

HERE = Path(__file__).parent
FILES = HERE / "crew_files"


@transaction.atomic
def load(world: World) -> None:
    """Before the releases of ``planning``, which freeze the statements. Once."""
    told = read_toml(HERE / "crew.toml")
    coming, first = world.conferences[NEXT], world.conferences[FIRST]
    if not Talk.objects.filter(session__conference=coming, kind=Talk.Kind.STATEMENT).exists():
        statements(world, titled(coming, told["opening"]), told["statement"])
        helpers(world, coming, told)
    if not Release.objects.of(first).exists():
        held(world, first, told)
    world.say(
        f"  {Talk.objects.filter(kind=Talk.Kind.STATEMENT).count()} statements, "
        f"{Assignment.objects.of(coming).count()} assignments of interpreters and captioners, "
        f"{SessionMaterial.objects.count()} materials"
    )


def titled(conference: Conference, title: str) -> Session:
    return Session.objects.select_related("conference", "room", "track").get(conference=conference, title_ru=title)


def statements(world: World, session: Session, rows: list[dict[str, Any]]) -> None:
    for told in rows:
        person = somebody(told["email"], told["name"]["ru"], told["name"]["en"], told["language"])
        speaker = Speaker(
            person=person, country=told["country"],
            **both(told["name"], "name"), **both(told["position"], "position"),
            **both(told["organisation"], "organisation"),
        )  # fmt: skip
        talk = add_statement(
            session, by=world.by, speaker=speaker, minutes=told["minutes"], language=told["language"],
            **both(told["title"], "title"), **both(told["on_behalf"], "on_behalf_of"),
        )  # fmt: skip
        if "file" in told:
            add_material(
                session, by=person, kind=SessionMaterial.Kind.STATEMENT, talk=talk, file=file_of(told),
                language=told["language"], is_public=True, with_session=True,
            )  # fmt: skip


def somebody(email: str, full_name: str, latin_name: str, language: str) -> Person:
    person = person_for_email(email, language=language, full_name=full_name)
    Person.objects.filter(pk=person.pk, latin_name="").update(latin_name=latin_name.replace("ü", "u"))
    return person


def file_of(told: dict[str, Any]) -> ContentFile:
    return ContentFile((FILES / told["file"]).read_bytes(), name=told["called"])


def helpers(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """Who interprets, signs and captions; all but one have had their letters."""
    people = {
        each["key"]: world.people[ACCOUNTS[each["account"]].email]
        if "account" in each
        else somebody(each["email"], each["name"], each["latin"], each["language"])
        for each in told["person"]
    }
    languages = {"interpreter": "ru–en", "sign": "РЖЯ (RSL)", "captions": "ru, en"}
    for row in told["assignment"]:
        session = titled(conference, row["session"])
        for kind, spoken in languages.items():
            for key in row.get(kind, ()):
                crew.assign(session, people[key], by=world.by, kind=kind, languages=spoken)
    Assignment.objects.of(conference).exclude(person=people["dudin"]).update(told_at=world.moment(-6))


def held(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """The programme of 2008 as it was held, its slides, recording and drawings."""
    tracks = {track.number: track for track in Track.objects.of(conference)}
    sessions = {}
    for each in told["held"]:
        day = conference.starts + timedelta(days=each["day"] - 1)
        starts = datetime.combine(day, time.fromisoformat(each["start"]), tzinfo=conference.zone)
        sessions[each["key"]] = planning.create_session(
            conference, by=world.by, format=each["format"], track=tracks.get(each.get("track", 0)), starts=starts,
            ends=starts + timedelta(minutes=each["minutes"]),
            **both(each["title"], "title"), **both(each.get("summary", {}), "summary"),
        )  # fmt: skip
    at = datetime.combine(conference.ends, time(18), tzinfo=conference.zone)
    release(conference, by=world.by, at=at, notify=False, **both(told["release_2008"]["name"], "name"))
    for each in told["material"]:
        file = file_of(each) if "file" in each else None
        add_material(
            sessions[each["session"]], by=world.by, kind=each["kind"], file=file, language=each["language"],
            url=each.get("url", ""), is_public=True, **both(each["title"], "title"),
        )  # fmt: skip
    for each in told["photo"]:
        add_material(
            sessions[each["session"]], by=world.by, kind=SessionMaterial.Kind.PHOTO, is_public=True,
            file=ContentFile(drawn(each["draws"]), name=f"{each['draws']}.png"),
            **both(each["title"], "title"), **both(each["alt"], "alt"),
        )  # fmt: skip
