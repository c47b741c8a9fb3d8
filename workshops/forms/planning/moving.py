"""What the buttons, the keys and the pointer of the editor send: the same small forms for all three."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.forms import SiteForm
from conference.models import Conference, Room
from workshops.models import Session, Submission, Track

ABROAD = 24 * 60


class SeenForm(SiteForm):
    """A verb that needs nothing but what the person saw."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class MoveForm(SeenForm):
    """Where a session goes: so many minutes later, or to a day and a time; to a room; to a track; how long it lasts
    there. All optional."""

    shift = forms.IntegerField(min_value=-ABROAD, max_value=ABROAD, required=False)
    day = forms.DateField(label=_("Day"), required=False)
    time = forms.TimeField(label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    room = forms.ModelChoiceField(Room.objects.none(), label=_("Room"), required=False, empty_label=_("no room"))
    track = forms.ModelChoiceField(Track.objects.none(), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=ABROAD, required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        self.conference: Conference = session.conference
        self.fields["room"].queryset = Room.objects.of(self.conference)  # type: ignore[attr-defined]
        self.fields["track"].queryset = Track.objects.of(self.conference)  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The keyword arguments of ``move_session``: only what was sent."""
        data, wanted = self.cleaned_data, {"seen": self.cleaned_data["seen"]}
        if starts := self._starts():
            wanted["starts"] = starts
        if data["minutes"] is not None:
            wanted["minutes"] = data["minutes"]
        for name in ("room", "track"):
            if name in self.data:
                wanted[name] = data[name]
        return wanted

    def _starts(self) -> datetime | None:
        data = self.cleaned_data
        if data["shift"] is not None:
            return self.session.starts + timedelta(minutes=data["shift"])
        if data["day"] is None and data["time"] is None:
            return None
        now = timezone.localtime(self.session.starts, self.conference.zone)
        day, time = data["day"] or now.date(), data["time"] or now.time()
        return datetime.combine(day, time, tzinfo=self.conference.zone)


class ResizeForm(SeenForm):
    """How long a session lasts: so many minutes more or less, or so many."""

    shift = forms.IntegerField(min_value=-ABROAD, max_value=ABROAD, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=ABROAD, required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data["minutes"] is None and data["shift"] is None:
            raise ValidationError(_("Say how many minutes."))
        minutes = data["minutes"] if data["minutes"] is not None else self.session.minutes + data["shift"]
        return {"minutes": minutes, "seen": data["seen"]}


class PlaceForm(SiteForm):
    """Which paper goes into which session, for how many minutes."""

    submission = forms.ModelChoiceField(
        Submission.objects.none(), label=_("Paper"), error_messages={"required": _("Choose a paper to place")}
    )
    session = forms.ModelChoiceField(
        Session.objects.none(), label=_("Session"), error_messages={"required": _("Choose a session for the paper")}
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, required=False)

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers, sessions = Submission.objects.of(conference), Session.objects.of(conference)
        self.fields["submission"].queryset = papers.for_the_programme()  # type: ignore[attr-defined]
        self.fields["session"].queryset = sessions.standing()  # type: ignore[attr-defined]


class MoveTalkForm(SiteForm):
    """Where a talk goes in the speaking order, or how many minutes it gets."""

    position = forms.IntegerField(min_value=1, max_value=1000, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, required=False)
