"""Where the meetings of the demonstration lead."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from conference.demo.accounts import ACCOUNTS
from conference.demo.meetings import meeting
from conference.models import Role

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


def test_one_enters_the_desk_of_the_conference_one_came_from(demonstration, make_conference, make_person):
    first, other, strange = (make_conference(slug) for slug in ("inclusion-next", "season", "strange"))
    person = make_person("organiser", conference=first, email=ACCOUNTS["organiser"].email)
    Role.objects.create(person=person, conference=other, kind=Role.Kind.ORGANISER)

    led = {
        each.slug: Client(headers={"referer": f"http://testserver/ru/{each.slug}/news/"}).post(
            "/ru/demo/enter/organiser/"
        )
        for each in (first, other, strange)
    }

    desks = {slug: page["Location"] for slug, page in led.items()}
    assert desks == {
        "inclusion-next": "/ru/inclusion-next/desk/", "season": "/ru/season/desk/",
        "strange": "/ru/inclusion-next/desk/",
    }  # fmt: skip


def test_the_language_is_that_of_the_page_one_came_from(demonstration):
    reader = Client(HTTP_ACCEPT_LANGUAGE="en", headers={"referer": "http://testserver/ru/season/sessions/5/join/"})

    page = reader.get("/demo/meeting/", follow=True)

    assert page.redirect_chain[-1] == ("/ru/demo/meeting/", 302)


def test_a_real_site_has_no_such_page(db):
    assert Client().get("/en/demo/meeting/").status_code == 404
