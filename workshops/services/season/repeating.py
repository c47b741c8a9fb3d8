"""Events that come back: every week, every other week, every month on the same weekday (RFC 5545, 3.3.10)."""

from __future__ import annotations

from datetime import datetime

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference, Person
from workshops.models import Session

from .events import copy_event

MOST_TIMES = 40


class Every(models.TextChoices):
    """How often an event is held; the last two keep the weekday."""

    WEEK = "week", gettext_lazy("every week")
    FORTNIGHT = "fortnight", gettext_lazy("every other week")
    MONTH = "month", gettext_lazy("every month, on the same weekday")


def days_of(season: Conference, starts: datetime, *, every: Every, times: int) -> list[datetime]:
    """*times* moments from *starts* on, at the same hour of the season's clock, summer time or not.

    A month without a fifth Tuesday is passed over. Raises ValidationError when the last is after the end of the season.
    """
    first = starts.astimezone(season.zone).replace(tzinfo=None)
    if every == Every.MONTH:
        rule = rrule(MONTHLY, dtstart=first, count=times, byweekday=weekday(first.weekday(), (first.day - 1) // 7 + 1))
    else:
        rule = rrule(WEEKLY, dtstart=first, count=times, interval=1 if every == Every.WEEK else 2)
    found = [moment.replace(tzinfo=season.zone) for moment in rule]
    if found[-1].date() > season.ends:
        raise ValidationError(
            _("The last would be on %(last)s, and the season ends on %(end)s: choose fewer."), code="beyond",
            params={"last": date_format(found[-1].date()), "end": date_format(season.ends)},
        )  # fmt: skip
    return found


@transaction.atomic
def repeat_event(event: Session, *, by: Person, starts: datetime, every: Every, times: int) -> list[Session]:
    """*times* copies of the event (see ``copy_event``), the first at *starts*; all of them or none.

    Raises ValidationError for a number of times that is not 2 to MOST_TIMES, and as ``days_of``.
    """
    if not 2 <= times <= MOST_TIMES:
        raise ValidationError(_("Choose from 2 to %(most)s times."), code="times", params={"most": MOST_TIMES})
    moments = days_of(event.conference, starts, every=every, times=times)
    return [copy_event(event, by=by, starts=moment) for moment in moments]
