"""Letters of a review: each does one thing with one link, in the reviewer's language; none names an author."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override

from conference.models import Conference, Message, Person
from conference.services import mail
from workshops.models import Review, ReviewPhase

from .review_people import mask_of


def day_of(moment: datetime | None, conference: Conference) -> str:
    """«12 марта 2027 г.» where the conference takes place, in the language that is on."""
    return date_format(timezone.localtime(moment, conference.zone), "DATE_FORMAT") if moment else ""


def shown_title(review: Review, phase: ReviewPhase) -> str:
    """The paper's title in the language that is on, else in its own; names hidden where authors are."""
    paper = review.submission
    title = paper.text("title", get_language() or "ru") or paper.text("title", paper.language)
    return mask_of(paper).hide(title) if review.hides_authors(phase) else title


def link_of(review: Review) -> str:
    """The address that opens this review and nothing else, in the language that is on."""
    return mail.link(review.submission.conference.url("workshops:review", code=review.token()))


def write_to_reviewer(key: str, review: Review, *, note: str = "") -> Message | None:
    """The letter *key* with the link; its text is erased from the outbox once sent, for the link opens a door."""
    paper, reviewer = review.submission, review.reviewer
    conference = paper.conference
    phase = ReviewPhase.objects.for_track(conference, paper.track, review.stage)
    with override(reviewer.language):
        return mail.queue(
            key,
            to=reviewer,
            conference=conference,
            about=review,
            is_secret=True,
            title=shown_title(review, phase),
            number=paper.number,
            track=paper.track.title if paper.track else "",
            answer_due=day_of(review.answer_due, conference),
            due=day_of(review.due, conference),
            note=note,
            note_block=f"{note}\n\n" if note else "",
            link=link_of(review),
        )


def write_to_chair(key: str, review: Review) -> Message | None:
    """The letter *key* to whoever invited the reviewer, with the page of the paper's reviews."""
    chair: Person | None = review.invited_by
    if chair is None or not chair.is_active:
        return None
    paper = review.submission
    with override(chair.language):
        return mail.queue(
            key,
            to=chair,
            conference=paper.conference,
            about=review,
            number=paper.number,
            title=paper.text("title", chair.language) or paper.text("title", paper.language),
            reviewer=review.reviewer.name_in(chair.language),
            reason=review.decline_reason or "–",
            suggestion=review.suggestion or "–",
            link=mail.link(paper.conference.url("workshops:reviews_of_paper", pk=paper.pk) + f"?stage={review.stage}"),
        )
