"""What the workshops add to the pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.utils import timezone

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from workshops.models import Author, Session, Submission, Track
from workshops.services import erase_author, is_own_entry
from workshops.views.public import call_of

NEXT_EVENTS = 6


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The four tracks of a conference, or the next events of a season."""
    if conference.is_season:
        coming = Session.objects.of(conference).upcoming().for_the_programme()[:NEXT_EVENTS]
        events = [
            {"session": session, "starts": timezone.localtime(session.starts, conference.zone)} for session in coming
        ]
        return [Block(20, "workshops/block_home_season.html", {"events": events})] if events else []
    tracks = list(Track.objects.of(conference).with_paper_counts())
    if not tracks:
        return []
    return [Block(20, "workshops/block_home_tracks.html", {"tracks": tracks, "call": call_of(conference)})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The person's papers in all conferences, each with its state and what comes next."""
    papers = (
        Submission.objects.of_author(person)
        .select_related("conference", "track")
        .prefetch_related("files")
        .order_by("-conference__starts", "pk")
    )
    rows = [{"submission": paper, "call": call_of(paper.conference)} for paper in papers]
    return [Block(20, "workshops/block_mine.html", {"papers": rows})] if rows else []


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """Papers that await a decision in the person's tracks, by track, with the age of the oldest."""
    if conference.is_season or not may(request.user, "workshops.desk", conference):
        return []
    papers = Submission.objects.seen_by(request.user, conference).awaiting_decision().order_by()
    by_track = papers.values("track__number").annotate(count=Count("pk"), oldest=Min("submitted_at"))
    waiting = [
        {"number": row["track__number"], "count": row["count"], "days": (timezone.now() - row["oldest"]).days}
        for row in by_track.order_by("track__number")
    ]
    return [Block(20, "workshops/block_desk.html", {"waiting": waiting})]


def personal_data(person: Person) -> dict[str, Any]:
    """All that the papers hold about *person*, for the copy of one's data; of co-authors the names as printed only."""
    papers = (
        Submission.objects.of_author(person).select_related("conference", "track").prefetch_related("authors", "files")
    )
    return {
        "papers": [
            {
                "conference": paper.conference.title,
                "number": paper.number,
                "state": paper.state,
                "track": paper.track.title if paper.track else "",
                **{f"{name}_{code}": paper.text(name, code) for name in paper.BILINGUAL for code in ("ru", "en")},
                "body": paper.body,
                "note_from_the_committee": paper.decision_note,
                "submitted_at": paper.submitted_at,
                "authors": [_told(author, of=person) for author in paper.authors.all()],
                "files": [{"name": file.name, "sha256": file.sha256} for file in paper.files.all()],
            }
            for paper in papers
        ]
    }


def _told(author: Author, *, of: Person) -> dict[str, str]:
    """The entry of one author: whole when it is the person's own, else the name."""
    is_own = is_own_entry(author, of)
    names = ("family", "given", "position", "affiliation", "city") if is_own else ("family", "given")
    told = {f"{name}_{code}": getattr(author, f"{name}_{code}") or "" for name in names for code in ("ru", "en")}
    if not is_own:
        return told
    return {**told, "country": author.country.code or "", "email": author.email, "orcid": author.orcid}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget *person* as an author: drafts go, papers that nobody accepted are emptied, addresses are deleted.

    Accepted papers keep title, text and the names of their authors: they are published or about to be.
    """
    return erase_author(person, by=by)
