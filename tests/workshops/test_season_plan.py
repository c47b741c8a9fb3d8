"""The plan of a season: list and calendar, narrowed by the address, at a constant price."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from workshops.models import Session
from workshops.services.season import Wanted, found_in, plan_of

from .programmes import text_of
from .seasons import hosts, new_course, new_event, new_expert, new_season, running_event

pytestmark = pytest.mark.usefixtures("in_english")

PLAN_QUERIES = 9


@pytest.fixture
def season(make_conference):
    return new_season(make_conference)


@pytest.fixture
def page(season):
    def get(query: str = "", language: str = "en"):
        with override(language):
            return Client().get(season.url("workshops:programme") + query)

    return get


@pytest.fixture
def varied(season):
    new_event(season, -20, "Long ago", themes=("lesson",), captions=True, audience=["teachers"])
    new_event(season, 3, "For parents", kind="webinar", themes=("family",), audience=["parents"], language="en")
    new_event(season, 9, "With signs", themes=("lesson", "family"), sign_language=True, interpretation=True)
    off = new_event(season, 5, "Called off")
    Session.objects.filter(pk=off.pk).update(is_off=True)


def titles(response) -> list[str]:
    found = re.findall(r'<h3 id="t\d+"><a [^>]*>([^<]+)', response.content.decode())
    return [title.replace("\u00a0", " ") for title in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["For parents", "With signs"]),
        ("?when=all", ["Long ago", "For parents", "With signs"]),
        ("?format=webinar", ["For parents"]),
        ("?theme=family&language=ru", ["With signs"]),
        ("?language=en", ["For parents", "With signs"]),
        ("?audience=parents", ["For parents"]),
        ("?service=sign_language", ["With signs"]),
        ("?service=captions", []),
        ("?service=captions&when=all", ["Long ago"]),
        ("?q=parents", ["For parents"]),
        ("?q=%D1%81%D0%B5%D0%BC%D1%8C%D1%8F", ["For parents", "With signs"]),  # «семья» is its theme
        ("?when=materials", []),
        ("?format=nothing&theme=none&month=2026-99&view=x&audience=y", ["For parents", "With signs"]),
    ],
)
def test_the_address_narrows_the_list(query, expected, page, varied):
    assert titles(page(query)) == expected


def test_a_month_is_shown_whole_with_what_is_past(page, season):
    held = new_event(season, -1, "Yesterday")
    month = f"{timezone.localtime(held.starts, season.zone):%Y-%m}"

    assert titles(page(f"?month={month}")) == ["Yesterday"]


def test_the_number_found_is_said_and_filters_can_be_reset(page, varied):
    response = page("?format=webinar")

    assert "1 event of 3" in text_of(response)
    assert '<a href="?">Reset filters</a>' in response.content.decode()
    assert "Reset filters" not in text_of(page())


def test_filters_that_leave_nothing_say_so(page, varied):
    assert "No event answers these filters." in text_of(page("?service=captions"))


def test_what_runs_now_is_marked(page, season):
    running_event(season)

    response = page()

    assert response.content.decode().count('<span class="tag live-tag">Running now</span>') == 1
    assert "took place" not in text_of(response)


def test_meetings_of_a_course_are_numbered_by_date(page, season):
    course = new_course(season)
    for day in (9, 2, 5):
        new_event(season, day, f"Meeting on day {day}", course=course)

    text = text_of(page())

    assert [f"meeting {n} of 3" in text for n in (1, 2, 3)] == [True] * 3
    assert text.index("Meeting on day 2") < text.index("meeting 2 of 3") < text.index("Meeting on day 9")


def test_seats_services_and_people_are_told(page, season):
    event = new_event(season, 4, "Few seats", seats=10, captions=True)
    Session.objects.filter(pk=event.pk).update(seats_taken=7)
    hosts(event, new_expert(season))

    text = text_of(page())

    for words in ("3 of 10 left", "Captions", "Vera Topoleva", "Dialogue"):
        assert words in text


def test_a_season_that_is_over_shows_all_of_it(page, season):
    new_event(season, -5, "Only this")

    assert titles(page()) == ["Only this"]


# -- calendar --------------------------------------------------------------------------------------------------


def test_the_calendar_is_a_table_with_names(page, season):
    event = new_event(season, 0.01, "Today it is")
    day = timezone.localtime(event.starts, season.zone)

    html = page(f"?view=calendar&month={day:%Y-%m}").content.decode()

    table = html[html.index("<table") : html.index("</table>")]
    assert table.count('<th scope="col"') == 7
    assert 'aria-labelledby="cal-h"' in table
    assert '<span class="sr">Monday</span>' in table
    assert f'<time datetime="{day:%Y-%m-%d}">' in table
    assert "Today it is" in table


def test_the_calendar_leads_to_the_months_beside_it_and_keeps_the_filters(page, season):
    new_event(season, -40, "Before")
    new_event(season, 40, "After")

    html = page("?view=calendar&format=qa").content.decode()

    this = timezone.localtime(timezone.now(), season.zone).date().replace(day=1)
    before, after = (this - timedelta(days=1)).replace(day=1), (this + timedelta(days=32)).replace(day=1)
    for month in (before, after):
        assert f"?view=calendar&amp;month={month:%Y-%m}&amp;format=qa" in html


def test_a_month_without_events_says_so(page, season):
    new_event(season, 1)

    assert "No events in this month." in text_of(page("?view=calendar&month=2031-02"))


# -- languages, price -------------------------------------------------------------------------------------------


def test_a_text_that_is_missing_is_shown_in_the_other_language_and_marked(page, season):
    new_event(season, 2, title_ru="Только по-русски", title_en="")

    html = page().content.decode()

    assert '<span lang="ru">Только по-русски</span>' in html


def test_in_russian(page, season):
    new_event(season, 2, themes=("family",), title_ru="Школа и семья")

    text = text_of(page(language="ru"))

    assert "Школа и семья" in text
    assert "Диалог" in text


def test_the_plan_costs_the_same_with_two_and_with_forty(page, season, django_assert_num_queries):
    expert = new_expert(season)
    for day in (1, 2):
        hosts(new_event(season, day, themes=("lesson", "family")), expert)
    page()
    with django_assert_num_queries(PLAN_QUERIES):
        page()

    for day in range(3, 43):
        hosts(new_event(season, day, themes=("lesson",)), expert)

    with django_assert_num_queries(PLAN_QUERIES):
        page()


def test_wanted_writes_what_it_was_read_from():
    wanted = Wanted(format="qa", service=("captions", "sign_language"), when="all")

    assert wanted.query() == "?format=qa&service=captions&service=sign_language&when=all"
    assert wanted.for_feeds() == "?format=qa&service=captions&service=sign_language"
    assert Wanted(when="all", view="calendar").for_feeds() == ""


def test_events_of_another_season_are_not_in_the_plan(season, make_conference):
    new_event(new_season(make_conference, "elsewhere"), 2)

    assert found_in(plan_of(season), Wanted(when="all"), season.zone) == []


def test_what_was_called_off_is_counted_apart(page, varied, season):
    assert "3 events of 3; 1 more was called off" in text_of(page("?when=all"))

    Session.objects.of(season).filter(is_off=True).delete()
    assert "called off" not in text_of(page("?when=all"))


def test_a_format_that_the_title_begins_with_is_told_once(page, season):
    course = new_course(season)
    new_event(season, 3, "Webinar: a lesson for all", kind="webinar", title_en="Webinar: a lesson for all")
    new_event(season, 4, "Reading together", kind="webinar")
    new_event(season, 5, "The School. First meeting", course=course)

    for query in ("", "?view=calendar&month=" + f"{timezone.localdate() + timedelta(days=3):%Y-%m}"):
        assert text_of(page(query)).count("Webinar Webinar") == 0
    kinds = re.findall(r'<p class="kind">(.*?)</p>', page().content.decode())
    assert [re.sub("<[^>]+>", "", kind).strip() for kind in kinds] == ["Webinar", "Dialogue meeting 1 of 1"]
