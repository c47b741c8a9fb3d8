"""Guests without a registration: in a minute, on paper, within the seats, never twice."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.exceptions import ValidationError

from conference.models import Consent, Message, Person, Role
from registration.models import Category, CheckIn, Registration
from registration.services.walkin import WalkIn, namesakes, register_walk_in


@pytest.fixture
def volunteer(make_person, conference):
    return make_person(Role.Kind.DOOR, conference=conference)


@pytest.fixture
def told(categories):
    return WalkIn(
        category=categories["school"], full_name="Жук Алеся Петровна", latin_name="Alesia Zhuk", country="BY",
        language="ru", body="Школа № 7", consents=("processing", "photo_video"),
    )  # fmt: skip


def typed(categories, **changed):
    return {
        "nonce": str(uuid.uuid4()), "full_name": "Жук Алеся Петровна", "latin_name": "", "country": "BY",
        "category": categories["school"].pk, "language": "ru", "processing": "on", **changed,
    }  # fmt: skip


def test_a_guest_at_the_desk_is_registered_admitted_and_in(told, volunteer, conference):
    arrival = register_walk_in(conference, told, by=volunteer, door="А")

    registration = Registration.objects.get()
    assert (registration.state, registration.source, registration.seat) == ("approved", "desk", "hall")
    assert (registration.person.email, registration.body_ru) == (None, "Школа № 7")
    assert registration.number.startswith("S-")
    assert (arrival.is_new, arrival.check_in.method, arrival.check_in.door) == (True, "desk", "А")
    assert Message.objects.count() == 0


def test_consents_on_paper_are_noted_with_who_noted_them(told, volunteer, conference):
    register_walk_in(conference, told, by=volunteer)

    given = Consent.objects.order_by("text__kind").values_list("text__kind", "method", "given_by")
    assert list(given) == [("photo_video", "paper", volunteer.pk), ("processing", "paper", volunteer.pk)]


def test_without_the_consent_nobody_is_registered(told, volunteer, conference):
    without = WalkIn(**{**told.__dict__, "consents": ()})

    with pytest.raises(ValidationError) as refused:
        register_walk_in(conference, without, by=volunteer)

    assert refused.value.code == "consent"
    assert Registration.objects.count() == 0


def test_a_full_category_takes_nobody(told, volunteer, conference):
    Category.objects.filter(pk=told.category.pk).update(seats=1, seats_taken=1)
    people = Person.objects.count()

    with pytest.raises(ValidationError) as refused:
        register_walk_in(conference, told, by=volunteer)

    assert refused.value.code == "full"
    assert (Registration.objects.count(), Person.objects.count()) == (0, people)


def test_the_last_seat_is_taken_once(told, volunteer, conference):
    Category.objects.filter(pk=told.category.pk).update(seats=1)
    register_walk_in(conference, told, by=volunteer)

    with pytest.raises(ValidationError):
        register_walk_in(conference, told, by=volunteer)

    assert Category.objects.get(pk=told.category.pk).seats_taken == 1


def test_the_same_form_sent_twice_is_one_guest(told, volunteer, conference):
    nonce = uuid.uuid4()
    arrivals = [register_walk_in(conference, told, by=volunteer, nonce=nonce) for _time in range(2)]

    assert [arrival.is_new for arrival in arrivals] == [True, False]
    assert (Registration.objects.count(), CheckIn.objects.count()) == (1, 1)


def test_a_category_of_another_conference_is_refused(told, volunteer, other_conference, conference):
    with pytest.raises(ValidationError) as refused:
        register_walk_in(other_conference, told, by=volunteer)

    assert refused.value.code == "category"


@pytest.mark.parametrize("name", ["Жук Алеся", "Алеся Жук", "Zhuk Alesia"])
def test_namesakes_are_found_in_either_script_and_order(name, make_registration, conference):
    registration = make_registration(state="approved")

    assert namesakes(conference, name, "") == [registration]


def test_the_page_makes_the_latin_name_and_shows_the_verdict(client_of, volunteer, conference, categories):
    client = client_of(volunteer)

    page = client.post(conference.url("registration:walk_in"), typed(categories), follow=True).content.decode()

    guest = Registration.objects.get()
    assert guest.person.latin_name == "Alesia Zhuk"
    assert ("is-admit" in page, guest.number in page) == (True, True)
    [printing] = re.findall(r'<button class="([^"]*)"[^>]*>Напечатать бейдж', page)
    [following] = re.findall(r'<a class="([^"]*)"[^>]*>Следующий', page)
    assert (printing, following) == ("btn big", "btn quiet big")


def test_somebody_registered_already_is_offered_instead(
    client_of, volunteer, conference, categories, make_registration
):
    known = make_registration(state="approved")
    url = conference.url("registration:walk_in")
    client = client_of(volunteer)

    page = client.post(url, typed(categories)).content.decode()
    before = Registration.objects.count()
    client.post(url, typed(categories, is_another="on"))

    assert (known.number in page, before, Registration.objects.count()) == (True, 1, 2)


def test_a_refusal_keeps_what_was_typed(client_of, volunteer, conference, categories):
    Category.objects.filter(pk=categories["school"].pk).update(seats=0)

    page = client_of(volunteer).post(conference.url("registration:walk_in"), typed(categories)).content.decode()

    assert ('class="esum"' in page, "Жук Алеся Петровна" in page) == (True, True)
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"full_name": ""}, {"full_name": "123"}, {"country": "XX"}, {"category": "0"}, {"processing": ""},
        {"nonce": "x"}, {"latin_name": "Жук"}, {"full_name": "Жук\u202e Алеся"}, {"language": "de"},
    ],
)  # fmt: skip
def test_wrong_answers_register_nobody(wrong, client_of, volunteer, conference, categories):
    response = client_of(volunteer).post(conference.url("registration:walk_in"), typed(categories, **wrong))

    assert (response.status_code, Registration.objects.count()) == (200, 0)


def test_markup_in_a_name_stays_text(client_of, volunteer, conference, categories):
    wrong = typed(categories, full_name="<img src=x> Жук", latin_name="Alesia Zhuk")

    page = client_of(volunteer).post(conference.url("registration:walk_in"), wrong, follow=True).content.decode()

    assert "<img src=x>" not in page


def test_the_offered_latin_name_is_taken_over(client_of, volunteer, conference, categories):
    asked = typed(categories, use_suggestion="1")

    page = client_of(volunteer).post(conference.url("registration:walk_in"), asked).content.decode()

    assert 'value="Alesia Zhuk"' in page
    assert Registration.objects.count() == 0
