"""Delegations: their pages are the focal point's alone, the desk is for organisers and protocol officers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from registration.models import AccessNeeds, Category, Delegation, Registration
from tests.access.rows import ANYBODY, MINE, NOBODY, Row, here, only, redirects, thing
from tests.world import World, marked

OURS, DRAFT, SENT = "delegation of the author", "member draft of the author", "member of the author"


def build(world: World) -> None:
    """The author leads one delegation, the stranger one of the other conference; each has a head and a draft."""
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        text = marked(world, conference)
        category = Category.objects.of(conference).get(family="ministry")
        delegation = Delegation.objects.create(
            conference=conference, category=category, country="AM", body_ru=text, number="ARM-01", seats=40,
            focal_point=world.visitors[name], state=Delegation.State.SUBMITTED, submitted_at=timezone.now(),
            held_until=timezone.localdate() + timedelta(days=20), remarks=text, note=text,
            nomination_signed_by=text, handover_email="colleague@example.org",
        )  # fmt: skip
        delegation.nomination.save("letter.pdf", ContentFile(b"%PDF-1.7 %%EOF"))
        row = {
            "conference": conference, "category": category, "delegation": delegation, "source": "delegation",
            "body_ru": text,
        }  # fmt: skip
        head = Registration.objects.create(
            **row, person=world.visitors[name], number="M-9001", state="submitted", delegation_role="head",
            submitted_at=timezone.now(),
        ) if name == "author" else None  # fmt: skip
        draft = Registration.objects.create(
            **row, delegation_role="delegate", answers={"member": {"full_name": text, "latin_name": "Aram"}}
        )
        world.things |= {f"delegation of the {name}": delegation, f"member draft of the {name}": draft}
        if head:
            world.things[f"member of the {name}"] = head


def member(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {
        "conference_slug": world.conference.slug, "pk": world.things[OURS].pk, "member": world.things[name].pk,
    }  # fmt: skip


LED = {**MINE, "author": 200}
POSTED = redirects(LED)
STAFF = only("organiser", "protocol")
DONE = only("organiser", "protocol", status=302)
LED_OR_STAFF = {**STAFF, "author": 200, "anonymous": 302}

ROWS: dict[str, Row] = {
    "registration:delegation_start": Row({**ANYBODY, "author": 302}, here()),
    "registration:delegation_begin": Row(redirects(ANYBODY), here()),
    "registration:delegation_take": Row(redirects(ANYBODY), here()),
    "registration:delegation_invitation": Row(NOBODY, here(token="forged")),
    "registration:delegation_handed_over": Row(NOBODY, here(token="forged")),
    "registration:delegation": Row(LED, thing(OURS)),
    "registration:delegation_xlsx": Row(LED, thing(OURS)),
    "registration:delegation_head": Row(LED, thing(OURS)),
    "registration:delegation_member_new": Row(LED, thing(OURS)),
    "registration:delegation_rows": Row(LED, thing(OURS)),
    "registration:delegation_rows_template": Row(LED, thing(OURS)),
    "registration:delegation_member": Row(LED, member(DRAFT)),
    "registration:delegation_member_remove": Row(LED, member(DRAFT)),
    "registration:delegation_member_replace": Row(LED_OR_STAFF, member(SENT)),
    "registration:delegation_member_access": Row(LED, member(DRAFT)),
    "registration:delegation_member_travel": Row(LED, member(DRAFT)),
    "registration:delegation_shared": Row(LED, thing(OURS)),
    "registration:delegation_travel": Row(LED, thing(OURS)),
    "registration:delegation_visa": Row(LED, thing(OURS)),
    "registration:delegation_nomination": Row(LED, thing(OURS)),
    "registration:delegation_nomination_file": Row(LED_OR_STAFF, thing(OURS)),
    "registration:delegation_handover": Row(LED, thing(OURS)),
    "registration:delegation_handover_withdraw": Row(POSTED, thing(OURS), "post"),
    "registration:delegation_check": Row(POSTED, thing(OURS)),
    "registration:delegation_sent": Row(LED, thing(OURS)),
    "registration:desk_delegations": Row(STAFF, here()),
    "registration:desk_delegation_new": Row(STAFF, here()),
    "registration:desk_delegation": Row(STAFF, thing(OURS)),
    "registration:desk_delegation_xlsx": Row(STAFF, thing(OURS)),
    "registration:desk_delegation_invite": Row(DONE, thing(OURS), "post"),
    "registration:desk_delegation_accredit": Row(DONE, thing(OURS), "post"),
    "registration:desk_delegation_return": Row(
        DONE, thing(OURS), "post", lambda world: {"remarks-remarks": "Нет подписи"}
    ),
    "registration:desk_delegation_correct": Row(
        DONE, thing(OURS), "post", lambda world: {"correction-body_ru": "Министерство", "correction-country": "AM"}
    ),
    "registration:desk_delegation_seen": Row(DONE, thing(OURS), "post"),
    "registration:desk_delegation_seats": Row(DONE, thing(OURS), "post", lambda world: {"seats-seats": "40"}),
    "registration:desk_delegation_credentials": Row(
        DONE, thing(OURS), "post", lambda world: {"credentials-credentials": "received"}
    ),
    "registration:desk_delegation_member_accredit": Row(DONE, member(SENT), "post"),
}


def more(world: World, make_person: Callable[..., Any], number: int) -> None:
    """One more delegation, and one more of each kind of member in the author's."""
    delegation = world.things[OURS]
    row = {"conference": world.conference, "category": delegation.category, "source": "delegation"}
    Delegation.objects.create(
        conference=world.conference, category=delegation.category, country="BY", body_ru="Ещё", number=f"BLR-{number}",
        focal_point=make_person(), state="submitted", submitted_at=timezone.now(),
    )  # fmt: skip
    sent = Registration.objects.create(
        **row, delegation=delegation, person=make_person(), number=f"D-{number}", state="submitted",
        submitted_at=timezone.now(),
    )  # fmt: skip
    AccessNeeds.objects.create(registration=sent, services=["step_free"])
    Registration.objects.create(**row, delegation=delegation, answers={"member": {"full_name": "Ещё"}})
