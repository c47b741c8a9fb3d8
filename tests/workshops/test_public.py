"""Tracks, programme and plan of events, as anybody reads them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Conference
from proceedings.models import Build, Publication, Volume
from workshops.models import EventFormat, Session, Submission, Track

from .programmes import released

State = Submission.State
MOSCOW = ZoneInfo("Europe/Moscow")


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def page(conference):
    def get(name: str, of: Conference = conference, **kwargs):
        return Client().get(of.url(f"workshops:{name}", **kwargs))

    return get


@pytest.fixture
def make_session(conference):
    def make(day: int, hour: int, minutes: int = 60, *, of: Conference = conference, **fields):
        starts = datetime.combine(of.starts, datetime.min.time(), tzinfo=of.zone) + timedelta(days=day, hours=hour)
        defaults = {"format": Session.Format.PLENARY, "title_ru": "Заседание", "title_en": f"Session {day}-{hour}"}
        return Session.objects.create(
            conference=of, starts=starts, ends=starts + timedelta(minutes=minutes), **{**defaults, **fields}
        )

    return make


def text_of(response) -> str:
    """The visible words of the main part, one space between them."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")


def test_four_tracks_with_their_accepted_papers(page, tracks, make_submission):
    make_submission(State.ACCEPTED)
    make_submission(State.SUBMITTED)

    text = text_of(page("track_list"))

    assert [f"Track {number} Subject {number}" in text for number in (1, 2, 3, 4)] == [True] * 4
    assert "Accepted papers: 1" in text


def test_without_tracks_the_page_says_so(page, conference):
    assert "No tracks yet" in text_of(page("track_list"))


def test_a_track_shows_accepted_papers_and_hides_all_others(page, tracks, make_submission):
    for state in State.values:
        make_submission(state, title_en=f"A paper {state}")

    text = text_of(page("track", number=1))

    assert [state for state in State.values if f"A paper {state}" in text] == ["accepted", "confirmed"]


def test_a_track_shows_no_e_mail_of_its_authors(page, tracks, make_submission):
    make_submission(State.ACCEPTED)

    html = page("track", number=1).content.decode()

    assert "Olga Somova" in html
    assert "s@example.org" not in html


@pytest.mark.parametrize(
    ("fields", "sentence", "has_button"),
    [
        ({}, "Open until", True),
        ({"call_closes": None}, "Open since", True),
        ({"call_opens": None}, "not announced yet", False),
        ({"call_opens": timezone.now() + timedelta(days=2)}, "Papers will be accepted from", False),
        ({"call_closes": timezone.now() - timedelta(days=2)}, "The call closed on", False),
    ],
)
def test_the_call_on_the_page_of_a_track(fields, sentence, has_button, page, tracks, conference):
    Conference.objects.filter(pk=conference.pk).update(**fields)

    response = page("track", number=1)

    main = response.content.decode().split("<main")[1].split("</main>")[0]
    assert sentence in text_of(response)
    assert (f'{conference.url("workshops:submit")}?track=1"' in main) == has_button


@pytest.mark.parametrize("number", [0, 5, 10**30])
def test_a_track_that_does_not_exist(number, page, tracks):
    assert page("track", number=number).status_code == 404


def test_tracks_of_another_conference_are_not_shown(page, tracks, make_tracks, other_conference):
    Track.objects.filter(pk=make_tracks(other_conference)[0].pk).update(title_en="A secret subject")

    assert "A secret subject" not in text_of(page("track_list")) + text_of(page("track", number=1))


def test_hostile_texts_of_a_track_are_inert(page, tracks):
    Track.objects.filter(number=1).update(
        title_en="<script>alert(1)</script>",
        description_en="<img src=x onerror=alert(1)> [x](javascript:alert(1))",
        chair_line_en="{{ settings.SECRET_KEY }}<b>",
    )

    main = page("track", number=1).content.decode().split("<main")[1]

    assert ["<script>alert" in main, "<img src=x" in main, 'href="javascript' in main] == [False] * 3
    assert "{{ settings.SECRET_KEY }}&lt;b&gt;" in main


def test_an_empty_programme_points_to_the_tracks(page, conference):
    response = page("programme")

    assert "not published yet" in text_of(response)
    assert conference.url("workshops:track_list") in response.content.decode().split("<main")[1]


@pytest.fixture
def season(make_conference):
    today = timezone.localdate()
    return make_conference(
        "season", kind=Conference.Kind.SEASON, starts=today - timedelta(days=60), ends=today + timedelta(days=200)
    )


@pytest.fixture
def kinds(season):
    return [
        EventFormat.objects.create(conference=season, key=key, title_en=title, order=order)
        for order, (key, title) in enumerate((("qa", "Q&A session"), ("skills", "skills session")))
    ]


def test_the_plan_of_a_season_is_by_month(page, season, kinds, make_session):
    make_session(
        0,
        16,
        of=season,
        format="event",
        kind=kinds[0],
        title_en="Long ago",
        audience=["heads", "nobody"],
        captions=True,
    )
    make_session(
        100, 16, of=season, format="event", kind=kinds[1], title_en="To come", language="en", sign_language=True
    )

    season_page = season.url("workshops:programme")
    response = Client().get(season_page, {"when": "all"})

    text = text_of(response)
    assert [len(month["events"]) for month in response.context["months"]] == [1, 1]
    assert text.index("Long ago") < text.index("To come")
    assert text.count("took place") == 1
    for word in ("Q&amp;A session", "skills session", "Captions", "Sign language", "For whom: heads of schools"):
        assert word in text


def test_an_empty_season_says_so(page, season):
    assert "The plan of the season will be published here." in text_of(page("programme", of=season))


def test_a_track_costs_the_same_with_one_and_with_thirty(page, make_submission, django_assert_num_queries):
    make_submission(State.ACCEPTED)
    page("track", number=1)

    with django_assert_num_queries(TRACK_QUERIES):
        page("track", number=1)
    for _ in range(29):
        make_submission(State.ACCEPTED)
    with django_assert_num_queries(TRACK_QUERIES):
        page("track", number=1)


TRACK_QUERIES = 7


def over(conference, **fields):
    day = timezone.localdate() - timedelta(days=30)
    Conference.objects.filter(pk=conference.pk).update(**({"starts": day, "ends": day} | fields))


@pytest.mark.parametrize("fields", [{}, {"visibility": Conference.Visibility.ARCHIVED}])
@pytest.mark.parametrize("state", [None, "draft", "published"])
def test_the_programme_of_a_past_conference_is_not_promised(state, fields, page, conference):
    over(conference, **fields)
    if state:
        volume = Volume.objects.create(conference=conference, slug="book", title_ru="Сборник", year=2020, state=state)
        build = Build.objects.create(volume=volume, pages=4, size=8, articles=1, seconds=1, fingerprint="0" * 64)
        Publication.objects.create(volume=volume, number=1, build=build, pages=4, size=8)

    html = page("programme").content.decode()

    main = html[html.index("<main") : html.index("</main")]
    assert "The programme of this conference is not kept on the site." in main
    assert "not published yet" not in main
    assert (conference.url("proceedings:volumes") in main) == (state == "published")


def test_the_programme_of_a_past_conference_that_has_sessions_is_shown(page, make_session, conference):
    make_session(0, 10)
    released(conference)
    over(conference)

    assert "not kept on the site" not in page("programme").content.decode()


def test_the_plan_of_a_past_season_is_not_promised(page, make_conference):
    season = make_conference(kind=Conference.Kind.SEASON)
    over(season)

    html = page("programme", of=season).content.decode()

    assert ("The plan of this season is not kept on the site." in html, "will be published here" in html) == (
        True,
        False,
    )


def test_a_track_shows_its_released_sessions_and_no_draft(page, tracks, make_session, conference):
    make_session(0, 10, track=tracks[0], title_en="Released")
    released(conference)
    make_session(0, 12, track=tracks[0], title_en="Of the draft")
    make_session(0, 10, track=tracks[1], title_en="Of another track")
    released_text = text_of(page("track", number=1))

    assert "Released" in released_text
    assert "10:00–11:00" in released_text
    assert "Of the draft" not in released_text
    assert "Of another track" not in released_text
