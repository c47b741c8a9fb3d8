"""The invitation letter: both languages, tagged, checked, given to the right people only."""

from __future__ import annotations

import subprocess
from datetime import timedelta

import page
import pikepdf
import pytest
from django.utils import timezone

from conference.letterhead import grouped
from conference.models import IssuedDocument, Message
from registration import services
from registration.documents import InvitationLetter
from registration.models import Registration


@pytest.fixture
def conference(conference):
    conference.is_demonstration = True
    conference.place_ru, conference.place_en = "Санкт-Петербург", "Saint-Petersburg"
    conference.signatory_ru, conference.signatory_en = "Анна Белова", "Anna Belova"
    conference.save()
    return conference


@pytest.fixture
def minister(make_registration) -> Registration:
    return make_registration(
        "ministry", state="approved", full_name="Вардумян Анаит", latin_name="Anahit Vardumyan",
        honorific="г-жа", position_ru="министр образования",
        position_en="Minister of Education and Science of the Republic", track="1",
    )  # fmt: skip


def text_of(issued: IssuedDocument) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", issued.file.path, "-"], capture_output=True, text=True, check=True
    ).stdout


def facts_of(path: str) -> dict[str, str]:
    lines = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout.splitlines()
    return {name.strip(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}


def test_the_letter_says_the_same_in_both_languages(minister):
    issued = services.issue_letter(minister.pk)

    text = " ".join(text_of(issued).split())
    for passage in (
        f"№ {issued.number} от", f"Ref. {issued.number}", "Демонстрационный пример", "Demonstration",
        "Её Превосходительству", "госпоже Вардумян Анаит", "министру образования", "H.E. Ms Anahit Vardumyan",
        "Minister of Education", "Уважаемая госпожа министр!", "Excellency,", "Анна Белова", "Anna Belova",
        "Saint-Petersburg", grouped(issued.code), "M-0001",
    ):  # fmt: skip
        assert passage in text.replace("\u00a0", " "), passage
    assert "Г-ну" not in text
    assert "Г-же" not in text


def test_nobody_but_ministers_and_ambassadors_is_an_excellency(make_registration):
    deputy = make_registration("ministry", state="approved")

    text = text_of(services.issue_letter(deputy.pk))

    assert "Господину Мелконяну Араму Вагановичу" in " ".join(text.split())
    assert "Excellency" not in text
    assert "Превосходительств" not in text


def test_the_letter_is_tagged_pdf_ua(minister):
    issued = services.issue_letter(minister.pk)

    facts = facts_of(issued.file.path)
    report = page.validate_pdf(issued.file.path, profile="ua1")
    assert (facts["Tagged"], facts["Pages"], facts["Page size"]) == ("yes", "1", "595.276 x 841.89 pts (A4)")
    assert facts["Title"].startswith(f"Письмо-приглашение № {issued.number}")
    assert report.is_compliant, str(report)


def test_passages_carry_their_language(minister):
    issued = services.issue_letter(minister.pk)

    with pikepdf.open(issued.file.path) as pdf:
        languages = {str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item}
        root = str(pdf.Root.Lang)

    assert (root, languages) == ("ru", {"ru", "en"})


def test_the_letter_is_in_the_language_of_its_reader(make_registration):
    registration = make_registration("unesco", state="approved")

    issued = services.issue_letter(registration.pk)

    assert issued.language == "en"
    assert facts_of(issued.file.path)["Title"].startswith(f"Invitation letter {issued.number}.")


def test_the_task_may_run_twice(minister):
    Registration.objects.filter(pk=minister.pk).update(decided_at=timezone.now() - timedelta(minutes=11))
    first, second = services.issue_letter(minister.pk), services.issue_letter(minister.pk)

    assert first == second
    assert IssuedDocument.objects.filter(kind="invitation_letter").count() == 1
    assert Message.objects.filter(key="registration-letter").count() == 1


def test_a_letter_that_is_there_at_once_is_not_told_of_again(minister):
    services.issue_letter(minister.pk)

    assert IssuedDocument.objects.filter(kind="invitation_letter").count() == 1
    assert Message.objects.filter(key="registration-letter").count() == 0


@pytest.mark.parametrize("state", ["submitted", "declined", "cancelled"])
def test_no_letter_without_approval(state, make_registration):
    assert services.issue_letter(make_registration(state=state).pk) is None
    assert IssuedDocument.objects.count() == 0


def test_the_task_tolerates_a_missing_row(db):
    assert services.issue_letter(12345) is None


def test_approval_draws_the_letter_in_the_background(make_registration, run_tasks):
    registration = make_registration(state="approved")

    run_tasks()

    issued = IssuedDocument.objects.get(kind="invitation_letter")
    assert (issued.person, issued.about, issued.is_valid, bool(issued.file)) == (
        registration.person,
        registration,
        True,
        True,
    )


def test_the_organisers_may_write_the_addressee_by_hand(minister):
    Registration.objects.filter(pk=minister.pk).update(addressee="Уважаемой Анаит Вардумян,\nминистру")

    lines = InvitationLetter(services.issue_letter(minister.pk)).context()["ru"]["lines"]

    assert [line.text for line in lines[:2]] == ["Уважаемой Анаит Вардумян,", "министру"]


def test_what_guests_typed_is_inert_in_the_letter(make_registration):
    registration = make_registration(
        "academic", state="approved", full_name="<b>Жук</b> Алеся", body_ru='<img src="file:///etc/passwd"> {{ x }}'
    )

    text = text_of(services.issue_letter(registration.pk))

    assert "<b>Жук</b>" in text
    assert "root:" not in text


def test_very_long_names_still_make_a_letter(make_registration):
    registration = make_registration(
        state="approved", full_name="Я" * 200, latin_name="A" * 200, body_ru="Университет " * 20
    )

    assert facts_of(services.issue_letter(registration.pk).file.path)["Tagged"] == "yes"


def test_who_may_download_it(address, make_registration, make_person, client_of, organiser):
    helper = make_person()
    registration = make_registration("ministry", state="approved", person=helper, who="head")
    url = address("letter", pk=registration.pk)
    before = client_of(helper).get(url)
    services.issue_letter(registration.pk)

    answers = {
        "helper": client_of(helper).get(url),
        "stranger": client_of(make_person()).get(url),
        "organiser": client_of(organiser).get(url),
    }

    assert before.status_code == 404
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "helper": 200, "stranger": 404, "organiser": 404,
    }  # fmt: skip
    assert b"".join(answers["helper"].streaming_content).startswith(b"%PDF")


def test_a_void_letter_is_not_given_out(address, make_registration, client_of):
    registration = make_registration(state="approved")
    services.issue_letter(registration.pk)
    services.cancel(registration, by=registration.person)

    assert client_of(registration.person).get(address("letter", pk=registration.pk)).status_code == 404
