"""Fields of the registration form, with errors in words that say what to do."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from conference.models.people import validate_latin
from registration.documents.addressing import is_russian, offer_latin

ENTER_NAME = _("Enter the full name")
LETTER = re.compile(r"[^\W\d_]")


class NameField(forms.CharField):
    """A name as it is spoken, in any script: something with letters in it."""

    def __init__(self, *, error: Any = ENTER_NAME, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Full name"))
        kwargs.setdefault("max_length", 200)
        attrs = {"autocomplete": kwargs.pop("autocomplete", "name"), "spellcheck": "false"}
        if placeholder := kwargs.pop("placeholder", None):
            attrs["placeholder"] = placeholder
        super().__init__(error_messages={"required": error}, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.error = error

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not LETTER.search(value):
            raise ValidationError(self.error, code="no_letters")

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class LatinNameInput(forms.TextInput):
    """The field with a suggestion beneath it: a button that works without JavaScript and forces nothing."""

    template_name = "registration/latin_input.html"
    suggestion = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        suggestion = self.suggestion if not value or is_russian(str(value)) else ""
        return {**super().get_context(name, value, attrs), "suggestion": suggestion}

    def suggest_for(self, full_name: str, typed: str = "") -> None:
        self.suggestion = offer_latin(full_name, typed)


class LatinNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name in Latin letters"))
        kwargs.setdefault("help_text", _("Exactly as in the passport: given name, then family name"))
        super().__init__(
            max_length=200,
            validators=[validate_latin],
            error_messages={"required": _("Enter the name in Latin letters, as in the passport")},
            widget=LatinNameInput(attrs={"spellcheck": "false"}),
            **kwargs,
        )

    def run_validators(self, value: Any) -> None:
        if is_russian(str(value)):
            raise ValidationError(
                _("These are Cyrillic letters. Write the name in Latin letters, as in the passport"), code="cyrillic"
            )
        super().run_validators(value)

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value).split())


class CountryField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Country"))
        super().__init__(
            choices=country_choices,
            error_messages={"required": _("Choose the country"), "invalid_choice": _("Choose the country in the list")},
            widget=forms.Select(attrs={"autocomplete": "country"}),
            **kwargs,
        )


def country_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((country.code, country.name) for country in countries)]


def text_field(label: Any, *, max_length: int, error: Any = None, **kwargs: Any) -> forms.CharField:
    messages = {"required": error} if error else {}
    return forms.CharField(label=label, max_length=max_length, error_messages=messages, **kwargs)


def own_words(language: str, text: str) -> SafeString:
    """*text* of a choice in its own language, marked as such."""
    return format_html('<span lang="{}">{}</span>', language, text)


def language_field(label: Any) -> forms.ChoiceField:
    names = {"ru": "По-русски", "en": "In English"}
    return forms.ChoiceField(
        label=label,
        choices=[(code, own_words(code, names[code])) for code, _name in settings.LANGUAGES],
        error_messages={"required": _("Choose the language of letters")},
        widget=forms.RadioSelect,
    )


def yes_no(label: Any, **kwargs: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **kwargs)


def attendance_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How will you take part?"), choices=[("hall", _("In the hall")), ("online", _("Online"))],
        error_messages={"required": _("Choose how you will take part")}, widget=forms.RadioSelect,
    )  # fmt: skip


def address_field() -> forms.ChoiceField:
    """How letters address the guest. Nothing is guessed from the name, and nothing need be chosen."""
    return forms.ChoiceField(
        label=_("How shall we address you?"),
        choices=[("mr", _("Mr")), ("ms", _("Ms")), ("none", _("By name alone"))],
        required=False,
        widget=forms.RadioSelect,
    )
