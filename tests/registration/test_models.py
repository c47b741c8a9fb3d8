"""Which moves a registration knows, how it is found, and what the database itself forbids."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from conference.models import Role
from conference.moves import MoveNotAllowed
from registration.models import Registration

State = Registration.State
ALLOWED = {
    ("draft", "submitted"),
    ("submitted", "approved"),
    ("submitted", "waiting"),
    ("submitted", "declined"),
    ("submitted", "cancelled"),
    ("waiting", "submitted"),
    ("waiting", "offered"),
    ("waiting", "approved"),
    ("waiting", "declined"),
    ("waiting", "cancelled"),
    ("offered", "submitted"),
    ("offered", "approved"),
    ("offered", "waiting"),
    ("offered", "declined"),
    ("offered", "cancelled"),
    ("approved", "submitted"),
    ("approved", "cancelled"),
    ("declined", "approved"),
}


@pytest.mark.parametrize("was", State.values)
@pytest.mark.parametrize("to", State.values)
def test_moves(was, to, make_draft, person):
    registration = make_draft()
    Registration.objects.filter(pk=registration.pk).update(state=was, person=person)
    registration.refresh_from_db()

    if (was, to) in ALLOWED:
        registration.move(to, by=person)
        assert Registration.objects.get(pk=registration.pk).state == to
        return
    with pytest.raises(MoveNotAllowed):
        registration.move(to, by=person)
    assert Registration.objects.get(pk=registration.pk).state == was


def test_numbers_carry_the_letter_of_the_family(make_registration):
    numbers = [make_registration(family).number for family in ("ministry", "unesco", "academic", "listener")]

    assert numbers == ["M-0001", "U-0002", "A-0003", "L-0004"]


def test_one_active_registration_per_person(make_registration, make_draft, person):
    make_registration(person=person)
    second = make_draft("listener")

    with pytest.raises(IntegrityError):
        Registration.objects.filter(pk=second.pk).update(state="submitted", person=person, number="L-9999")


def test_a_sent_registration_names_its_person(make_draft):
    draft = make_draft()

    with pytest.raises(IntegrityError):
        Registration.objects.filter(pk=draft.pk).update(state="submitted")


def test_names_are_found_in_both_scripts(make_registration):
    registration = make_registration()

    assert registration.search == "zhuk alesia petrovna alesia zhuk a-0001 pedagogicheskii universitet"


def test_resume_token_leads_to_its_own_draft_only(make_draft, make_registration):
    draft, sent = make_draft(), make_registration()

    found = [Registration.objects.resumed_by(token) for token in (
        draft.resume_token(), sent.resume_token(), draft.resume_token() + "x", "", "nonsense",
    )]  # fmt: skip

    assert found == [draft, None, None, None, None]


def test_seen_by_the_staff_of_its_conference(make_registration, make_person, conference, other_conference):
    registration = make_registration()
    people = {
        "organiser": make_person(Role.Kind.ORGANISER, conference=conference),
        "protocol": make_person(Role.Kind.PROTOCOL, conference=conference),
        "editor": make_person(Role.Kind.EDITOR, conference=conference),
        "stranger": make_person(Role.Kind.ORGANISER, conference=other_conference),
        "everywhere": make_person(Role.Kind.ORGANISER, conference=None),
        "participant": registration.person,
    }

    seen = {name: list(Registration.objects.seen_by(person)) == [registration] for name, person in people.items()}

    assert seen == {
        "organiser": True, "protocol": True, "editor": False, "stranger": False, "everywhere": True,
        "participant": False,
    }  # fmt: skip


def test_categories_approve_themselves_only_when_told(categories):
    listener, academic = categories["listener"], categories["academic"]
    automatic = categories["unesco"]
    automatic.approval = "automatic"

    approves = [
        (each.approves_itself("online"), each.approves_itself("hall")) for each in (listener, academic, automatic)
    ]

    assert approves == [(True, False), (False, False), (True, True)]
