"""The organisers' own questions: asked where they should be, counted, shown, guarded and erased in time."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from conference.moves import MoveNotAllowed
from registration import contributes, services
from registration.models import Category, CustomAnswer, CustomChoice, CustomQuestion, Registration
from registration.services.questions import erase_due_answers, give_places_back, table_of
from tests.world import read_to_the_end

from .conftest import ANSWERS

Kind = CustomQuestion.Kind
PDF = b"%PDF-1.7\n"


def docx(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.fixture
def ask(conference, categories):
    """Make a question of the listeners' form; ``choices`` are (title, places)."""
    made = []

    def make(kind: str = Kind.TEXT, *, choices: tuple[tuple[str, int | None], ...] = (), **fields: Any):
        made.append(kind)
        question = CustomQuestion.objects.create(
            conference=conference, kind=kind, order=len(made),
            **{"title_ru": f"Вопрос {len(made)}", "title_en": f"Question {len(made)}", **fields},
        )  # fmt: skip
        question.categories.add(categories["listener"])
        for order, (title, places) in enumerate(choices):
            CustomChoice.objects.create(
                question=question, title_ru=title, title_en=f"{title} in English", places=places, order=order
            )
        return question

    return make


@pytest.fixture
def at_questions(client, address):
    """The address of the step, with all steps before it answered by *client*."""
    for step, answers in ANSWERS["listener"].items():
        client.post(address("step", category="listener", step=step), answers)
    return address("step", category="listener", step="questions").replace("/ru/", "/en/", 1)


def errors(response: Any) -> list[str]:
    return [str(error) for each in response.context["form"].errors.values() for error in each]


def told(question: CustomQuestion, value: Any) -> dict[str, Any]:
    return {question.field_name: value}


def sent_with(make_draft: Any, make_person: Any, answers: dict[str, Any]) -> Registration:
    draft = make_draft("listener")
    draft.category.__dict__.pop("asked", None)
    services.save_step(draft, "questions", answers, by=None)
    return services.submit(draft, by=make_person())


# -- the step -------------------------------------------------------------------------------------------------------


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


def finished(draft: Registration) -> Registration:
    """The draft with its consent."""
    from conference.models import ConsentText

    text = ConsentText.objects.get(conference=draft.conference, kind="processing")
    return services.save_step(draft, "consents", {"consents": [{"text": text.pk, "language": "ru"}]}, by=None)


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


# -- conditions -----------------------------------------------------------------------------------------------------


def test_a_conditional_question_is_required_only_when_its_condition_holds(client, ask, at_questions):
    before = ask(Kind.YES_NO)
    after = ask(Kind.TEXT, depends_on=before, depends_value="yes", is_required=True)

    no = client.post(at_questions, told(before, "no"))
    yes = client.post(at_questions, told(before, "yes"))
    page = yes.content.decode()

    assert no.status_code == 302
    assert errors(yes) == ["Answer: Question 2"]
    assert "Answer only if you have answered “Question 1” with “Yes”." in page
    assert f'data-depends-on="{before.field_name}"' in page
    assert f'name="{after.field_name}"' in page


def test_an_answer_to_a_question_that_is_not_asked_is_dropped(make_draft, make_person, ask):
    before = ask(Kind.SEVERAL, choices=(("Да", None), ("Нет", None)))
    yes, no = before.choices.all()
    middle = ask(Kind.YES_NO, depends_on=before, depends_value=str(yes.pk))
    last = ask(Kind.TEXT, depends_on=middle, depends_value="yes")
    answers = told(before, [no.pk]) | told(middle, "yes") | told(last, "спрятанное")

    registration = sent_with(make_draft, make_person, answers)

    kept = registration.custom_answers.values_list("question", flat=True)
    assert list(kept) == [before.pk]


@pytest.mark.parametrize("wrong", ["later", "other conference", "text", "no such answer"])
def test_a_condition_that_cannot_hold_is_refused(wrong, ask, other_conference):
    before = ask(Kind.TEXT if wrong == "text" else Kind.YES_NO)
    question = ask(Kind.TEXT)
    question.depends_on, question.depends_value = before, "maybe" if wrong == "no such answer" else "yes"
    if wrong == "later":
        before.order = question.order + 1
    if wrong == "other conference":
        before.conference = other_conference

    with pytest.raises(ValidationError):
        question.full_clean()


# -- places ---------------------------------------------------------------------------------------------------------


def test_places_are_taken_by_sending_and_given_back_by_cancelling(make_draft, make_person, ask, organiser):
    question = ask(Kind.CHOICE, choices=(("Музей", 1),))
    museum = question.choices.get()
    first = sent_with(make_draft, make_person, told(question, museum.pk))

    with pytest.raises(ValidationError) as refusal:
        sent_with(make_draft, make_person, told(question, museum.pk))

    assert ("no_place", "Музей" in refusal.value.messages[0]) == (refusal.value.code, True)
    assert Registration.objects.drafts().count() == 1
    services.cancel(first, by=first.participant)
    give_places_back(first)
    museum.refresh_from_db()
    assert museum.places_taken == 0
    second = sent_with(make_draft, make_person, told(question, museum.pk))
    museum.refresh_from_db()
    assert (museum.places_taken, second.state) == (1, "approved")


def test_who_is_approved_after_all_takes_the_place_again_if_there_is_one(make_draft, make_person, ask, organiser):
    question = ask(Kind.CHOICE, choices=(("Музей", 1),))
    museum = question.choices.get()
    draft = make_draft("listener", attendance="hall")
    draft.category.__dict__.pop("asked", None)
    services.save_step(draft, "questions", told(question, museum.pk), by=None)
    registration = services.submit(draft, by=make_person())
    services.decline(registration, by=organiser, reason="Нет мест")
    sent_with(make_draft, make_person, told(question, museum.pk))

    with pytest.raises(MoveNotAllowed):
        services.approve(registration, by=organiser)

    museum.refresh_from_db()
    registration.refresh_from_db()
    assert (museum.places_taken, registration.state, registration.seat) == (1, "declined", "")


def test_a_stale_count_oversells_nothing(make_draft, make_person, ask):
    question = ask(Kind.CHOICE, choices=(("Музей", 2),))
    stale = question.choices.get()
    for _guest in range(2):
        sent_with(make_draft, make_person, told(question, stale.pk))

    with pytest.raises(ValidationError):
        sent_with(make_draft, make_person, told(question, stale.pk))

    assert stale.places_taken == 0  # what a count-then-insert would have believed
    assert CustomChoice.objects.get().places_taken == 2


def test_a_full_choice_is_marked_and_refused_on_the_page(client, ask, at_questions):
    question = ask(Kind.CHOICE, choices=(("Музей", 1), ("Парк", None)))
    CustomChoice.objects.filter(title_ru="Музей").update(places_taken=1)

    page = client.get(at_questions).content.decode()
    response = client.post(at_questions, told(question, question.choices.first().pk))

    assert "Музей in English (no places left)" in page
    assert errors(response) == ["No places are left there. Choose another answer"]


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (docx(), "docx"),
        (docx("word/vbaProject.bin"), None),
        (b"PK\x03\x04broken", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", None),
        (b"<svg onload=alert(1)>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, kind, client, ask, at_questions):
    question = ask(Kind.FILE)

    client.post(at_questions, told(question, SimpleUploadedFile("file.txt", content)))

    names = [answer.value["name"] for answer in CustomAnswer.objects.all()]
    assert names == ([f"file.{kind}"] if kind else [])


def test_a_file_gets_a_name_of_ours_and_is_for_its_sender_and_staff_only(
    client, ask, at_questions, make_person, client_of, organiser, address, conference
):
    question = ask(Kind.FILE, is_required=True)
    upload = SimpleUploadedFile("../../паспорт <b>.exe", PDF)

    response = client.post(at_questions, told(question, upload))
    draft = Registration.objects.get()
    answer = CustomAnswer.objects.get()
    file = address("answer_file", pk=answer.pk)

    assert response.status_code == 302
    assert (answer.file.name.startswith("answers/"), "паспорт" in answer.file.name) == (True, False)
    assert draft.told()[question.field_name] == {"name": "паспорт _b_.pdf"}
    download = client.get(file)
    assert (read_to_the_end(download), download["Content-Disposition"].startswith("attachment")) == (PDF, True)
    assert Client().get(file).status_code == 404
    assert client_of(organiser).get(file).status_code == 404  # a draft is nobody's business
    person = make_person()
    services.submit(finished(draft), by=person)
    answers = [client_of(each).get(file) for each in (person, organiser, make_person())]
    assert [(each.status_code, PDF in read_to_the_end(each)) for each in answers] == [
        (200, True), (200, True), (404, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), [("page.pdf", b"<html>"), ("big.pdf", PDF + b"0" * (5 * 1024 * 1024))])
def test_a_wrong_or_big_file_is_refused(name, content, client, ask, at_questions):
    question = ask(Kind.FILE)

    response = client.post(at_questions, told(question, SimpleUploadedFile(name, content)))

    assert len(errors(response)) == 1
    assert CustomAnswer.objects.count() == 0


def test_a_file_is_replaced_and_removed(client, ask, at_questions):
    question = ask(Kind.FILE)
    client.post(at_questions, told(question, SimpleUploadedFile("first.pdf", PDF)))
    client.post(at_questions, told(question, SimpleUploadedFile("second.pdf", PDF)))
    names = [CustomAnswer.objects.get().value["name"]]
    client.post(at_questions, {})
    names.append(Registration.objects.get().told()[question.field_name]["name"])

    client.post(at_questions, {f"remove_{question.field_name}": "on"})

    assert names == ["second.pdf", "second.pdf"]
    assert CustomAnswer.objects.count() == 0
    assert Registration.objects.get().told()[question.field_name] is None


# -- in exports, in one's own data, and erased ------------------------------------------------------------------------


def test_the_table_asks_the_database_three_times(make_draft, make_person, ask, django_assert_num_queries):
    choice = ask(Kind.SEVERAL, choices=(("Музей", None), ("Парк", None)))
    text = ask(Kind.TEXT)
    both = [each.pk for each in choice.choices.all()]
    rows = [sent_with(make_draft, make_person, told(choice, both) | told(text, "=1+1")) for _guest in range(3)]

    with override("en"), django_assert_num_queries(3):
        headers, cells = table_of(rows)

    assert headers == ["Question 1", "Question 2"]
    assert cells == {row.pk: ["Музей in English; Парк in English", "=1+1"] for row in rows}


def test_answers_are_erased_when_their_term_is_over(make_draft, make_person, ask, conference):
    due, kept = ask(Kind.TEXT, retention_days=10), ask(Kind.TEXT)
    sent_with(make_draft, make_person, told(due, "тайна") | told(kept, "остаётся"))
    draft = make_draft("listener")
    services.save_step(draft, "questions", told(due, "тайна") | told(kept, "остаётся"), by=None)
    before = erase_due_answers()
    type(conference).objects.filter(pk=conference.pk).update(
        starts=timezone.now().date() - timedelta(days=12), ends=timezone.now().date() - timedelta(days=11)
    )

    erased = erase_due_answers()

    draft.refresh_from_db()
    assert (before, erased, erase_due_answers()) == (0, 2, 0)
    assert list(CustomAnswer.objects.values_list("value", flat=True)) == ["остаётся"]
    assert draft.answers["questions"] == told(kept, "остаётся")


def test_ones_own_answers_are_exported_and_erased(make_draft, make_person, ask):
    question = ask(Kind.CHOICE, choices=(("Музей", 2),))
    mine = sent_with(make_draft, make_person, told(question, question.choices.get().pk))
    sent_with(make_draft, make_person, told(question, question.choices.get().pk))

    with override("ru"):
        data = contributes.answers.personal_data(mine.participant)["answers"]
    contributes.answers.erase(mine.participant, by=None)

    assert [(row["question"], row["answer"]) for row in data] == [("Вопрос 1", "Музей")]
    assert CustomAnswer.objects.filter(registration=mine).count() == 0
    assert CustomChoice.objects.get().places_taken == 1


# -- questions without anything to choose from, and where the answers to choose are written --------------------------

ADD = "admin:registration_customquestion_add"


def form_of(question: CustomQuestion | None = None, choices: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    rows = {"choices-TOTAL_FORMS": len(choices), "choices-INITIAL_FORMS": 0}
    for number, title in enumerate(choices):
        rows |= {f"choices-{number}-title_ru": title, f"choices-{number}-title_en": title}
        rows |= {f"choices-{number}-order": number, f"choices-{number}-question": question.pk if question else ""}
    return {"kind": "choice", "title_ru": "Какой день?", "title_en": "Which day?", "order": "", **rows, **fields}


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.SEVERAL])
def test_a_question_without_choices_is_not_asked_nor_what_depends_on_it(kind, ask, client, at_questions):
    empty = ask(kind, is_required=True)
    ask(depends_on=empty, depends_value="1", is_required=True)
    other = ask()

    page = client.get(at_questions)
    saved = client.post(at_questions, {other.field_name: "ответ"})

    assert list(page.context["form"].fields) == [other.field_name]
    assert saved.status_code == 302


@pytest.mark.django_db
def test_who_may_write_a_question_finds_where_to_write_its_choices(organiser, client_of, ask):
    desk = client_of(organiser)
    question = ask(Kind.CHOICE, choices=(("День", None),))

    add = desk.get(reverse(ADD))
    change = desk.get(reverse("admin:registration_customquestion_change", args=[question.pk]))

    for page, title in ((add, "choices-2-title_en"), (change, "choices-0-title_ru")):
        assert f'name="{title}"' in page.content.decode()
    assert {"choices-0-places", "choices-0-order", "choices-1-title_ru"} <= set(
        re.findall(r'name="(choices-[^"]+)"', change.content.decode())
    )


@pytest.mark.django_db
def test_the_administration_refuses_to_ask_what_nobody_could_answer(organiser, client_of, conference, categories):
    desk = client_of(organiser)
    data = {"conference": conference.pk, "categories": [categories["listener"].pk]}

    refused = desk.post(reverse(ADD), form_of(**data))
    saved = desk.post(reverse(ADD), form_of(choices=("17", "18"), **data))
    apart = desk.post(reverse(ADD), form_of(conference=conference.pk))

    errors = [str(each) for each in refused.context["inline_admin_formsets"][0].formset.non_form_errors()]
    assert len(errors) == 1
    assert (saved.status_code, apart.status_code) == (302, 302)
    first, second = CustomQuestion.objects.order_by("pk")
    assert [(each.order, each.choices.count()) for each in (first, second)] == [(0, 2), (1, 0)]


@pytest.mark.django_db
def test_a_category_cannot_be_given_a_question_without_choices(organiser, client_of, categories, ask):
    question = ask(Kind.CHOICE)
    question.categories.clear()
    category = categories["listener"]
    desk = client_of(organiser)
    page = desk.get(reverse("admin:registration_category_change", args=[category.pk]))
    data = {name: value for name, value in page.context["adminform"].form.initial.items() if value is not None}

    answer = desk.post(
        reverse("admin:registration_category_change", args=[category.pk]), data | {"questions": [question.pk]}
    )

    assert "questions" in answer.context["adminform"].form.errors
    assert not question.categories.exists()


@pytest.mark.django_db
def test_categories_are_offered_with_their_conference_and_only_ones_own(
    organiser, client_of, conference, categories, make_categories, other_conference
):
    make_categories(other_conference)
    twin = categories["listener"]
    twin.pk, twin.slug, twin.title_ru, twin.title_en = None, "volunteer", "Студент-волонтёр", "Student volunteer"
    twin.save()

    page = client_of(organiser).get(reverse(ADD))

    labels = [str(label) for _value, label in page.context["adminform"].form.fields["categories"].choices]
    assert all(label.startswith(f"{conference.short_title}: ") for label in labels)
    assert len(labels) == len(set(labels)) == Category.objects.of(conference).count()
    assert any("Студент-волонтёр" in label for label in labels)
