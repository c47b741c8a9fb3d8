"""Where the meetings of the demonstration lead."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from conference.demo.meetings import meeting

HERE = "The video service would open here"
OTHER = {"ru": "en", "en": "ru"}


def _in(language):
    with translation.override(language):
        return translation.gettext(HERE)


@pytest.fixture
def demonstration(db, settings):
    settings.DEMO = True
    settings.SITE_URL = "http://testserver"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_meeting_of_the_demonstration_says_in_both_languages_what_would_open(demonstration, language):
    page = Client(HTTP_ACCEPT_LANGUAGE=language).get(meeting("room").partition("#")[0], follow=True)

    text = page.content.decode()
    assert page.redirect_chain == [(f"/{language}/demo/meeting/", 302)]
    assert f"<h1>{_in(language)}</h1>" in text
    assert re.search(rf'lang="{OTHER[language]}"><p><b>{_in(OTHER[language])}\.</b>', text)


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/en/season/sessions/5/join/", ["/en/season/sessions/5/join/"]),
        ("http://testserver/ru/demo/meeting/", []),
        ("https://example.org/en/", []),
        ("", []),
    ],
)
def test_the_way_back_leads_to_where_one_came_from_and_never_away(demonstration, came_from, back):
    page = Client(headers={"referer": came_from}).get("/en/demo/meeting/").content.decode()

    assert re.findall('<a class="btn" href="([^"]*)">Back</a>', page) == back


def test_the_language_is_that_of_the_page_one_came_from(demonstration):
    reader = Client(HTTP_ACCEPT_LANGUAGE="en", headers={"referer": "http://testserver/ru/season/sessions/5/join/"})

    page = reader.get("/demo/meeting/", follow=True)

    assert page.redirect_chain[-1] == ("/ru/demo/meeting/", 302)


def test_a_real_site_has_no_such_page(db):
    assert Client().get("/en/demo/meeting/").status_code == 404
