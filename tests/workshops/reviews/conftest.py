"""A review promised by a reviewer, for the tests of the verbs."""

from __future__ import annotations

import pytest

from conference.models import Message
from tests.workshops.reviewing import criterion
from workshops.services import reviews


@pytest.fixture
def reviewer(make_person):
    return make_person(full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim")


@pytest.fixture
def paper(make_submission):
    return make_submission("submitted")


@pytest.fixture
def review(paper, reviewer, chair, conference):
    criterion(conference)
    made = reviews.invite(paper, reviewer, by=chair)
    Message.objects.all().delete()
    return made


def letters() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("key", "to"))
