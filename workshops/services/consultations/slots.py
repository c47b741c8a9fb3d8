"""Hours that experts offer: put into the week one by one or by a rule, and taken back while nobody has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from workshops.models import Consultation, Expert, Session, Slot

MOST_AT_ONCE = 200
LONGEST = timedelta(minutes=180)


@dataclass(frozen=True)
class WeeklyRule:
    """Every week on these *days* (Monday is 0) at these *hours* of the clock, from *since* until *until*, both in."""

    days: frozenset[int]
    hours: tuple[time, ...]
    since: date
    until: date

    def starts(self, zone: ZoneInfo) -> list[datetime]:
        """The moments, in order; an hour that the clock leaves out on a day is left out."""
        found = []
        for number in range((self.until - self.since).days + 1):
            day = self.since + timedelta(days=number)
            if day.weekday() in self.days:
                found += [datetime.combine(day, hour, tzinfo=zone) for hour in sorted(set(self.hours))]
        return [each for each in found if each.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == _naive(each)]


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


@dataclass(frozen=True)
class Hour:
    """One hour that somebody means to offer, and what stands against it: empty when nothing does."""

    starts: datetime
    obstacle: str = ""


def preview(expert: Expert, *, rule: WeeklyRule, minutes: int) -> list[Hour]:
    """The hours that *rule* would give, each with what stands against it. Raises ValidationError for too many."""
    starts = rule.starts(expert.conference.zone)
    _check_number(starts)
    return _checked(expert, starts, minutes)


@transaction.atomic
def publish_slots(
    expert: Expert,
    *,
    starts: Iterable[datetime] = (),
    rule: WeeklyRule | None = None,
    minutes: int = 30,
    language: str = "ru",
    join_link: str = "",
    by: Person | None,
) -> list[Slot]:
    """Offer hours of *expert*: those that begin at *starts*, and what *rule* gives apart from hours already taken.

    Times of a rule are those of the season's zone. Raises ValidationError when one of *starts* is over, not in the
    season, or meets another hour or an event of the expert; MoveNotAllowed for somebody who gives no consultations.
    """
    season = expert.conference
    if not expert.consults or season.is_archived:
        raise MoveNotAllowed(_("%(name)s gives no consultations in this season.") % {"name": expert.name})
    Expert.objects.select_for_update(no_key=True).get(pk=expert.pk)
    told = sorted(set(starts))
    _check_number(told)
    hours = _checked(expert, told, minutes)
    if refused := [each for each in hours if each.obstacle]:
        raise ValidationError(
            [ValidationError(f"{in_words(each.starts, season)}: {each.obstacle}", code="hour") for each in refused]
        )
    if rule is not None:
        known = {each.starts for each in hours}
        hours += [each for each in preview(expert, rule=rule, minutes=minutes)
                  if not each.obstacle and each.starts not in known]  # fmt: skip
    made = [
        Slot(conference=season, expert=expert, starts=each.starts, minutes=minutes, language=language,
             join_link=join_link)
        for each in hours
    ]  # fmt: skip
    for slot in made:
        slot.clean_fields(exclude=("conference", "expert"))
    return Slot.objects.bulk_create(made)


def in_words(moment: datetime, season: Conference) -> str:
    """“3 December, 15:00” by the season's clock, in the active language."""
    local = timezone.localtime(moment, season.zone)
    return f"{date_format(local, 'DAY_MONTH')}, {local:%H:%M}"


def _check_number(starts: list[datetime]) -> None:
    if len(starts) > MOST_AT_ONCE:
        raise ValidationError(
            _("That would be %(count)d hours at once. Choose a shorter time, of at most %(most)d hours.")
            % {"count": len(starts), "most": MOST_AT_ONCE},
            code="too-many",
        )


def _checked(expert: Expert, starts: list[datetime], minutes: int) -> list[Hour]:
    """Each of *starts*, in order, with what stands against it."""
    if not starts:
        return []
    length, season, now = timedelta(minutes=minutes), expert.conference, timezone.now()
    first, last = starts[0] - LONGEST, starts[-1] + length
    own = Slot.objects.of(season).standing().filter(expert=expert, starts__gt=first, starts__lt=last)
    taken = [(each.starts, each.ends, "") for each in own]
    events = Session.objects.standing().filter(hostings__expert=expert, ends__gt=starts[0], starts__lt=last)
    taken += [(each.starts, each.ends, each.title) for each in events]
    found = []
    for start in starts:
        obstacle, ends = "", start + length
        meets = next((title for since, until, title in taken if start < until and since < ends), None)
        if start <= now:
            obstacle = _("the time is over")
        elif not season.starts <= timezone.localdate(start, season.zone) <= season.ends:
            obstacle = _("not within the season")
        elif meets == "":
            obstacle = _("meets another hour of yours")
        elif meets is not None:
            obstacle = _("you are at the event “%(title)s”") % {"title": meets}
        else:
            taken.append((start, ends, ""))
        found.append(Hour(start, obstacle))
    return found


@transaction.atomic
def set_join_link(slot: Slot, join_link: str, *, by: Person | None) -> Slot:
    """Say where the conversation of *slot* takes place. Raises ValidationError for what is no web address."""
    slot.join_link = join_link.strip()
    slot.clean_fields(exclude=("conference", "expert"))
    slot.save(update_fields=["join_link"])
    return slot


@transaction.atomic
def withdraw_slot(slot: Slot, *, by: Person | None) -> Slot:
    """Take back an hour that nobody has booked. Raises MoveNotAllowed: a booked one is cancelled or moved instead."""
    slot = Slot.objects.select_for_update(no_key=True, of=("self",)).get(pk=slot.pk)
    if slot.consultations.filter(state__in=Consultation.STANDING).exists():
        raise MoveNotAllowed(_("This hour is booked. Cancel the consultation, or move it to another hour."))
    if not slot.is_withdrawn:
        slot.is_withdrawn = True
        slot.save(update_fields=["is_withdrawn"])
    return slot
