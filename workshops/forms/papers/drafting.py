"""The form of a paper. A draft may lack anything; a paper to be sent may not."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.forms import SiteModelForm
from conference.models import Conference
from workshops.manuscripts import check_docx
from workshops.models import CallQuestion, Submission, Terms, Track
from workshops.services.call import checked_answer
from workshops.services.papers import lacking

BODY_MAX_CHARACTERS = 120_000
ABSTRACT_MAX_CHARACTERS = 6_000
UDC = r"^[0-9A-Za-zА-Яа-яЁё.,:;()+/=\[\]*'\"«»\- ]*$"
OWN_NAMES = [("ru", "Русский"), ("en", "English")]
LABELS = {
    "title_ru": gettext_lazy("Title in Russian"),
    "title_en": gettext_lazy("Title in English"),
    "abstract_ru": gettext_lazy("Abstract in Russian"),
    "abstract_en": gettext_lazy("Abstract in English"),
    "keywords_ru": gettext_lazy("Keywords in Russian"),
    "keywords_en": gettext_lazy("Keywords in English"),
}


class TrackField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Track) -> str:
        return f"{obj.number}. {obj.title}"


class DraftForm(SiteModelForm):
    """A paper as far as it has got: whatever is typed must be sound, nothing must be there."""

    track = TrackField(
        queryset=Track.objects.none(),
        label=gettext_lazy("Track"),
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
    )
    type = forms.ChoiceField(label=gettext_lazy("Type of the paper"), choices=Submission.Type, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the paper"),
        choices=OWN_NAMES,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The texts in this language are required; those in the other one are welcome."),
    )
    udk = forms.CharField(
        label=gettext_lazy("UDC"), required=False, max_length=60,
        help_text=gettext_lazy("For example 376.1"),
        validators=[RegexValidator(UDC, gettext_lazy("A UDC looks like 376.1 or 37.014.3"))],
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("Text of the paper"), required=False, max_length=BODY_MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("A blank line begins a new paragraph, ## a heading. Or send a file below."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Paper as a .docx file"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx"}), max_length=250,
        help_text=gettext_lazy("Up to 10 MB. A new file replaces the former one; earlier versions are kept."),
    )  # fmt: skip

    class Meta:
        model = Submission
        fields = [
            "language", "track", "type", "title_ru", "title_en", "abstract_ru", "abstract_en",
            "keywords_ru", "keywords_en", "wants_help_with_english", "udk", "body",
        ]  # fmt: skip
        labels = {
            **LABELS,
            "wants_help_with_english": gettext_lazy("I would like help with the English texts"),
        }
        help_texts = dict.fromkeys(("keywords_ru", "keywords_en"), gettext_lazy("Separated by commas."))

    def __init__(self, *args: Any, conference: Conference, terms: dict[int | None, Terms], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.fields["track"].queryset = Track.objects.of(conference)  # type: ignore[attr-defined]
        offered = {value for each in terms.values() for value in each.types} | {self.instance.type}
        types = [(value, capfirst(label)) for value, label in Submission.Type.choices if value in offered]
        self.fields["type"].choices = types  # type: ignore[attr-defined]
        for language in ("ru", "en"):
            abstract = self.fields[f"abstract_{language}"]
            abstract.widget = forms.Textarea(attrs={"rows": 10, "data-name": f"abstract_{language}"})
            abstract.validators.append(_at_most(ABSTRACT_MAX_CHARACTERS))
            self.fields[f"keywords_{language}"].widget.attrs["data-keywords"] = language
            for field in Submission.BILINGUAL:
                self.fields[f"{field}_{language}"].widget.attrs["lang"] = language
                self.fields[f"{field}_{language}"].required = False
        self.questions = list(CallQuestion.objects.of(conference).select_related("track").order_by("order", "pk"))
        answered = dict(self.instance.answers.values_list("question", "value")) if self.instance.pk else {}
        for question in self.questions:
            self.fields[name_of(question)] = field_for(question)
            self.initial.setdefault(name_of(question), answered.get(question.pk, ""))

    def terms_of(self, track: Track | None) -> Terms:
        return self.terms.get(track.pk if track else None) or self.terms[None]

    def answers(self) -> dict[int, str]:
        """What was answered soundly: key of the question -> value."""
        given = {each.pk: self.cleaned_data.get(name_of(each)) for each in self.questions}
        return {key: value for key, value in given.items() if value is not None}

    def asked(self) -> list[tuple[CallQuestion, Any]]:
        """The questions of the call with their fields, for the page."""
        return [(question, self[name_of(question)]) for question in self.questions]

    def show_as_needed(self, language: str) -> None:
        """Label as not optional what a paper in *language* must have in the end, though a draft may still lack it."""
        for name in ("track", *(f"{field}_{language}" for field in Submission.BILINGUAL)):
            self.fields[name].required = True  # type: ignore[attr-defined]

    def clean_keywords_ru(self) -> str:
        return with_commas(self.cleaned_data["keywords_ru"])

    def clean_keywords_en(self) -> str:
        return with_commas(self.cleaned_data["keywords_en"])

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            check_docx(upload)
        return upload


def with_commas(keywords: str | None) -> str:
    """Keywords typed with semicolons, as publishers like them, separated by commas."""
    if not keywords or ";" not in keywords:
        return keywords or ""
    return ", ".join(word for part in re.split("[;,]", keywords) if (word := part.strip()))


def _at_most(limit: int) -> Any:
    def check(value: Any) -> None:
        if value and len(value) > limit:
            raise ValidationError(_("The text is too long: shorten it to %(limit)d characters.") % {"limit": limit})

    return check


def name_of(question: CallQuestion) -> str:
    return f"question-{question.pk}"


def field_for(question: CallQuestion) -> forms.Field:
    """The field of a question of the call; whether it is required is judged when the paper is sent."""
    told: dict[str, Any] = {"label": question.text, "help_text": question.hint or "", "required": False}
    if question.kind == CallQuestion.Kind.LONG:
        field: forms.Field = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), **told)
    elif question.kind == CallQuestion.Kind.YES_NO:
        choices = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
    elif question.kind == CallQuestion.Kind.CHOICE:
        field = forms.ChoiceField(choices=question.options(), widget=forms.RadioSelect, **told)
    else:
        field = forms.CharField(**told)
    field.is_marked_required = question.is_required  # type: ignore[attr-defined]
    field.validators.append(lambda value: checked_answer(question, value or ""))
    return field


class SubmissionForm(DraftForm):
    """A paper about to be sent: all that is required is there."""

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, sentence in lacking(self.instance, self.terms_of(self.instance.track)).items():
            if name not in self.errors:
                self.add_error(name, sentence)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        track, type_ = cleaned.get("track"), cleaned.get("type", "")
        for question in self.questions:
            is_asked = question.track_id in (None, track.pk if track else None) and question.is_asked_of(type_)
            name = name_of(question)
            if question.is_required and is_asked and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Answer the question “%(question)s”") % {"question": question.text})
        return cleaned
