"""A rehearsal at the door: some guests of the next conference were checked in this morning, to try the scanners."""

from __future__ import annotations

from conference.demo import World
from conference.demo.meetings import meeting
from conference.models import Consent, ConsentText
from conference.services.consent import withdraw_consent
from registration.models import AccessNeeds, CheckIn, Delegation, Registration
from registration.services.door import check_in
from workshops.models import Session

NEXT = "inclusion-next"
DOORS = ("A", "B")
REHEARSED = 9
"""So many came to the rehearsal besides the delegation."""


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    for session in Session.objects.of(conference).filter(join_link="").exclude(format=Session.Format.BREAK):
        session.join_link = meeting(f"{conference.slug}-{session.pk}")
        session.save(update_fields=["join_link"])
    if CheckIn.objects.of(conference).exists():
        return
    tell_the_door(world)
    came = guests(world)
    for number, registration in enumerate(came):
        check_in(
            registration, by=world.people["door"], door=DOORS[number % 2], at=world.moment(0, 9, 4 * number),
            method=CheckIn.Method.SCAN if number % 4 else CheckIn.Method.NAME,
        )  # fmt: skip
    world.say(f"  {len(came)} guests at the rehearsal of the door")


def tell_the_door(world: World) -> None:
    """Two guests let an instruction be shown at the door, and two do not want to be photographed."""
    conference = world.conferences[NEXT]
    hall = Registration.objects.of(conference).approved().filter(attendance=Registration.Attendance.HALL)
    told = AccessNeeds.objects.filter(registration__in=hall).order_by("registration__number")
    for needs, instruction in zip(told, ("lift", "front_row"), strict=False):
        needs.door_instruction = instruction
        needs.save(update_fields=["door_instruction"])
    people = hall.order_by("-number").values("person")[:2]
    agreed = Consent.objects.to(conference, ConsentText.Kind.PHOTO_VIDEO).standing()
    for consent in agreed.filter(person__in=list(people.values_list("person", flat=True))).select_related("person"):
        withdraw_consent(consent, by=consent.person)


def guests(world: World) -> list[Registration]:
    """All but one of the largest delegation that is approved, and a few of every other kind."""
    conference = world.conferences[NEXT]
    hall = Registration.objects.of(conference).approved().filter(attendance=Registration.Attendance.HALL)
    expected = list(hall.select_related("conference").order_by("number"))
    sizes = {each: sum(row.delegation_id == each.pk for row in expected) for each in Delegation.objects.of(conference)}
    largest = max(sizes, key=lambda each: (sizes[each], -each.pk), default=None)
    members = [row for row in expected if largest and row.delegation_id == largest.pk]
    others = [row for row in expected if row.delegation_id is None]
    return [*members[:-1], *others[:: max(1, len(others) // REHEARSED)][:REHEARSED]]
