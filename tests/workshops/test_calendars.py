"""Calendars: zones with the real changes of the clock, texts that any program reads, nothing that moves by itself."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from workshops.calendars import Entry, calendar, changes

SUMMER, WINTER = datetime(2027, 7, 1, 9, tzinfo=UTC), datetime(2027, 1, 15, 9, tzinfo=UTC)


def entry(starts: datetime = SUMMER, **fields) -> Entry:
    told = {"uid": "a1", "title": "Открытие", "starts": starts, "ends": starts + timedelta(hours=1)}
    return Entry(**{**told, **fields})


def made(*entries: Entry, zone: str = "Europe/Moscow", language: str = "ru") -> str:
    return calendar(entries, name="Программа", zone=ZoneInfo(zone), language=language).decode()


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


# instant in UTC, and what a clock on the wall shows there; both sides of each change of 2026 and 2027
CLOCKS = {
    "Europe/Moscow": [("2026-10-25T00:30", "03:30"), ("2026-10-25T01:30", "04:30"), ("2027-06-17T07:00", "10:00")],
    "Europe/Minsk": [("2026-10-25T00:30", "03:30"), ("2027-03-28T01:30", "04:30"), ("2027-06-17T07:00", "10:00")],
    "Asia/Yerevan": [("2026-10-25T00:30", "04:30"), ("2027-03-28T01:30", "05:30"), ("2027-06-17T07:00", "11:00")],
    "Asia/Baku": [("2026-10-25T00:30", "04:30"), ("2027-03-28T01:30", "05:30"), ("2027-06-17T07:00", "11:00")],
    "Europe/Chisinau": [
        ("2026-10-24T23:59:59", "02:59:59"), ("2026-10-25T01:30", "03:30"), ("2027-03-27T23:59:59", "01:59:59"),
        ("2027-03-28T01:30", "04:30"), ("2027-06-17T07:00", "10:00"), ("2027-11-01T07:00", "09:00"),
    ],
    "Europe/Paris": [
        ("2026-10-25T00:59:59", "02:59:59"), ("2026-10-25T01:00", "02:00"), ("2027-03-28T00:59:59", "01:59:59"),
        ("2027-03-28T01:00", "03:00"), ("2027-06-17T07:00", "09:00"), ("2027-11-01T07:00", "08:00"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "instant", "shown"), [(zone, *row) for zone, rows in CLOCKS.items() for row in rows], ids=str
)
def test_clocks_on_both_sides_of_a_change(zone, instant, shown):
    moment = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    text = made(entry(datetime(2027, 3, 1, 9, tzinfo=UTC)), zone=zone)

    local = moment.astimezone(ZoneInfo(zone))
    read_back = moment.astimezone(tzical(io.StringIO(text)).get(zone))  # by another reader of the file

    wanted = shown if len(shown) > 5 else f"{shown}:00"
    assert (f"{local:%H:%M:%S}", f"{read_back:%H:%M:%S}") == (wanted, wanted)


@pytest.mark.parametrize("zone", CLOCKS)
def test_every_hour_of_two_years_reads_back_as_it_is(zone):
    text = made(entry(datetime(2026, 10, 1, 9, tzinfo=UTC)), entry(datetime(2027, 6, 1, 9, tzinfo=UTC)), zone=zone)
    told = tzical(io.StringIO(text)).get(zone)

    hours = [datetime(2026, 3, 1, 0, 30, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 20_000, 1)]
    wrong = [hour for hour in hours if hour.astimezone(told).utcoffset() != hour.astimezone(ZoneInfo(zone)).utcoffset()]

    assert wrong == []


def test_a_change_is_found_to_the_second():
    found = list(changes(ZoneInfo("Europe/Paris"), datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)))

    assert [(change.at.isoformat(), change.is_summer) for change in found] == [
        ("2027-03-28T01:00:00+00:00", True), ("2027-10-31T01:00:00+00:00", False),
    ]  # fmt: skip


def test_the_onset_of_summer_time_is_told_by_the_clock_before_it():
    lines = unfolded(made(entry(), zone="Europe/Paris"))

    assert "DTSTART:20270328T020000" in lines
    assert "DTSTART:20270328T030000" not in lines


def test_a_zone_that_has_no_changes_is_one_line():
    assert made(entry()).count("BEGIN:STANDARD") == 1


def test_times_are_told_in_the_zone_of_the_conference():
    lines = unfolded(made(entry(WINTER), zone="Europe/Chisinau"))

    assert "DTSTART;TZID=Europe/Chisinau:20270115T110000" in lines
    assert "DTEND;TZID=Europe/Chisinau:20270115T120000" in lines


def test_texts_are_escaped_and_folded_within_75_octets():
    title = "Школа; музей, библиотека \\ и\nкласс — " * 6
    text = made(entry(title=title, description="Ş, ə; ț"))

    event = Calendar.from_ical(text).walk("VEVENT")[0]

    assert event["SUMMARY"] == title
    assert event["DESCRIPTION"] == "Ş, ə; ț"
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert event["SUMMARY"].params["LANGUAGE"] == "ru"


def test_what_is_cancelled_says_so_and_blocks_no_time():
    event = Calendar.from_ical(made(entry(is_cancelled=True, sequence=3))).walk("VEVENT")[0]

    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 3, "TRANSPARENT")


def test_the_same_input_gives_the_same_bytes():
    told = entry(changed_at=WINTER, url="https://example.org/ru/c/sessions/1/")

    assert made(told) == made(told)


def test_an_empty_calendar_is_a_calendar():
    assert Calendar.from_ical(made()).walk("VEVENT") == []
