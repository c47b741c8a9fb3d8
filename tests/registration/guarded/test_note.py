"""The note verbale."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from conference.moves import MoveNotAllowed
from registration.documents.guarded import dative_body
from registration.models import Delegation, LetterRequest, Registration
from registration.services import letters_guarded as services
from tests.registration.guarded.conftest import text_of


@pytest.fixture
def delegation(conference, make_person, make_registration):
    delegation = Delegation.objects.create(
        conference=conference, country="AM", body_ru="Министерство образования Армении", state="accredited",
        body_en="Ministry of Education of Armenia", focal_point=make_person(),
    )  # fmt: skip
    head = make_registration("ministry", state="approved")
    Registration.objects.filter(pk=head.pk).update(delegation=delegation, delegation_role="head")
    return delegation


def test_a_note_verbale_follows_the_protocol(delegation, officer, organiser, client_of, address, tmp_path):
    focal = client_of(delegation.focal_point)
    focal.post(address("ask_note", pk=delegation.pk))
    note = LetterRequest.objects.get()
    lines = {"addressee_ru": "Министерству образования Армении", "addressee_en": "Ministry of Education of Armenia"}
    for verb, data in (("check", lines), ("approve", {}), ("issue", {})):
        client_of(organiser).post(address(f"desk_letter_{verb}", pk=note.pk), data)

    response = focal.get(address("guarded_letter", pk=note.pk))

    text = " ".join(text_of(response.content, tmp_path).split())
    assert response.status_code == 200
    parts = ("presents its", "avails itself", "свидетельствует своё", "высоком уважении", "М. П.", "Stamp")
    assert [part for part in parts if part not in text.replace("\xa0", " ")] == []
    assert "Подпись" not in text
    assert "-N-0001" in text
    note.refresh_from_db()
    page = Client().get(reverse("verify", kwargs={"code": note.document.code})).content.decode()
    assert ("verdict ok" in page, "Министерству образования Армении" in page) == (True, True)


def test_one_who_checks_alone_needs_a_second_for_a_note_too(delegation, organiser, officer):
    note = services.request_note(delegation.conference, by=officer, delegation=delegation)
    services.check_data(note, by=officer)

    assert services.approve_letter(note, by=organiser).approved_by == organiser


def test_a_note_to_a_body_names_it_in_both_languages(conference, officer):
    with pytest.raises(ValidationError):
        services.request_note(conference, by=officer, addressee_ru="Посольству")

    note = services.request_note(conference, by=officer, addressee_ru="Посольству", addressee_en="Embassy")
    assert str(note).endswith("Посольству")


def test_a_delegation_has_one_standing_note(delegation, officer):
    services.request_note(delegation.conference, by=officer, delegation=delegation)

    with pytest.raises(MoveNotAllowed):
        services.request_note(delegation.conference, by=officer, delegation=delegation)


@pytest.mark.parametrize(
    ("name", "dative"),
    [
        ("Министерство образования Республики Армения", "Министерству образования Республики Армения"),
        ("Национальная комиссия Республики Беларусь", "Национальной комиссии Республики Беларусь"),
        ("Государственный университет", "Государственному университету"),
        ("Федеральное агентство по делам молодёжи", "Федеральному агентству по делам молодёжи"),
        ("UNESCO Moscow Office", "UNESCO Moscow Office"),
    ],
)
def test_the_addressee_is_suggested_in_the_dative(name, dative):
    assert dative_body(name) == dative
