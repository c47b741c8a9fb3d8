"""The two steps that guard something: what a guest needs, and what they agree to."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from conference.models import ConsentText
from conference.text import typography
from registration.models import AccessNeeds

from .base import StepForm, Visit
from .fields import text_field

NEEDED = _("Without this consent we may not keep your registration. Tick the box to go on")


def service_choices() -> list[tuple[str, str]]:
    return [(value, capfirst(label)) for value, label in AccessNeeds.Service.choices]


class AccessForm(StepForm):
    """Services wanted, never a diagnosis. The consent is asked for only when there is something to guard."""

    keeps_unfinished = False

    services = forms.MultipleChoiceField(
        label=_("What should we prepare for you?"), choices=service_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    note = text_field(
        _("Something else, in your own words"), max_length=1000, required=False,
        help_text=_("For example diet. Please name the service, not a diagnosis"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    agree = forms.BooleanField(required=False)

    def arrange(self) -> None:
        self.text = ConsentText.objects.in_force(self.visit.conference, ConsentText.Kind.SPECIAL_CATEGORY)
        if self.text is None:
            del self.fields["agree"]
            return
        self.fields["agree"].label = consent_label(self.text)

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        needs = visit.needs
        initial = {"services": needs.services, "note": needs.note} if needs else {}
        return initial | {"agree": bool(visit.told.get("access_consent"))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_filled = bool(data.get("services") or data.get("note", "").strip())
        if self.text and is_filled and not data.get("agree"):
            self.add_error(
                "agree", _("Agree to the use of these answers so that we can prepare the services, or clear them")
            )
        return data

    def consent(self) -> dict[str, Any] | None:
        """The consent to keep with the needs, when there are any."""
        if not self.text or not (self.cleaned_data["services"] or self.cleaned_data["note"]):
            return None
        return {"text": self.text.pk, "language": get_language()}

    def rows(self) -> list[dict[str, Any]]:
        needs = self.visit.needs
        names = "\n".join(capfirst(name) for name in needs.service_names()) if needs else ""
        return [
            {"label": self.fields["services"].label, "value": names, "name": "services"},
            {"label": self.fields["note"].label, "value": needs.note if needs else "", "name": "note"},
        ]


class ConsentsForm(StepForm):
    """Each consent is a document of its own with a box of its own; only the first is needed to take part."""

    keeps_unfinished = False

    def arrange(self) -> None:
        self.texts = [
            text
            for kind in ConsentText.Kind
            if kind != ConsentText.Kind.SPECIAL_CATEGORY
            and (text := ConsentText.objects.in_force(self.visit.conference, kind))
        ]
        for text in self.texts:
            is_needed = text.kind in ConsentText.REQUIRED_KINDS
            self.fields[f"consent_{text.kind}"] = forms.BooleanField(
                label=consent_label(text), required=is_needed,
                error_messages={"required": NEEDED},
            )  # fmt: skip
            self.fields[f"shown_{text.kind}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial[f"shown_{text.kind}"] = text.pk

    def documents(self) -> list[dict[str, Any]]:
        """Each text with its box, for the page."""
        return [
            {"text": text, "field": self[f"consent_{text.kind}"], "shown": self[f"shown_{text.kind}"],
             "is_needed": text.kind in ConsentText.REQUIRED_KINDS}
            for text in self.texts
        ]  # fmt: skip

    @classmethod
    def initial_from(cls, visit: Visit) -> dict[str, Any]:
        agreed = {entry["text"] for entry in visit.told.get("consents", [])}
        kinds = ConsentText.objects.of(visit.conference).filter(pk__in=agreed).values_list("kind", flat=True)
        return {f"consent_{kind}": True for kind in kinds}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text in self.texts:
            if data.get(f"consent_{text.kind}") and data.get(f"shown_{text.kind}") != text.pk:
                self.add_error(f"consent_{text.kind}", _("This text has changed meanwhile. Read it again, please"))
        return data

    def answers(self) -> dict[str, Any]:
        given = [text for text in self.texts if self.cleaned_data[f"consent_{text.kind}"]]
        return {"consents": [{"text": text.pk, "language": get_language()} for text in given]}

    def rows(self) -> list[dict[str, Any]]:
        agreed = {entry["text"] for entry in self.visit.told.get("consents", [])}
        return [
            {
                "label": typography(text.title, get_language() or "ru"),
                "value": gettext("I agree") if text.pk in agreed else gettext("I do not agree"),
                "name": f"consent_{text.kind}",
            }
            for text in self.texts
        ]


def consent_label(text: ConsentText) -> str:
    """What ticking the box says, in words that do not depend on who ticks it."""
    here = get_language() or "ru"
    title = typography(getattr(text, f"title_{here}") or text.title, here)
    if here == "ru":  # «Даю согласие: на обработку персональных данных», not «согласие: согласие на…»
        title = re.sub(r"^согласие\s+(?=на\s)", "", title, flags=re.IGNORECASE)
    return gettext("I have read the text and give the “%(title)s”") % {"title": title}
