from conference.models import IssuedDocument
from registration.models import Category, CheckIn, Delegation, Registration
from tests.access.rows import NOBODY, Row, here, only, redirects, thing
from tests.world import World, marked
from workshops.models import Session

GUEST, DELEGATION, SESSION = "guest at the door", "delegation at the door", "session at the door"
AT_DOOR = only("organiser", "door")


def build(world: World) -> None:
    """A guest with a badge and a delegation in each conference; those of the other one are marked."""
    for conference, name in ((world.conference, "chair"), (world.other, "stranger")):
        text = marked(world, conference)
        category = Category.objects.of(conference).get(family="ministry")
        delegation = Delegation.objects.create(conference=conference, category=category, body_ru=text, seats=3)
        person = world.visitors[name]
        if name == "stranger":
            person.full_name = text
            person.save()
            guest = world.things["registration of the stranger"]
            Registration.objects.filter(pk=guest.pk).update(state="approved", delegation=delegation, number="Z-9999")
        else:
            guest = Registration.objects.create(
                conference=conference, category=category, person=person, number="M-7777", state="approved",
                delegation=delegation, delegation_role="head", country="AM",
            )  # fmt: skip
        IssuedDocument.objects.create(
            conference=conference,
            person=person,
            kind="badge",
            number=f"{conference.slug}-1",
            language="ru",
            about=guest,
        )
        CheckIn.objects.create(conference=conference, registration=guest, day=conference.today(), door=text[:40])
        if conference == world.conference:
            world.things |= {GUEST: guest, DELEGATION: delegation}
            world.things[SESSION] = Session.objects.of(conference).first()


ROWS: dict[str, Row] = {
    "registration:door": Row(AT_DOOR, here()),
    "registration:door_list": Row(AT_DOOR, here()),
    "registration:door_sync": Row(only("organiser", "door", status=400), here(), "post"),
    "registration:door_worker": Row(AT_DOOR, here()),
    "registration:door_live": Row(AT_DOOR, here()),
    "registration:walk_in": Row(AT_DOOR, here()),
    "registration:door_guest": Row(AT_DOOR, thing(GUEST)),
    "registration:door_mark": Row(redirects(AT_DOOR), thing(GUEST), "post"),
    "registration:door_undo": Row(redirects(AT_DOOR), thing(GUEST), "post"),
    "registration:door_delegation": Row(redirects(AT_DOOR), thing(DELEGATION), "post"),
    "registration:join": Row({**NOBODY, "anonymous": 302}, thing(SESSION), "post"),
}
