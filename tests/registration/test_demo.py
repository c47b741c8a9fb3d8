"""Registration's part of the demonstration: whole, through the verbs, and the same when loaded twice."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest
from django.utils.translation import override

from conference.contributes import demo as core_demo
from conference.demo import World
from conference.models import Consent, IssuedDocument, Message, Person, Role
from registration.contributes import demo
from registration.demo import load
from registration.models import AccessNeeds, Category, Delegation, Registration
from tests.conftest import new_person
from workshops.contributes import demo as workshops_demo

pytestmark = pytest.mark.once

State = Registration.State


@pytest.fixture(scope="module")
def loaded(standing):
    with standing(), pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(load, "LETTERS_DRAWN", 2)
        world = World(by=new_person(is_superuser=True), say=lambda text: None)
        core_demo(world)
        workshops_demo(world)
        demo(world)
        yield world


@pytest.fixture
def world(loaded, db):
    return loaded


def census() -> dict[str, int]:
    models = (Category, Delegation, Registration, AccessNeeds, Consent, IssuedDocument, Message, Person, Role)
    return {model.__name__: model.objects.count() for model in models}


def test_everybody_is_in_the_state_the_file_names(world):
    told = tomllib.loads((load.HERE / "participants.toml").read_text(encoding="utf-8"))["participant"]
    expected = Counter((each["latin_name"], each["state"]) for each in told)
    expected.update([("Irina Lebedeva", "approved"), ("Petr Tarasov", "approved")])
    expected.update([("Lusine Avetyan", "draft"), ("", "draft"), ("Ion Russu", "approved")])  # of the delegations

    rows = Registration.objects.select_related("person")
    found = Counter(
        (row.person.latin_name if row.person else row.told().get("latin_name", ""), row.state) for row in rows
    )

    assert expected - found == Counter()  # the door and the waiting list bring people of their own
    assert len(found) >= 60
    assert rows.exclude(country="").values("country").distinct().count() >= 8
    assert set(rows.values_list("state", flat=True)) == set(State.values)
    coming = IssuedDocument.objects.of(world.conferences["inclusion-next"]).exclude(file="")
    assert coming.filter(kind="invitation_letter").count() == 2


def test_delegations_consents_and_who_filled_in_for_whom(world):
    heads = Delegation.objects.order_by("country").values_list("country", "registrations__delegation_role")
    mine = Registration.objects.about(world.people["protocol"]).get(delegation_role="head")
    coming = Registration.objects.of(world.conferences["inclusion-next"])
    sent = coming.sent().values_list("person", flat=True)
    given = Consent.objects.given().filter(
        text__kind="processing", text__conference=world.conferences["inclusion-next"]
    )
    given = given.values_list("person", flat=True)
    special = Consent.objects.filter(text__kind="special_category").values_list("person", flat=True)

    assert Counter(country for country, role in heads if role == "head") == {
        "AM": 1,
        "AZ": 1,
        "BY": 1,
        "KZ": 1,
        "MD": 1,
    }
    assert (mine.person.latin_name, mine.state, mine.is_by_proxy) == ("Anahit Vardumyan", "approved", True)
    assert set(sent) == set(given)
    assert set(AccessNeeds.objects.values_list("registration__person", flat=True)) == set(special)


def test_loading_twice_changes_nothing_and_the_archive_takes_nobody(world):
    before = census()

    demo(world)

    first = world.conferences["inclusion-2008"]
    assert census() == before
    archived = Registration.objects.of(first)
    assert (Category.objects.of(first).count(), archived.count()) == (9, 5)
    assert set(archived.values_list("state", flat=True)) == {"approved"}  # those whose certificates can be checked
    for language in ("ru", "en"):
        with override(language):
            assert all(category.title and category.hint for category in Category.objects.of(first))
