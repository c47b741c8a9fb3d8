"""What the page of a batch shows: how far it is, and in words what became of each participant."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Job
from registration.models import PaperBatch, Registration

from .paper_batches import PRINTING, jobs_of
from .papers import PLURALS, REFUSALS, Kind

SHOWN = 200
"""So many lines of what was issued; every refusal is shown."""


def watched(batch: PaperBatch) -> dict[str, Any]:
    """All that the page needs; ``headline`` is also the sentence for those who listen."""
    job = jobs_of(batch).select_related("by").first()
    verdicts = job.verdicts if job else []
    refused = [each for each in verdicts if each["state"] == "error"]
    ready = [each for each in verdicts if each["state"] == "ok"]
    shown = [*refused, *ready[:SHOWN]]
    rows = Registration.objects.of(batch.conference).filter(pk__in=[each["key"] for each in shown])
    people = {each.pk: each for each in rows.select_related("person")}
    left = job.seconds_left() if job else None
    return {
        "batch": batch,
        "title": PLURALS[Kind(batch.kind)],
        "job": job,
        "headline": _headline(job),
        "is_running": job is not None and not job.is_finished,
        "left": _left(left) if left is not None and job and job.now != PRINTING else "",
        "refused": len(refused),
        "ready": len(ready),
        "waiting": max(0, len(batch.registrations) - len(verdicts)),
        "rows": [
            {"registration": people.get(each["key"]), "verdict": each, "note": note_of(each["note"])} for each in shown
        ],
        "more": len(ready) - SHOWN if len(ready) > SHOWN else 0,
        "error": _error(job),
    }


def note_of(code: str) -> str:
    """Why somebody got nothing, in words."""
    if code == "gone":
        return _("The registration is gone.")
    if code == "drawing":
        return _("The document could not be drawn.")
    return str(REFUSALS.get(code, ""))


def _headline(job: Job | None) -> str:
    if job is None or job.state == Job.State.QUEUED:
        return _("Waiting for its turn")
    numbers = {"done": job.done, "total": job.total}
    if job.state == Job.State.DONE:
        return ngettext("Ready: %(total)d person", "Ready: %(total)d people", job.total) % numbers
    if job.is_finished:
        return _("Stopped at %(done)d of %(total)d") % numbers
    if job.now == PRINTING:
        return _("Putting the file for printing together")
    return _("%(done)d of %(total)d done") % numbers


def _left(seconds: int) -> str:
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("%(count)d minute left", "%(count)d minutes left", minutes) % {"count": minutes}


def _error(job: Job | None) -> str:
    if job is None or job.state != Job.State.FAILED:
        return ""
    if job.error == "failed-time":
        return _("A page took too long to draw. Continue: what is issued stays issued.")
    if job.error == "worker lost":
        return _("The worker stopped several times. Continue: what is issued stays issued.")
    return _("Something broke on our side. Continue: what is issued stays issued.")
