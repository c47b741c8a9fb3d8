"""The programme for machines: calendars that subscribe, and JSON."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from conference.models import Conference
from workshops.models import CalendarFeed, Session, Talk
from workshops.services import programme_mine

from .programmes import crowd, released, room, session_at, speaker


def get(conference: Conference, name: str, *, language: str = "en", headers=None, query: str = "", **kwargs):
    with override(language):
        url = conference.url(f"workshops:{name}", **kwargs)
    return Client().get(url + query, headers=headers or {})


def events(response) -> dict[str, dict]:
    """The events of a calendar by their titles."""
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


# -- calendars -----------------------------------------------------------------------------------------------


def test_the_whole_programme_as_a_calendar_in_either_language(conference):
    hall = room(conference, title_en="Blue Hall")
    session = session_at(conference, 10, title_ru="Открытие", title_en="Opening", room=hall, captions=True)
    speaker(session, "Гаянэ Саргсян", "Gayane Sargsyan")
    session_at(conference, 11, format="break", title_en="Coffee")
    released(conference)

    english, russian = get(conference, "programme_ics"), get(conference, "programme_ics", language="ru")

    assert english["Content-Type"] == "text/calendar; charset=utf-8"
    assert (list(events(english)), list(events(russian))) == (["Opening"], ["Открытие"])
    opening = events(english)["Opening"]
    assert (str(opening["UID"]), opening["SEQUENCE"], str(opening["LOCATION"])) == (str(session.key), 1, "Blue Hall")
    assert opening["DTSTART"].params["TZID"] == "Europe/Moscow"
    assert opening["DTSTART"].dt == session.starts
    assert "Gayane Sargsyan" in opening["DESCRIPTION"]
    assert f"/en/inclusion/sessions/{session.pk}/" in opening["URL"]


def test_a_moved_session_keeps_its_uid_and_gets_a_higher_sequence(conference):
    session = session_at(conference, 10, title_en="Opening")
    released(conference)
    was = events(get(conference, "session_ics", pk=session.pk))["Opening"]
    Session.objects.filter(pk=session.pk).update(
        starts=session.starts + timedelta(hours=1), ends=session.ends + timedelta(hours=1)
    )
    assert events(get(conference, "session_ics", pk=session.pk))["Opening"]["DTSTART"].dt == session.starts  # a draft

    released(conference)
    now = events(get(conference, "session_ics", pk=session.pk))["Opening"]

    assert (str(now["UID"]), now["SEQUENCE"]) == (str(was["UID"]), 2)
    assert now["DTSTART"].dt - was["DTSTART"].dt == timedelta(hours=1)


def test_what_is_taken_out_becomes_cancelled_and_stays_so(conference):
    session = session_at(conference, 10, title_en="Opening")
    session_at(conference, 12, title_en="Other")
    released(conference)
    Session.objects.filter(pk=session.pk).update(is_off=True)
    released(conference)
    released(conference)

    gone = events(get(conference, "programme_ics"))["Cancelled: Opening"]

    assert (gone["STATUS"], str(gone["UID"]), gone["SEQUENCE"]) == ("CANCELLED", str(session.key), 2)
    assert list(events(get(conference, "session_ics", pk=session.pk))) == ["Cancelled: Opening"]


@pytest.mark.parametrize("name", ["programme_ics", "programme_json"])
def test_before_a_release_there_is_no_feed(name, conference):
    session_at(conference, 10)

    assert get(conference, name).status_code == 404


def test_a_draft_session_has_no_calendar(conference):
    session_at(conference, 10)
    released(conference)
    draft = session_at(conference, 12)

    assert get(conference, "session_ics", pk=draft.pk).status_code == 404


@pytest.mark.parametrize("name", ["programme_ics", "programme_json"])
def test_who_has_it_already_is_answered_with_304(name, conference):
    session_at(conference, 10)
    release = released(conference)
    first = get(conference, name)

    by_tag = get(conference, name, headers={"If-None-Match": first["ETag"]})
    by_date = get(conference, name, headers={"If-Modified-Since": first["Last-Modified"]})
    released(conference)
    afterwards = get(conference, name, headers={"If-None-Match": first["ETag"]})

    assert (by_tag.status_code, by_tag.content, by_date.status_code, afterwards.status_code) == (304, b"", 304, 200)
    assert by_tag["ETag"] == first["ETag"]
    assert release.number == 1


def test_a_chosen_calendar_holds_the_named_sessions(conference):
    first, second = session_at(conference, 10, title_en="A"), session_at(conference, 12, title_en="B")
    session_at(conference, 14, title_en="C")
    released(conference)

    response = get(conference, "chosen_ics", query=f"?s={first.pk}.{second.pk}.x.99999")

    assert list(events(response)) == ["A", "B"]
    assert get(conference, "chosen_ics", query="?s=x").status_code == 404


def test_the_personal_feed_follows_the_stars(conference, person):
    first, second = session_at(conference, 10, title_en="A"), session_at(conference, 12, title_en="B")
    released(conference)
    programme_mine.star(first, by=person)
    feed = programme_mine.feed_for(conference, by=person)

    before = get(conference, "mine_ics", token=feed.token)
    programme_mine.star(second, by=person)
    after = get(conference, "mine_ics", token=feed.token, headers={"If-None-Match": before["ETag"]})

    assert (list(events(before)), list(events(after))) == (["A"], ["A", "B"])
    assert (before["Cache-Control"], before["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    assert "Last-Modified" not in before


def test_a_renewed_feed_leaves_the_old_address_dead(conference, person, client_of):
    session_at(conference, 10)
    released(conference)
    old = programme_mine.feed_for(conference, by=person)
    client = client_of(person)

    client.post(conference.url("workshops:feed_renew"))

    new = CalendarFeed.objects.get(person=person)
    assert get(conference, "mine_ics", token=old.token).status_code == 404
    assert get(conference, "mine_ics", token=new.token).status_code == 200
    assert len(new.token) == 32
    client.post(conference.url("workshops:feed_stop"))
    assert get(conference, "mine_ics", token=new.token).status_code == 404


def test_a_feed_opens_in_its_own_conference_only(conference, other_conference, person):
    for each in (conference, other_conference):
        session_at(each, 10)
        released(each)
    feed = programme_mine.feed_for(conference, by=person)

    assert get(other_conference, "mine_ics", token=feed.token).status_code == 404


def test_the_address_is_shown_to_its_owner_alone(conference, person, make_person, client_of):
    session_at(conference, 10)
    released(conference)
    feed = programme_mine.feed_for(conference, by=person)
    url = conference.url("workshops:subscribe")

    assert feed.token in client_of(person).get(url).content.decode()
    assert f"webcal://127.0.0.1:8000{conference.url('workshops:mine_ics', token=feed.token)}" in (
        client_of(person).get(url).content.decode()
    )
    assert feed.token not in client_of(make_person()).get(url).content.decode()
    assert feed.token not in Client().get(url).content.decode()


def test_a_season_has_a_calendar_of_its_sessions_as_they_are(make_conference):
    season = make_conference("season", kind=Conference.Kind.SEASON)
    session = session_at(season, 10, title_en="Consultation")
    first = get(season, "programme_ics")

    Session.objects.filter(pk=session.pk).update(title_en="Moved consultation")
    second = get(season, "programme_ics", headers={"If-None-Match": first["ETag"]})

    assert (list(events(first)), list(events(second))) == (["Consultation"], ["Moved consultation"])


def test_the_calendar_costs_the_same_with_few_and_with_many(conference, tracks, django_assert_num_queries):
    crowd(conference, 5)
    get(conference, "programme_ics")
    released(conference)

    with django_assert_num_queries(4):  # conference, release, its sessions, cancelled ones
        get(conference, "programme_ics")
    crowd(conference, 60)
    with django_assert_num_queries(4):
        get(conference, "programme_ics")


# -- JSON ----------------------------------------------------------------------------------------------------


def test_the_json_feed_is_versioned_bilingual_and_open(conference, tracks, make_submission, person):
    hall = room(conference, title_en="Blue Hall", note_en="Left of the lift")
    session = session_at(conference, 10, title_ru="Открытие", title_en="Opening", room=hall, track=tracks[1], seats=30)
    speaker(session, "Гаянэ Саргсян", "Gayane Sargsyan", person=person, country="AM")
    Talk.objects.create(session=session, submission=make_submission("accepted"), minutes=20)
    released(conference, name_en="First")

    response = get(conference, "programme_json")

    told = response.json()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (told["version"], told["release"]["number"], told["conference"]["time_zone"]) == (1, 1, "Europe/Moscow")
    [found] = told["sessions"]
    assert found["title"] == {"ru": "Открытие", "en": "Opening"}
    assert found["starts"] == session.starts.astimezone(conference.zone).isoformat(timespec="seconds")
    assert datetime.fromisoformat(found["starts"]) == session.starts
    assert (found["track"], found["seats"], found["services"]) == (2, 30, ["hearing_loop", "step_free"])
    assert found["room"] == {
        "title": {"ru": "Голубой зал", "en": "Blue Hall"}, "how_to_get_there": {"ru": "", "en": "Left of the lift"}
    }  # fmt: skip
    assert found["speakers"][0]["name"]["en"] == "Gayane Sargsyan"
    assert "person" not in found["speakers"][0]
    assert [talk["minutes"] for talk in found["talks"]] == [20]
    assert found["url"]["ru"].endswith(f"/ru/inclusion/sessions/{session.pk}/")
    assert person.email not in response.content.decode()


def test_the_feed_is_the_same_in_both_languages(conference):
    session_at(conference, 10)
    released(conference)

    assert get(conference, "programme_json").content == get(conference, "programme_json", language="ru").content


def test_moments_are_told_to_the_second(conference):
    session_at(conference, 10)
    release = released(conference, released_at=timezone.now().replace(microsecond=123456))

    assert "." not in get(conference, "programme_json").json()["release"]["released_at"]
    assert release.released_at.microsecond == 123456
