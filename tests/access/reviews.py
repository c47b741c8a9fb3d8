"""Reviews: who may open what. The link of a letter opens one review for whoever holds it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.rows import ANYBODY, MINE, NOBODY, Row, here, only, redirects
from tests.world import World, marked
from workshops.models import Conflict, Criterion, Review, ReviewerProfile, ReviewPhase, Submission, SubmissionFile

PROMISED, SENT, ASKED, PROFILE, CONFLICT = (
    "promised review", "sent review", "asked review", "profile of the reviewer", "conflict of the reviewer",
)  # fmt: skip
CHAIRS = only("organiser", "chair")
DONE = only("organiser", "chair", status=302)
REVIEWER = {**MINE, "reviewer": 200}
HOLDER = {**ANYBODY, "author": 404}
"""Whoever has the link; but never an author of the paper, whose mail it may have reached by mistake."""


def build(world: World) -> None:
    """Papers with reviews in both conferences; the author of the one is never a reviewer of it."""
    for conference, author, reviewer in (
        (world.conference, "author", "reviewer"),
        (world.other, "stranger", "participant"),
    ):
        prefix = "" if conference == world.conference else "other "
        person, text, now = world.visitors[reviewer], marked(world, conference), timezone.now()
        ReviewPhase.objects.create(conference=conference, guidelines_ru=text)
        Criterion.objects.create(conference=conference, title_ru=text, labels_ru="плохо\nхорошо", labels_en="bad\ngood")
        profile = ReviewerProfile.objects.create(conference=conference, person=person, topics_ru=text)
        paper = world.things[f"submitted paper of the {author}"]
        world.things[prefix + PROFILE] = profile
        world.things[prefix + CONFLICT] = Conflict.objects.create(conference=conference, person=person, name=text)
        for number, (name, state) in enumerate({PROMISED: "accepted", SENT: "submitted", ASKED: "invited"}.items()):
            other = Submission.objects.create(
                conference=conference, track=paper.track, submitter=paper.submitter, state="submitted",
                number=50 + number, title_ru=text, abstract_ru=text, submitted_at=now,
            )  # fmt: skip
            SubmissionFile.objects.create(submission=other, name="доклад.docx", size=4, sha256="0" * 64)
            world.things[prefix + name] = Review.objects.create(
                submission=other, reviewer=person, state=state, answer_due=now + timedelta(days=5),
                due=now + timedelta(days=9), accepted_at=now, submitted_at=now if state == "submitted" else None,
                comment_author=text, comment_chair=text,
            )  # fmt: skip


def by_link(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, "code": world.things[name].token(), **more}


def by_key(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, "key": world.things[name].key}


def paper_of(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, "pk": world.things[name].submission_id}


def thing(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, "pk": world.things[name].pk}


ROWS: dict[str, Row] = {
    "workshops:reviews": Row(REVIEWER, here()),
    "workshops:reviewer_profile": Row(REVIEWER, here()),
    "workshops:conflict_declare": Row(REVIEWER, here(), "post"),
    "workshops:conflict_withdraw": Row({**MINE, "reviewer": 302}, thing(CONFLICT), "post"),
    "workshops:review": Row(HOLDER, by_link(PROMISED)),
    "workshops:review_accept": Row(redirects(HOLDER), by_link(ASKED), "post"),
    "workshops:review_decline": Row(redirects(HOLDER), by_link(ASKED), "post"),
    "workshops:review_autosave": Row({**dict.fromkeys(ANYBODY, 409), "author": 404}, by_link(PROMISED), "post"),
    "workshops:review_save": Row(redirects(HOLDER), by_link(PROMISED), "post"),
    "workshops:review_send": Row(HOLDER, by_link(PROMISED), "post"),
    "workshops:review_file": Row(NOBODY, by_link(PROMISED, number=1)),
    "workshops:reviews_desk": Row(CHAIRS, here()),
    "workshops:reviews_suggestions": Row(CHAIRS, here()),
    "workshops:reviews_assign_many": Row(DONE, here(), "post"),
    "workshops:reviews_rules": Row(CHAIRS, here()),
    "workshops:reviews_of_paper": Row(CHAIRS, paper_of(SENT)),
    "workshops:review_assign": Row(CHAIRS, paper_of(SENT), "post"),
    "workshops:review_extend": Row(CHAIRS, by_key(PROMISED), "post"),
    "workshops:review_remind": Row(DONE, by_key(PROMISED), "post"),
    "workshops:review_return": Row(CHAIRS, by_key(SENT), "post"),
    "workshops:review_call_off": Row(DONE, by_key(PROMISED), "post"),
    "workshops:review_replace": Row(DONE, by_key(PROMISED), "post"),
    "workshops:reviewers": Row(CHAIRS, here()),
    "workshops:reviewer_new": Row(CHAIRS, here()),
    "workshops:reviewer": Row(CHAIRS, thing(PROFILE)),
}
