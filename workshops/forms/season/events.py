"""An event of a season written out, in both languages; another time for it, calling it off, its link."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conference.forms import SiteForm
from conference.models import Conference
from workshops.forms.held import HeldForm, day_of, say_what_to_do
from workshops.models import Course, EventFormat, Expert, Hosting, Session, Theme
from workshops.services.season.repeating import MOST_TIMES, Every, days_of


class EventForm(HeldForm):
    """All of one event. Themes and people are ticked from the lists of the season."""

    time = forms.TimeField(
        label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("In the time zone of the season."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=5, max_value=720, initial=90,
        error_messages={
            "min_value": gettext_lazy("The event lasts at least 5 minutes."),
            "max_value": gettext_lazy("The event lasts at most 12 hours."),
            "invalid": gettext_lazy("Write how many minutes the event lasts, in digits."),
        },
    )  # fmt: skip
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=pgettext_lazy("of questions and materials", "Themes"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    hosts = forms.ModelMultipleChoiceField(
        Expert.objects.none(), label=pgettext_lazy("of an event", "Hosts"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    experts = forms.ModelMultipleChoiceField(
        Expert.objects.none(), label=pgettext_lazy("of an event", "Experts who answer"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    seats = forms.IntegerField(
        label=gettext_lazy("Seats, if they are limited"), required=False, min_value=1, max_value=100_000,
        error_messages={
            "invalid": gettext_lazy("Write the number of seats in digits, or leave the field empty."),
            "min_value": gettext_lazy("Write at least 1 seat, or leave the field empty."),
            "max_value": gettext_lazy("Write at most 100,000 seats, or leave the field empty."),
        },
    )  # fmt: skip
    join_link = forms.URLField(
        label=gettext_lazy("Link for taking part online"), required=False, max_length=500, assume_scheme="https",
        help_text=gettext_lazy("Of any video service. Listeners get it in reminders and when they join."),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = [
            *("kind", "course", "title_ru", "title_en", "summary_ru", "summary_en", "host_ru", "host_en"),
            *("language", "interpretation", "captions", "sign_language", "seats", "audience", "join_link"),
        ]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("summary_ru", "summary_en")}
        labels = {
            "kind": pgettext_lazy("of an event", "Format"), "course": gettext_lazy("Meeting of the course"),
            "title_ru": gettext_lazy("Title in Russian"), "title_en": gettext_lazy("Title in English"),
            "summary_ru": gettext_lazy("Summary in Russian"), "summary_en": gettext_lazy("Summary in English"),
            "host_ru": gettext_lazy("Guests, in Russian"), "host_en": gettext_lazy("Guests, in English"),
        }  # fmt: skip
        help_texts = {
            "host_ru": gettext_lazy("Those who come to this event only and are not among the experts."),
            "course": "",
            "kind": "",
        }

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, conference=conference, **kwargs)
        self.instance.conference = conference
        say_what_to_do(self)
        self._offer("kind", EventFormat.objects.of(conference), empty=_("choose the format"))
        self._offer("course", Course.objects.of(conference), empty=_("an event by itself"))
        self._offer("themes", Theme.objects.of(conference))
        experts = Expert.objects.of(conference).select_related("organisation")
        self._offer("hosts", experts)
        self._offer("experts", experts)
        self.fields["kind"].required = True
        self.fields["kind"].error_messages["required"] = _("Choose the format of the event.")

    def _offer(self, name: str, rows: Any, *, empty: str = "") -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if empty:
            self.fields[name].empty_label = empty  # type: ignore[attr-defined]

    def kept(self) -> dict[str, Any]:
        parts = list(self.instance.hostings.all())
        return super().kept() | {
            "themes": list(self.instance.themes.all()),
            "hosts": [each.expert_id for each in parts if each.part == Hosting.Part.HOST],
            "experts": [each.expert_id for each in parts if each.part == Hosting.Part.EXPERT],
        }

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"format"}

    def _post_clean(self) -> None:
        """The model asks for a format too; when the field has said so already, it is said once."""
        if "kind" in self.errors:
            self._validate_unique = False
            self.instance.clean = lambda: None  # type: ignore[method-assign]
        super()._post_clean()  # type: ignore[misc]

    def people(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: list(data[name]) for name in ("themes", "hosts", "experts")}


class WhenForm(SiteForm):
    """Another day and hour for an event, or those of its copy."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=gettext_lazy("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        self.conference = conference

    def clean_day(self) -> date:
        return day_of(self.conference, self.cleaned_data["day"])

    def starts(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=self.conference.zone)


class CopyForm(WhenForm):
    """When an event is held once more, and how often from then on."""

    every = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=[("", gettext_lazy("once")), *Every.choices], required=False
    )
    times = forms.IntegerField(
        label=gettext_lazy("How many times"), min_value=2, max_value=MOST_TIMES, initial=4, required=False,
        help_text=gettext_lazy("Only for an event that is repeated."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = _("Write how many times the event is held, from 2 to %(most)s.") % {"most": MOST_TIMES}
        self.fields["times"].error_messages |= dict.fromkeys(("required", "invalid", "min_value", "max_value"), many)
        for name in ("every", "times"):  # “once” is a choice too
            self.fields[name].is_marked_required = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last time must be within the season too: said at the field, before anything is copied."""
        data = super().clean() or self.cleaned_data
        if not data.get("every") or self.errors:
            return data
        if data.get("times") is None:
            self.add_error("times", self.fields["times"].error_messages["required"])
            return data
        try:
            days_of(self.conference, self.starts(), every=Every(data["every"]), times=data["times"])
        except ValidationError as error:
            self.add_error("times", error)
        return data


class CancelForm(SiteForm):
    """Why an event does not take place; written in the letter and shown on its page."""

    reason_ru = forms.CharField(
        label=pgettext_lazy("of calling an event off", "Reason in Russian"), required=False, max_length=300
    )
    reason_en = forms.CharField(
        label=pgettext_lazy("of calling an event off", "Reason in English"), required=False, max_length=300
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
        self.let_one_language_do("reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.need_a_language("reason", _("Write the reason, in one language at least: it stands in the letter."))
        return data


class JoinLinkForm(SiteForm):
    join_link = forms.URLField(
        label=gettext_lazy("Link for taking part online"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_to_do(self)
