"""The desk of registration: pages are called as the links that lead to them, rows open, letters and moves are read."""

from __future__ import annotations

import re

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override

from conference.models import Conference
from conference.permissions import may
from conference.services import mail
from conference.templatetags.navigation import DESK_TOOLS
from registration import services
from registration.models import Registration

pytestmark = pytest.mark.usefixtures("categories")


@pytest.fixture
def superuser(make_person):
    person = make_person(email="root@example.org")
    person.is_staff = person.is_superuser = True
    person.save()
    return person


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_is_called_as_the_link_to_it(language, superuser, client_of, conference):
    client = client_of(superuser)
    wrong = []
    for room in DESK_TOOLS:
        if room.kind == Conference.Kind.SEASON or not may(superuser, room.permission, conference):
            continue  # passports, for one, are for their officers alone
        address = conference.url(room.route)
        with override(language):
            words = str(room.title)
        page = client.get(f"/{language}{address[3:]}").content.decode()
        heading = strip_tags(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.S)[1]).strip()
        if heading != words:
            wrong.append((room.route, words, heading))

    assert wrong == []


def test_the_name_opens_the_registration_in_the_script_of_the_page(make_registration, organiser, client_of, conference):
    row = make_registration(full_name="Орлова Надежда", latin_name="Nadezhda Orlova")
    address = conference.url("registration:desk_list")

    page = client_of(organiser).get(f"/en{address[3:]}").content.decode()

    assert re.search(rf'<a href="/en/[^"]+/{row.pk}/"><bdi>Nadezhda Orlova</bdi></a>', page)
    assert "Орлова" not in page


def test_a_state_has_one_name(make_registration, organiser, client_of, conference):
    make_registration()

    page = client_of(organiser).get(conference.url("registration:desk_list")).content.decode()

    assert str(Registration.State.SUBMITTED.label) in ("under consideration", "на рассмотрении")
    assert "одана</" not in page


def test_the_moves_and_the_letters_of_a_registration_are_read(make_registration, organiser, client_of, conference):
    row = make_registration()
    services.decline(row, by=organiser, reason="Мест больше нет.")
    common = {"about": row, "conference": conference}
    mail.queue("mailing", to=row.person, subject="s", words="Ordinary words", **common)
    mail.queue("mailing", to=row.person, subject="s", words="Key of the door", is_secret=True, **common)

    page = client_of(organiser).get(conference.url("registration:desk_one", pk=row.pk))
    text = page.content.decode()

    assert [(each["state"], each["by"], each["reason"]) for each in page.context["history"]][-1] == (
        Registration.State.DECLINED.label, organiser, "Мест больше нет.",
    )  # fmt: skip
    assert "Ordinary words" in text
    assert "Key of the door" not in text
