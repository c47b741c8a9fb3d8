"""The step with the organisers' own questions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import UploadField, refuse_control_characters
from registration.models import CustomChoice, CustomQuestion
from registration.services.questions import FILE_KINDS, FILE_LIMIT, NO_PLACE, in_words

from .base import StepForm, Visit
from .fields import CountryField

Kind = CustomQuestion.Kind
REMOVE = "remove_"


class QuestionsForm(StepForm):
    """One field for each question that the category asks, in their order.

    Without JavaScript all are shown, each conditional one with a sentence on when to answer it; an answer to a
    question whose condition does not hold is dropped, and such a question is never required.
    """

    def arrange(self) -> None:
        self.questions: list[CustomQuestion] = self.visit.category.asked if self.visit.category else []
        for question in self.questions:
            self.fields[question.field_name] = self._field(question)
            name = self._file_name(question)
            if name and not question.is_required:
                label = gettext("Remove the file %(name)s") % {"name": name}
                self.fields[REMOVE + question.field_name] = forms.BooleanField(label=label, required=False)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-name", name)

    def _field(self, question: CustomQuestion) -> forms.Field:
        field = BUILDERS[Kind(question.kind)](question, self)
        field.label = question.title
        field.help_text = self._hint(question, str(field.help_text))
        field.is_marked_required = question.is_required  # type: ignore[attr-defined]
        field.required = question.is_required and question.depends_on_id is None and not self._file_name(question)
        if question.depends_on_id:
            field.widget.attrs["data-depends-on"] = f"q{question.depends_on_id}"
            field.widget.attrs["data-depends-value"] = question.depends_value
        if field.required:
            field.error_messages["required"] = missing(question)
        if isinstance(field, forms.CharField):
            field.validators.append(refuse_control_characters)
        return field

    def _hint(self, question: CustomQuestion, of_kind: str) -> SafeString:
        """The hints as HTML, each text escaped; the last, on when to answer, goes when the page can hide questions."""
        lines = format_html_join(" ", "{}", ((text,) for text in (of_kind, question.help) if text))
        when = self._when(question)
        return format_html("{} <span data-when>{}</span>", lines, when) if when else lines

    def _when(self, question: CustomQuestion) -> str:
        """The sentence that says of whom a conditional question is asked."""
        before = next((each for each in self.questions if each.pk == question.depends_on_id), None)
        if before is None:
            return ""
        value = question.depends_value
        answer = in_words(before, int(value) if before.has_choices and value.isdecimal() else value)
        told = {"question": before.title, "answer": answer}
        return gettext("Answer only if you have answered “%(question)s” with “%(answer)s”.") % told

    def _file_name(self, question: CustomQuestion) -> str:
        """The name of the file that answers *question* already."""
        kept = self.visit.told.get(question.field_name)
        return str(kept.get("name", "")) if question.kind == Kind.FILE and isinstance(kept, dict) else ""

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        return {name: value for name, value in visit.told.items() if not isinstance(value, dict)}

    def clean(self) -> dict[str, Any]:
        """Drop what is not asked; then a conditional question that is asked and must be answered is required."""
        data = super().clean() or self.cleaned_data
        told: dict[str, Any] = {}
        for question in self.questions:
            name = question.field_name
            if not question.is_asked(told):
                data[name] = None
                self.errors.pop(name, None)
                continue
            value = kept_as(data.get(name))
            told[name] = value
            is_missing = value in (None, "", []) and not self._file_name(question)
            if question.is_required and is_missing and name not in self.errors:
                self.add_error(name, missing(question))
        return data

    def uploads(self) -> list[tuple[CustomQuestion, UploadedFile | None]]:
        """Files to keep, and None for those to remove, by question."""
        changes: list[tuple[CustomQuestion, UploadedFile | None]] = []
        for question in self.questions:
            if question.kind != Kind.FILE:
                continue
            upload = self.cleaned_data.get(question.field_name)
            if upload:
                changes.append((question, upload))
            elif self.cleaned_data.get(REMOVE + question.field_name):
                changes.append((question, None))
        return changes

    def answers(self) -> dict[str, Any]:
        """What the draft keeps; of a file, what it kept already (``keep_file`` tells what is new)."""
        told = {}
        for question in self.questions:
            name = question.field_name
            if question.kind == Kind.FILE:
                told[name] = self.visit.told.get(name)
            else:
                told[name] = kept_as(self.cleaned_data.get(name))
        return told

    def rows(self) -> list[dict[str, Any]]:
        told: dict[str, Any] = {}
        rows = []
        for question in self.questions:
            if question.is_asked(told):
                name = question.field_name
                value = told[name] = self.visit.told.get(name)
                rows.append({"label": question.title, "value": in_words(question, value), "name": name})
        return rows


def kept_as(value: Any) -> Any:
    """A cleaned value as JSON keeps it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def missing(question: CustomQuestion) -> str:
    wording = gettext("Choose an answer: %(label)s") if question.has_choices else gettext("Answer: %(label)s")
    return wording % {"label": question.title}


# -- fields by kind ----------------------------------------------------------------------------------------------


class PlacesField(forms.TypedChoiceField):
    """One of several, some of them perhaps full: those are refused in words, except to who has them already."""

    def __init__(self, *, full: set[int], **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)
        self.full = full

    def validate(self, value: Any) -> None:
        super().validate(value)
        refuse_full(self.full, [value])


class PlacesManyField(forms.TypedMultipleChoiceField):
    def __init__(self, *, full: set[int], **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
        self.full = full

    def validate(self, value: Any) -> None:
        super().validate(value)
        refuse_full(self.full, value or [])


def refuse_full(full: set[int], chosen: list[Any]) -> None:
    if any(str(each).isdecimal() and int(each) in full for each in chosen):
        raise ValidationError(_("No places are left there. Choose another answer"), code=NO_PLACE)


def _choices(question: CustomQuestion, form: QuestionsForm) -> tuple[list[tuple[str, str]], set[int]]:
    """The choices with a note on those that are full, and the full ones that this guest does not hold."""
    told = form.visit.told.get(question.field_name)
    mine = set(told if isinstance(told, list) else [told]) if form.visit.is_change else set()
    full = {choice.pk for choice in question.choices.all() if choice.is_full and choice.pk not in mine}
    return [(str(choice.pk), _label(choice, choice.pk in full)) for choice in question.choices.all()], full


def _label(choice: CustomChoice, is_full: bool) -> str:
    return gettext("%(choice)s (no places left)") % {"choice": choice.title} if is_full else choice.title


def _choice(question: CustomQuestion, form: QuestionsForm) -> forms.Field:
    choices, full = _choices(question, form)
    if len(choices) > 7:
        return PlacesField(choices=[("", "–"), *choices], full=full, widget=forms.Select)
    return PlacesField(choices=choices, full=full, widget=forms.RadioSelect)


def _several(question: CustomQuestion, form: QuestionsForm) -> forms.Field:
    choices, full = _choices(question, form)
    return PlacesManyField(choices=choices, full=full, widget=forms.CheckboxSelectMultiple)


def _file(question: CustomQuestion, form: QuestionsForm) -> forms.Field:
    hint = gettext("PDF, JPG, PNG or DOCX, up to 5 MB.")
    if name := form._file_name(question):
        hint += " " + gettext("You have sent %(name)s. Choose another file to replace it.") % {"name": name}
    return UploadField(kinds=FILE_KINDS, most_bytes=FILE_LIMIT, help_text=hint)


BUILDERS: dict[Kind, Any] = {
    Kind.TEXT: lambda question, form: forms.CharField(max_length=250),
    Kind.LONG: lambda question, form: forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4})),
    Kind.NUMBER: lambda question, form: forms.DecimalField(
        max_digits=12, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter a number, for example 12")},
    ),
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
    Kind.DATE: lambda question, form: forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
        error_messages={"invalid": _("Enter a date, for example 2027-06-17")},
    ),
    Kind.COUNTRY: lambda question, form: CountryField(),
    Kind.FILE: _file,
    Kind.YES_NO: lambda question, form: forms.ChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    ),
}  # fmt: skip
