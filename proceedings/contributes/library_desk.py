"""What waits on the editors' desk of the library and for its reviewers, and what is kept of people."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from conference.extensions import Block
from conference.models import Conference, Person
from conference.permissions import may
from proceedings.models import Material, MaterialReview, MaterialVersion, Usefulness
from proceedings.permissions import EDIT
from proceedings.services.library import remind_reviewers, review_url
from proceedings.services.library.reviewing import REMIND_AFTER

ERASED = "–"


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """For editors: reviewers who are silent, materials that everybody has read, notes of readers; for experts: what
    they are asked to read."""
    if not conference.is_season or conference.is_archived:
        return []
    own = _asked_of(request, conference)
    if not may(request.user, EDIT, conference):
        return own
    in_review = f"{conference.url('proceedings:library_desk')}?state=review"
    reviews = MaterialReview.objects.filter(material__conference=conference)
    late = reviews.waiting().filter(asked_at__lt=timezone.now() - REMIND_AFTER)
    asked = Material.objects.of(conference).filter(state=Material.State.REVIEW, reviews__isnull=False)
    read = asked.exclude(pk__in=reviews.waiting().values("material"))
    notes = Usefulness.objects.filter(material__conference=conference, is_read=False).exclude(note="")
    tasks = [
        _task(late, "asked_at", _silent, in_review, _("Look at them")),
        _task(read, "reviews__given_at", _reviewed, in_review, _("Decide")),
        _task(notes, "at", _written, conference.url("proceedings:library_notes"), _("Read them")),
    ]
    return own + [task for task in tasks if task]


def _asked_of(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Materials that the person in front is asked to read; the way leads to the one that waits longest."""
    if not request.user.is_authenticated:
        return []
    rows = MaterialReview.objects.waiting().for_person(request.user).filter(material__conference=conference)
    oldest = rows.select_related("material__conference").order_by("asked_at").first()
    if oldest is None:
        return []
    task = _task(rows, "asked_at", _wanted, review_url(oldest, get_language() or "ru"), _("Read it"))
    return [task] if task else []


def _wanted(count: int) -> str:
    return ngettext("%(count)d material waits for your opinion", "%(count)d materials wait for your opinion", count)


def _silent(count: int) -> str:
    return ngettext(
        "%(count)d reviewer of the library is silent for a week",
        "%(count)d reviewers of the library are silent for a week",
        count,
    )


def _reviewed(count: int) -> str:
    return ngettext(
        "%(count)d material is reviewed and waits for you", "%(count)d materials are reviewed and wait for you", count
    )


def _written(count: int) -> str:
    return ngettext("%(count)d note of a reader", "%(count)d notes of readers", count)


def _task(rows: QuerySet[Any], since: str, words: Callable[[int], str], url: str, action: str) -> dict[str, Any] | None:
    """What waits of *rows*, since the earliest *since*; None where nothing does."""
    found = rows.aggregate(count=Count("pk", distinct=True), since=Min(since))
    text = words(found["count"]) % found
    task = {"text": text, "note": _("Library"), "url": url, "action": action, "since": found["since"]}
    return task if found["count"] else None


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Materials that wait for the word of the person as an expert."""
    rows = MaterialReview.objects.waiting().for_person(person).select_related("material__conference")
    language = get_language() or "ru"
    found = [{"review": row, "url": review_url(row, language)} for row in rows.order_by("asked_at")]
    return [Block(14, "proceedings/library/block_mine.html", {"rows": found})] if found else []


def schedules() -> list[Callable[[], Any]]:
    return [remind_reviewers]


def personal_data(person: Person) -> dict[str, Any]:
    """Reviews that the person gave, what they found useful, what they put into the library."""
    reviews = MaterialReview.objects.for_person(person).select_related("material")
    marks = _marks(person).select_related("material")
    made = Material.objects.filter(made_by=person)
    return {
        "library_reviews": [
            {
                "material": row.material.title, "round": row.round, "verdict": row.verdict, "remarks": row.remarks,
                "reply": row.reply, "asked_at": row.asked_at, "given_at": row.given_at,
            }
            for row in reviews
        ],
        "library_marks": [
            {"material": row.material.title, "useful": row.is_useful, "note": row.note, "at": row.at} for row in marks
        ],
        "library_materials": [{"title": row.title, "state": row.state} for row in made],
    }  # fmt: skip


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget who marked, reviewed and wrote; how many found a material useful, and that it was reviewed, stays."""
    erased = []
    marks = list(_marks(person))
    for row in marks:
        row.voter, row.note = f"e{secrets.token_urlsafe(12)}", ""
    if Usefulness.objects.bulk_update(marks, ["voter", "note"]):
        erased.append("library_marks")
    reviews = MaterialReview.objects.filter(
        pk__in=list(MaterialReview.objects.for_person(person).values_list("pk", flat=True))
    )
    reviews.filter(given_at=None).delete()
    if reviews.exclude(remarks__in=["", ERASED]).update(remarks=ERASED):
        erased.append("library_reviews")
    reviews.update(person=None)
    MaterialReview.objects.filter(asked_by=person).update(asked_by=None)
    MaterialVersion.objects.filter(published_by=person).update(published_by=None)
    if Material.objects.filter(made_by=person).update(made_by=None):
        erased.append("library_materials")
    return erased


def _marks(person: Person) -> Any:
    return Usefulness.objects.filter(voter=f"p{person.pk}")
