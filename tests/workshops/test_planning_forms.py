"""Forms of the programme's desk: a session written out, rooms, releases, when somebody can speak."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from conference.models import Job, Message, Role, Room
from workshops.models import Availability, Release, Session, Speaker
from workshops.services import planning
from workshops.services.planning.steps import fingerprint
from workshops.services.releases import release


def url(conference, name, **kwargs) -> str:
    return reverse(f"workshops:{name}", kwargs={"conference_slug": conference.slug, **kwargs})


# -- writing a session out -----------------------------------------------------------------------------------


def session_form(conference, **fields) -> dict[str, str]:
    data = {
        "format": "plenary", "track": "", "title_ru": "Открытие", "title_en": "Opening", "language": "ru",
        "day": conference.starts.isoformat(), "time": "10:00", "minutes": "90", "room": "",
        "speakers-TOTAL_FORMS": "1", "speakers-INITIAL_FORMS": "0", "speakers-0-role": "speaker",
    }  # fmt: skip
    return {**data, **fields}


def test_a_session_is_made_with_its_people(client_of, organiser, conference, author, hall, make_session):
    answer = client_of(organiser).post(
        url(conference, "create_session"),
        session_form(conference, **{"room": str(hall.pk), "speakers-0-person": author.email, "sign_language": "on"}),
    )

    made = Session.objects.get()
    assert answer.status_code == 302
    assert (made.title_en, made.room, made.minutes, made.sign_language) == ("Opening", hall, 90, True)
    assert [(each.person, each.name_ru, each.name_en) for each in made.speakers.all()] == [
        (author, "Сомова Ольга Викторовна", "Olga Somova")
    ]


def test_somebody_without_a_name_is_asked_for_one(client_of, organiser, conference):
    form = session_form(conference, **{"speakers-0-position_ru": "ректор"})

    page = client_of(organiser).post(url(conference, "create_session"), form)

    assert (Session.objects.count(), 'href="#speaker-1"' in page.content.decode()) == (0, True)


def test_a_row_left_empty_is_nobody(client_of, organiser, conference):
    answer = client_of(organiser).post(url(conference, "create_session"), session_form(conference))

    assert (answer.status_code, Session.objects.get().speakers.count()) == (302, 0)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title_ru": "", "title_en": ""}, "title_ru"),
        ({"minutes": "3"}, "minutes"),
        ({"time": "25:00"}, "time"),
        ({"speakers-0-person": "nobody@example.org"}, "speakers-0-person"),
        ({"join_link": "javascript:alert(1)"}, "join_link"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(fields, where, client_of, organiser, conference):
    page = client_of(organiser).post(url(conference, "create_session"), session_form(conference, **fields))

    text = page.content.decode()
    assert (page.status_code, Session.objects.count()) == (200, 0)
    assert f'href="#id_{where}"' in text
    assert "Opening" in text or where == "title_ru"


def test_a_wrong_day_is_said_together_with_the_rest(client_of, organiser, conference):
    far = (conference.starts + timedelta(days=90)).isoformat()

    page = client_of(organiser).post(
        url(conference, "create_session"), session_form(conference, day=far, minutes="3", title_ru="", title_en="")
    )

    text = page.content.decode()
    assert [f'href="#id_{name}"' in text for name in ("day", "minutes", "title_ru")] == [True, True, True]


def test_one_more_row_loses_nothing(client_of, organiser, conference):
    data = session_form(conference, **{"rows": "add", "speakers-0-name_ru": "Анна Орлова", "title_ru": "Ещё не всё"})

    page = client_of(organiser).post(url(conference, "create_session"), data)

    text = page.content.decode()
    assert (Session.objects.count(), "speakers-1-name_ru" in text) == (0, True)
    assert ("Анна Орлова" in text, "Ещё не всё" in text) == (True, True)


def test_a_form_that_a_colleague_overtook_is_kept_on_the_page(client_of, organiser, conference, make_session):
    session = make_session()
    seen = fingerprint(session)
    planning.resize(session, by=organiser, minutes=75)

    page = client_of(organiser).post(
        url(conference, "edit_session", pk=session.pk), session_form(conference, title_ru="Моё название", seen=seen)
    )

    assert (page.status_code, Session.objects.get().title_ru) == (200, "Заседание")
    assert "Моё название" in page.content.decode()


def test_a_row_of_a_foreign_session_is_not_believed(client_of, organiser, conference, make_session):
    foreign = make_session("Чужое", speakers=[Speaker(role="speaker", name_ru="Анна Орлова")])
    own = make_session("Своё", at="12:00")

    client_of(organiser).post(
        url(conference, "edit_session", pk=own.pk),
        session_form(conference, **{"speakers-0-id": str(foreign.speakers.get().pk), "speakers-0-name_ru": "Иной"}),
    )

    assert ([each.name_ru for each in foreign.speakers.all()], [each.name_ru for each in own.speakers.all()]) == (
        ["Анна Орлова"],
        ["Иной"],
    )


def test_people_are_suggested_without_addresses(client_of, organiser, conference, author):
    answer = client_of(organiser).get(url(conference, "planning_people"), {"q": "сомов"})
    latin = client_of(organiser).get(url(conference, "planning_people"), {"q": "Somo"})

    assert [each["name"] for each in latin.json()["people"]] == ["Сомова Ольга Викторовна"]
    assert "@" not in answer.content.decode() + latin.content.decode()


# -- rooms, releases, availability ---------------------------------------------------------------------------


def test_a_room_is_made_and_a_taken_code_is_refused(client_of, organiser, conference):
    client = client_of(organiser)
    data = {"title_ru": "Аудитория 214", "slug": "room-214", "seats": "60", "order": "1", "step_free": "on"}

    first = client.post(url(conference, "planning_room_new"), data)
    second = client.post(url(conference, "planning_room_new"), data)

    assert (first.status_code, second.status_code, Room.objects.count()) == (302, 200, 1)


def test_a_release_asks_to_read_the_warnings(client_of, organiser, conference, make_session):
    make_session(title_en="")
    client = client_of(organiser)

    refused = client.post(url(conference, "release_programme"), {"name_ru": "Первый"})
    done = client.post(url(conference, "release_programme"), {"name_ru": "Первый", "read": "on", "notify": "on"})

    assert (refused.status_code, done.status_code, Release.objects.get().name_ru) == (200, 302, "Первый")


def test_a_release_has_its_prints_made_and_says_where(client_of, organiser, conference, make_session):
    make_session()
    client = client_of(organiser)

    page = client.post(
        url(conference, "release_programme"), {"name_ru": "Первый", "read": "on", "notify": ""}, follow=True
    )
    draft = client.get(url(conference, "planning"))

    made = Job.objects.order_by("kind").values_list("kind", "about_id")
    assert list(made) == [(f"programme-{kind}", Release.objects.get().pk) for kind in ("abstracts", "booklet")]
    link = f'<a href="{url(conference, "prints")}">'
    assert [link in each.content.decode() for each in (page, draft)] == [True, True]


def test_the_page_of_a_release_counts_whom_it_concerns(client_of, organiser, conference, make_session, author):
    make_session(speakers=[Speaker(role="speaker", name_ru="Ольга Сомова", person=author)])

    page = client_of(organiser).get(url(conference, "release_programme"))

    assert (page.context["people"], page.context["number"], Message.objects.count()) == (1, 1, 0)


@pytest.mark.parametrize(("language", "words"), [("ru", "Зал занят"), ("en", "Hall taken")])
def test_the_public_reads_the_changes_in_both_languages(
    language, words, client, organiser, conference, make_session, hall
):
    session = make_session("Секция", room=hall)
    release(conference, by=organiser, name_ru="Первый", name_en="First", notify=False)
    planning.move_session(session, by=organiser, starts=session.starts + timedelta(minutes=30))
    notes = {"note_ru": "Зал занят", "note_en": "Hall taken"}
    release(conference, by=organiser, name_ru="Второй", name_en="Second", notify=False, **notes)
    planning.edit_session(session, by=organiser, fields={"title_ru": "Тайный черновик", "title_en": "Secret draft"})

    page = client.get(f"/{language}/{conference.slug}/programme/changes/").content.decode()

    assert (words in page, "10:30–11:30" in page) == (True, True)
    assert ("Тайный" in page, "Secret" in page) == (False, False)


def test_a_speaker_says_when_they_can_come(client_of, author, conference, make_session):
    make_session(speakers=[Speaker(role="speaker", name_ru="Ольга Сомова", person=author)])
    client = client_of(author)
    rows = {"times-TOTAL_FORMS": "2", "times-INITIAL_FORMS": "0", "times-0-day": conference.starts.isoformat()}

    wrong = client.post(
        url(conference, "my_availability"), {**rows, "times-0-starts": "12:00", "times-0-ends": "11:00"}
    )
    done = client.post(url(conference, "my_availability"), {**rows, "times-0-starts": "09:00", "times-0-ends": "11:30"})

    row = Availability.objects.get()
    local = [each.astimezone(conference.zone) for each in (row.starts, row.ends)]
    assert (wrong.status_code, done.status_code) == (200, 302)
    assert [(each.hour, each.minute) for each in local] == [(9, 0), (11, 30)]


def test_who_does_not_speak_is_not_asked(client_of, make_person, conference):
    person = make_person(Role.Kind.PARTICIPANT, conference=conference)

    assert client_of(person).get(url(conference, "my_availability")).status_code == 404
