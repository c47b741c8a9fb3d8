"""Forms of self-audits: an answer, which school it is, the plan, and checklists on the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.forms import EmailField, SiteForm, SiteFormMixin, SiteModelForm
from conference.regions import COUNTRY, region_choices
from proceedings.models import AuditAnswer, ChecklistItem, ChecklistSection, ImprovementStep, SelfAudit
from proceedings.services.audits.editing import TEXTS

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AnswerForm(SiteForm):
    """One answer. Nothing chosen is no error: the statement stays open; a note alone cannot be kept."""

    value = forms.ChoiceField(
        label=pgettext_lazy("self-audit", "Is it so in your school?"), choices=AuditAnswer.Value.choices,
        required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the four answers.")},
    )  # fmt: skip
    note = forms.CharField(
        label=pgettext_lazy("self-audit", "Note for yourselves"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in your results and nowhere else. No names of children, please."),
    )  # fmt: skip

    def __init__(self, *args: Any, item: ChecklistItem, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"i{item.pk}", **kwargs)
        self.item = item

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("note", "").strip() and not data.get("value") and "value" not in self.errors:
            self.add_error("value", gettext("Choose an answer, so that the note can be kept with it."))
        return data


class AboutForm(SiteModelForm):
    """Which school it is: everything may stay empty."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("If your school is not in Russia."))

    class Meta:
        model = SelfAudit
        fields = ["school", "region", "country", "is_counted"]
        labels = {"is_counted": _("Count our answers in the anonymous aggregates of the association")}
        help_texts = {
            "school": _("It appears on your PDF and keeps one school from being counted twice. Nobody else sees it."),
            "is_counted": _("Only sums over five schools and more are ever shown. You may take this back here at any "
                            "time."),
        }  # fmt: skip
        widgets = {"school": forms.TextInput(attrs={"autocomplete": "organization"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", "–"), *region_choices()]  # type: ignore[attr-defined]
        self.fields["region"].help_text = gettext("Of Russia. Sums are told by region: five schools of one at least.")
        named = [(each.code, each.name) for each in countries if each.code != COUNTRY]
        self.fields["country"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
        self.initial["country"] = str(self.instance.country or "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("region") and data.get("country"):
            self.add_error("country", gettext("Choose a region of Russia or another country, not both."))
        return data


class LetterForm(SiteForm):
    """Where the link is sent, once."""

    email = EmailField(label=_("E-mail"), help_text=_("For this one letter. The address is not kept."))


class EarlierForm(SiteForm):
    """The link of an earlier attempt."""

    link = forms.CharField(
        label=_("Personal link of an earlier attempt"), max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )  # fmt: skip


class StepForm(SiteModelForm):
    """A line of the plan."""

    class Meta:
        model = ImprovementStep
        fields = ["text", "who", "until", "is_done"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "until": DAY}
        error_messages = {"until": {"invalid": _("Enter a date, for example 2027-06-17")}}
        labels = {
            "text": _("What will be done"), "who": _("Who answers for it"),
            "until": pgettext_lazy("step of a plan", "Until"), "is_done": pgettext_lazy("step of a plan", "Done"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if instance := kwargs.get("instance"):
            kwargs["prefix"] = f"s{instance.pk}"
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A date that is set now lies ahead, unless the step is done; one that has passed meanwhile may stay."""
        data = super().clean() or self.cleaned_data
        until = data.get("until")
        if until and until < timezone.localdate() and "until" in self.changed_data and not data.get("is_done"):
            self.add_error("until", gettext("This day has passed: choose today or a later day."))
        return data


class NewStepForm(StepForm):
    """A step of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_done"]
        self.fields["who"].help_text = gettext("A post says enough: “deputy head”, “school psychologist”.")


# -- the desk ---------------------------------------------------------------------------------------------------------


class EitherLanguage(SiteFormMixin):
    """A form whose ``named`` text is written in one language at least."""

    named = "title"
    without = _("Write the title in one language at least.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_one_language_do(self.named)

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        self.need_a_language(self.named, self.without)


class ChecklistForm(EitherLanguage, SiteForm):
    """A new checklist; the rest of what the library says of it is edited there."""

    title_ru = forms.CharField(label=_("Title in Russian"), max_length=250)
    title_en = forms.CharField(label=_("Title in English"), max_length=250)
    summary_ru = forms.CharField(
        label=_("Summary in Russian"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), min_value=5, max_value=600, initial=30,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"), _("Write a number of minutes from 5 to 600")
        ),
    )  # fmt: skip


class MinutesForm(SiteForm):
    minutes = ChecklistForm.base_fields["minutes"]


class SectionForm(EitherLanguage, SiteModelForm):
    """The title of a section in both languages."""

    class Meta:
        model = ChecklistSection
        fields = ["title_ru", "title_en"]
        labels = {"title_ru": _("Title in Russian"), "title_en": _("Title in English")}


class ItemForm(EitherLanguage, SiteModelForm):
    """A statement with its hint, evidence and first step, in both languages."""

    named = "text"
    without = _("Write the statement in one language at least.")

    link = forms.URLField(
        label=_("Address where to read more"), max_length=500, required=False, assume_scheme="https",
        error_messages={"invalid": _("Write the whole address, for example https://example.org/page")},
    )  # fmt: skip

    class Meta:
        model = ChecklistItem
        fields = [*TEXTS, "link"]
        labels = {
            "text_ru": _("Statement in Russian"), "text_en": _("Statement in English"),
            "hint_ru": _("What “yes” looks like, in Russian"), "hint_en": _("What “yes” looks like, in English"),
            "evidence_ru": _("What shows it, in Russian"), "evidence_en": _("What shows it, in English"),
            "improve_ru": _("A first step where it is not so, in Russian"),
            "improve_en": _("A first step where it is not so, in English"),
        }  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in TEXTS}
