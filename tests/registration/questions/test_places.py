"""Choices with places: counted, given back, never oversold."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.moves import MoveNotAllowed
from registration import services
from registration.models import CustomChoice, Registration
from registration.services.questions import give_places_back
from tests.registration.questions.conftest import Kind, errors, sent_with, told


def test_places_are_taken_by_sending_and_given_back_by_cancelling(make_draft, make_person, ask, organiser):
    question = ask(Kind.CHOICE, choices=(("Музей", 1),))
    museum = question.choices.get()
    first = sent_with(make_draft, make_person, told(question, museum.pk))

    with pytest.raises(ValidationError) as refusal:
        sent_with(make_draft, make_person, told(question, museum.pk))

    assert ("no_place", "Музей" in refusal.value.messages[0]) == (refusal.value.code, True)
    assert Registration.objects.drafts().count() == 1
    services.cancel(first, by=first.participant)
    give_places_back(first)
    museum.refresh_from_db()
    assert museum.places_taken == 0
    second = sent_with(make_draft, make_person, told(question, museum.pk))
    museum.refresh_from_db()
    assert (museum.places_taken, second.state) == (1, "approved")


def test_who_is_approved_after_all_takes_the_place_again_if_there_is_one(make_draft, make_person, ask, organiser):
    question = ask(Kind.CHOICE, choices=(("Музей", 1),))
    museum = question.choices.get()
    draft = make_draft("listener", attendance="hall")
    draft.category.__dict__.pop("asked", None)
    services.save_step(draft, "questions", told(question, museum.pk), by=None)
    registration = services.submit(draft, by=make_person())
    services.decline(registration, by=organiser, reason="Нет мест")
    sent_with(make_draft, make_person, told(question, museum.pk))

    with pytest.raises(MoveNotAllowed):
        services.approve(registration, by=organiser)

    museum.refresh_from_db()
    registration.refresh_from_db()
    assert (museum.places_taken, registration.state, registration.seat) == (1, "declined", "")


def test_a_stale_count_oversells_nothing(make_draft, make_person, ask):
    question = ask(Kind.CHOICE, choices=(("Музей", 2),))
    stale = question.choices.get()
    for _guest in range(2):
        sent_with(make_draft, make_person, told(question, stale.pk))

    with pytest.raises(ValidationError):
        sent_with(make_draft, make_person, told(question, stale.pk))

    assert stale.places_taken == 0  # what a count-then-insert would have believed
    assert CustomChoice.objects.get().places_taken == 2


def test_a_full_choice_is_marked_and_refused_on_the_page(client, ask, at_questions):
    question = ask(Kind.CHOICE, choices=(("Музей", 1), ("Парк", None)))
    CustomChoice.objects.filter(title_ru="Музей").update(places_taken=1)

    page = client.get(at_questions).content.decode()
    response = client.post(at_questions, told(question, question.choices.first().pk))

    assert "Музей in English (no places left)" in page
    assert errors(response) == ["No places are left there. Choose another answer"]
