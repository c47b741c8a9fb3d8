"""Events that come back: every week, every other week, every month on the same weekday."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.workshops.seasons import new_event, new_season
from workshops.models import Session
from workshops.services import season as verbs
from workshops.services.season.repeating import days_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def season(make_conference):
    season = new_season(make_conference)
    season.starts, season.ends = date(2027, 1, 1), date(2027, 12, 31)
    season.time_zone = "Europe/Berlin"
    season.save()
    return season


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("week", ["2027-03-16", "2027-03-23", "2027-03-30"]),
        ("fortnight", ["2027-03-16", "2027-03-30", "2027-04-13"]),
        ("month", ["2027-03-16", "2027-04-20", "2027-05-18"]),
    ],
)
def test_the_weekday_and_the_hour_stay_summer_time_or_not(season, every, days):
    moments = days_of(season, datetime(2027, 3, 16, 18, 0, tzinfo=BERLIN), every=verbs.Every(every), times=3)

    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in moments] == [f"{day} 18:00" for day in days]
    assert {moment.tzinfo for moment in moments} == {BERLIN}


def test_a_month_without_a_fifth_tuesday_is_passed_over(season):
    moments = days_of(season, datetime(2027, 3, 30, 18, 0, tzinfo=BERLIN), every=verbs.Every.MONTH, times=3)

    assert [f"{moment:%m-%d}" for moment in moments] == ["03-30", "06-29", "08-31"]


def test_the_last_is_within_the_season(season):
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        days_of(season, datetime(2027, 11, 30, 18, 0, tzinfo=BERLIN), every=verbs.Every.WEEK, times=6)

    assert refusal.value.messages == [
        "The last would be on 4 January 2028, and the season ends on 31 December 2027: choose fewer."
    ]


def test_all_are_copied_or_none(season, organiser):
    event = new_event(season, 1, "Lounge", themes=("family",))
    start = datetime(2027, 5, 4, 17, 0, tzinfo=BERLIN)

    made = verbs.repeat_event(event, by=organiser, starts=start, every=verbs.Every.WEEK, times=4)
    with pytest.raises(ValidationError):
        verbs.repeat_event(event, by=organiser, starts=start, every=verbs.Every.WEEK, times=40)

    assert [each.starts for each in made] == [start + timedelta(weeks=n) for n in range(4)]
    assert {each.title_en for each in made} == {"Lounge"}
    assert Session.objects.of(season).count() == 5


@pytest.mark.parametrize("times", [-1, 0, 1, 41, 10**9])
def test_the_number_of_times_has_bounds(season, organiser, times):
    event = new_event(season, 1, "Lounge")

    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        verbs.repeat_event(event, by=organiser, starts=event.starts, every=verbs.Every.WEEK, times=times)

    assert refusal.value.messages == ["Choose from 2 to 40 times."]
