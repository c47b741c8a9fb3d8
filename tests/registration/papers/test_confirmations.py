"""Confirmations of participation: who gets one, what it says, where it is drawn."""

from __future__ import annotations

import re

from conference.models import IssuedDocument
from conference.services.documents import draw, of_holder
from registration import services
from registration.models import Registration
from registration.services import papers
from tests.registration.papers.conftest import CONFIRMATION, facts_of, is_ua, text_of


def test_approval_numbers_a_confirmation_and_draws_nothing(guest):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    assert (issued.person, issued.about, issued.language, bool(issued.file)) == (guest.person, guest, "ru", False)
    assert re.fullmatch(r"\d{4}-0001", issued.number)


def test_the_confirmation_says_number_time_and_place(guest, conference, tmp_path):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    pdf = draw(issued)

    text = text_of(pdf)
    for passage in (
        "Подтверждение регистрации", "Confirmation of registration", guest.number, "Алеся Петровна Жук",
        "Alesia Zhuk", "Санкт-Петербург", "Saint-Petersburg", "в зале", "in the hall", "Покажите этот код",
        "Show this code", "Беларусь", "Belarus", f"№ {issued.number}",
    ):  # fmt: skip
        assert passage in text, passage
    assert facts_of(pdf)["Title"].startswith(f"Подтверждение регистрации № {issued.number}")
    assert is_ua(pdf, tmp_path)


def test_a_category_without_confirmations_gets_none(make_registration, categories, organiser):
    categories["academic"].papers = ["badge"]
    categories["academic"].save()

    registration = make_registration(state="approved")

    assert IssuedDocument.objects.count() == 0
    assert services.issue_letter(registration.pk) is None


def test_approving_again_keeps_the_confirmation(guest, organiser):
    Registration.objects.filter(pk=guest.pk).update(state="submitted", seat="")
    guest.refresh_from_db()

    services.approve(guest, by=organiser)

    assert IssuedDocument.objects.filter(kind=CONFIRMATION).count() == 1


def test_my_page_offers_it_and_draws_it(guest, client_of):
    client = client_of(guest.person)
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    listed = client.get("/ru/me/").content.decode()
    answer = client.get(f"/ru/me/documents/{issued.pk}/")

    assert f"/ru/me/documents/{issued.pk}/" in listed
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"]) == (
        200, "application/pdf", f'attachment; filename="confirmation-{issued.number}.pdf"',
    )  # fmt: skip
    assert answer.content.startswith(b"%PDF")


def test_a_badge_is_not_for_download(guest, client_of, organiser):
    badge = papers.issue_badge(guest, by=organiser)

    assert badge not in of_holder(guest.person)
    assert client_of(guest.person).get(f"/ru/me/documents/{badge.pk}/").status_code == 404
