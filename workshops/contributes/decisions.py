"""What decisions add to the pages that gather all rooms: tasks and numbers of the desk, reminders, personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from workshops.models import Decision, Stage, Submission
from workshops.services.decisions import remind_due
from workshops.services.decisions.desk import Desk, Question, Waiting, desk_of, waiting_in
from workshops.services.decisions.words import action, sentence

State = Submission.State
TOLD_BY_REVIEWS = ("reviewers", "late")
"""The desk of the reviews names these itself, track by track."""


def _desks(request: HttpRequest, conference: Conference) -> dict[str, Desk]:
    """The visitor's desk at each stage, read once in a request."""
    known: dict[int, dict[str, Desk]] = request.__dict__.setdefault("_desks_of_papers", {})
    if conference.pk not in known:
        stages = {str(stage): desk_of(request.user, conference, Question(stage=stage)) for stage in Stage}
        known[conference.pk] = stages
    return known[conference.pk]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """What needs this chair or organiser: how many papers, since when, and the one place to see to it."""
    if conference.is_season or not may(request.user, "workshops.decisions", conference):
        return []
    found = waiting_in(_desks(request, conference).values())
    return [_task(each, conference) for each in found if each.need not in TOLD_BY_REVIEWS]


def _task(each: Waiting, conference: Conference) -> dict[str, Any]:
    place = "desk_decisions" if each.need == "staged" else "desk"
    url = conference.url(f"workshops:{place}")
    return {
        "text": sentence(each.need, each.stage, each.count),
        "note": "",
        "url": url if each.need == "staged" else f"{url}?{each.query}",
        "action": action(each.need),
        "since": each.since,
    }


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """The papers of the person's tracks in numbers, track by track."""
    if conference.is_season or not may(request.user, "workshops.desk", conference):
        return []
    found = _desks(request, conference)[Stage.ABSTRACT]
    rows = []
    for track in found.tracks:
        counts = Counter(row.state for row in found.rows if row.paper.track_id == track.pk)
        admitted = counts[State.ACCEPTED] + counts[State.CONFIRMED]
        rows.append(
            {
                "track": track, "waiting": counts[State.SUBMITTED], "revised": counts[State.REVISION],
                "admitted": admitted, "confirmed": counts[State.CONFIRMED], "sent": sum(counts.values()),
            }
        )  # fmt: skip
    total = {name: sum(row[name] for row in rows) for name in ("waiting", "revised", "admitted", "confirmed", "sent")}
    return [Block(20, "workshops/block_desk.html", {"rows": rows, "total": total if len(rows) > 1 else None})]


def schedules() -> list[Callable[[], Any]]:
    return [remind_due]


def personal_data(person: Person) -> dict[str, Any]:
    """Released decisions about the person's papers, and the decisions that the person made."""
    about = Decision.objects.released().filter(submission__submitter=person).select_related("submission")
    made = Decision.objects.filter(staged_by=person).select_related("submission")
    return {
        "decisions_about_papers": [
            {
                "number": each.submission.number, "stage": each.stage, "round": each.round, "outcome": each.outcome,
                "presentation": each.presentation, "publication": each.publication, "note": each.note,
                "comments": [comment["text"] for comment in each.comments], "released_at": each.released_at,
            }
            for each in about
        ],
        "decisions_made": [
            {"number": each.submission.number, "outcome": each.outcome, "staged_at": each.staged_at} for each in made
        ],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget letters, and notes on papers that nobody accepted; the person is no longer named as an open reviewer."""
    papers = Submission.objects.of_author(person).exclude(state__in=Submission.ADMITTED)
    mine = Decision.objects.filter(submission__in=papers)
    erased = mine.update(note="", remarks="", reason="", letter_subject="", letter_body="", comments=[])
    kept = Decision.objects.filter(submission__submitter=person)
    erased += kept.exclude(letter_body="").update(letter_subject="", letter_body="")
    for decision in Decision.objects.filter(submission__reviews__reviewer=person).exclude(comments=[]).distinct():
        named = [each for each in decision.comments if each.get("reviewer") == person.pk]
        if named:
            for each in named:
                each["reviewer"] = None
            decision.save(update_fields=["comments"])
            erased += 1
    return ["decisions"] if erased else []
