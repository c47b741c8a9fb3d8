"""The two steps that guard something: what a guest needs, and what they agree to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, Consent, ConsentText, Role
from conference.text import typography
from registration.models import AccessNeeds

from .base import StepForm, Visit
from .consent_texts import ConsentTexts, title_in_sentence
from .fields import LatinNameField, NameField, text_field

ASSISTANT = ("assistant_name", "assistant_latin")


def service_choices() -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in AccessNeeds.Service.choices]


def door_choices() -> list[tuple[str, str]]:
    return [("", gettext("Nothing")), *AccessNeeds.DoorInstruction.choices]


def who_reads(conference: Conference) -> str:
    """How many people see what is told here: those who hold the role, and nobody by rank."""
    roles = Role.objects.filter(Q(conference=conference) | Q(conference=None), kind=Role.Kind.ACCESS)
    number = roles.values("person").distinct().count()
    if number == 2:
        return gettext("Only two people see this answer: the accessibility coordinator and their assistant")
    if not number:
        return gettext("Only the accessibility coordinators of the conference see this answer")
    return ngettext(
        "Only %(number)d person sees this answer: the accessibility coordinator",
        "Only %(number)d people see this answer: the accessibility coordinators",
        number,
    ) % {"number": number}


class AccessForm(StepForm):
    """Services wanted, never a diagnosis. The consent is asked for only when there is something to guard."""

    keeps_unfinished = False

    services = forms.MultipleChoiceField(
        label=_("What should we prepare for you?"), choices=service_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = text_field(
        _("Something else, in your own words"), max_length=1000, required=False,
        help_text=_("Please name the service, not a diagnosis"), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    diet = text_field(
        _("Diet"), max_length=200, required=False, help_text=_("For example no meat, no nuts. No reasons are needed")
    )
    door_instruction = forms.ChoiceField(
        label=_("What may the people at the door be told?"), choices=door_choices, required=False,
        help_text=_("They see this sentence alone, and nothing else of this page"), widget=forms.RadioSelect,
    )  # fmt: skip
    agree = forms.BooleanField(required=False)
    assistant_name = NameField(
        label=_("Full name of the assistant who comes with you"), required=False, autocomplete="off",
        error=_("Enter the full name of the assistant"),
        help_text=_("Registered together with you, with a badge and a seat. Tell them that you have named them here"),
    )  # fmt: skip
    assistant_latin = LatinNameField(label=_("Name of the assistant in Latin letters"), required=False)

    def arrange(self) -> None:
        self.fields["services"].help_text = who_reads(self.visit.conference)
        self.fields["assistant_latin"].widget = forms.TextInput(
            attrs={"spellcheck": "false", "autocomplete": "off", "data-name": "assistant_latin"}
        )
        self.text = ConsentText.objects.in_force(self.visit.conference, ConsentText.Kind.SPECIAL_CATEGORY)
        if self.text is None:
            del self.fields["agree"]
            return
        self.fields["agree"].label = consent_label(self.text)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        needs = visit.needs
        names = ("services", "note", "diet", "door_instruction")
        initial = {name: getattr(needs, name) for name in names} if needs else {}
        told = {name: visit.told.get(name, "") for name in ASSISTANT}
        return initial | told | {"agree": bool(visit.told.get("access_consent"))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("assistant_latin") and not data.get("assistant_name") and "assistant_name" not in self.errors:
            self.add_error("assistant_name", _("Enter the full name of the assistant"))
        if data.get("assistant_name") and not data.get("assistant_latin") and "assistant_latin" not in self.errors:
            self.add_error("assistant_latin", _("Enter the name in Latin letters, as in the passport"))
        if self.text and self.is_filled() and not data.get("agree"):
            self.add_error(
                "agree", _("Agree to the use of these answers so that we can prepare the services, or clear them")
            )
        return data

    def is_filled(self) -> bool:
        """Whether there is anything to guard; the name of an assistant is no need."""
        data = self.cleaned_data
        return any(data.get(name) for name in ("services", "note", "diet", "door_instruction"))

    def assistant(self) -> dict[str, str]:
        """Who comes along, as the draft keeps it; empty when nobody does."""
        told = {name: self.cleaned_data[name] for name in ASSISTANT}
        return told if told["assistant_name"] else {}

    def consent(self) -> dict[str, Any] | None:
        """The consent to keep with the needs, when there are any."""
        if not self.text or not self.is_filled():
            return None
        return {"text": self.text.pk, "language": get_language()}

    def rows(self) -> list[dict[str, Any]]:
        needs = self.visit.needs
        names = "\n".join(capfirst(name) for name in needs.service_names()) if needs else ""
        return [
            {"label": self.fields["services"].label, "value": names, "name": "services"},
            {"label": self.fields["note"].label, "value": needs.note if needs else "", "name": "note"},
            {"label": self.fields["diet"].label, "value": needs.diet if needs else "", "name": "diet"},
            {
                "label": self.fields["door_instruction"].label,
                "value": needs.door_words(get_language() or "ru") if needs else "",
                "name": "door_instruction",
            },
            *(
                {"label": self.fields[name].label, "value": self.visit.told.get(name, ""), "name": name}
                for name in ASSISTANT
            ),
        ]


class ConsentsForm(ConsentTexts, StepForm):
    """Each consent is a document of its own with a box of its own; only the first is needed to take part."""

    keeps_unfinished = False
    needed = _("Without this consent we may not keep your registration. Tick the box to go on")

    def arrange(self) -> None:
        self.ask_for_texts(self.visit.conference)
        for text in self.texts:
            if text.is_limitable:
                self.fields[f"limits_{text.kind}"] = forms.MultipleChoiceField(
                    label=gettext("What I forbid"), choices=limit_choices, required=False,
                    widget=forms.CheckboxSelectMultiple,
                )  # fmt: skip

    def label_of(self, text: ConsentText) -> str:
        return consent_label(text)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        """What was agreed to in this draft; a text that has a newer version since then is asked about again."""
        initial: dict[str, Any] = {}
        kept = {entry["text"]: entry for entry in visit.told.get("consents", [])}
        for text in ConsentText.objects.of(visit.conference).filter(pk__in=kept):
            if ConsentText.objects.in_force(visit.conference, text.kind) == text:
                initial[f"consent_{text.kind}"] = True
                initial[f"limits_{text.kind}"] = kept[text.pk].get("limits", [])
        return initial

    def answers(self) -> dict[str, Any]:
        return {
            "consents": [
                {"text": text.pk, "language": get_language(), **self._limits(text)} for text in self.texts_given()
            ]
        }

    def _limits(self, text: ConsentText) -> dict[str, list[str]]:
        chosen = self.cleaned_data.get(f"limits_{text.kind}")
        return {"limits": chosen} if chosen else {}

    def rows(self) -> list[dict[str, Any]]:
        agreed = {entry["text"]: entry.get("limits", []) for entry in self.visit.told.get("consents", [])}
        return [
            {
                "label": typography(text.title, get_language() or "ru"),
                "value": agreement(agreed[text.pk]) if text.pk in agreed else gettext("I do not agree"),
                "name": f"consent_{text.kind}",
            }
            for text in self.texts
        ]


def limit_choices() -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in Consent.Limit.choices]


def agreement(limits: list[str]) -> str:
    """“I agree”, with what was forbidden line by line."""
    return "\n".join([gettext("I agree"), *(str(label) for value, label in limit_choices() if value in limits)])


def consent_label(text: ConsentText) -> str:
    """What ticking the box says, in words that do not depend on who ticks it."""
    return gettext("I have read the text and give the “%(title)s”") % {"title": title_in_sentence(text)}
