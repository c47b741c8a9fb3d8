"""What the reviewers wrote for the authors, and what of it an author may read: only what a release has shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Person
from workshops.models import Decision, Review, ReviewPhase, Submission
from workshops.services.review_people import words_to_authors

Blindness = ReviewPhase.Blindness


@dataclass(frozen=True)
class Comment:
    """A reviewer's words to the authors. ``reviewer`` is known only where the review is open."""

    number: int
    text: str
    reviewer: Person | None = None

    @property
    def heading(self) -> str:
        """“Reviewer 1”, with the name in the language of the page where the review is open."""
        label = _("Reviewer %(number)d") % {"number": self.number}
        return f"{label}: {self.reviewer.name_in(get_language() or 'ru')}" if self.reviewer else label


@dataclass(frozen=True)
class Told:
    """One released decision as its author reads it."""

    decision: Decision
    released_at: datetime
    comments: list[Comment]


def comments_of(decisions: Iterable[Decision]) -> dict[int, list[Comment]]:
    """Decision's pk -> the comments that go with it if it is released now. Two queries for any number.

    The order is that of the reviews' random keys: it tells nothing of who was asked or answered first.
    """
    wanted = list(decisions)
    papers = {decision.submission_id: decision.submission for decision in wanted}
    openness = _openness(papers.values())
    reviews: dict[tuple[int, str, int], list[Review]] = defaultdict(list)
    rows = Review.objects.sent().filter(submission__in=papers).exclude(comment_author="")
    for review in rows.select_related("reviewer__organisation").order_by("key"):
        reviews[review.submission_id, review.stage, review.round].append(review)
    found = {}
    for decision in wanted:
        paper = papers[decision.submission_id]
        is_open = openness(paper, decision.stage)
        given = reviews[paper.pk, decision.stage, decision.round] if decision.shows_comments else []
        found[decision.pk] = [_comment(number, review, is_open) for number, review in enumerate(given, start=1)]
    return found


def _comment(number: int, review: Review, is_open: bool) -> Comment:
    """Named only where the rules are open and were open when the reviewer was asked; else hidden in the text too."""
    if is_open and review.blindness in ("", Blindness.OPEN):
        return Comment(number, review.comment_author.strip(), review.reviewer)
    return Comment(number, words_to_authors(review))


def _openness(papers: Iterable[Submission]) -> Any:
    """A function (paper, stage) -> whether reviewers are named to authors; one query."""
    phases = {
        (phase.conference_id, phase.track_id, phase.stage): phase.blindness
        for phase in ReviewPhase.objects.filter(conference__in={paper.conference_id for paper in papers})
    }

    def is_open(paper: Submission, stage: str) -> bool:
        own = phases.get((paper.conference_id, paper.track_id, stage))
        return (own or phases.get((paper.conference_id, None, stage))) == Blindness.OPEN

    return is_open


def frozen(comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """The comments as a released decision keeps them."""
    return [{"text": each.text, "reviewer": each.reviewer.pk if each.reviewer else None} for each in comments]


def remarks_from(comments: Iterable[Comment]) -> str:
    """The comments as a list of remarks to begin with: one paragraph each."""
    paragraphs = (part.strip() for comment in comments for part in re.split(r"\r?\n\s*\n", comment.text))
    return "\n\n".join(part for part in paragraphs if part)


def told_to_author(submission: Submission) -> list[Told]:
    """The released decisions about the paper, the newest first, with the comments shown at the time."""
    decisions = list(submission.decisions.released().order_by("-released_at", "-pk"))
    keys = {each["reviewer"] for decision in decisions for each in decision.comments if each.get("reviewer")}
    people = Person.objects.in_bulk(keys) if keys else {}
    return [
        Told(
            decision,
            decision.released_at or decision.staged_at,
            [
                Comment(number, each["text"], people.get(each.get("reviewer") or 0))
                for number, each in enumerate(decision.comments, start=1)
            ],
        )
        for decision in decisions
    ]
