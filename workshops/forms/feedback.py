"""The feedback questionnaire as a form: one field for each question, none of them required."""

from __future__ import annotations

from typing import Any

from django import forms

from conference.forms import SiteForm
from workshops.models import FeedbackQuestion, Questionnaire
from workshops.services.feedback import LONGEST

Kind = FeedbackQuestion.Kind


class FeedbackForm(SiteForm):
    """Fields are named ``question-<key>``."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        self.questions = list(questionnaire.questions.all())
        self.base_fields = {f"question-{question.pk}": _field(question) for question in self.questions}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[int, list[str]]:
        """Key of a question -> what was answered. Call when the form is valid."""
        told = {question.pk: self.cleaned_data.get(f"question-{question.pk}") for question in self.questions}
        return {pk: value if isinstance(value, list) else [value or ""] for pk, value in told.items()}


def _field(question: FeedbackQuestion) -> forms.Field:
    words = {"label": question.text, "help_text": question.hint or "", "required": False}
    if question.kind == Kind.TEXT:
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **words)
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(choices=question.options(), widget=forms.CheckboxSelectMultiple, **words)
    return forms.ChoiceField(choices=question.options(), widget=forms.RadioSelect, **words)
