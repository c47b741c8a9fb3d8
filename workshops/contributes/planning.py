"""What the journey “The editor of the programme” adds to pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from workshops.models import Availability, Speaker, Submission
from workshops.services.planning.forgetting import erase_speaker


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Where the person speaks and can still say when they are free: conferences that are not over."""
    papers = Submission.objects.for_the_programme().filter(Q(submitter=person) | Q(authors__person=person))
    speaking = Conference.objects.public().filter(
        Q(pk__in=papers.values("conference")) | Q(sessions__speakers__person=person)
    )
    conferences = [each for each in speaking.distinct().order_by("starts") if each.ends >= each.today()]
    if not conferences:
        return []
    return [Block(25, "workshops/planning_block_mine.html", {"conferences": conferences})]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Accepted papers that stand nowhere in the programme, for the organisers."""
    if not may(request.user, "workshops.release_programme", conference):
        return []
    waiting = Submission.objects.of(conference).for_the_programme().filter(talk=None)
    since = waiting.aggregate(since=Min("decided_at"))["since"]
    count = waiting.count() if since else 0
    if not count or conference.is_archived:
        return []
    text = ngettext(
        "%(count)d accepted paper is not in the programme", "%(count)d accepted papers are not in the programme", count
    )
    return [
        {
            "text": text % {"count": count},
            "note": "",
            "url": f"{conference.url('workshops:planning')}#papers",
            "action": _("Place"),
            "since": since,
        }
    ]


def personal_data(person: Person) -> dict[str, Any]:
    """Appearances by the name that is printed, and when the person said they can speak."""
    appearances = Speaker.objects.filter(person=person).select_related("session__conference")
    times = Availability.objects.filter(person=person).select_related("conference")
    return {
        "appearances": [
            {
                "conference": each.session.conference.title,
                "session": each.session.title,
                "starts": each.session.starts,
                "role": each.role,
                **{
                    f"{name}_{code}": getattr(each, f"{name}_{code}") or ""
                    for name in ("name", "position", "organisation")
                    for code in ("ru", "en")
                },
                "country": each.country.code or "",
            }
            for each in appearances
        ],
        "availability": [
            {"conference": each.conference.title, "from": each.starts, "until": each.ends} for each in times
        ],
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Free times and steps of the editor go; names in sessions to come are taken away, those of held ones stay."""
    return erase_speaker(person)
