"""From accepted papers to a programme that is public, moved, and told anew to those alone who moved."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from conference.models import Conference, Message, Person, Role, Room
from workshops import services
from workshops.models import Author, Release, ReleasedSession, Session, Submission, Talk, Track


@pytest.fixture
def papers(conference: Conference, organiser: Person, make_person: Any) -> list[Submission]:
    """Two accepted papers of track 1, each with an author of its own."""
    track = Track.objects.create(conference=conference, number=1, title_ru="Секция первая", title_en="Track one")
    found = []
    for number, (family, latin) in enumerate((("Сомова", "Somova"), ("Рубцов", "Rubtsov"))):
        author = make_person(
            Role.Kind.PARTICIPANT,
            conference=conference,
            full_name=f"{family} Саша",
            email=f"{latin.lower()}@example.org",
        )
        paper = Submission(
            conference=conference, submitter=author, track=track, title_ru=f"Доклад {number + 1}",
            title_en=f"Paper {number + 1}", abstract_ru="О работе.", keywords_ru="класс",
        )  # fmt: skip
        rows = [Author(family_ru=family, given_ru="Саша", email=author.email, is_corresponding=True)]
        services.save_draft(paper, by=author, authors=rows)
        services.submit(paper, by=author)
        found.append(services.accept(paper, by=organiser))
    return found


def test_a_programme_is_built_released_moved_and_told(
    client_of: Any, client: Client, conference: Conference, organiser: Person, papers: list[Submission]
) -> None:
    desk = f"/ru/{conference.slug}/desk/programme/"
    staff = client_of(organiser)
    staff.post(f"{desk}rooms/new/", {"title_ru": "Аудитория 214", "slug": "room-214", "seats": "60", "order": "1"})
    room = Room.objects.get()
    for title, at in (("Утреннее заседание", "10:00"), ("Дневное заседание", "14:00")):
        staff.post(f"{desk}new/", session_form(conference, title, at, room))
    morning, afternoon = Session.objects.order_by("starts")
    for paper, session in zip(papers, (morning, afternoon), strict=True):
        staff.post(f"{desk}place/", {"submission": paper.pk, "session": session.pk})
    assert [talk.submission_id for talk in Talk.objects.order_by("session__starts")] == [paper.pk for paper in papers]
    assert "Доклад 1" not in public(client, conference)

    staff.post(f"{desk}release/", {"name_ru": "Первое объявление", "name_en": "First", "notify": "on", "read": "on"})

    first = Release.objects.get()
    assert [change["kind"] for change in first.changes] == ["added", "added"]
    assert written() == {("somova@example.org", "programme-announced"), ("rubtsov@example.org", "programme-announced")}
    Message.objects.all().delete()

    staff.post(f"{desk}sessions/{afternoon.pk}/move/", {"shift": "30"})
    staff.post(f"{desk}sessions/{morning.pk}/move/", {"shift": "15"})
    staff.post(f"{desk}undo/")

    frozen = ReleasedSession.objects.get(release=first, session=afternoon)
    assert (frozen.starts, written()) == (afternoon.starts, set())

    staff.post(f"{desk}release/", {"name_ru": "Второе объявление", "notify": "on", "read": "on"})

    second = Release.objects.current(conference)
    assert second is not None
    assert [(change["kind"], change["session"]) for change in second.changes] == [("moved_time", afternoon.pk)]
    assert written() == {("rubtsov@example.org", "programme-changed")}
    letter = Message.objects.get(key="programme-changed")
    assert ("14:00–15:00" in letter.body, "14:30–15:30" in letter.body) == (True, True)
    assert b"SEQUENCE:2" in attached(letter)
    changes = client.get(f"/en/{conference.slug}/programme/changes/").content.decode()
    assert ("14:30–15:30" in changes, "rubtsov@" in changes) == (True, False)


def session_form(conference: Conference, title: str, at: str, room: Room) -> dict[str, Any]:
    return {
        "format": "workshop_session", "track": Track.objects.get().pk, "title_ru": title, "title_en": f"{title} EN",
        "language": "ru", "day": conference.starts.isoformat(), "time": at, "minutes": "60", "room": room.pk,
        "speakers-TOTAL_FORMS": "0", "speakers-INITIAL_FORMS": "0",
    }  # fmt: skip


def public(client: Client, conference: Conference) -> str:
    return client.get(f"/ru/{conference.slug}/programme/").content.decode()


def written() -> set[tuple[str, str]]:
    return set(Message.objects.filter(key__startswith="programme-").values_list("to", "key"))


def attached(letter: Message) -> bytes:
    with letter.attachment.open("rb") as file:
        return file.read()


def test_a_session_that_was_released_and_is_off_is_told_to_its_speakers(
    client_of: Any, conference: Conference, organiser: Person, papers: list[Submission]
) -> None:
    desk, staff = f"/ru/{conference.slug}/desk/programme/", client_of(organiser)
    starts = datetime.combine(conference.starts, time(10), tzinfo=conference.zone)
    session = Session.objects.create(
        conference=conference, format="workshop_session", title_ru="Заседание", title_en="Sitting", starts=starts,
        ends=starts + timedelta(hours=1),
    )  # fmt: skip
    staff.post(f"{desk}place/", {"submission": papers[0].pk, "session": session.pk})
    staff.post(f"{desk}new/", {**session_form(conference, "Другое", "12:00", Room(pk="")), "room": ""})
    staff.post(f"{desk}release/", {"name_ru": "Первое", "read": "on"})

    staff.post(f"{desk}sessions/{session.pk}/out/")
    staff.post(f"{desk}release/", {"name_ru": "Второе", "notify": "on", "read": "on"})

    assert written() == {("somova@example.org", "programme-changed")}
    assert b"STATUS:CANCELLED" in attached(Message.objects.get(key="programme-changed"))
