"""Forms of consultations: booking an hour, moving, cancelling, publishing hours, the note, blacking out."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, ConsentText
from workshops.models import Expert, Slot, Theme
from workshops.services.consultations import LONGEST_CASE, LONGEST_NOTE, WeeklyRule

from .held import TitledSelect

DAYS = (
    (0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
    (5, _("Saturday")), (6, _("Sunday")),
)  # fmt: skip
LENGTHS = (15, 20, 30, 45, 60, 90)
MOST_IN_A_ROW = 12


class WhoFields(SiteForm):
    """Name, address and consent, asked only of somebody who is not known yet."""

    name = forms.CharField(
        label=pgettext_lazy("asking", "Your name"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The confirmation and your personal link go there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("I agree to the processing of my name and e-mail"),
        error_messages={"required": _("Tick the box: without this we may not keep your name.")},
    )

    def __init__(self, *args: Any, conference: Conference, wants_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consent_text = ConsentText.objects.in_force(conference, "processing") if wants_who else None
        if not wants_who:
            del self.fields["name"], self.fields["email"]
        if self.consent_text is None:
            del self.fields["consent"]

    def who(self) -> dict[str, Any]:
        """What the verbs that meet somebody take. Call when the form is valid."""
        return {
            "name": self.cleaned_data.get("name", ""), "email": self.cleaned_data.get("email", ""),
            "language": get_language() or settings.LANGUAGE_CODE, "consent": self.consent_text,
        }  # fmt: skip


class BookForm(WhoFields):
    """An hour for one school: what it is about, told so that no child can be recognised."""

    theme = forms.ModelChoiceField(
        label=pgettext_lazy("of questions and materials", "Theme"), queryset=Theme.objects.none(), required=False,
        empty_label=_("Another one"), widget=TitledSelect,
    )  # fmt: skip
    school = forms.CharField(
        label=_("School"), max_length=250, help_text=_("Seen by the expert alone. The town helps, too."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    case = forms.CharField(
        label=_("The case"), max_length=LONGEST_CASE, widget=forms.Textarea(attrs={"rows": 9, "autocomplete": "off"}),
        help_text=_("What happens, what you have tried, what you would like to leave with. Five to ten sentences."),
        error_messages={"required": _("Describe the case in a few sentences.")},
    )  # fmt: skip

    field_order = ["case", "theme", "school", "name", "email", "consent"]

    def __init__(self, *args: Any, expert: Expert, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = expert.themes.all()  # type: ignore[attr-defined]
        self.fields["theme"].is_marked_required = True  # type: ignore[attr-defined]


class ReasonForm(SiteForm):
    """Why a consultation is cancelled."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The other side reads this in a letter, so tell nothing of the case here."),
    )  # fmt: skip


class LinkForm(SiteForm):
    """Where the conversation takes place."""

    join_link = forms.URLField(label=_("Link for the conversation"), max_length=500, assume_scheme="https")


class MoveForm(SiteForm):
    """Another free hour of the same expert."""

    slot = forms.ModelChoiceField(
        label=_("Another hour"), queryset=Slot.objects.none(), empty_label=None, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("This hour has just been taken. Choose another.")},
    )  # fmt: skip

    def __init__(self, *args: Any, expert: Expert, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = Slot.objects.bookable().filter(expert=expert)  # type: ignore[attr-defined]


class OutcomeForm(SiteForm):
    """What was agreed."""

    outcome = forms.CharField(
        label=_("Note for the school"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Decisions, steps and dates. The school reads the note on its page; nobody else does."),
        error_messages={"required": _("Write what was agreed.")},
    )  # fmt: skip


class PublishForm(SiteForm):
    """Hours by a weekly rule: days, the first hour and how many one after another, from one day to another."""

    days = forms.TypedMultipleChoiceField(
        label=_("On these days"), choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day of the week.")},
    )  # fmt: skip
    first = forms.TimeField(
        label=_("The first one begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    count = forms.IntegerField(
        label=_("How many in a row"), min_value=1, max_value=MOST_IN_A_ROW, initial=3,
        widget=forms.NumberInput(attrs={"class": "short"}), help_text=_("One after another, without a break."),
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label=_("Minutes of each"), coerce=int, choices=[(n, n) for n in LENGTHS],
                                     initial=30)  # fmt: skip
    since = forms.DateField(label=_("From the day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    until = forms.DateField(label=_("To the day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    join_link = forms.URLField(
        label=_("Link for the conversation"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Of any video service. Whoever books gets it; it can be left out now."),
    )  # fmt: skip

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self.fields["language"].choices = [(code, capfirst(str(name))) for code, name in settings.LANGUAGES]  # type: ignore[attr-defined]
        tomorrow = max(conference.today() + timedelta(days=1), conference.starts)
        self.fields["since"].initial = min(tomorrow, conference.ends)
        self.fields["until"].initial = min(tomorrow + timedelta(days=27), conference.ends)
        for name in ("since", "until"):
            self.fields[name].widget.attrs |= {"min": f"{conference.starts}", "max": f"{conference.ends}"}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        first, count, minutes = data.get("first"), data.get("count"), data.get("minutes")
        if first and count and minutes and _minutes(first) + count * minutes > 24 * 60:
            self.add_error("count", _("That many do not fit before midnight."))
        if since and until and (until - since) > timedelta(days=370):
            self.add_error("until", _("Choose a shorter time."))
        return data

    def rule(self) -> WeeklyRule:
        """The weekly rule that was told. Call when the form is valid."""
        told = self.cleaned_data
        begin = _minutes(told["first"])
        hours = (divmod(begin + number * told["minutes"], 60) for number in range(told["count"]))
        return WeeklyRule(
            frozenset(told["days"]), tuple(time(hour, minute) for hour, minute in hours), told["since"], told["until"]
        )

    def common(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("minutes", "language", "join_link")}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def chosen_starts(values: list[str], conference: Conference) -> list[datetime]:
    """The moments that were ticked on the preview. Raises ValidationError for what is none."""
    found = []
    for value in values[:400]:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise ValidationError(gettext("Choose hours of the list."), code="invalid") from None
        found.append(moment if timezone.is_aware(moment) else moment.replace(tzinfo=conference.zone))
    return found
