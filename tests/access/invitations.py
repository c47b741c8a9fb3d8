"""Invitations, places offered and confirmed, and the desk's lists of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference, Job, Person
from registration.models import Category, Invitation, Registration
from registration.services import waiting
from tests.access.rows import ANYBODY, Row, here, only, redirects, thing
from tests.world import World, marked

WAITING, OFFERED, GUEST = "waiting guest", "offered guest", "silent guest"
INVITATION, JOB = "invitation of somebody", "job of invitations"
DESK = only("organiser")
DONE = only("organiser", status=302)


def build(world: World) -> None:
    for conference in (world.conference, world.other):
        prefix = "" if conference == world.conference else "other "
        press = Category.objects.of(conference).get(family="press")
        now = timezone.now()
        for number, (name, fields) in enumerate(
            {
                WAITING: {"state": "waiting", "waiting_since": now},
                OFFERED: {"state": "offered", "seat": "hall", "offered_until": now + timedelta(days=2)},
                GUEST: {"state": "approved", "seat": "hall", "confirm_asked_at": now},
            }.items()
        ):
            text = marked(world, conference)
            person = Person.objects.create(
                email=f"place{number}@{conference.slug}.example.org", full_name=text, password="!"
            )
            world.things[prefix + name] = Registration.objects.create(
                conference=conference, category=press, person=person, number=f"P-{number:04d}", attendance="hall",
                submitted_at=now, body_ru=text, **fields,
            )  # fmt: skip
        Category.objects.filter(pk=press.pk).update(seats=2, seats_taken=2)
        world.things[prefix + JOB] = Job.objects.create(conference=conference, kind="invitations", total=1)
        world.things[prefix + INVITATION] = invited(conference, press, marked(world, conference))


def invited(conference: Conference, category: Category, text: str) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        conference=conference, category=category, state="sent", email="guest@example.org", name=text, body_ru=text,
        sent_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip


def more(world: World, make_person: Callable[..., Person], number: int) -> None:
    """One more of everything that these lists show."""
    conference, now = world.conference, timezone.now()
    press = Category.objects.of(conference).get(family="press")
    for letter, fields in (
        ("W", {"state": "waiting", "waiting_since": now}),
        ("O", {"state": "offered", "offered_until": now + timedelta(days=2)}),
        ("G", {"state": "approved", "confirm_asked_at": now}),
    ):
        Registration.objects.create(
            conference=conference, category=press, person=make_person(), number=f"{letter}-{number:04d}",
            submitted_at=now, **fields,
        )  # fmt: skip
    Invitation.objects.create(
        conference=conference, category=press, state="sent", email=f"more{number}@example.org", name="Ещё",
        sent_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip


def by_link(name: str) -> Callable[[World], dict[str, Any]]:
    """The keywords of a page that a signed link opens."""

    def kwargs(world: World) -> dict[str, Any]:
        subject = world.things[name]
        token = subject.token() if isinstance(subject, Invitation) else waiting.place_token(subject)
        return {"conference_slug": world.conference.slug, "token": token}

    return kwargs


ROWS: dict[str, Row] = {
    "registration:invitation": Row(ANYBODY, by_link(INVITATION)),
    "registration:invitation_accept": Row(redirects(ANYBODY), by_link(INVITATION), "post"),
    "registration:invitation_decline": Row(redirects(ANYBODY), by_link(INVITATION), "post"),
    "registration:offer": Row(ANYBODY, by_link(OFFERED)),
    "registration:offer_take": Row(redirects(ANYBODY), by_link(OFFERED), "post"),
    "registration:offer_give_up": Row(redirects(ANYBODY), by_link(OFFERED), "post"),
    "registration:offer_online": Row(redirects(ANYBODY), by_link(WAITING), "post"),
    "registration:confirm": Row(ANYBODY, by_link(GUEST)),
    "registration:confirm_coming": Row(redirects(ANYBODY), by_link(GUEST), "post"),
    "registration:confirm_not_coming": Row(redirects(ANYBODY), by_link(GUEST), "post"),
    "registration:invitations": Row(DESK, here()),
    "registration:invitations_new": Row(DESK, here()),
    "registration:invitations_send": Row(DONE, here(), "post"),
    "registration:invitations_template": Row(DESK, here()),
    "registration:invitations_remind": Row(DONE, here(), "post"),
    "registration:invitations_job": Row(DESK, thing(JOB)),
    "registration:invitations_job_status": Row(DESK, thing(JOB)),
    "registration:invitation_resend": Row(DONE, thing(INVITATION), "post"),
    "registration:invitation_revoke": Row(DONE, thing(INVITATION), "post"),
    "registration:waiting": Row(DESK, here()),
    "registration:waiting_offer": Row(DONE, thing(WAITING), "post"),
    "registration:waiting_offer_free": Row(DONE, here(category="press", attendance="hall"), "post"),
    "registration:silent": Row(DESK, here()),
    "registration:silent_release": Row(DONE, here(), "post"),
    "registration:silent_ask": Row(DONE, here(), "post"),
    "registration:silent_confirm": Row(DONE, here(), "post"),
}
