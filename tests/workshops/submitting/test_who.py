"""Who may write, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Conference
from tests.workshops.submitting.conftest import plain
from workshops.models import Submission

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_stranger_is_told_to_register(url, conference):
    response = Client().get(url("submit"))

    assert response.status_code == 200
    assert conference.url("registration:start") in response.content.decode()
    assert 'id="main-form"' not in response.content.decode()


def test_an_unapproved_person_is_told_to_wait(url, client_of, person):
    html = client_of(person).get(url("submit")).content.decode()

    assert "please wait" in html
    assert 'id="main-form"' not in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"call_opens": None}, "not announced yet"),
        ({"call_opens": timezone.now() + timedelta(days=3)}, "Papers will be accepted from"),
        ({"call_closes": timezone.now() - timedelta(minutes=1)}, "The call closed on"),
        ({"visibility": Conference.Visibility.ARCHIVED}, "The call closed on"),
    ],
)
def test_a_closed_call_is_explained_and_the_typed_text_is_shown(
    fields, sentence, url, author_client, conference, paper_form
):
    Conference.objects.filter(pk=conference.pk).update(**fields)

    html = plain(author_client.post(url("submit"), paper_form(check="1")))

    assert sentence in html
    assert "О том, как музей и школа работают вместе." in html
    assert conference.contact_email in html
    assert Submission.objects.count() == 0


def test_the_call_is_open_until_its_last_moment(url, author_client, conference, paper_form):
    Conference.objects.filter(pk=conference.pk).update(call_closes=timezone.now() + timedelta(seconds=30))

    author_client.post(url("submit"), paper_form())

    assert Submission.objects.count() == 1
