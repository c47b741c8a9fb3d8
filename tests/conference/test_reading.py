"""Reading settings: kept in a cookie and in the account, drawn by the server, harmless whatever they hold."""

from __future__ import annotations

import pytest
from django.test import Client

from conference.reading import COOKIE, Reading

CHOSEN = {"size": "xl", "spacing": "wide", "theme": "contrast"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("xl.wide.contrast", Reading("xl", "wide", "contrast")),
        ("l", Reading("l", "normal", "auto")),
        ("", Reading()),
        ("huge.wide.pink", Reading("m", "wide", "auto")),
        ('m.normal."><script>alert(1)</script>', Reading()),
        ("." * 5000, Reading()),
    ],
)
def test_only_known_settings_are_taken(text, expected):
    assert Reading.parse(text) == expected


@pytest.mark.django_db
def test_settings_are_kept_in_a_cookie_and_drawn_by_the_server(client: Client):
    response = client.post("/ru/reading/", {**CHOSEN, "next": "/ru/verify/"})

    assert (response.status_code, response["Location"]) == (302, "/ru/verify/")
    assert client.cookies[COOKIE].value == "xl.wide.contrast"
    page = client.get("/ru/verify/").content.decode()
    assert '<html lang="ru" data-theme="contrast" data-size="xl" data-spacing="wide">' in page


def test_settings_follow_the_account_to_another_device(client_of, person):
    client_of(person).post("/ru/reading/", CHOSEN)

    person.refresh_from_db()
    assert person.reading == "xl.wide.contrast"
    assert 'data-size="xl"' in client_of(person).get("/en/verify/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "ru/", "/\\evil"]
)
def test_settings_never_lead_to_another_site(client: Client, target):
    response = client.post("/ru/reading/", {**CHOSEN, "next": target})

    assert response["Location"] == "/ru/reading/"


@pytest.mark.django_db
def test_unknown_setting_is_refused_and_not_echoed(client: Client):
    response = client.post("/ru/reading/", {**CHOSEN, "theme": "<script>alert(1)</script>"})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
    assert COOKIE not in client.cookies


@pytest.mark.django_db
def test_hostile_cookie_is_inert(client: Client):
    client.cookies[COOKIE] = '"><script>alert(1)</script>.x.y'

    page = client.get("/ru/verify/").content.decode()

    assert "<script>alert" not in page
    assert 'data-size="m"' in page


@pytest.mark.django_db
def test_every_page_offers_the_settings_as_a_form(client: Client):
    page = client.get("/ru/verify/?code=").content.decode()

    panel = page[page.index('<details class="reading"') : page.index("</details>")]
    assert 'itemprop="copy"' in panel
    assert 'method="post" action="/ru/reading/"' in panel
    assert 'name="next" value="/ru/verify/?code="' in panel
    assert panel.count('type="radio"') == 9
    assert panel.count(" checked") == 3
    assert 'type="submit"' in panel


@pytest.mark.django_db
def test_way_back_to_the_usual_look_is_offered_once_it_was_left(client: Client):
    assert 'name="theme" value="auto">' not in only_hidden(client.get("/ru/verify/").content.decode())

    client.cookies[COOKIE] = "l.normal.dark"

    assert 'name="theme" value="auto">' in only_hidden(client.get("/ru/verify/").content.decode())


def only_hidden(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if 'type="hidden"' in line)
