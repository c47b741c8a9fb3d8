"""Words of a season's pages: what goes on is marked, a state has one name, a button says what it does."""

from __future__ import annotations

import pytest
from django.test import Client

from registration.models import SignUp
from tests.registration.listeners import a_season, an_event, as_listener, met
from workshops.models import Theme, TopicProposal
from workshops.services import topics


@pytest.fixture
def season(make_conference):
    return a_season(make_conference)


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("minutes", "times"), [(-10, 1), (5, 0), (600, 0)])
def test_an_event_that_goes_on_is_marked_among_ones_own(season, minutes, times):
    listener = met(season)
    SignUp.objects.create(session=an_event(season, minutes=minutes), listener=listener)

    assert text(as_listener(listener).get("/en/season/mine/")).count("tag lamp") == times


def test_signing_up_says_so_and_the_kind_once(season):
    event = an_event(season, minutes=600, title_en="Webinar: first steps")

    page = text(Client().get(f"/en/season/sessions/{event.pk}/sign-up/"))

    assert '<span class="cap">You are signing up for an event</span>' in page
    assert "plain-k" not in page


def test_the_star_says_what_it_does_until_it_is_pressed(season):
    event = an_event(season, minutes=600)

    page = text(Client().get(f"/en/season/sessions/{event.pk}/"))

    assert 'aria-pressed="false"' in page
    assert '<span class="when-off">Add to my plan</span><span class="when-on">In my plan</span>' in page


def test_a_topic_that_waits_has_one_name_and_a_long_date(season):
    listener = met(season)
    topics.propose(season, listener=listener, text="Поездки и экскурсии", language="ru")
    TopicProposal.objects.update(proposed_at="2026-11-03T09:00:00Z")
    client = as_listener(listener)

    pages = [text(client.get(f"/en/season/{path}/")) for path in ("topics", "mine")]

    assert ["Waits for the organisers" in page for page in pages] == [True, True]
    assert "3 November 2026" in pages[0].replace("\xa0", " ")


def test_a_theme_that_has_one_language_says_which(season):
    Theme.objects.create(conference=season, slug="one", title_ru="Только по-русски")
    Theme.objects.create(conference=season, slug="two", title_ru="Семья", title_en="Family")

    for path in ("topics", "questions"):
        page = text(Client().get(f"/en/season/{path}/"))
        own = [line for line in page.split("<option")[1:] if "Только" in line or "Family" in line]
        assert ['lang="ru"' in line.split(">")[0] for line in own] == ["Только" in line for line in own]
        assert len(own) >= 2
