"""What the journey “Reviews” adds to pages that gather all rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from workshops.models import Review, ReviewerProfile, Stage
from workshops.permissions import own_papers, tracks_decided_by
from workshops.services import review_desk, reviewers
from workshops.services.review_reminders import remind_reviewers
from workshops.services.review_titles import shown
from workshops.services.reviews import withdrawn_papers_need_no_review


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Reviews that are expected of the person, by conference, the nearest day first."""
    rows = shown(review_desk.of_reviewer(person))
    profiles = ReviewerProfile.objects.filter(person=person).select_related("conference")
    conferences = {
        profile.conference_id: profile.conference for profile in profiles if not profile.conference.is_archived
    }
    conferences |= {row.review.submission.conference_id: row.review.submission.conference for row in rows}
    parts = []
    for pk, conference in sorted(conferences.items(), key=lambda each: each[1].starts, reverse=True):
        here = [row for row in rows if row.review.submission.conference_id == pk]
        order = review_desk.to_do(row.review for row in here)
        by_review = {row.review: row for row in here}
        to_do = [by_review[each] for each in order]
        nearest = to_do[0].review.due_next if to_do else None
        parts.append({"conference": conference, "to_do": to_do, "nearest": nearest, "done": len(here) - len(to_do)})
    return [Block(15, "workshops/block_mine_reviews.html", {"conferences": parts})] if parts else []


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """How the reviews stand in the person's tracks, with the way to their table."""
    if conference.is_season or conference.is_archived or not may(request.user, "workshops.review_desk", conference):
        return []
    tracks = tracks_decided_by(request.user, conference)
    rows = Review.objects.of(conference).filter(submission__track__in=tracks)
    rows = rows.exclude(submission__in=own_papers(request.user, conference))
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "sent": counts.get("submitted", 0),
        "awaited": counts.get("invited", 0) + counts.get("accepted", 0),
    }
    return [Block(21, "workshops/block_desk_reviews.html", context)]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """For chairs: papers without enough reviewers, and those whose reviewers are late."""
    if conference.is_season or conference.is_archived or not may(request.user, "workshops.review_desk", conference):
        return []
    tracks = list(tracks_decided_by(request.user, conference).select_related("conference"))
    own = own_papers(request.user, conference)
    return [
        task
        for stage in (Stage.ABSTRACT, Stage.TEXT)
        for trouble in review_desk.troubles(tracks, own, stage)
        for task in _tasks_of(trouble, conference)
    ]


def _tasks_of(trouble: review_desk.Trouble, conference: Conference) -> list[dict[str, Any]]:
    url = f"{conference.url('workshops:reviews_desk')}?track={trouble.track.number}&stage={trouble.stage}"
    note = trouble.track.short_title or trouble.track.title
    tasks = []
    if trouble.short:
        text = ngettext(
            "Track %(track)d: %(number)d paper lacks reviewers", "Track %(track)d: %(number)d papers lack reviewers",
            trouble.short,
        )  # fmt: skip
        words = {"track": trouble.track.number, "number": trouble.short}
        tasks.append(
            {
                "text": text % words,
                "note": note,
                "url": url,
                "action": _("Find reviewers"),
                "since": trouble.short_since,
            }
        )
    if trouble.late:
        text = ngettext(
            "Track %(track)d: reviewers of %(number)d paper are late",
            "Track %(track)d: reviewers of %(number)d papers are late", trouble.late,
        )  # fmt: skip
        words = {"track": trouble.track.number, "number": trouble.late}
        tasks.append(
            {"text": text % words, "note": note, "url": url, "action": _("Look at them"), "since": trouble.late_since}
        )
    return tasks


def schedules() -> list[Callable[[], Any]]:
    return [remind_reviewers, withdrawn_papers_need_no_review]


def personal_data(person: Person) -> dict[str, Any]:
    """What the person has written and said as a reviewer; of their own papers nothing."""
    return reviewers.personal_data_of(person)


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget the person as a reviewer; reviews that were sent stay without a name."""
    return reviewers.erase_reviewer(person, by=by)
