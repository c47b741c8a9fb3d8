"""The step of the organisers' own questions: asked where they should be, answered in words."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from registration import services
from registration.models import Registration
from registration.services.questions import table_of
from tests.registration.questions.conftest import PDF, Kind, errors, finished, told


def test_the_step_is_there_only_where_something_is_asked(client, address, ask):
    before = [step["title"] for step in client.get(address("step", category="academic", step="name")).context["steps"]]
    ask()

    asked = client.get(address("step", category="listener", step="about")).context["steps"]
    other = client.get(address("step", category="academic", step="name")).context["steps"]

    assert [step["title"] for step in other] == before
    assert len(asked) == 5
    assert client.get(address("step", category="academic", step="questions")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        (Kind.TEXT, " Мост ", "Мост", "Мост"),
        (Kind.LONG, "первая\nвторая", "первая\nвторая", "первая\nвторая"),
        (Kind.NUMBER, "12,50", "12.5", "12.5"),
        (Kind.DATE, "2027-06-17", "2027-06-17", "17 июня 2027"),
        (Kind.COUNTRY, "AM", "AM", "Армения"),
        (Kind.YES_NO, "yes", "yes", "Да"),
    ],
)
def test_an_answer_is_kept_and_said_in_words(kind, typed, kept, shown, client, ask, at_questions, make_person, address):
    question = ask(kind, is_required=True)

    response = client.post(at_questions.replace("/en/", "/ru/"), told(question, typed))
    draft = Registration.objects.get()

    assert response.status_code == 302
    assert draft.told()[question.field_name] == kept
    registration = services.submit(finished(draft), by=make_person())
    with override("ru"):
        assert table_of([registration]) == (["Вопрос 1"], {registration.pk: [shown]})


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (Kind.TEXT, "", "Answer: Question 1"),
        (Kind.NUMBER, "двенадцать", "Enter a number, for example 12"),
        (Kind.DATE, "31.02.2027", "Enter a date, for example 2027-06-17"),
        (Kind.COUNTRY, "ZZ", "Choose the country in the list"),
        (Kind.YES_NO, "", "Answer: Question 1"),
        (Kind.FILE, "", "Answer: Question 1"),
    ],
)
def test_a_wrong_answer_is_told_in_words(kind, typed, sentence, client, ask, at_questions):
    question = ask(kind, is_required=True)

    response = client.post(at_questions, told(question, typed))

    assert (response.status_code, errors(response)) == (200, [sentence])


def test_a_choice_of_another_question_is_refused(client, ask, at_questions):
    question = ask(Kind.CHOICE, choices=(("Первая", None),))
    other = ask(Kind.CHOICE, choices=(("Чужая", None),))

    response = client.post(at_questions, told(question, other.choices.get().pk))

    assert response.status_code == 200
    assert len(errors(response)) == 1


def test_what_organisers_and_guests_write_is_never_markup(client, ask, at_questions):
    hostile = "<script>alert(1)</script>"
    before = ask(Kind.YES_NO, title_en=hostile, help_en=hostile)
    file = ask(Kind.FILE, help_en=hostile, depends_on=before, depends_value="yes")
    ask(Kind.CHOICE, choices=((hostile, 0),))
    client.post(at_questions, told(before, "yes") | told(file, SimpleUploadedFile("<script>.pdf", PDF)))

    page = client.get(at_questions).content.decode()

    assert "<script>alert" not in page
    assert "<script>.pdf" not in page
