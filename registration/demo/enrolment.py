"""The demonstration: two sessions with few places, one of them full with people waiting."""

from __future__ import annotations

from conference.demo import World
from conference.demo.accounts import ACCOUNTS, NEXT
from conference.models import Conference, Person, Role
from registration.models import Enrolment
from registration.services.enrolment import enrol
from workshops.models import Session

IN_THE_FIRST = 6
"""How many of the places of the roomy session are taken."""
WAIT_BEFORE = 2
"""How many wait in the full session before the listener."""


def load(world: World) -> None:
    """Places in the sessions whose seats the outline of the programme limits. Once."""
    conference = world.conferences[NEXT]
    limited = list(Session.objects.of(conference).standing().exclude(seats=None).order_by("-seats"))
    if len(limited) < 2 or Enrolment.objects.of(conference).exists():
        return
    roomy, full = limited[0], limited[-1]
    author, listener = (world.people[ACCOUNTS[key].email] for key in ("author", "listener"))
    others = guests(conference, without=(author, listener))
    for person in [author, *others[:IN_THE_FIRST]]:
        enrol(roomy, by=person)
    for person in [author, *others[: (full.seats or 0) - 1 + WAIT_BEFORE], listener]:
        enrol(full, by=person)
    world.say(f"  {Enrolment.objects.of(conference).count()} places in sessions, taken or waited for")


def guests(conference: Conference, *, without: tuple[Person, ...]) -> list[Person]:
    """Participants of the conference with an account, in a lasting order."""
    taking_part = Role.objects.of(conference).filter(kind=Role.Kind.PARTICIPANT).values("person")
    people = Person.objects.filter(pk__in=taking_part).exclude(pk__in=[each.pk for each in without])
    return list(people.order_by("pk"))
