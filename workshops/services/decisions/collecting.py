"""Why an accepted paper is not in the book yet: asked for by the editor's board and by the desk."""

from __future__ import annotations

from django.utils.translation import gettext as _

from conference.models import Conference
from workshops.models import FullText, Submission


def why_not_collectable(paper: Submission) -> str:
    """What stands between an accepted paper and the volume, in a sentence; empty when it may be collected.

    Papers that are not accepted, or are not to be articles, are told so too.
    """
    if paper.state not in Submission.ADMITTED:
        return _("The paper is not accepted.")
    if paper.publication != Submission.Publication.ARTICLE:
        return _("The paper is not to be printed as an article.")
    text = getattr(paper, "full_text", None)
    sentences = {
        FullText.State.DRAFT: _("The author has not sent the full text yet."),
        FullText.State.SUBMITTED: _("The full text is under review."),
        FullText.State.REVISION: _("The author is revising the full text."),
        FullText.State.DECLINED: _("The full text was not accepted for the volume."),
        FullText.State.ACCEPTED: "",
    }
    return sentences[FullText.State(text.state) if text else FullText.State.DRAFT]


def not_yet_collectable(conference: Conference) -> list[tuple[Submission, str]]:
    """Papers that are to be articles and may not be collected yet, each with the reason. One query."""
    papers = Submission.objects.of(conference).admitted().filter(publication=Submission.Publication.ARTICLE)
    rows = papers.select_related("full_text", "track").order_by("track__number", "number")
    reasons = ((paper, why_not_collectable(paper)) for paper in rows)
    return [(paper, reason) for paper, reason in reasons if reason]
