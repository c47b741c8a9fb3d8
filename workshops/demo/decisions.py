"""The demonstration: papers confirmed, revised and staged through the verbs of decisions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, NEXT
from conference.demo.world import World, read_toml
from conference.models import Conference
from workshops import services
from workshops.models import Decision, Stage, Submission
from workshops.services.decisions import Plan
from workshops.services.papers import remarks_of

HERE = Path(__file__).parent
DUE = 12
"""A revision is expected in so many days from today."""


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    told = read_toml(HERE / "decisions.toml")
    for each in told["confirmed"]:
        confirmed(world, conference, each)
    for each in told["revision"]:
        revision(world, conference, each)
    for each in told["staged"]:
        staged(world, conference, each)
    text(world, conference, told["text"])
    _move_with_today(world, conference)


def paper_of(conference: Conference, told: dict[str, Any]) -> Submission:
    papers = Submission.objects.of(conference).select_related("conference", "track", "submitter")
    return papers.get(submitter__email=told["author"])


@transaction.atomic
def confirmed(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """An author who takes part; one of them takes the paper out of print."""
    paper = paper_of(conference, told)
    if paper.state != Submission.State.ACCEPTED:
        return
    services.confirm(paper, by=paper.submitter)
    if told.get("withdraws") == "publication":
        services.withdraw_publication(paper, by=paper.submitter)


@transaction.atomic
def revision(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """A paper sent back with remarks; where the content has answers, it has come back since."""
    paper = paper_of(conference, told)
    if paper.decisions.exists():
        return
    language = paper.submitter.language
    asked_at = min(world.moment(-6, 12), timezone.now())
    services.ask_revision(
        paper,
        by=world.people[ACCOUNTS["organiser"].email],
        note=told["note"][language],
        remarks="\n\n".join(told["remarks"][language]),
        due=world.today + timedelta(days=DUE),
        at=asked_at,
    )
    if "answers" in told:
        remarks = remarks_of(paper, Stage.ABSTRACT)
        _revise(paper, told["adds"])
        answers = dict(zip((remark.pk for remark in remarks), told["answers"][language], strict=True))
        services.answer_remarks(paper, answers, by=paper.submitter)
        services.resubmit(paper, by=paper.submitter, at=min(world.moment(-1, 16), timezone.now()))


def _revise(paper: Submission, adds: dict[str, str]) -> None:
    """The author adds to the abstract what the remarks ask for."""
    for code, sentence in adds.items():
        setattr(paper, f"abstract_{code}", f"{paper.text('abstract', code)}\n\n{sentence}")
    services.save_draft(paper, by=paper.submitter)


@transaction.atomic
def staged(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """What the demonstration's own chair has prepared and not released."""
    paper = paper_of(conference, told)
    if paper.decisions.exists():
        return
    plan = Plan(
        told["outcome"],
        presentation=told["presentation"],
        publication=told["publication"],
        note=told["note"][paper.submitter.language],
    )
    services.stage(paper, plan, by=world.people[ACCOUNTS["chair"].email])


@transaction.atomic
def text(world: World, conference: Conference, told: dict[str, Any]) -> None:
    """The full text of an accepted paper, before the chair."""
    paper = paper_of(conference, told)
    if not hasattr(paper, "full_text") and services.takes_text(paper):
        at = min(world.moment(-2, 15), timezone.now())
        services.send_text(paper, by=paper.submitter, body=told["body"].strip(), at=at)


def _move_with_today(world: World, conference: Conference) -> None:
    """A revision that nobody has answered is not overdue on the day the demonstration is loaded anew."""
    Decision.objects.of(conference).filter(
        outcome=Decision.Outcome.REVISION, submission__state=Submission.State.REVISION, due__lt=world.today
    ).update(due=world.today + timedelta(days=DUE))
