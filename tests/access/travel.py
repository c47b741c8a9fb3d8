from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference, IssuedDocument, Person
from registration.models import Category, LetterRequest, Registration, Support, Travel, VisaDetails, VisaRule
from tests.access.rows import MINE, NOBODY, Row, here, only, redirects, thing
from tests.world import World, marked

TRAVELLER, LETTER, NOTE, WISH = "traveller of the reviewer", "visa letter", "issued note", "wish for support"
OPEN_REQUEST = "requested note"


def build(world: World) -> None:
    """In both conferences: a traveller with passport data, letters, a note, a wish; the reviewer filled ours in."""
    for conference in (world.conference, world.other):
        made = travellers(world, conference)
        if conference == world.conference:
            world.things |= made


def travellers(world: World, conference: Conference) -> dict[str, object]:
    text = marked(world, conference)
    person = Person.objects.create(
        email=f"traveller@{conference.slug}.example.org", full_name=text, latin_name=text, password="!"
    )
    registration = Registration.objects.create(
        conference=conference, category=Category.objects.of(conference).get(family="unesco"), person=person,
        filled_by=world.visitors["reviewer" if conference == world.conference else "stranger"], number="U-5555",
        state="approved", body_ru=text, country="FR", submitted_at=timezone.now(),
    )  # fmt: skip
    day = conference.starts
    Travel.objects.create(
        registration=registration, arrival_day=day, departure_day=day + timedelta(days=2), from_city=text,
        arrival_by=text, departure_by=text, transfer="both", hotel_wanted=True, hotel_from=day,
        hotel_until=day + timedelta(days=2), room_with=text,
    )  # fmt: skip
    VisaDetails.objects.create(registration=registration, number=text)
    VisaRule.objects.create(conference=conference, country="FR", needs_visa=True)
    note = IssuedDocument.objects.create(
        conference=conference, kind="note_verbale", number="2027-N-0001", language="ru"
    )
    by = {"asked_by": person, "remark": text}
    return {
        TRAVELLER: registration,
        LETTER: LetterRequest.objects.create(
            conference=conference, kind="visa_letter", registration=registration, **by
        ),
        NOTE: LetterRequest.objects.create(
            conference=conference, kind="note_verbale", state="issued", issued_at=timezone.now(), document=note,
            addressee_ru=text, addressee_en=text, **by,
        ),
        OPEN_REQUEST: LetterRequest.objects.create(
            conference=conference, kind="note_verbale", addressee_ru=text, addressee_en=text, **by
        ),
        WISH: Support.objects.create(
            conference=conference, registration=registration, item="travel", asked=text, note=text, state="asked",
            amount=100, currency="EUR", asked_by=person,
        ),
    }  # fmt: skip


def more(world: World, make_person: Any, number: int) -> None:
    """One more traveller with passport data, a letter and a wish."""
    conference = world.conference
    registration = Registration.objects.create(
        conference=conference, category=Category.objects.of(conference).get(family="unesco"), person=make_person(),
        number=f"T-{number:04d}", state="approved", country="FR", submitted_at=timezone.now(),
    )  # fmt: skip
    day = conference.starts
    Travel.objects.create(registration=registration, arrival_day=day, transfer="both", hotel_wanted=True)
    VisaDetails.objects.create(registration=registration, number="X")
    asked = {"conference": conference, "registration": registration, "asked_by": registration.person}
    LetterRequest.objects.create(kind="visa_letter", **asked)
    Support.objects.create(item="nights", state="granted" if number % 2 else "asked", **asked)


MY_TRAVELLER = {**MINE, "reviewer": 200}
LETTERS = only("organiser")
SUPPORT = only("organiser", "protocol")
ROWS: dict[str, Row] = {
    "registration:travel": Row(MY_TRAVELLER, thing(TRAVELLER)),
    "registration:visa": Row(MY_TRAVELLER, thing(TRAVELLER)),
    "registration:visa_erase": Row(redirects(MY_TRAVELLER), thing(TRAVELLER), "post"),
    "registration:ask_letter": Row(redirects(MY_TRAVELLER), thing(TRAVELLER), "post"),
    "registration:ask_note": Row({**MINE, "author": 302}, thing("delegation of the author"), "post"),
    "registration:guarded_letter": Row({**only("organiser"), "anonymous": 302}, thing(NOTE)),
    "registration:support": Row(MY_TRAVELLER, thing(TRAVELLER)),
    "registration:support_withdraw": Row(
        redirects(MY_TRAVELLER),
        lambda world: {**thing(TRAVELLER)(world), "wish": world.things[WISH].pk}, "post",
    ),
    "registration:desk_letters": Row(LETTERS, here()),
    "registration:desk_note": Row(LETTERS, here()),
    "registration:desk_letter": Row(LETTERS, thing(LETTER)),
    "registration:desk_letter_check": Row(LETTERS, thing(OPEN_REQUEST), "post"),  # the form asks for the addressee
    "registration:desk_letter_approve": Row(redirects(LETTERS), thing(LETTER), "post"),
    "registration:desk_letter_return": Row(LETTERS, thing(LETTER), "post"),
    "registration:desk_letter_issue": Row(redirects(LETTERS), thing(LETTER), "post"),
    "registration:desk_letter_revoke": Row(LETTERS, thing(LETTER), "post"),
    "registration:desk_passports": Row(NOBODY, here()),  # visa officers alone: test_guarded.py
    "registration:desk_passport": Row(NOBODY, thing(TRAVELLER)),
    "registration:desk_support": Row(SUPPORT, here()),
    "registration:desk_support_wish": Row(SUPPORT, thing(WISH)),
    "registration:desk_support_grant": Row(LETTERS, thing(WISH), "post"),
    "registration:desk_support_decline": Row(LETTERS, thing(WISH), "post"),
    "registration:desk_support_amount": Row(NOBODY, thing(WISH), "post"),  # finance officers alone: test_support.py
    "registration:desk_support_settle": Row(NOBODY, thing(WISH), "post"),
    "registration:desk_travel": Row(SUPPORT, here()),
    "registration:desk_travel_list": Row(SUPPORT, here(listing="arrivals")),
    "registration:desk_travel_table": Row(SUPPORT, here(listing="rooming")),
    "registration:desk_travel_reports": Row(SUPPORT, here()),
}  # fmt: skip
