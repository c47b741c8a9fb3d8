"""What the workshops add to the pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from conference.extensions import Block
from conference.models import Conference, Person
from workshops.models import Author, Submission, Terms, Track
from workshops.services import erase_author, is_own_entry, standings_of
from workshops.views.call import announced


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The four tracks of a conference."""
    if conference.is_season:
        return []
    tracks = list(Track.objects.of(conference).with_paper_counts())
    if not tracks:
        return []
    call = announced(Terms.of(conference), conference)
    return [Block(20, "workshops/block_home_tracks.html", {"tracks": tracks, "call": call})]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The person's papers in all conferences: those that wait for their author first, each with what comes next."""
    papers = (
        Submission.objects.of_author(person)
        .select_related("conference", "track", "access_code", "full_text")
        .order_by("-conference__starts", "pk")
    )
    standings = standings_of(papers)
    standings.sort(key=lambda standing: not standing.asks_author)
    asked = sum(standing.asks_author for standing in standings)
    context = {"standings": standings, "asked": asked}
    return [Block(20, "workshops/block_mine.html", context)] if standings else []


def personal_data(person: Person) -> dict[str, Any]:
    """All that the papers hold about *person*, for the copy of one's data; of co-authors the names as printed only."""
    papers = (
        Submission.objects.of_author(person)
        .select_related("conference", "track", "full_text")
        .prefetch_related("authors", "files", "versions", "remarks", "answers__question")
    )
    coauthored = Author.objects.filter(person=person).exclude(submission__submitter=person)
    return {
        "papers": [
            {
                "conference": paper.conference.title,
                "number": paper.number,
                "state": paper.state,
                "presentation": paper.presentation,
                "publication": paper.publication,
                "track": paper.track.title if paper.track else "",
                **{f"{name}_{code}": paper.text(name, code) for name in paper.BILINGUAL for code in ("ru", "en")},
                "body": paper.body,
                "typed_and_not_saved": paper.typed,
                "text_begun": paper.full_text.draft if hasattr(paper, "full_text") else "",
                "note_from_the_committee": paper.decision_note,
                "submitted_at": paper.submitted_at,
                "confirmed_at": paper.confirmed_at,
                "authors": [_told(author, of=person) for author in paper.authors.all()],
                "files": [{"name": file.name, "sha256": file.sha256} for file in paper.files.all()],
                "answers_to_the_call": [
                    {"question": answer.question.text, "answer": answer.shown()} for answer in paper.answers.all()
                ],
                "remarks": [
                    {"remark": remark.text, "answer": remark.answer, "answered_at": remark.answered_at}
                    for remark in paper.remarks.all()
                ],
                "versions": [{"number": each.number, "saved_at": each.saved_at} for each in paper.versions.all()],
            }
            for paper in papers
        ],
        "papers_as_co_author": [
            {
                "conference": author.submission.conference.title,
                "number": author.submission.number,
                "title": author.submission.title,
                "confirmed_at": author.confirmed_at,
                **_told(author, of=person, is_own=True),
            }
            for author in coauthored.select_related("submission__conference")
        ],
    }


def _told(author: Author, *, of: Person, is_own: bool = False) -> dict[str, str]:
    """The entry of one author: whole when it is the person's own, else the name."""
    is_own = is_own or is_own_entry(author, of)
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
