"""Questions without anything to choose from, and where the choices are written."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from registration.models import Category, CustomQuestion
from tests.registration.questions.conftest import Kind

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
