"""Invitations, for the tests of them."""

from __future__ import annotations

import pytest

from conference.models import Message
from registration.models import Invitation
from registration.services import invitations

State = Invitation.State


DESK = "/ru/inclusion/desk/invitations/"


@pytest.fixture
def make_invitation(categories, organiser):
    """An invitation that was sent; keyword arguments replace what it says."""

    def make(*, send: bool = True, category: str = "academic", **row: object) -> Invitation:
        number = Invitation.objects.count()
        told = {"email": f"guest{number}@example.org", "name": "Жук Алеся Петровна", "language": "ru", **row}
        (invitation,) = invitations.prepare(categories[category], [told], by=organiser)
        return invitations.send(invitation, by=organiser) if send else invitation

    return make


def fresh(invitation):
    return Invitation.objects.select_related("conference", "category").get(pk=invitation.pk)


def page(invitation, verb=""):
    return f"/ru/inclusion/invitation/{invitation.token()}/{verb}"


def letters(key):
    return Message.objects.filter(key=key)


TABLE = (
    "E-mail\tИмя\tЯзык\tОрганизация\tСтрана\n"
    "anna@example.org\tСомова Анна\tru\tШкола № 5\tАрмения\n"
    "marie@example.org\tMarie Lefèvre\tEnglish\t\tFrance\n"
    "broken\tБез адреса\tru\t\t\n"
    "ivan@example.org\t\tru\t\tАтлантида\n"
    "ANNA@example.org\tСомова Анна\tru\t\t\n"
    "taken@example.org\tУже Здесь\tru\t\t\n"
)


@pytest.fixture
def desk(organiser, client_of, categories, make_registration, make_person):
    make_registration("listener", person=make_person(email="taken@example.org"))
    return client_of(organiser)


def form(categories, **fields):
    return {"category": categories["academic"].pk, "kind": "personal", "language": "ru", "table": TABLE, **fields}
