from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.forms import SiteForm
from conference.models import Conference
from workshops.models import Availability
from workshops.services.planning.availability import MOST, days_of


class StretchForm(SiteForm):
    """One stretch of time on a day of the conference; an empty end is the end of the day."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=date.fromisoformat, required=False, empty_value=None)
    starts = forms.TimeField(
        label=gettext_lazy("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        days = [
            (day.isoformat(), f"{date_format(day, 'l')}, {date_format(day, 'DAY_MONTH')}")
            for day in days_of(conference)
        ]
        self.fields["day"].choices = [("", _("not used")), *days]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must be later than the beginning."))
        if (data.get("starts") or data.get("ends")) and not data.get("day") and not self.errors:
            raise ValidationError(_("Choose the day too"))
        return data

    def stretch(self) -> tuple[datetime, datetime] | None:
        data = self.cleaned_data
        if not data.get("day"):
            return None
        zone = self.conference.zone
        starts = datetime.combine(data["day"], data.get("starts") or time(), tzinfo=zone)
        if data.get("ends"):
            return starts, datetime.combine(data["day"], data["ends"], tzinfo=zone)
        return starts, datetime.combine(data["day"] + timedelta(days=1), time(), tzinfo=zone)


class _Rows(BaseFormSet):
    def stretches(self) -> list[tuple[datetime, datetime]]:
        found = (form.stretch() for form in self.forms)
        return [each for each in found if each is not None]


def availability_rows(data: Any = None, *, conference: Conference, rows: Iterable[Availability] = ()) -> Any:
    """The stretches said so far and a few empty ones."""
    made = formset_factory(StretchForm, formset=_Rows, extra=2, max_num=MOST)
    initial = []
    for row in rows:
        starts, ends = (timezone.localtime(each, conference.zone) for each in (row.starts, row.ends))
        until = None if ends.date() > starts.date() else ends.time()
        initial.append({"day": starts.date().isoformat(), "starts": starts.time(), "ends": until})
    return made(data, prefix="times", initial=initial, form_kwargs={"conference": conference})
