"""Forms of listeners: who they are in two fields, and what more they may tell later."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.forms import EmailField, SiteForm, SiteModelForm
from conference.models import Conference, ConsentText, Organisation
from conference.regions import COUNTRY, region_choices
from conference.services.people import organisation_named
from workshops.models import Audience, Listener

from .consents import consent_label
from .fields import NameField, country_choices, language_field, text_field


class MeetForm(SiteForm):
    """Two typed fields, and one tick where the season has a text of consent."""

    name = NameField(
        label=pgettext_lazy("of a listener", "Your name"), error=_("Enter your name"),
        help_text=_("As it is to stand on a certificate. Questions can be asked without a name"),
    )  # fmt: skip
    email = EmailField(label=_("E-mail"), help_text=_("For your personal link, reminders and the recording"))
    agree = forms.BooleanField(error_messages={"required": _("Tick the box: without this we may not keep your name")})
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = ConsentText.objects.in_force(conference, ConsentText.Kind.PROCESSING)
        if self.text is None:
            del self.fields["agree"], self.fields["shown"]
            return
        self.fields["agree"].label = consent_label(self.text)
        self.fields["shown"].initial = self.text.pk

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.text and data.get("agree") and data.get("shown") != self.text.pk:
            self.add_error("agree", _("This text has changed meanwhile. Read it again, please"))
        return data

    def told(self) -> dict[str, Any]:
        """What the verbs that meet somebody take."""
        names = {name: self.cleaned_data[name] for name in ("name", "email")}
        return {**names, "language": get_language() or settings.LANGUAGE_CODE, "consent": self.text}


class SignUpForm(MeetForm):
    """Signing up; a question may be asked at once."""

    question = text_field(
        _("A question to the hosts"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You will see what becomes of it. It can be asked later, too"),
    )  # fmt: skip

    field_order = ["name", "email", "question", "agree", "shown"]

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["question"]


def audience_choices() -> list[tuple[str, str]]:
    return [
        ("", gettext("Not said")),
        *((value, str(label[:1].upper() + label[1:])) for value, label in Audience.choices),
    ]


def region_or_none() -> list[tuple[str, str]]:
    return [("", gettext("Not said")), *region_choices()]


def country_or_none() -> list[tuple[str, str]]:
    return [("", gettext("Not said")), *country_choices()[1:]]


class DetailsForm(SiteModelForm):
    """What a listener may tell of themselves. Nothing of it is needed to take part."""

    name = NameField(
        label=pgettext_lazy("of a listener", "Your name"), error=_("Enter your name"),
        help_text=_("As it is to stand on a certificate"),
    )  # fmt: skip
    audience = forms.ChoiceField(label=_("Who you are"), choices=audience_choices, required=False)
    school = text_field(
        _("School or other place of work"), max_length=250, required=False, widget=forms.TextInput(
            attrs={"autocomplete": "organization"}
        ),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=country_or_none, required=False)
    region = forms.ChoiceField(
        label=_("Region of Russia"), choices=region_or_none, required=False,
        help_text=_("For statistics of the season: how many regions take part"),
    )  # fmt: skip
    language = language_field(_("Language of letters"))
    wants_reminders = forms.BooleanField(
        label=_("Remind me of events a day and an hour before, and tell me of recordings"), required=False
    )

    class Meta:
        model = Listener
        fields = ["name", "audience", "country", "region", "language", "wants_reminders"]

    field_order = ["name", "audience", "school", "country", "region", "language", "wants_reminders"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.instance.organisation
        if organisation:
            self.initial["school"] = str(organisation)
        self.initial["country"] = self.instance.country.code or ""
        if self.instance.person_id is None:  # letters reach only those who gave an address of their own
            del self.fields["wants_reminders"], self.fields["language"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("region") and data.get("country") not in ("", COUNTRY):
            self.add_error(
                "region", _("Regions are of Russia: leave the region empty, or choose Russia as the country")
            )
        return data

    def organisation(self) -> Organisation | None:
        """The school by the name typed; the one that is there already, when its name was left as it stood."""
        typed = " ".join((self.cleaned_data.get("school") or "").split())
        if self.instance.organisation and typed == str(self.instance.organisation):
            return self.instance.organisation
        titles = (typed, "") if get_language() == "ru" else ("", typed)
        country = self.cleaned_data.get("country") or (COUNTRY if self.cleaned_data.get("region") else "")
        return organisation_named(*titles, country=country, kind=Organisation.Kind.SCHOOL)
