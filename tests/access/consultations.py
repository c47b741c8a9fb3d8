"""Access to consultations: free hours for everybody, a case for two people, numbers for organisers; topics."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.access.rows import ANYBODY, Row, in_season, of_season, only, redirects
from tests.world import World, marked
from workshops.models import Consultation, Expert, Listener, Slot, TopicProposal

FREE, BOOKED, HELD, ASKED, TOPIC, DECIDED = (
    "free hour", "booked consultation", "held consultation", "consultation asked for", "proposed topic",
    "declined topic",
)  # fmt: skip
EXPERT = {**only("reviewer"), "superuser": 404}
"""No rank opens what is the expert's own."""
SCHOOL = {**only("participant"), "superuser": 404}
RUN = only("organiser", "reviewer")
DESK = only("organiser")


def build(world: World) -> None:
    """In each season an expert with hours, bookings in three states by one listener, and two topics."""
    now = timezone.now()
    for season, giver, name in (
        (world.season, "reviewer", "participant"), (world.other_season, "stranger", "stranger"),
    ):  # fmt: skip
        text = marked(world, season)
        expert = Expert.objects.get(conference=season, person=world.visitors[giver])
        Expert.objects.filter(pk=expert.pk).update(consults=True)
        listener = Listener.objects.get(conference=season, person=world.visitors[name])
        Listener.objects.filter(pk=listener.pk).update(confirmed_at=now)
        made = {}
        for key, days, state in ((FREE, 3, ""), (BOOKED, 4, "booked"), (ASKED, 5, "asked"), (HELD, -4, "held")):
            slot = Slot.objects.create(conference=season, expert=expert, starts=now + timedelta(days=days))
            made[key] = slot
            if state:
                made[key] = Consultation.objects.create(
                    conference=season, slot=slot, listener=listener, school=text, case=text, outcome=text, state=state,
                    keep_until=now + timedelta(hours=2) if state == "asked" else None,
                )  # fmt: skip
        for key, state in ((TOPIC, "new"), (DECIDED, "declined")):
            made[key] = TopicProposal.objects.create(
                conference=season, listener=listener, text_ru=text, reason_ru=text, language="ru", state=state
            )
        if season == world.season:
            world.things |= made


ROWS: dict[str, Row] = {
    "workshops:consultations": Row(ANYBODY, in_season()),
    "workshops:book_consultation": Row(ANYBODY, of_season(FREE)),
    "workshops:consultations_mine": Row(ANYBODY, in_season()),
    "workshops:consultation": Row(SCHOOL, of_season(BOOKED)),
    "workshops:confirm_consultation": Row(redirects(SCHOOL), of_season(ASKED), "post"),
    "workshops:consultation_letter": Row(redirects(SCHOOL), of_season(ASKED), "post"),
    "workshops:cancel_consultation": Row(redirects(SCHOOL), of_season(BOOKED), "post"),
    "workshops:move_consultation": Row(redirects(SCHOOL), of_season(BOOKED), "post"),
    "workshops:redact_consultation": Row(SCHOOL, of_season(HELD)),
    "workshops:consultation_ics": Row(SCHOOL, of_season(BOOKED)),
    "workshops:desk_consultations": Row({**only("reviewer"), "organiser": 302, "superuser": 302}, in_season()),
    "workshops:publish_slots": Row(EXPERT, in_season()),
    "workshops:desk_load": Row(DESK, in_season()),
    "workshops:consultations_table": Row(DESK, in_season()),
    "workshops:withdraw_slot": Row(redirects(RUN), of_season(FREE), "post"),
    "workshops:desk_consultation": Row(RUN, of_season(BOOKED)),
    "workshops:hold_consultation": Row(redirects(EXPERT), of_season(HELD), "post"),
    "workshops:miss_consultation": Row(redirects(EXPERT), of_season(HELD), "post"),
    "workshops:write_outcome": Row(EXPERT, of_season(HELD), "post"),
    "workshops:link_consultation": Row(EXPERT, of_season(BOOKED), "post"),
    "workshops:desk_cancel_consultation": Row(redirects(RUN), of_season(BOOKED), "post"),
    "workshops:desk_move_consultation": Row(redirects(RUN), of_season(BOOKED), "post"),
    "workshops:desk_redact_consultation": Row(EXPERT, of_season(HELD)),
    "workshops:topics": Row(ANYBODY, in_season()),
    "workshops:desk_topics": Row(DESK, in_season()),
    "workshops:plan_topic": Row(DESK, of_season(TOPIC)),
    "workshops:decline_topic": Row(DESK, of_season(TOPIC)),
    "workshops:reopen_topic": Row(redirects(DESK), of_season(DECIDED), "post"),
}
