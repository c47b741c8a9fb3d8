"""A delegation of a ministry, sent and accredited, for the tests of its verbs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import Message
from registration.models import Category
from registration.services import delegations as services

HEAD = {
    "full_name": "Мелконян Арам Ваганович", "latin_name": "Aram Melkonyan", "position_ru": "заместитель министра",
    "delegation_role": "head", "language": "en",
}  # fmt: skip


MEMBER = {"full_name": "Саркисян Гаяне", "latin_name": "Gayane Sarkisyan", "position_ru": "советник"}


@pytest.fixture
def ministry(categories):
    Category.objects.filter(pk=categories["ministry"].pk).update(seats=10)
    return Category.objects.get(pk=categories["ministry"].pk)


@pytest.fixture
def make_delegation(conference, ministry, organiser):
    def make(**fields):
        defaults = {
            "by": organiser, "category": ministry, "country": "AM", "body_ru": "Министерство образования",
            "seats": 5, "held_until": timezone.localdate() + timedelta(days=20), "language": "ru",
            "focal_email": "protocol@ministry.example.org",
        }  # fmt: skip
        return services.create_delegation(conference, **{**defaults, **fields})

    return make


@pytest.fixture
def officer(make_person):
    return make_person(full_name="Саргсян Ани", latin_name="Ani Sargsyan", email="ani@ministry.example.org")


@pytest.fixture
def delegation(make_delegation, officer):
    return services.take_up(make_delegation(), by=officer)


@pytest.fixture
def consents(texts):
    return [(texts["processing"], "ru"), (texts["dissemination"], "ru")]


@pytest.fixture
def sent(delegation, officer, consents):
    """A delegation sent with its head and one member."""
    services.save_member(delegation, by=officer, told=HEAD)
    services.save_member(delegation, by=officer, told=MEMBER)
    services.submit_delegation(delegation, by=officer, consents=consents)
    return delegation


@pytest.fixture
def accredited(sent, organiser):
    services.accredit(sent, by=organiser)
    return sent


def keys(**about):
    return list(Message.objects.filter(**about).order_by("pk").values_list("key", "to"))
