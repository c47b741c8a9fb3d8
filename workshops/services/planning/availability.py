"""When people can speak: a few stretches of time each, or none, which means any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from workshops.models import Availability

MOST = 20


def days_of(conference: Conference) -> list[date]:
    return [conference.starts + timedelta(days=n) for n in range((conference.ends - conference.starts).days + 1)]


def free_times_of(person: Person, conference: Conference) -> list[Availability]:
    """The stretches in which *person* can speak; empty: at any time."""
    return list(Availability.objects.of(conference).of_person(person))


@transaction.atomic
def set_availability(
    conference: Conference, person: Person, *, by: Person, stretches: Iterable[tuple[datetime, datetime]]
) -> list[Availability]:
    """Write down when *person* can speak, in the place of what was said before; none: at any time.

    Raises ValidationError when a stretch ends before it begins, lies outside the conference, or there are too many.
    """
    wanted = sorted(set(stretches))
    if len(wanted) > MOST:
        raise ValidationError(_("At most %(count)d stretches of time.") % {"count": MOST}, code="too_many")
    opens = datetime.combine(conference.starts, time(), tzinfo=conference.zone)
    closes = datetime.combine(conference.ends + timedelta(days=1), time(), tzinfo=conference.zone)
    for starts, ends in wanted:
        if ends <= starts:
            raise ValidationError(_("The end must be later than the beginning."), code="order")
        if starts < opens or ends > closes:
            raise ValidationError(_("Choose times on the days of the conference."), code="outside")
    Availability.objects.of(conference).of_person(person).delete()
    return Availability.objects.bulk_create(
        Availability(conference=conference, person=person, starts=starts, ends=ends) for starts, ends in wanted
    )
