"""Forms of questions: asking one, and what moderators and experts write."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, ConsentText
from workshops.models import Expert, Question, Theme
from workshops.services.consultations.children import found_in
from workshops.services.questions import LONGEST
from workshops.services.questions.answering import LONGEST_ANSWER

from .held import TitledSelect

PLACE = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$")
REASONS = (
    _("The question has been answered already: look it up in the list of questions."),
    _("The question is not about the topic of this event."),
    _("The question is about one child or one school: please book a consultation, where it stays private."),
    _("The question names people or other personal data. Ask it again without them."),
    _("The question cannot be understood. Please ask it again in other words."),
)
"""Ready reasons; a moderator may write another one."""


def many_lines(label: Any, rows: int, longest: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AskForm(SiteForm):
    """A question; who asks is asked once, and only so far as they wish to say."""

    text = many_lines(
        pgettext_lazy("asking", "Your question"), 3, LONGEST,
        error_messages={"required": _("Write your question.")},
        help_text=_("One question, in two or three sentences, without names of children."),
    )  # fmt: skip
    theme = forms.ModelChoiceField(
        label=pgettext_lazy("of questions and materials", "Theme"), queryset=Theme.objects.none(), required=False,
        empty_label=_("I do not know"), widget=TitledSelect,
    )  # fmt: skip
    name = forms.CharField(
        label=pgettext_lazy("asking", "Your name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("To get the answer by letter. Nobody else sees it."),
        error_messages={"invalid": _("The e-mail address is not complete. It looks like name@example.org")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )  # fmt: skip
    is_anonymous = forms.BooleanField(label=_("Do not show my name to others"), required=False)
    consent = forms.BooleanField(
        label=_("I agree to the processing of the name and the e-mail for the answer"), required=False
    )

    def __init__(
        self, *args: Any, conference: Conference, wants_name: bool, by_theme: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.consent_text = ConsentText.objects.in_force(conference, "processing") if wants_name else None
        if not wants_name:
            del self.fields["name"], self.fields["email"]
        if self.consent_text is None:
            del self.fields["consent"]
        else:  # not marked as optional: with a name or an address it is needed
            self.fields["consent"].is_marked_required = True  # type: ignore[attr-defined]
        if by_theme:
            self.fields["theme"].queryset = Theme.objects.of(conference)  # type: ignore[attr-defined]
        else:
            del self.fields["theme"]
        self.fields["is_anonymous"].is_marked_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        says_who = bool(data.get("name") or data.get("email"))
        if says_who and "consent" in self.fields and not data.get("consent"):
            self.add_error("consent", _("Tick the box, or leave the name and the e-mail out."))
        return data

    def named(self) -> list[str]:
        """What in the question may name a child; nothing once the writer has said to send it as it is."""
        if not self.is_bound or self.data.get("step") == "as-is":
            return []
        return list(dict.fromkeys(each.text for each in found_in(self.data.get("text", ""))))


class DeclineForm(SiteForm):
    """Why a question is not taken: a ready sentence, or one's own."""

    ready = forms.ChoiceField(label=_("Reason"), choices=(), required=False, widget=forms.RadioSelect)
    reason = many_lines(_("In other words"), 2, 1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ready"].choices = [(str(number), text) for number, text in enumerate(REASONS)]  # type: ignore[attr-defined]
        self.fields["ready"].is_marked_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.told():
            self.add_error("ready", _("Choose a reason, or say why in other words: who asked it will read this."))
        return data

    def told(self) -> str:
        """The reason in words; empty when none was given. Call when the form is valid."""
        own, ready = self.cleaned_data["reason"].strip(), self.cleaned_data["ready"]
        return own or (str(REASONS[int(ready)]) if ready else "")


class ThemeForm(SiteForm):
    """One of the themes, or a new one."""

    theme = forms.ModelChoiceField(
        label=pgettext_lazy("of questions and materials", "Theme"), queryset=Theme.objects.none(), required=False,
        empty_label=_("No theme"),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Or a new theme, in Russian"), max_length=120, required=False,
        help_text=_("It is made for the whole season; one of the two languages is enough."),
        widget=forms.TextInput(attrs={"lang": "ru"}),
    )  # fmt: skip
    title_en = forms.CharField(
        label=_("The new theme in English"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"lang": "en"}),
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.of(conference)  # type: ignore[attr-defined]


class WordingForm(SiteForm):
    """A question in both languages, its own first."""

    text_ru = many_lines(_("In Russian"), 3, LONGEST, required=False)
    text_en = many_lines(_("In English"), 3, LONGEST, required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {f"text_{code}": question.words(code) for code in ("ru", "en")})
        super().__init__(*args, **kwargs)
        for code in ("ru", "en"):
            self.fields[f"text_{code}"].widget.attrs["lang"] = code
        own = self.fields[f"text_{question.language}"]
        own.required = True
        own.error_messages["required"] = _("Write your question.")
        self.order_fields([f"text_{question.language}"])


def seconds_of(told: str) -> int | None:
    """Seconds of a place typed as ``12:05`` or ``1:12:05``; None for nothing typed. Raises ValidationError."""
    if not told.strip():
        return None
    found = PLACE.match(told.strip())
    if not found:
        raise ValidationError(_("Type minutes and seconds, such as 12:05."), code="place")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


class AiredForm(SiteForm):
    """Where in the recording the answer is."""

    place = forms.CharField(
        label=_("Minute of the recording"), max_length=9, required=False,
        help_text=_("For example 12:05. Empty: the moment when the question was taken."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip

    def clean_place(self) -> int | None:
        return seconds_of(self.cleaned_data["place"])


class AnswerForm(SiteForm):
    """An answer in writing, in one language at least; so neither is marked as optional."""

    text_ru = many_lines(_("Answer in Russian"), 7, LONGEST_ANSWER, required=False)
    text_en = many_lines(_("Answer in English"), 7, LONGEST_ANSWER, required=False)

    expert = forms.ModelChoiceField(
        label=_("In whose name"), queryset=Expert.objects.none(), required=False,
        empty_label=pgettext_lazy("answer", "In the name of the association"),
    )  # fmt: skip

    def __init__(self, *args: Any, language: str, experts: QuerySet[Expert] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if experts is None:
            del self.fields["expert"]
        else:
            self.fields["expert"].queryset = experts  # type: ignore[attr-defined]
        for code in ("ru", "en"):
            self.fields[f"text_{code}"].widget.attrs["lang"] = code
            self.fields[f"text_{code}"].is_marked_required = True  # type: ignore[attr-defined]
        self.order_fields([f"text_{language}"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not (data.get("text_ru", "").strip() or data.get("text_en", "").strip()):
            self.add_error(f"text_{get_language()}", _("Write the answer in one of the languages at least."))
        return data
