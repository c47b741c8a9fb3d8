"""What a visitor meets first: the strip of the demonstration, the front page, a season called by its name."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS
from conference.models import Conference, Page


def test_the_strip_of_the_demonstration_tells_in_one_line_as_whom_one_entered(
    conference, client_of, make_person, settings
):
    settings.DEMO = True
    visitors = [Client(), client_of(make_person(email=ACCOUNTS["door"].email))]

    pages = [visitor.get("/en/inclusion/").content.decode() for visitor in visitors]

    summaries = [re.search(r"<details>\s*<summary>(.*?)</summary>", page, re.S)[1] for page in pages]
    assert summaries == ["Demonstration. Enter as:", "Demonstration: volunteer at the door"]
    assert [page.count('<button type="submit" aria-current="true">') for page in pages] == [0, 1]


def test_a_season_is_called_a_season(make_conference, client: Client):
    season = make_conference("season", kind=Conference.Kind.SEASON, is_demonstration=True)

    home = client.get("/en/season/").content.decode()
    missing = client.get("/en/season/nothing/").content.decode()

    assert "The season and everyone in it are invented." in home
    assert "The conference and everyone in it" not in home
    assert f'<a class="btn" href="/en/{season.slug}/programme/">See the plan of events</a>' in home
    assert f'<a class="btn" href="/en/{season.slug}/">To the season</a>' in missing


def test_an_archived_season_leads_to_its_plan(make_conference, client: Client):
    make_conference("season", kind=Conference.Kind.SEASON, visibility=Conference.Visibility.ARCHIVED)

    hero = client.get("/en/season/").content.decode()

    assert '<a class="btn" href="/en/season/programme/">' in hero
    assert "Open the proceedings" not in hero


def test_the_front_page_leads_to_the_library_where_there_is_a_season(make_conference, client: Client):
    before = client.get("/en/").content.decode()
    make_conference("season", kind=Conference.Kind.SEASON)

    after = client.get("/en/").content.decode()

    assert [page.count('<a class="btn quiet" href="/en/library/">') for page in (before, after)] == [0, 1]


def test_the_texts_of_a_season_begin_with_the_season(make_conference, client: Client):
    season = make_conference("season", kind=Conference.Kind.SEASON)
    for slug in ("about", "practical"):
        Page.objects.create(conference=season, slug=slug, title_ru="О сезоне", title_en="About the season")

    page = client.get("/en/season/info/about/").content.decode()

    named = re.findall(r'href="/en/season/info/about/"[^>]*>([^<]+)</a>', page)
    assert set(named) == {"About the season"}
    assert len(named) == 4  # two menus, the side of the text, the foot


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (-9, 9, "The season is going on."),
        (-9, -1, "The season is over."),
        (1, 9, "1 day until the season."),
        (0, 0, "The season is going on."),
    ],
)
def test_the_desk_of_a_season_has_its_own_rooms_and_words(make_conference, make_person, client_of, starts, ends, said):
    today = timezone.localdate()
    days = {"starts": today + timedelta(starts), "ends": today + timedelta(ends)}
    season = make_conference("season", kind=Conference.Kind.SEASON, **days)
    organiser = make_person("organiser", conference=season)

    page = client_of(organiser).get("/en/season/desk/").content.decode()

    assert f'<p class="muted">{said}' in page
    rooms = set(re.findall(r'href="/en/season/desk/([^"]+)"', page))
    assert {"events/", "questions/", "listeners/", "topics/"} <= rooms
    assert rooms & {"registrations/", "door/", "papers/", "programme/", "delegations/", "proceedings/"} == set()
