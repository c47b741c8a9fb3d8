"""The demonstration: drafts under discussion in the coming edition, and the document that 2008 adopted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import FIRST, NEXT
from conference.demo.world import MOSCOW, World, both, read_toml
from conference.models import Conference, Person, Role
from workshops.models import (
    Amendment,
    ClauseComment,
    ClauseVersion,
    Endorsement,
    OutcomeDocument,
    Recommendation,
    Support,
    Track,
)
from workshops.services import outcomes as services

HERE = Path(__file__).parent
ADOPTED = date(2008, 6, 20)
OPENED, CLOSES = -6, 15
"""Days from today in which the drafts are open for comments."""


def load(world: World) -> None:
    adopted(world)
    told = read_toml(HERE / "outcomes.toml")
    conference = world.conferences[NEXT]
    if OutcomeDocument.objects.of(conference).exists():
        follow_today(world, conference)
        return
    with transaction.atomic():
        coming(world, conference, told)
    world.say(f"  {OutcomeDocument.objects.count()} outcome documents, {Amendment.objects.count()} proposals")


def speakers(conference: Conference) -> list[Person]:
    """Participants who take part in the discussion: the first ones of the edition."""
    roles = Role.objects.of(conference).filter(kind=Role.Kind.PARTICIPANT).order_by("pk")
    return [role.person for role in roles.select_related("person")[:8]]


def begin(world: World, conference: Conference, told: dict[str, Any], **fields: Any) -> OutcomeDocument:
    texts = both(told["title"], "title") | both(
        {code: text.strip() for code, text in told["preamble"].items()}, "preamble"
    )
    kept = {name: told[name] for name in ("slug", "kind", "rule", "numbering") if name in told}
    return services.create_document(conference, by=world.by, **{**kept, **fields, **texts})


def write(world: World, document: OutcomeDocument, clauses: list[dict[str, Any]]) -> dict[str, Recommendation]:
    """The clauses with their sub-clauses; by the keys of the content."""
    made: dict[str, Recommendation] = {}
    for told in clauses:
        clause = services.add_clause(document, by=world.by, ru=told["ru"], en=told["en"])
        made[told.get("key", "")] = clause
        for under in told.get("under", ()):
            child = services.add_clause(document, by=world.by, parent=clause, ru=under["ru"], en=under["en"])
            made[under.get("key", "")] = child
    return made


@transaction.atomic
def adopted(world: World) -> None:
    """The document of 2008, endorsed by those who took part and adopted on the second day."""
    conference = world.conferences[FIRST]
    if OutcomeDocument.objects.of(conference).exists():
        return
    told = read_toml(HERE / "outcomes_2008.toml")
    document = begin(world, conference, told["document"])
    write(world, document, told["clause"])
    services.begin_endorsement(document, by=world.by)
    for person in speakers(conference):
        services.endorse(document, by=person, kind=Endorsement.Kind.FOR, language=person.language)
    then = datetime.combine(ADOPTED, time(15), tzinfo=MOSCOW)
    document.endorsements.update(at=then)
    ClauseVersion.objects.filter(clause__document=document).update(at=then - timedelta(days=1))
    services.adopt(document, by=world.by, on=ADOPTED)
    OutcomeDocument.objects.filter(pk=document.pk).update(announced_at=then - timedelta(days=1))


def coming(world: World, conference: Conference, told: dict[str, Any]) -> None:
    people = speakers(conference)
    clauses: dict[str, Recommendation] = {}
    tracks = {track.number: track for track in Track.objects.of(conference)}
    drafts = {}
    for each in told["track"]:
        document = begin(world, conference, each, track=tracks[each["number"]], order=10 + each["number"])
        clauses |= write(world, document, each["clause"])
        opens, closes = period(world)
        announced = {"opens_at": opens, "closes_at": closes, "announced_at": opens - timedelta(days=1)}
        document.move(OutcomeDocument.State.OPEN, by=world.by, **announced)
        ClauseVersion.objects.filter(clause__document=document).update(at=opens - timedelta(days=3))
        drafts[each["number"]] = document
    if people:
        for place, each in enumerate(told["comment"]):
            remark(world, clauses, people, each, place)
        for each in told["amendment"]:
            amend(world, clauses, drafts, people, each)
    for order, each in enumerate(told["conference"]):
        consolidate(world, conference, clauses, each, order)


def period(world: World) -> tuple[datetime, datetime]:
    return world.moment(OPENED, 0), world.moment(CLOSES, 23, 59) + timedelta(seconds=59)


def remark(
    world: World, clauses: dict[str, Recommendation], people: list[Person], told: dict[str, Any], place: int
) -> None:
    clause = clauses[told["on"]]
    made = services.comment(
        clause.document, clause, by=people[told["by"] % len(people)], text=told["text"], language=told["language"],
        on_behalf_of=told.get("body", ""), is_named=told.get("named", False),
    )  # fmt: skip
    ClauseComment.objects.filter(pk=made.pk).update(created=world.moment(-4 + place % 4, 11, 7 * place))


def amend(
    world: World, clauses: dict[str, Recommendation], drafts: dict[int, OutcomeDocument], people: list[Person],
    told: dict[str, Any],
) -> None:  # fmt: skip
    clause = clauses[told["on"]] if "on" in told else None
    document = clause.document if clause else drafts[told["track"]]
    by = people[told["by"] % len(people)]
    amendment = services.propose(
        document, clause, by=by, ru=told.get("ru", ""), en=told.get("en", ""), reason=told["reason"],
        language=told["language"], is_removal=told.get("removal", False), on_behalf_of=told.get("body", ""),
        is_named=told.get("named", False),
    )  # fmt: skip
    others = [person for person in people if person != by]
    Support.objects.bulk_create(Support(amendment=amendment, person=person) for person in others[: told["supporters"]])
    Amendment.objects.filter(pk=amendment.pk).update(created=world.moment(-told["days"], 12, 10))
    decide(world, amendment, told)


def decide(world: World, amendment: Amendment, told: dict[str, Any]) -> None:
    if "decision" not in told:
        return
    answer = both(told["answer"], "answer")
    if told["decision"] == "decline":
        services.decline(amendment, by=world.by, **answer)
    else:
        verbs: dict[str, Callable[..., Any]] = {"accept": services.accept, "partly": services.accept_in_part}
        verbs[told["decision"]](amendment, by=world.by, **told["text"], **answer)
    amendment.refresh_from_db()
    then = min(world.moment(-told["days"] + 1, 16), timezone.now())
    Amendment.objects.filter(pk=amendment.pk).update(decided_at=then)
    if amendment.result_id:
        ClauseVersion.objects.filter(pk=amendment.result_id).update(at=then)


def consolidate(
    world: World, conference: Conference, clauses: dict[str, Recommendation], told: dict[str, Any], order: int
) -> None:
    """A document of the conference, begun with what the drafting group has picked so far."""
    document = begin(world, conference, told, order=order)
    for each in told["pick"]:
        if "each" in each:
            services.pick(document, [clauses[key] for key in each["each"]], by=world.by)
            continue
        clause = services.pick_as_one(document, [clauses[key] for key in each["one"]], by=world.by)
        services.save_clause(
            clause, by=world.by, ru=each["ru"], en=each["en"], expected=clause.revision, page="", agree=True
        )


def follow_today(world: World, conference: Conference) -> None:
    """The announced period goes on while the demonstration is shown, whatever the day."""
    opens, closes = period(world)
    rows = OutcomeDocument.objects.of(conference).exclude(track=None).exclude(closes_at=closes)
    rows.filter(state=OutcomeDocument.State.OPEN).update(opens_at=opens, closes_at=closes)
