"""What the author of a paper need not do twice."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.models import Organisation
from tests.workshops.submitting.conftest import State
from workshops import forms
from workshops.models import Submission
from workshops.services.papers.drafting import MAX_DRAFTS

from ..docx import HOSTILE, docx

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_sound_file_survives_an_error_in_a_new_paper(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(udk="<b>", check="1"), "file": upload})

    html = response.content.decode()
    paper = Submission.objects.get()
    assert list(response.context["form"].errors) == ["udk"]
    assert ([file.name for file in paper.files.all()], paper.title_ru, paper.state) == (
        ["Доклад.docx"], "Музей и школа", State.DRAFT,
    )  # fmt: skip
    assert "The file “Доклад.docx” is kept." in html
    assert f'action="{url("edit", pk=paper.pk)}"' in html


def test_a_sound_file_survives_an_error_in_a_saved_paper(url, author_client, make_submission, paper_form):
    paper = make_submission()
    upload = SimpleUploadedFile("Доклад.docx", docx())

    author_client.post(url("edit", pk=paper.pk), {**paper_form(title_ru="", check="1"), "file": upload})

    paper.refresh_from_db()
    assert (paper.files.count(), paper.title_ru) == (1, "Два учителя в одном классе")


def test_a_sound_file_survives_the_move_of_an_author(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    html = author_client.post(url("submit"), {**paper_form(rows="up-1"), "file": upload}).content.decode()

    assert Submission.objects.get().files.count() == 1
    assert "is kept." in html


def test_a_bad_file_beside_the_move_of_an_author_is_named(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", HOSTILE["pdf"])

    html = author_client.post(url("submit"), {**paper_form(rows="up-1"), "file": upload}).content.decode()

    assert ("This is a PDF." in html, Submission.objects.count()) == (True, 0)


def test_a_file_that_cannot_be_kept_is_asked_for_again(url, author_client, paper_form, make_submission):
    for _ in range(MAX_DRAFTS):
        make_submission()
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(udk="<b>"), "file": upload})

    assert response.context["form"].errors["file"] == ["Choose the file again: browsers do not keep it."]


@pytest.mark.parametrize(
    ("full_name", "latin_name", "expected"),
    [
        ("Жук Павел", "Pavel Zhuk", ("Жук", "Павел", "Zhuk", "Pavel")),
        ("Ольга Викторовна Сомова", "", ("Сомова", "Ольга Викторовна", "", "")),
        ("Maria Elena Popescu", "", ("", "", "Popescu", "Maria Elena")),
        ("Maria Popescu", "Maria-Elena Popescu", ("", "", "Popescu", "Maria-Elena")),
        ("Գայանե Սարգսյան", "", ("", "", "", "")),
        ("somebody@example.org", "", ("", "", "", "")),
    ],
)
def test_the_first_author_is_prefilled_by_script(full_name, latin_name, expected, make_person):
    row = forms.author_from(make_person(full_name=full_name, latin_name=latin_name))

    assert tuple(row[name] for name in ("family_ru", "given_ru", "family_en", "given_en")) == expected


def test_the_first_author_brings_organisation_place_and_country(make_person):
    organisation = Organisation.objects.create(title_ru="Школа № 5", title_en="School No. 5", country="BY")
    person = make_person(organisation=organisation, position_ru="учитель", city_ru="Минск")

    row = forms.author_from(person)

    assert [row[name] for name in ("affiliation_ru", "affiliation_en", "position_ru", "city_ru", "country")] == [
        "Школа № 5", "School No. 5", "учитель", "Минск", "BY",
    ]  # fmt: skip


def test_a_new_co_author_is_not_ticked_as_presenting(url, author_client, paper_form):
    html = author_client.post(url("submit"), paper_form(rows="add")).content.decode()

    ticked = re.findall(r'name="authors-(\d)-is_presenting"[^>]*checked', html)
    assert ticked == ["0"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("музей; школа", "музей, школа"),
        (" музей;школа;; класс, урок ;", "музей, школа, класс, урок"),
        ("музей, школа", "музей, школа"),
    ],
)
def test_keywords_are_separated_by_commas(typed, kept, url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(keywords_ru=typed))

    assert Submission.objects.get().keywords_ru == kept


def test_keywords_that_grow_too_long_are_refused_and_the_file_is_kept(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(keywords_ru="а;" * 150), "file": upload})

    assert list(response.context["form"].errors) == ["keywords_ru"]
    assert Submission.objects.get().files.count() == 1


def test_an_orcid_is_taken_in_any_usual_form(url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(**{"authors-0-orcid": "https://orcid.org/0000-0002-1825-0097"}))

    assert Submission.objects.get().authors.first().orcid == "0000-0002-1825-0097"


@pytest.mark.parametrize(("language", "other"), [("ru", "en"), ("en", "ru")])
def test_the_fields_of_the_second_language_are_marked_optional(language, other, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(language=language, rows="add"))

    form, rows = response.context["form"], response.context["rows"]
    for field in ("title", "abstract", "keywords"):
        assert (form.fields[f"{field}_{language}"].required, form.fields[f"{field}_{other}"].required) == (True, False)
    assert (rows[0].fields[f"family_{language}"].required, rows[0].fields[f"family_{other}"].required) == (True, False)


def test_the_place_of_an_author_has_no_leading_comma(url, author_client, make_submission):
    paper = make_submission()
    paper.authors.update(country="BY")

    html = author_client.get(url("submission", pk=paper.pk)).content.decode()

    assert '<p class="muted"><span>Belarus</span></p>' in html


def test_a_pending_participant_is_led_to_my_page(url, client_of, person):
    html = client_of(person).get(url("submit")).content.decode()

    assert re.findall(r'<a class="btn" href="([^"]+)"', html[html.index("<main") :]) == ["/en/me/"]
    assert "as soon as your registration is approved" in html
