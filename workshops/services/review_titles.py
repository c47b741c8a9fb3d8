"""Reviews in lists: each with the title that its reviewer may read. A fixed number of queries for any number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from conference.text import typography
from workshops.models import Review, ReviewPhase

from .review_people import mask_of


@dataclass(frozen=True)
class ShownReview:
    """A review and the paper's title in the language of the page, else in its own, with the language it is in."""

    review: Review
    title: str
    language: str


def shown(reviews: Iterable[Review]) -> list[ShownReview]:
    rows = list(reviews)
    prefetch_related_objects(rows, "submission__authors", "submission__submitter__organisation")
    conferences = {row.submission.conference_id for row in rows}
    phases = {
        (phase.conference_id, phase.track_id, phase.stage): phase
        for phase in ReviewPhase.objects.filter(conference__in=conferences)
    }
    found = []
    for row in rows:
        paper = row.submission
        own = phases.get((paper.conference_id, paper.track_id, row.stage))
        phase = own or phases.get((paper.conference_id, None, row.stage)) or ReviewPhase(stage=row.stage)
        here = get_language() or "ru"
        language = (
            here if paper.text("title", here) else paper.other_language if here == paper.language else paper.language
        )
        title = paper.text("title", language)
        if row.hides_authors(phase):
            title = mask_of(paper).hide(title)
        found.append(ShownReview(row, typography(title, language), language))
    return found
