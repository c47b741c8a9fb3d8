"""The plan for calendars, feed readers and other machines: whole or narrowed, in either language, with 304."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar
from lxml import etree

from workshops.models import Session

from .seasons import hosts, new_course, new_event, new_expert, new_season

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def season(make_conference):
    return new_season(make_conference)


@pytest.fixture
def get(season):
    def answer(name: str, query: str = "", language: str = "en", headers: dict[str, str] | None = None, **kwargs):
        with override(language):
            url = season.url(f"workshops:{name}", **kwargs) + query
        return Client().get(url, headers=headers or {})

    return answer


def titles_of(response) -> list[str]:
    return [item.findtext("title") for item in etree.fromstring(response.content).iter("item")]


def events_of(response) -> dict[str, object]:
    calendar = Calendar.from_ical(response.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


# -- RSS and Atom ------------------------------------------------------------------------------------------------


def test_rss_tells_announced_events_the_newest_announcement_first(get, season):
    now = timezone.now()
    new_event(season, 3, "Announced long ago", announced_at=now - timedelta(days=30))
    new_event(season, 9, "Announced today", announced_at=now, themes=("family",))

    response = get("season_feed", kind="rss")

    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert titles_of(response) == ["Announced today", "Announced long ago"]
    item = next(etree.fromstring(response.content).iter("item"))
    assert [each.text for each in item.findall("category")] == ["Dialogue", "Family"]
    assert item.findtext("guid").startswith("urn:uuid:")
    assert f"/en/season/sessions/{Session.objects.get(title_en='Announced today').pk}/" in item.findtext("link")


@pytest.mark.parametrize(("language", "title"), [("ru", "Семья и школа"), ("en", "Family and school")])
def test_a_feed_speaks_the_language_of_its_address(language, title, get, season):
    new_event(season, 3, title_ru="Семья и школа", title_en="Family and school")

    atom = etree.fromstring(get("season_feed", kind="atom", language=language).content)

    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert [entry.findtext(f"{ATOM}title") for entry in atom.iter(f"{ATOM}entry")] == [title]


def test_a_feed_of_a_selection(get, season):
    new_event(season, 3, "One", kind="webinar")
    new_event(season, 4, "Two")

    assert titles_of(get("season_feed", "?format=webinar&when=all&view=calendar", kind="rss")) == ["One"]


def test_what_is_moved_or_called_off_is_told_anew(get, season):
    now = timezone.now()
    new_event(season, 3, "Later", moved_from=now + timedelta(days=1), changed_at=now)
    new_event(season, 4, "Ill", is_off=True, off_note_en="The expert is ill.", changed_at=now + timedelta(seconds=1))

    response = get("season_feed", kind="rss")

    assert titles_of(response) == ["Cancelled: Ill", "Moved: Later"]
    assert "The expert is ill." in response.content.decode()


def test_hostile_titles_stay_text(get, season):
    new_event(season, 3, "<script>alert(1)</script>", summary_en="<img src=x onerror=alert(1)>")

    body = get("season_feed", kind="rss").content.decode()

    assert "<script" not in body
    assert "&lt;img" not in body.replace("&amp;lt;img", "")


@pytest.mark.parametrize(("name", "kwargs"), [("season_feed", {"kind": "rss"}), ("programme_ics", {})])
def test_whoever_has_it_already_gets_304_until_the_plan_changes(name, kwargs, get, season):
    event = new_event(season, 3)
    tag = get(name, **kwargs)["ETag"]

    assert get(name, headers={"If-None-Match": tag}, **kwargs).status_code == 304
    hosts(event, new_expert(season))
    assert get(name, headers={"If-None-Match": tag}, **kwargs).status_code == 200


def test_a_conference_has_no_feed(conference):
    assert Client().get(conference.url("workshops:season_feed", kind="rss")).status_code == 404


# -- iCalendar ---------------------------------------------------------------------------------------------------


def test_the_calendar_of_a_selection(get, season):
    new_event(season, 3, "One", themes=("family",), captions=True)
    new_event(season, 4, "Two", themes=("family",))
    new_event(season, 5, "Three", captions=True)

    assert set(events_of(get("programme_ics", "?theme=family&service=captions"))) == {"One"}
    assert set(events_of(get("programme_ics"))) == {"One", "Two", "Three"}


def test_a_calendar_reads_hosts_changes_and_what_is_called_off(get, season):
    moved = new_event(season, 3, "Moved", sequence=2, changed_at=timezone.now())
    hosts(moved, new_expert(season))
    new_event(season, 4, "Off", is_off=True, sequence=1)

    found = events_of(get("programme_ics"))

    assert (found["Moved"]["sequence"], str(found["Moved"]["status"])) == (2, "CONFIRMED")
    assert "Vera Topoleva" in str(found["Moved"]["description"])
    assert "Dialogue" in str(found["Moved"]["description"])
    assert (found["Cancelled: Off"]["sequence"], str(found["Cancelled: Off"]["status"])) == (1, "CANCELLED")


def test_one_event_for_the_calendar(get, season):
    event = new_event(season, 3, "Only this")
    new_event(season, 4, "Not this")

    assert set(events_of(get("session_ics", pk=event.pk))) == {"Only this"}


# -- JSON --------------------------------------------------------------------------------------------------------


def test_the_json_feed_names_format_course_themes_and_hosts(get, season):
    event = new_event(season, 3, themes=("family",), audience=["parents"], course=new_course(season))
    hosts(event, new_expert(season))

    (told,) = get("programme_json").json()["sessions"]

    assert told["kind"] == {"key": "qa", "title": {"ru": "Диалог", "en": "Dialogue"}}
    assert told["course"]["key"] == "school"
    assert [theme["key"] for theme in told["themes"]] == ["family"]
    assert told["audience"] == ["parents"]
    assert told["hosts"][0]["name"] == {"ru": "Вера Тополева", "en": "Vera Topoleva"}


def test_a_season_has_a_plan_where_a_conference_has_a_programme(get, season):
    new_event(season, 3)

    calendar = Calendar.from_ical(get("programme_ics").content)
    page = get("subscribe").content.decode()
    elsewhere = get("programme", "?zone=UTC").content.decode()

    assert str(calendar["X-WR-CALNAME"]).endswith(": plan of events")
    assert "The plan in your calendar" in page
    assert "session" not in page.partition("<main")[2].partition("</main")[0]
    assert "compared with the season." in elsewhere


def test_feeds_cost_the_same_with_two_and_with_thirty(get, season, django_assert_num_queries):
    expert = new_expert(season)
    for day in (1, 2):
        hosts(new_event(season, day, themes=("lesson",)), expert)
    get("season_feed", kind="rss")
    with django_assert_num_queries(FEED_QUERIES):
        get("season_feed", kind="rss")

    for day in range(3, 33):
        hosts(new_event(season, day, themes=("family",)), expert)

    with django_assert_num_queries(FEED_QUERIES):
        get("season_feed", kind="rss")


FEED_QUERIES = 13
