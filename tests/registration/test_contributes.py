"""What registration adds to home, My page, the desk and the export of personal data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.models import Role
from registration import contributes, services

pytestmark = pytest.mark.usefixtures("categories")


def test_home_asks_whom_one_represents_while_registration_is_open(client, conference):
    opened = client.get(conference.url("conference_home")).content.decode()
    conference.registration_closes = timezone.now() - timedelta(days=1)
    conference.save()
    closed = client.get(conference.url("conference_home")).content.decode()

    assert ("register/ministry/" in opened, "register/ministry/" in closed) == (True, False)


def test_a_conference_without_categories_has_no_router(client, other_conference):
    assert contributes.home(None, other_conference) == []


def test_my_page_shows_my_registrations_and_no_others(make_registration, person, client_of, make_person):
    mine = make_registration(person=person)
    make_registration("listener", person=make_person(), full_name="Чужой Человек")

    page = client_of(person).get("/ru/me/").content.decode()

    assert mine.number in page
    assert "L-0002" not in page


def test_my_page_offers_the_letter_when_it_is_drawn(make_registration, person, client_of, address):
    registration = make_registration(person=person, state="approved")
    before = client_of(person).get("/ru/me/").content.decode()
    services.issue_letter(registration.pk)
    after = client_of(person).get("/ru/me/").content.decode()

    link = address("letter", pk=registration.pk)
    assert (link in before, link in after) == (False, True)


def test_my_page_leads_back_to_a_draft(categories, person, client_of, address):
    services.start_draft(categories["academic"], by=person, language="ru")

    page = client_of(person).get("/ru/me/").content.decode()

    assert address("category", category="academic") in page


def test_my_page_says_the_reason_of_a_refusal_inertly(make_registration, person, client_of, organiser):
    registration = make_registration(person=person)
    services.decline(registration, by=organiser, reason="<script>alert(1)</script>")

    page = client_of(person).get("/ru/me/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("rows", [1, 8])
def test_my_page_costs_the_same_however_many_one_has_filled_in(rows, make_registration, person, client_of):
    for _row in range(rows):
        make_registration("ministry", person=person, who="head")
    browser = client_of(person)

    with CaptureQueriesContext(connection) as queries:
        browser.get("/ru/me/")

    letters = [query["sql"] for query in queries if "registration_registration" in query["sql"]]
    assert len(letters) == 5


def test_the_desk_counts_what_waits_and_leads_to_it(make_registration, organiser, client_of, conference, make_person):
    make_registration()
    make_registration(state="approved")
    chair = make_person(Role.Kind.CHAIR, conference=conference)

    page = client_of(organiser).get(conference.url("desk")).content.decode()
    other = client_of(chair).get(conference.url("desk")).content.decode()

    link = conference.url("registration:desk_list")
    assert f"{link}?state=submitted&amp;sort=submitted" in page
    assert client_of(organiser).get(f"{link}?state=submitted").context["found"] == 1
    assert link not in other


def test_the_desk_is_not_for_strangers(conference, client_of, make_person):
    assert client_of(make_person()).get(conference.url("desk")).status_code == 404
    assert Client().get(conference.url("desk")).status_code == 404


def test_personal_data_holds_everything_about_the_person_only(make_registration, person, make_person):
    make_registration(person=person)
    make_registration("listener", person=make_person())

    data = contributes.personal_data(person)

    assert [row["number"] for row in data["registrations"]] == ["A-0001"]
    assert data["registrations"][0]["body"] == {"ru": "Педагогический университет", "en": ""}


def test_my_page_shows_the_consents_given_for_somebody_else(make_registration, person, client_of):
    make_registration("ministry", person=person, who="head")

    page = client_of(person).get("/en/me/").content.decode()

    assert "Consents given for:" in page
    assert "Consent processing" in page
