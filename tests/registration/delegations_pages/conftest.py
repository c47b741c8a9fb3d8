"""A delegation and its officer, for the tests of the pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from registration.services import delegations as services

HEADER = "Full name\tName in Latin letters\tPost\tRole\tE-mail\tDay of arrival\tDay of departure"


GOOD = "Саркисян Гаяне\tGayane Sarkisyan\tсоветник\tadviser\tg@ministry.am\t16.06.2027\t19.06.2027"


@pytest.fixture
def delegation(conference, categories, organiser, make_person):
    made = services.create_delegation(
        conference, by=organiser, category=categories["ministry"], country="AM", body_ru="Министерство", seats=10,
        held_until=timezone.localdate() + timedelta(days=20), language="ru",
    )  # fmt: skip
    return services.take_up(made, by=make_person(full_name="Саргсян Ани", email="ani@ministry.example.org"))


@pytest.fixture
def officer(delegation, client_of):
    return client_of(delegation.focal_point)


@pytest.fixture
def url(address, delegation):
    def find(name: str = "delegation", **kwargs):
        return address(name, pk=delegation.pk, **kwargs)

    return find


def add(delegation, **told):
    known = {"full_name": "Мелконян Арам", "latin_name": "Aram Melkonyan", "position_ru": "министр"}
    return services.save_member(delegation, by=delegation.focal_point, told={**known, **told})
