"""A session written out: its texts in both languages, place and time, services, the people who appear in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_countries.fields import CountryField

from conference.forms import SiteForm, one_person, people_of
from conference.models import Conference, Person, Room
from workshops.forms.held import HeldForm
from workshops.models import Session, Speaker, Track

MOST_SPEAKERS = 40


class SessionForm(HeldForm):
    """The fields of a session; ``tracks`` are those that the person may plan, None for all."""

    time = forms.TimeField(
        label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("In the time zone of the conference."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=720,
        error_messages={
            "min_value": gettext_lazy("The session lasts at least 5 minutes."),
            "max_value": gettext_lazy("The session lasts at most 12 hours."),
        },
    )  # fmt: skip
    join_link = forms.URLField(
        label=gettext_lazy("Link for taking part online"), required=False, max_length=500, assume_scheme="https",
        help_text=Session._meta.get_field("join_link").help_text,
    )  # fmt: skip

    class Meta:
        model = Session
        fields = [
            *("format", "track", "title_ru", "title_en", "summary_ru", "summary_en", "host_ru", "host_en"),
            *("room", "language", "interpretation", "captions", "sign_language", "seats", "expected"),
            *("audience", "join_link"),
        ]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("summary_ru", "summary_en")}
        labels = {
            "title_ru": gettext_lazy("Title in Russian"), "title_en": gettext_lazy("Title in English"),
            "summary_ru": gettext_lazy("Summary in Russian"), "summary_en": gettext_lazy("Summary in English"),
            "host_ru": gettext_lazy("Host, in Russian"), "host_en": gettext_lazy("Host, in English"),
            "room": pgettext_lazy("hall", "Room"),
            "seats": gettext_lazy("Seats, if guests enrol"), "expected": gettext_lazy("Guests expected"),
        }  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, tracks: list[Track] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, **kwargs)
        track, room = self.fields["track"], self.fields["room"]
        track.queryset = Track.objects.of(conference)  # type: ignore[attr-defined]
        track.empty_label = _("all tracks")  # type: ignore[attr-defined]
        if tracks is not None:
            keys = [each.pk for each in tracks]
            track.queryset = track.queryset.filter(pk__in=keys)  # type: ignore[attr-defined]
            track.required, track.empty_label = True, None  # type: ignore[attr-defined]
        room.queryset = Room.objects.of(conference)  # type: ignore[attr-defined]
        room.empty_label = _("no room")  # type: ignore[attr-defined]


class SpeakerForm(SiteForm):
    """One person in the session, by the name that is printed."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Speaker.Role.choices)
    person = forms.CharField(
        label=gettext_lazy("Account"), required=False, max_length=254,
        help_text=gettext_lazy("E-mail or full name, if there is an account: letters and the calendar follow it."),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off", "data-people": ""}),
    )  # fmt: skip
    name_ru = forms.CharField(label=gettext_lazy("Name in Russian"), required=False, max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), required=False, max_length=200)
    position_ru = forms.CharField(label=gettext_lazy("Position in Russian"), required=False, max_length=250)
    position_en = forms.CharField(label=gettext_lazy("Position in English"), required=False, max_length=250)
    organisation_ru = forms.CharField(label=gettext_lazy("Organisation in Russian"), required=False, max_length=250)
    organisation_en = forms.CharField(label=gettext_lazy("Organisation in English"), required=False, max_length=250)
    country = CountryField(blank=True).formfield(label=gettext_lazy("Country"), required=False)
    TEXTS = ("name_ru", "name_en", "position_ru", "position_en", "organisation_ru", "organisation_en", "country")

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference

    def clean_person(self) -> Person | None:
        told = self.cleaned_data["person"].strip()
        if not told:
            return None
        authors = Person.objects.filter(authorships__submission__conference=self.conference, is_active=True)
        people = people_of(self.conference) | authors.distinct()
        return one_person(people, told)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        person = data.get("person")
        if person and not (data.get("name_ru") or data.get("name_en")):
            data["name_ru"], data["name_en"] = person.full_name, person.latin_name
        said = any(data.get(name) for name in ("person", *self.TEXTS))  # a role alone says nothing: it is never empty
        if said and not (data.get("name_ru") or data.get("name_en")) and not self.errors:
            raise ValidationError(_("Write the name as it is to be printed, or delete this row"))
        return data

    @property
    def is_blank(self) -> bool:
        data = self.cleaned_data
        return not (data.get("name_ru") or data.get("name_en"))

    def speaker(self) -> Speaker:
        data = self.cleaned_data
        texts = {name: data.get(name) or "" for name in self.TEXTS}
        return Speaker(pk=data.get("id"), person=data.get("person"), role=data["role"], **texts)


class SpeakerRows(BaseFormSet):
    """The rows of speakers in printed order."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Delete this row")
        if "ORDER" in form.fields:
            form.fields["ORDER"].label = _("Place in the order")
            form.fields["ORDER"].min_value = 1

    def speakers(self, session: Session | None) -> list[Speaker]:
        """Unsaved or known speakers as typed; ids that are not of *session* are not believed."""
        own = set(session.speakers.filter(talk=None).values_list("pk", flat=True)) if session else set()
        rows = [form for form in self.forms if not form.cleaned_data.get("DELETE") and not form.is_blank]
        rows.sort(key=lambda form: form.cleaned_data.get("ORDER") or MOST_SPEAKERS + 1)
        found = [form.speaker() for form in rows]
        for speaker in found:
            if speaker.pk not in own:
                speaker.pk = None
        return found


def speaker_rows(data: Any = None, *, conference: Conference, session: Session | None = None, extra: int = 1) -> Any:
    """The rows for *session* with *extra* empty ones."""
    rows = formset_factory(
        SpeakerForm, formset=SpeakerRows, extra=extra, can_delete=True, can_order=True, max_num=MOST_SPEAKERS
    )
    known = session.speakers.filter(talk=None).select_related("person") if session else []
    initial = [
        {
            **{name: getattr(each, name) or "" for name in SpeakerForm.TEXTS if name != "country"},
            "id": each.pk, "role": each.role, "country": each.country.code or "",
            "person": (each.person.email or each.person.full_name) if each.person else "",
        }
        for each in known
    ]  # fmt: skip
    return rows(data, prefix="speakers", initial=initial, form_kwargs={"conference": conference})
