"""Travel and passport data, asked after approval; and what officers write about guarded letters."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference
from conference.models.people import validate_latin
from registration.documents.addressing import is_russian
from registration.documents.guarded import addressee_of_note
from registration.models import Delegation, LetterRequest, Travel, VisaDetails, VisaRule

from .fields import CountryField, text_field, yes_no

FAR = timedelta(days=60)
MONTHS_AFTER = 6
LEAST_REASON = 10
NUMBER = re.compile(r"[A-Z0-9]{5,20}")


class Day(forms.DateField):
    """A day, typed or chosen."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "date", **kwargs.pop("attrs", {})}
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs),
            input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"],
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            told = gettext("%(field)s: there is no such day. Write it like 16.06.2027") % {"field": self.label}
            raise ValidationError(told, code="invalid") from None


class Hour(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            required=False,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            told = gettext("%(field)s: write it like 14:30") % {"field": self.label}
            raise ValidationError(told, code="invalid") from None


class TravelForm(SiteForm):
    """When and how one participant comes and leaves; its cleaned data are the fields of ``save_travel``.

    Nothing is required: what is not known yet is told later. *conference* lets the form doubt far-off days.
    """

    GROUPS = (
        (_("Arrival"), ("from_city", "arrival_day", "arrival_time", "arrival_by")),
        (_("Departure"), ("departure_day", "departure_time", "departure_by")),
        (_("Transfer and hotel"), ("transfer", "hotel_wanted", "hotel_from", "hotel_until", "room", "room_with")),
    )

    from_city = text_field(_("From which city"), max_length=120, required=False)
    arrival_day = Day(label=_("Day of arrival"), required=False)
    arrival_time = Hour(
        label=_("Hour of arrival"), help_text=_("Local time of the conference. Leave it empty until you know")
    )
    arrival_by = text_field(
        _("Flight or train of arrival"), max_length=120, required=False,
        help_text=_("Carrier and number, for example SU 1867"),
    )  # fmt: skip
    departure_day = Day(label=_("Day of departure"), required=False)
    departure_time = Hour(label=_("Hour of departure"))
    departure_by = text_field(_("Flight or train of departure"), max_length=120, required=False)
    transfer = forms.ChoiceField(
        label=_("Transfer from the airport or station"), choices=Travel.Transfer.choices, required=False
    )
    hotel_wanted = yes_no(_("I need a hotel room"))
    hotel_from = Day(label=_("Hotel from"), required=False, help_text=_("Empty: the day of arrival"))
    hotel_until = Day(label=_("Hotel until"), required=False, help_text=_("Empty: the day of departure"))
    room = forms.ChoiceField(label=_("Room"), choices=Travel.Room.choices, required=False)
    room_with = text_field(_("With whom you share the room"), max_length=200, required=False)

    def __init__(self, *args: Any, conference: Conference | None = None, **kwargs: Any) -> None:
        self.conference = conference
        super().__init__(*args, **kwargs)

    def groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["transfer"] = data.get("transfer") or Travel.Transfer.NONE
        data["room"] = data.get("room") or Travel.Room.SINGLE
        typed = [name for name in ("hotel_from", "hotel_until") if data.get(name)]
        if data.get("hotel_wanted"):
            self._complete_stay(typed)
        if data.get("room_with") and data["room"] == Travel.Room.SINGLE:
            text = gettext("You chose a single room. Choose a room for two, or leave this line empty")
            self.add_error("room_with", text)
        self._in_order("arrival_day", "departure_day", gettext("The departure is before the arrival. Check the dates"))
        if len(typed) == 2 and data["hotel_until"] <= data["hotel_from"]:
            self.add_error("hotel_until", gettext("The stay ends before it begins. Check the dates"))
        for name in ("arrival_day", "departure_day", *typed):
            self._near(name)
        return data

    def _complete_stay(self, typed: list[str]) -> None:
        """Days left empty are those of the journey, unless no night would be left between them."""
        data = self.cleaned_data
        days = {
            "hotel_from": data.get("hotel_from") or data.get("arrival_day"),
            "hotel_until": data.get("hotel_until") or data.get("departure_day"),
        }
        if all(days.values()) and days["hotel_until"] <= days["hotel_from"]:
            return
        data.update(days)

    def _in_order(self, first: str, last: str, error: str) -> None:
        starts, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if starts and ends and ends < starts:
            self.add_error(last, error)

    def _near(self, name: str) -> None:
        day = self.cleaned_data.get(name)
        if day and self.conference and not self.conference.starts - FAR <= day <= self.conference.ends + FAR:
            text = gettext("%(field)s: this day is far from the conference. Check the year and the month")
            self.add_error(name, text % {"field": self.fields[name].label})


def travel_answers(travel: Travel | None) -> dict[str, Any]:
    """What the form shows at first."""
    return {name: getattr(travel, name) for name in TravelForm.base_fields} if travel else {}


def six_months_after(day: date) -> date:
    month = day.month + MONTHS_AFTER
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class VisaForm(SiteForm):
    """Passport data, typed anew each time: what is kept is never shown in a form.

    ``kept()`` gives the fields of ``save_visa``, dates in ISO 8601.
    """

    GROUPS = (
        (_("Document"), ("citizenship", "document_type", "number", "issued", "expires")),
        (_("Holder, as in the passport"), (
            "surname_latin", "given_latin", "surname_ru", "given_ru", "sex", "birth_date", "birth_country",
            "birth_region", "residence",
        )),
        (_("Visa"), ("visa", "consulate", "entries", "route", "children")),
    )  # fmt: skip
    BY_THE_RULES, YES, NO = "", "yes", "no"

    citizenship = CountryField(label=_("Citizenship"))
    document_type = forms.ChoiceField(label=_("Kind of document"), choices=VisaDetails.DocumentType.choices)
    number = text_field(
        _("Passport number"), max_length=30, error=_("Enter the number as it is printed in the passport")
    )
    issued = Day(label=_("Issued on"))
    expires = Day(label=_("Expires on"))
    surname_latin = text_field(
        _("Surname in Latin letters"), max_length=120, error=_("Enter the name in Latin letters, as in the passport")
    )
    given_latin = text_field(
        _("Given names in Latin letters"),
        max_length=120,
        error=_("Enter the name in Latin letters, as in the passport"),
    )
    surname_ru = text_field(_("Surname in Cyrillic"), max_length=120, required=False)
    given_ru = text_field(_("Given names in Cyrillic"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Sex, as the passport says"), choices=[("", "–"), *VisaDetails.Sex.choices])
    birth_date = Day(label=_("Date of birth"))
    birth_country = CountryField(label=_("Country of birth"))
    birth_region = text_field(_("Place or region of birth"), max_length=120, required=False)
    residence = CountryField(label=_("Country where you live"))
    visa = forms.ChoiceField(
        label=_("Do you need a visa?"), required=False,
        choices=[
            (BY_THE_RULES, _("As the rules say for my citizenship")),
            (YES, _("Yes, I need one")),
            (NO, _("No: I have a visa or a residence permit")),
        ],
    )  # fmt: skip
    consulate = text_field(
        _("City of the consulate"), max_length=120, required=False, help_text=_("Where you will apply for the visa")
    )
    entries = forms.ChoiceField(label=_("Number of entries"), choices=VisaDetails.Entries.choices)
    route = text_field(
        _("Cities you will visit"), max_length=200, required=False, help_text=_("For example: Saint Petersburg, Moscow")
    )
    children = text_field(
        _("Children who travel with you"), max_length=300, required=False, help_text=_("Name and date of birth of each")
    )

    def __init__(self, *args: Any, conference: Conference, leaves: date | None = None, **kwargs: Any) -> None:
        self.conference, self.leaves = conference, max(leaves or conference.ends, conference.starts)
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # nobody else's browser on this computer offers these values again
            field.widget.attrs["autocomplete"] = "off"

    def groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.GROUPS]

    def clean_number(self) -> str:
        number = re.sub(r"[\s\-]", "", self.cleaned_data["number"]).upper()
        if is_russian(number):
            raise ValidationError(_("There are Cyrillic letters in the number. Type it in Latin letters and digits"))
        if not NUMBER.fullmatch(number):
            raise ValidationError(_("The number has from 5 to 20 letters and digits. Check it in the passport"))
        return number

    def clean_surname_latin(self) -> str:
        return self._latin("surname_latin")

    def clean_given_latin(self) -> str:
        return self._latin("given_latin")

    def _latin(self, name: str) -> str:
        value = " ".join(self.cleaned_data[name].split())
        validate_latin(value)
        return value.upper()

    def clean_birth_date(self) -> date:
        day: date = self.cleaned_data["birth_date"]
        if not date(1900, 1, 1) <= day < self.conference.today():
            raise ValidationError(_("Check the year of the date of birth"))
        return day

    def clean_issued(self) -> date:
        day: date = self.cleaned_data["issued"]
        if day > self.conference.today():
            raise ValidationError(_("This day has not come yet. Check when the passport was issued"))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        expires = data.get("expires")
        if expires and expires < self.conference.today():
            day = date_format(expires, "DATE_FORMAT")
            self.add_error(
                "expires",
                gettext("The passport was valid until %(day)s and no longer is. Give the new one") % {"day": day},
            )
        elif expires and self.needs_visa() and expires < six_months_after(self.leaves):
            day = date_format(expires, "DATE_FORMAT")
            text = gettext("The passport expires on %(day)s; a visa needs 6 months after departure. Check the date")
            self.add_error("expires", text % {"day": day})
        elif expires and expires < self.leaves:
            self.add_error("expires", gettext("The passport expires before you leave. Check the date"))
        return data

    def doubt(self) -> str:
        """What to say about a passport that ends soon after departure to those who said that they need no visa."""
        expires = self.cleaned_data.get("expires")
        if not expires or expires >= six_months_after(self.leaves):
            return ""
        text = gettext("The passport expires on %(day)s; a visa needs 6 months after departure. Check the date")
        return text % {"day": date_format(expires, "DATE_FORMAT")}

    def needs_visa(self) -> bool:
        """As the person says, or as the rules say for the citizenship."""
        told = self.cleaned_data.get("visa", "")
        if told:
            return bool(told == self.YES)
        return VisaRule.asks_visa_of(self.cleaned_data.get("citizenship", ""), self.conference)

    def kept(self) -> dict[str, Any]:
        values = {name: value for name, value in self.cleaned_data.items() if name != "visa"}
        plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        return {**plain, "needs_visa": self.needs_visa()}


class ReadingReasonForm(SiteForm):
    """Why passport data are opened: kept in the audit log."""

    reason = text_field(
        _("Why you need these data"), max_length=200,
        help_text=_("For example: comparing before the visa letter. The reason and your name stay in the log."),
        error=_("Write why you need these data: the reason stays in the log."),
    )  # fmt: skip

    def clean_reason(self) -> str:
        reason = " ".join(self.cleaned_data["reason"].split())
        letters = [char.lower() for char in reason if char.isalnum()]
        if len(letters) < LEAST_REASON or len(set(letters)) < LEAST_REASON // 2:
            raise ValidationError(_("Write the reason in words, at least 10 letters: it stays in the log"))
        return reason


class RemarkForm(SiteForm):
    """What has to be changed before the letter can be written, or why it is void."""

    remark = forms.CharField(
        label=_("Remark"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it on the page. Never write a passport number here."),
        error_messages={"required": _("Write what has to be changed: the person reads it.")},
    )  # fmt: skip


class AddresseeForm(SiteForm):
    """To whom a note verbale goes: lines in both languages."""

    addressee_ru = text_field(
        _("Addressee in Russian, in the dative"), max_length=250, error=_("Name the addressee in both languages."),
        help_text=_(
            "«Министерству образования Республики Армения»; to a minister: "
            "«Его Превосходительству господину …, Министру …»"
        ),
    )  # fmt: skip
    place_ru = text_field(_("City in Russian"), max_length=120, required=False)
    addressee_en = text_field(
        _("Addressee in English"), max_length=250, error=_("Name the addressee in both languages."),
        help_text=_(
            "“Ministry of Education of the Republic of Armenia”; to a minister: “His Excellency Mr …, Minister of …”"
        ),
    )  # fmt: skip
    place_en = text_field(_("City in English"), max_length=120, required=False)


def addressee_answers(request: LetterRequest) -> dict[str, str]:
    """The lines as they are, or as the delegation's name suggests them."""
    lines = {f"addressee_{code}": addressee_of_note(request, code) for code in ("ru", "en")}
    return {**lines, **{f"place_{code}": getattr(request, f"place_{code}") or "" for code in ("ru", "en")}}


def with_country(delegation: Delegation) -> str:
    country = str(delegation.country.name) if delegation.country else ""
    return ", ".join(filter(None, (str(delegation), country)))


class NoteForm(AddresseeForm):
    """A note verbale for a delegation, or for a body that is none yet."""

    delegation = forms.ModelChoiceField(
        Delegation.objects.none(), label=_("Delegation"), required=False, empty_label=_("none: another body"),
        help_text=_("Its approved members are listed in the note. Without other lines its name is the addressee."),
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["delegation"]
        known.queryset = Delegation.objects.of(conference)
        known.label_from_instance = with_country
        self.order_fields(["delegation"])
        if self.is_bound and self.data.get(self.add_prefix("delegation")):
            self.fields["addressee_ru"].required = self.fields["addressee_en"].required = False
