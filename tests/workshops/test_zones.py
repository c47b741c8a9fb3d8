"""Zones as visitors meet them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from workshops import zones

SUMMER, WINTER = datetime(2027, 6, 17, 9, tzinfo=UTC), datetime(2027, 1, 17, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "moment", "shown"),
    [
        ("Europe/Moscow", SUMMER, "UTC+3"), ("Europe/Paris", SUMMER, "UTC+2"), ("Europe/Paris", WINTER, "UTC+1"),
        ("Europe/London", WINTER, "UTC"), ("Asia/Kolkata", SUMMER, "UTC+5:30"), ("America/New_York", SUMMER, "UTC−4"),
    ],
)  # fmt: skip
def test_distance_from_utc(name, moment, shown):
    assert zones.utc(ZoneInfo(name), moment) == shown


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(-60, "1 hour behind"), (-120, "2 hours behind"), (60, "1 hour ahead"), (0, "the same time"),
     (150, "2 h 30 min ahead"), (-90, "1 h 30 min behind")],
)  # fmt: skip
def test_difference_in_words(minutes, words):
    with override("en"):
        assert zones.difference(minutes) == words


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/", "\x00"])
def test_what_is_no_zone_is_none(name):
    assert zones.known(name) is None


def test_a_city_that_has_no_name_of_ours_has_that_of_its_zone():
    assert zones.city(ZoneInfo("America/Argentina/Buenos_Aires")) == "Buenos Aires"


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "GMT", "Etc/GMT"])
def test_the_universal_time_is_that_of_greenwich(name, in_english):
    assert zones.named(ZoneInfo(name), SUMMER) == "Greenwich (UTC)"


def test_every_offered_city_is_a_zone():
    assert [name for name in zones.CITIES if zones.known(name) is None] == []


def test_paris_is_an_hour_behind_moscow_in_summer_and_two_in_winter():
    paris, moscow = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Moscow")

    assert [zones.minutes_ahead(paris, moscow, moment) for moment in (SUMMER, WINTER)] == [-60, -120]
