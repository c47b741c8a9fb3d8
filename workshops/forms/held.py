"""What a session of a programme and an event of a season have alike: a title in either language, a day, a length."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from conference.forms import SiteModelForm
from conference.models import Conference
from conference.templatetags.vmeste import value_and_language
from workshops.models import Audience
from workshops.services.planning.sessions import AROUND


def day_of(conference: Conference, day: date) -> date:
    """*day* when something of *conference* may be held on it. Raises ValidationError."""
    if not conference.starts - AROUND <= day <= conference.ends + AROUND:
        far = (
            _("This day is too far from those of the season.")
            if conference.is_season
            else _("This day is too far from those of the conference.")
        )
        raise ValidationError(far, code="day")
    return day


def say_what_to_do(form: forms.BaseForm) -> None:
    """Of a day, an hour, a link and a text too long the form says how to write it, not that it is wrong."""
    said = (
        (forms.DateField, "invalid", _("Write the day with its month and year, for example 2026-11-30.")),
        (forms.TimeField, "invalid", _("Write hours and minutes, for example 16:00.")),
        (forms.URLField, "invalid", _("Write the whole link. It looks like https://example.org/meeting")),
        (forms.CharField, "max_length", _("The text is too long: shorten it to %(limit_value)d characters.")),
    )
    for field in form.fields.values():
        for kind, code, words in said:
            if isinstance(field, kind):
                field.error_messages[code] = words


class TitledSelect(forms.Select):
    """A list of rows with titles: one that has only the other language says which it is."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row is not None and (language := value_and_language(row, "title")[1]) != get_language():
            option["attrs"]["lang"] = language
        return option


class AudienceField(forms.MultipleChoiceField):
    """For whom something is: any of the audiences, or none in particular."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"label": gettext_lazy("For whom"), "required": False, "widget": forms.CheckboxSelectMultiple}
        super().__init__(choices=_audiences, **{**told, **kwargs})


def _audiences() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in Audience.choices]


class HeldForm(SiteModelForm):
    """The form of a row of Session; who inherits it says which fields, and adds ``time`` and ``minutes``."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    audience = AudienceField()
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.let_one_language_do("title")
        if self.instance.pk:
            self.initial = {**self.kept(), **self.initial}

    def kept(self) -> dict[str, Any]:
        """What the row has for the fields that are no columns of it."""
        starts = timezone.localtime(self.instance.starts, self.conference.zone)
        return {
            "day": starts.date(), "time": starts.time(), "minutes": self.instance.minutes,
            "audience": self.instance.audience,
        }  # fmt: skip

    def clean_day(self) -> date:
        return day_of(self.conference, self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.need_a_language("title", _("Write the title, in one of the languages at least"))
        day, time, minutes = data.get("day"), data.get("time"), data.get("minutes")
        if day and time and minutes:
            data["starts"] = datetime.combine(day, time, tzinfo=self.conference.zone)
            data["ends"] = data["starts"] + timedelta(minutes=minutes)
            self.instance.starts, self.instance.ends = data["starts"], data["ends"]
        return data

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"title"}

    def asked(self) -> dict[str, Any]:
        """The columns of the row as the verbs that create and edit it take them."""
        data = self.cleaned_data
        return {name: data[name] for name in (*self._meta.fields, "starts", "ends")}
