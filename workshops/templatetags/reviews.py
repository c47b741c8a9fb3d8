"""Tags of the reviews for the pages of other journeys."""

from __future__ import annotations

from django import template

from workshops.models import Stage, Submission
from workshops.services.review_reading import names_left_in
from workshops.services.reviews import phase_of

register = template.Library()


@register.simple_tag
def names_in_blind_texts(submission: Submission) -> list[str]:
    """Family names of the authors that stand in texts which reviewers are to read without them; empty where open."""
    if not phase_of(submission, Stage.ABSTRACT).hides_authors:
        return []
    return names_left_in(submission)
