"""Running now, a listener's own page, details, being forgotten, the desk, the numbers of a season."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook

from conference.models import Message, Person, Role
from conference.services.erasure import is_erased
from registration.contributes.joining import erase, personal_data, reach
from registration.models import Attendance, SignUp
from registration.services import joining as services
from registration.services.joining.counting import events_with_turnout, guests_of, reach_of
from registration.services.joining.own import own_events_of
from registration.services.joining.running import running_of
from tests.registration.listeners import a_season, an_event, as_listener, met
from workshops.models import EventFormat, Listener, Question


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


@pytest.fixture
def desk(season, make_person, client_of):
    return client_of(make_person(Role.Kind.ORGANISER, conference=season))


# -- running now ----------------------------------------------------------------------------------------------


def test_what_runs_what_is_soon_and_what_is_next(season):
    an_event(season, minutes=-90, title_ru="Было")
    an_event(season, minutes=-10, title_ru="Идёт")
    an_event(season, minutes=40, title_ru="Скоро")
    for number in range(5):
        an_event(season, minutes=600 + number, title_ru=f"Потом {number}")
    an_event(season, minutes=-10, title_ru="Отменено", is_off=True)

    running = running_of(season)

    told = [[each.session.title for each in part] for part in (running.going_on, running.soon, running.later)]
    assert told == [["Идёт"], ["Скоро"], ["Потом 0", "Потом 1", "Потом 2"]]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_leads_a_stranger_to_the_two_fields(season, language):
    event = an_event(season)

    page = Client().get(f"/{language}/season/now/").content.decode()

    assert f'href="/{language}/season/sessions/{event.pk}/join/"' in page


def test_the_page_lets_a_known_listener_in_by_one_click(season):
    event = an_event(season)

    page = as_listener(met(season)).get("/ru/season/now/").content.decode()

    assert f'action="/ru/season/sessions/{event.pk}/join/"' in page


def test_times_are_those_of_the_season(make_conference):
    season = a_season(make_conference, "vladivostok", time_zone="Asia/Vladivostok")
    event = an_event(season)

    page = Client().get("/ru/vladivostok/now/").content.decode()

    assert f"{timezone.localtime(event.starts, season.zone):%H:%M}–" in page


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_for_one_event_and_for_many(season, number, django_assert_num_queries):
    for at in range(number):
        an_event(season, minutes=-10 - at)

    with django_assert_num_queries(3):
        Client().get("/ru/season/now/")


@pytest.mark.parametrize(("minutes", "heading"), [(-5, "Running now"), (40, "Within the hour")])
def test_the_front_page_of_the_season_says_what_is_on_and_what_only_begins_soon(season, minutes, heading):
    an_event(season, minutes=minutes)

    page = Client().get("/en/season/").content.decode()

    assert f'<h2 id="now-h">{heading}</h2>' in page


# -- one's own page ---------------------------------------------------------------------------------------------


def test_somebody_unknown_is_told_what_to_do(season):
    page = Client().get("/en/season/mine/").content.decode()

    assert "does not know you yet" in page
    assert "/en/season/l/" in page


def test_ones_own_events(season):
    listener = met(season)
    past, coming, other = (an_event(season, minutes=minutes) for minutes in (-3000, 3000, 4000))
    SignUp.objects.create(session=coming, listener=listener)
    Attendance.objects.create(session=past, listener=listener, is_sure=True)
    SignUp.objects.create(session=other, listener=met(season, "other@example.org"))

    own = own_events_of(listener)

    assert [each.session for each in own.coming] == [coming]
    assert [(each.event.session, each.was_there, each.is_sure) for each in own.past] == [(past, True, True)]


def test_a_browser_that_says_to_be_the_owner_sees_nothing_of_theirs(season):
    owner = met(season)
    SignUp.objects.create(session=an_event(season, minutes=3000, title_ru="Тайное занятие"), listener=owner)
    guest = met(season, sure=False)

    page = as_listener(guest).get("/ru/season/mine/").content.decode()

    assert (guest.claims, "Тайное занятие" in page) == (owner.person, False)


def test_ones_own_questions_stand_on_the_page_with_their_state(season):
    listener = met(season)
    Question.objects.create(conference=season, asker=listener, text="Как быть?", language="ru", state="pending")

    page = as_listener(listener).get("/en/season/mine/").content.decode()

    assert ("My questions" in page, "Как быть?" in page, "with the moderator" in page) == (True, True, True)


def test_ones_own_page_is_kept_by_no_cache(season):
    response = as_listener(met(season)).get("/ru/season/mine/")

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("number", [1, 7])
def test_ones_own_page_costs_the_same_for_one_event_and_for_many(season, number, django_assert_num_queries):
    listener = met(season)
    for at in range(number):
        SignUp.objects.create(session=an_event(season, minutes=3000 + at), listener=listener)
        Attendance.objects.create(session=an_event(season, minutes=-3000 - at), listener=listener)

    with django_assert_num_queries(5):
        own_events_of(listener)


def test_details_are_told(season):
    listener = met(season)
    told = {
        "name": "Вера Дубова-Лесная", "audience": "teachers", "school": "Школа на Яузе", "region": "RU-MOW",
        "country": "", "language": "en", "wants_reminders": "",
    }  # fmt: skip

    as_listener(listener).post("/ru/season/mine/details/", told)

    listener.refresh_from_db()
    assert (listener.name, listener.audience, str(listener.organisation)) == (
        "Вера Дубова-Лесная", "teachers", "Школа на Яузе",
    )  # fmt: skip
    assert (listener.region, listener.country.code, listener.language, listener.wants_reminders) == (
        "RU-MOW", "RU", "en", False,
    )  # fmt: skip
    assert listener.person.full_name == "Вера Дубова-Лесная"


def test_a_region_of_another_country_is_refused(season):
    listener = met(season)

    response = as_listener(listener).post(
        "/en/season/mine/details/", {"name": "V", "region": "RU-MOW", "country": "KZ", "language": "ru"}
    )

    listener.refresh_from_db()
    assert ("Regions are of Russia" in response.content.decode(), listener.region) == (True, "")


def test_being_forgotten_leaves_a_question_without_a_name(season):
    listener = met(season)
    event = an_event(season, minutes=3000)
    services.sign_up(event, listener)
    Attendance.objects.create(session=event, listener=listener)
    question = Question.objects.create(
        conference=season, asker=listener, text="Как быть?", language="ru", state="answered"
    )
    person = listener.person

    response = as_listener(listener).post("/ru/season/mine/forget/")

    question.refresh_from_db()
    person.refresh_from_db()
    assert (response.status_code, question.asker, Listener.objects.count()) == (302, None, 0)
    assert (SignUp.objects.count(), Attendance.objects.count(), is_erased(person)) == (0, 0, True)
    assert not Message.objects.filter(key__startswith="event-").exists()


def test_an_account_with_something_else_stays(season, make_person, conference):
    person = make_person(Role.Kind.PARTICIPANT, conference=conference, email="vera@example.org")

    as_listener(met(season)).post("/ru/season/mine/forget/")

    assert Person.objects.get(pk=person.pk).email == "vera@example.org"
    assert Listener.objects.count() == 0


def test_looking_at_the_question_forgets_nobody(season):
    as_listener(met(season)).get("/ru/season/mine/forget/")

    assert Listener.objects.count() == 1


def test_the_copy_of_ones_data_and_erasing_it(season):
    listener, event = met(season), an_event(season, minutes=3000)
    services.sign_up(event, listener, writes=False)
    guest = met(season, sure=False)

    copy = personal_data(listener.person)
    erased = erase(listener.person, by=None)

    assert [row["event"] for row in copy["events_signed_up"]] == ["Ассистент в классе"]
    assert (erased, Listener.objects.filter(pk__in=[listener.pk, guest.pk]).count()) == (["listening"], 0)


# -- the desk ---------------------------------------------------------------------------------------------------


def test_turnout_counts_people_and_not_browsers(season):
    event, owner = an_event(season), met(season)
    guest = met(season, sure=False)
    for listener in (owner, guest, met(season, "", sure=False, name="")):
        Attendance.objects.create(session=event, listener=listener, is_sure=listener.is_sure)
    SignUp.objects.create(session=event, listener=owner)

    row = events_with_turnout(season).get()

    assert (row.signed_up, row.came, row.came_for_sure) == (1, 2, 1)


def test_the_desk_begins_with_what_is_near(season, desk):
    far, near, past, older = (an_event(season, minutes=minutes) for minutes in (9000, -5, -900, -9000))

    page = desk.get("/en/season/desk/listeners/").content.decode()

    links = [f'href="/en/season/desk/listeners/{event.pk}/"' for event in (near, far, past, older)]
    assert sorted(links, key=page.index) == links
    assert page.count('data-label="Signed up"') == 4


def test_events_that_are_booked_one_by_one_are_not_counted_here(season):
    event = an_event(season)
    booked = an_event(season, kind=EventFormat.objects.create(conference=season, key="hour", is_booked=True))

    found = list(events_with_turnout(season))

    assert (found, booked.kind.is_booked) == ([event], True)


@pytest.mark.parametrize("number", [1, 5])
def test_the_desk_costs_the_same_for_one_event_and_for_many(season, number, django_assert_num_queries):
    for _each in range(number):
        an_event(season)

    with django_assert_num_queries(1):
        list(events_with_turnout(season))


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_of_an_event_costs_the_same_for_one_and_for_many(season, number, django_assert_num_queries):
    event = an_event(season)
    for at in range(number):
        Attendance.objects.create(session=event, listener=met(season, f"l{at}@example.org"))

    with django_assert_num_queries(3):
        guests_of(event)


def test_the_table_of_an_event_is_no_formula(season, desk):
    event = an_event(season)
    Attendance.objects.create(session=event, listener=met(season, name="=SUM(A1)", region="RU-TA"), is_sure=True)

    response = desk.get(f"/ru/season/desk/listeners/{event.pk}/list.xlsx")

    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert (rows[1][0], rows[1][1], rows[1][4]) == ("'=SUM(A1)", "vera@example.org", "Республика Татарстан")


@pytest.mark.parametrize(("kind", "status"), [("csv", 200), ("xlsx", 200), ("pdf", 404)])
def test_the_table_of_all_events(season, desk, kind, status):
    an_event(season)

    assert desk.get(f"/en/season/desk/listeners/events.{kind}").status_code == status


def test_the_administration_offers_the_countries_that_listeners_are_from(season, client_of, make_person):
    met(season, country="RU")
    met(season, "ion@example.org", country="MD")
    organiser = client_of(make_person(Role.Kind.ORGANISER, is_staff=True))

    page = organiser.get("/admin/workshops/listener/?country=MD").content.decode()

    assert set(re.findall(r'href="\?country=(\w\w)"', page)) == {"MD", "RU"}


# -- the numbers of the season ----------------------------------------------------------------------------------


def test_reach_counts_distinct_ones(season, django_assert_num_queries):
    first, second = an_event(season, minutes=-3000), an_event(season, minutes=-2000)
    vera = met(season, region="RU-TA", country="RU")
    ann = met(season, "ann@example.org", region="RU-TA", country="RU")
    ion = met(season, "ion@example.org", country="MD")
    met(season, "", sure=False, name="")
    for session, listener in ((first, vera), (second, vera), (first, ann)):
        Attendance.objects.create(session=session, listener=listener)
    met(season, sure=False)

    with django_assert_num_queries(4):
        told = reach_of(season)

    assert (told.listeners, told.active, told.joins, told.regions, told.countries, told.hours) == (3, 2, 3, 1, 2, 3.0)
    assert (told.by_region, told.by_country) == ((("RU-TA", 2),), (("RU", 2), ("MD", 1)))
    assert ion.pk


@pytest.mark.parametrize(("language", "name"), [("ru", "Республика Татарстан"), ("en", "Republic of Tatarstan")])
def test_the_chapter_speaks_the_language_of_the_page(season, language, name):
    for number in range(5):  # smaller groups are never shown apart
        met(season, f"l{number}@example.org", region="RU-TA", country="RU")

    with translation.override(language):
        [chapter] = reach(season)

    assert chapter.tables[0][2] == ((name, "5"),)


def test_a_season_without_listeners_has_no_chapter(season):
    assert reach(season) == []


def test_the_home_page_shows_what_runs(season):
    event = an_event(season)

    page = Client().get("/ru/season/").content.decode()

    assert f"/ru/season/sessions/{event.pk}/join/" in page


def test_doors_open_is_told_on_the_page_of_the_event(season):
    soon, later = an_event(season, minutes=10), an_event(season, minutes=3000)

    pages = [Client().get(f"/ru/season/sessions/{each.pk}/").content.decode() for each in (soon, later)]

    assert [f"sessions/{each.pk}/join/" in page for each, page in zip((soon, later), pages, strict=True)] == [
        True,
        False,
    ]
    assert f"sessions/{later.pk}/sign-up/" in pages[1]
