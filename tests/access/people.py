from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference, Consent, ConsentText, DataRequest, Person
from registration.models import Category, Delegation, Registration, Rules
from tests.access.rows import ANYBODY, Row, here, only
from tests.world import World, marked

PROTOCOL = ("organiser", "protocol")
ROWS: dict[str, Row] = {
    "registration:participants": Row(ANYBODY, here()),
    "registration:protocol": Row(only(*PROTOCOL), here()),
    "registration:protocol_file": Row(only(*PROTOCOL), here(kind="xlsx")),
}


def build(world: World) -> None:
    """Both conferences have a public list with an approved delegate, who agreed to be in it."""
    for conference in (world.conference, world.other):
        Rules.objects.update_or_create(conference=conference, defaults={"list_is_public": True})
        text = marked(world, conference)
        person = Person.objects.create(full_name=text, latin_name="Somebody Shown", password="!")
        take_part(conference, person, text)


def take_part(conference: Conference, person: Person, text: str) -> None:
    """An approved member of a delegation of their own, shown in the list, who waits for an answer about their data."""
    category = Category.objects.of(conference).get(family="ministry")
    delegation = Delegation.objects.create(conference=conference, category=category, country="AM", body_ru=text)
    Registration.objects.create(
        conference=conference, category=category, person=person, delegation=delegation, delegation_role="head",
        number=f"Z-{delegation.pk}", state="approved", country="AM", body_ru=text, submitted_at=timezone.now(),
    )  # fmt: skip
    publication, _made = ConsentText.objects.get_or_create(
        conference=conference, kind="dissemination", defaults={"title_ru": text, "body_ru": text, "body_en": text}
    )
    Consent.objects.create(person=person, text=publication, language="ru", sha256="0" * 64)


def more(world: World, make_person: Callable[..., Any], number: int) -> None:
    """One more of everything in the lists of this journey and of personal data."""
    person = make_person()
    take_part(world.conference, person, f"Ещё {number}")
    due = timezone.localdate() + timedelta(days=number)
    DataRequest.objects.create(person=person, kind="correction", due=due)
