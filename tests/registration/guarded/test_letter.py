"""The way of a guarded letter, from the wish to the download and the end."""

from __future__ import annotations

import io
import re
import subprocess

import pytest
from auditlog.models import LogEntry, LogEntryManager
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from conference.models import IssuedDocument, Message, Role
from conference.moves import MoveNotAllowed
from registration.models import LetterRequest, Registration, Rules, VisaDetails
from registration.services import letters_guarded as services
from registration.services import travel
from tests.registration.guarded.conftest import FIELDS, NUMBER, text_of


@pytest.fixture
def request_(guest, visa):
    return services.request_letter(guest, by=guest.person)


@pytest.fixture
def issued(request_, officer, organiser):
    services.check_data(request_, by=officer)
    services.approve_letter(request_, by=organiser)
    return services.issue(request_, by=officer)


def test_a_letter_goes_from_wish_to_download(guest, officer, organiser, client_of, address, tmp_path):
    mine, checker, head = client_of(guest.person), client_of(officer), client_of(organiser)
    mine.post(address("visa", pk=guest.pk), {**FIELDS, "visa": ""})
    mine.post(address("ask_letter", pk=guest.pk))
    letter = LetterRequest.objects.get()

    states = [letter.state]
    for client, verb in ((checker, "check"), (head, "approve"), (checker, "issue")):
        assert client.post(address(f"desk_letter_{verb}", pk=letter.pk)).status_code == 302
        letter.refresh_from_db()
        states.append(letter.state)
    response = mine.get(address("guarded_letter", pk=letter.pk))

    assert states == ["requested", "checked", "approved", "issued"]
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="visa_letter-{letter.document.number}.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content, tmp_path)
    assert all(part in text for part in (NUMBER, "LEFEVRE", "06.05.1980", letter.document.number, "Письмо в поддержку"))
    assert not letter.document.file


def test_the_letter_is_tagged_and_fits_its_page(issued, guest, conference, tmp_path):
    rules = Rules.objects.create(conference=conference)
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(picture, "PNG")
    rules.signature.save("signature.png", io.BytesIO(picture.getvalue()))
    path = tmp_path / "letter.pdf"

    path.write_bytes(services.draw(issued, by=guest.person, reason="letter"))

    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert (re.search(r"Pages:\s+1\n", info) is not None, re.search(r"Tagged:\s+yes", info) is not None) == (True, True)
    assert " 300 " in images


def test_a_signature_that_is_no_picture_is_left_out(issued, guest, conference):
    Rules.objects.create(conference=conference).signature.save("signature.png", io.BytesIO(b"<svg onload=alert(1)>"))

    assert services.draw(issued, by=guest.person, reason="letter").startswith(b"%PDF")


def test_each_download_is_logged_before_it_is_drawn(issued, guest, client_of, address, monkeypatch):
    client, url = client_of(guest.person), address("guarded_letter", pk=issued.pk)
    client.get(url)
    client.get(url)
    logged = list(LogEntry.objects.filter(action=LogEntry.Action.ACCESS).values_list("actor", flat=True))

    monkeypatch.setattr(LogEntryManager, "log_create", lambda *args, **kwargs: None)
    refused = client.get(url)

    assert logged == [guest.person.pk] * 2
    assert (refused.status_code, b"%PDF" in refused.content) == (503, False)


def test_who_may_download(issued, guest, officer, organiser, make_person, conference, client_of, address):
    people = {
        "owner": guest.person, "officer": officer, "organiser": organiser, "stranger": make_person(),
        "superuser": make_person(is_superuser=True), "finance": make_person("finance", conference=conference),
    }  # fmt: skip
    url = address("guarded_letter", pk=issued.pk)

    statuses = {name: client_of(person).get(url).status_code for name, person in people.items()}

    assert statuses == {
        "owner": 200, "officer": 200, "organiser": 404, "stranger": 404, "superuser": 404, "finance": 404,
    }  # fmt: skip
    assert Client().get(url).status_code == 302


def test_the_person_who_checked_does_not_approve(request_, make_person, conference, organiser):
    both = make_person(Role.Kind.PASSPORTS, Role.Kind.ORGANISER, conference=conference)
    services.check_data(request_, by=both)

    with pytest.raises(MoveNotAllowed):
        services.approve_letter(request_, by=both)

    assert services.approve_letter(request_, by=organiser).state == "approved"


def test_one_organiser_alone_does_both(request_, make_person, conference, organiser):
    Role.objects.filter(person=organiser).delete()
    both = make_person(Role.Kind.PASSPORTS, Role.Kind.ORGANISER, conference=conference)
    services.check_data(request_, by=both)

    assert services.approve_letter(request_, by=both).state == "approved"


@pytest.mark.parametrize("verb", ["check", "approve", "issue"])
def test_no_step_is_skipped(verb, guest, visa, officer, organiser, client_of, address):
    letter = services.request_letter(guest, by=guest.person)
    LetterRequest.objects.filter(pk=letter.pk).update(state="returned")

    client_of(officer if verb != "approve" else organiser).post(address(f"desk_letter_{verb}", pk=letter.pk))

    letter.refresh_from_db()
    assert (letter.state, IssuedDocument.objects.filter(kind="visa_letter").count()) == ("returned", 0)


def test_an_organiser_does_not_say_that_passport_data_are_right(request_, organiser, client_of, address):
    response = client_of(organiser).post(address("desk_letter_check", pk=request_.pk))

    assert response.status_code == 404


def test_a_letter_needs_passport_data_and_is_asked_for_once(guest):
    with pytest.raises(ValidationError):
        services.request_letter(guest, by=guest.person)
    travel.save_visa(guest, by=guest.person, **FIELDS)
    services.request_letter(guest, by=guest.person)

    with pytest.raises(MoveNotAllowed):
        services.request_letter(guest, by=guest.person)

    assert LetterRequest.objects.count() == 1


def test_a_returned_request_comes_back_with_its_remark_read(request_, guest, officer, client_of, address):
    url = address("visa", pk=guest.pk)
    client_of(officer).post(address("desk_letter_return", pk=request_.pk), {"remark": "Проверьте написание имени"})
    seen = client_of(guest.person).get(url).content.decode()

    client_of(guest.person).post(address("ask_letter", pk=guest.pk))

    request_.refresh_from_db()
    assert ("Проверьте написание имени" in seen, request_.state, request_.remark) == (True, "requested", "")
    body = Message.objects.get(key="visa-letter-returned").body
    assert "Проверьте написание имени" not in body


@pytest.mark.parametrize("text", [NUMBER, "QX 903 44-17", f"номер {NUMBER.lower()} не тот"])
def test_a_remark_holds_no_passport_number(text, request_, officer, client_of, address):
    client_of(officer).post(address("desk_letter_return", pk=request_.pk), {"remark": text})

    request_.refresh_from_db()
    assert (request_.state, request_.remark) == ("requested", "")


def test_a_revoked_letter_is_void_everywhere(issued, officer, guest, client, client_of, address):
    document = issued.document

    client_of(officer).post(address("desk_letter_revoke", pk=issued.pk), {"remark": "Поездка отменена"})

    page = client.get(reverse("verify", kwargs={"code": document.code})).content.decode()
    assert ("verdict void" in page, NUMBER in page, "Поездка отменена" in page) == (True, False, False)
    assert client_of(guest.person).get(address("guarded_letter", pk=issued.pk)).status_code == 404
    assert Message.objects.filter(key="visa-letter-revoked").exists()


def test_replaced_passport_data_make_the_letter_void(issued, guest):
    travel.save_visa(guest, by=guest.person, **{**FIELDS, "number": "QX0000000"})

    issued.refresh_from_db()
    assert (issued.state, issued.document.is_valid) == ("revoked", False)
    assert services.request_letter(Registration.objects.get(pk=guest.pk), by=guest.person).state == "requested"


def test_a_letter_cannot_be_drawn_after_erasure(issued, guest, client_of, address):
    VisaDetails.objects.all().delete()

    response = client_of(guest.person).get(address("guarded_letter", pk=issued.pk))

    assert (response.status_code, b"%PDF" in response.content) == (410, False)


def test_the_checks_page_names_the_letter_and_nothing_of_the_passport(issued, client):
    page = client.get(reverse("verify", kwargs={"code": issued.document.code})).content.decode()

    assert ("verdict ok" in page, issued.document.number in page) == (True, True)
    assert not any(secret in page for secret in (NUMBER, "LEFEVRE", "1980"))
