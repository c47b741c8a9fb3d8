"""People who wait for a seat, for the tests of the waiting list."""

from __future__ import annotations

import pytest

from registration import services
from registration.models import Category, Registration
from registration.services import waiting

State = Registration.State


@pytest.fixture
def press(categories):
    """A category that approves by itself, with one seat and no places online."""
    Category.objects.filter(pk=categories["academic"].pk).update(seats=1, seats_online=0, approval="automatic")
    categories["academic"].refresh_from_db()
    return categories["academic"]


@pytest.fixture
def line(press, make_registration):
    """One guest with the seat and three who wait, in order."""
    return [make_registration() for _each in range(4)]


def states(line):
    known = dict(Registration.objects.filter(pk__in=[each.pk for each in line]).values_list("pk", "state"))
    return [known[each.pk] for each in line]


def fresh(registration):
    return Registration.objects.select_related("conference", "category", "person", "filled_by").get(pk=registration.pk)


def offered_in(line, run_tasks, organiser):
    """The guest gives the seat back and the worker offers it: the second of the line."""
    services.cancel(line[0], by=organiser)
    run_tasks()
    return fresh(line[1])


def page(registration, verb=""):
    return f"/ru/inclusion/place/{waiting.place_token(registration)}/{verb}"
