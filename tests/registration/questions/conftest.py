"""Questions that organisers ask, for the tests of them."""

from __future__ import annotations

from typing import Any

import pytest

from registration import services
from registration.models import CustomChoice, CustomQuestion, Registration

from ..conftest import ANSWERS

Kind = CustomQuestion.Kind


PDF = b"%PDF-1.7\n"


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


def finished(draft: Registration) -> Registration:
    """The draft with its consent."""
    from conference.models import ConsentText

    text = ConsentText.objects.get(conference=draft.conference, kind="processing")
    return services.save_step(draft, "consents", {"consents": [{"text": text.pk, "language": "ru"}]}, by=None)
