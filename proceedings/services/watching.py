"""What the pages of the desk show of a volume and of a job: rows, counts, and one sentence to be read aloud."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Job
from proceedings.models import Article, Build, Volume
from workshops.models import Submission

from .compiling import READING
from .wording import duration, job_error, note_text

KINDS = {"ok": "ok", "warning": "warn", "error": "err"}


def board_rows(volume: Volume, build: Build | None) -> list[dict[str, Any]]:
    """Every article with what the last build said about it, in four queries however many there are."""
    verdicts = {verdict["key"]: verdict for verdict in build.verdicts} if build else {}
    texts = dict(volume.articles.filter(manuscripts__isnull=False).values_list("pk", "manuscripts__revision"))
    rows = []
    for article in Article.objects.of_volume(volume).whole().select_related("submission").order_by("number"):
        verdict = verdicts.get(str(article.pk))
        rows.append(
            {
                "article": article,
                "is_withdrawn": bool(article.submission) and article.submission.state == "withdrawn",
                "has_text": article.pk in texts,
                "error": note_text({"code": "manuscript-refused", "params": {"reason": article.import_error}})
                if article.import_error
                else "",
                "verdict": read_verdict(verdict) if verdict else None,
            }
        )
    return rows


def read_verdict(verdict: dict[str, Any]) -> dict[str, Any]:
    """A stored verdict with its tag and its remarks in words."""
    remarks = [note_text(note) for note in verdict["notes"]]
    return {**verdict, "kind": KINDS[verdict["state"]], "tag": _tag(verdict["state"], len(remarks)), "remarks": remarks}


def _tag(state: str, remarks: int) -> str:
    if state == "ok":
        return _("Ready")
    if state == "error":
        return _("Left out")
    return ngettext("%(count)d remark", "%(count)d remarks", remarks) % {"count": remarks}


def asked(volume: Volume, build: Build) -> dict[str, Any]:
    """What an editor must know of *build* before the whole world can read it."""
    verdicts = [read_verdict(verdict) for verdict in build.verdicts]
    texts = {"text-missing", "manuscript-refused"}
    in_book = [int(key) for key in build.page_map]
    articles = volume.articles.exclude(pk__in=in_book)
    return {
        "volume": volume,
        "build": build,
        "publication": volume.publication,
        "without_text": [v for v in verdicts if texts & {n["code"] for n in v["notes"]} and v["state"] != "error"],
        "remarked": [verdict for verdict in verdicts if verdict["state"] == "warning"],
        "absent": list(articles.exclude(submission__state=Submission.State.WITHDRAWN)),
        "withdrawn": list(volume.articles.filter(pk__in=in_book, submission__state=Submission.State.WITHDRAWN)),
    }


def watched(job: Job, volume: Volume) -> dict[str, Any]:
    """All that the page of a job needs; ``said`` is the sentence for those who listen."""
    verdicts = {verdict["key"]: read_verdict(verdict) for verdict in job.verdicts}
    articles = Article.objects.of_volume(volume).in_the_book().whole().order_by("number")
    rows = [_row(article, verdicts.get(str(article.pk)), job) for article in articles]
    counts = {state: sum(v["state"] == state for v in verdicts.values()) for state in KINDS}
    left = job.seconds_left()
    own = job.builds.first()
    return {
        "job": job,
        "rows": rows,
        "counts": counts,
        "waiting": max(0, (job.total or len(rows)) - len(verdicts)),
        "is_running": not job.is_finished,
        "is_queued": job.state == Job.State.QUEUED,
        "left": duration(left) if left is not None and job.now != READING else "",
        "now": _now(job, rows),
        "headline": _headline(job),
        "error": job_error(job.error) if job.state == Job.State.FAILED else "",
        "build": own or (_reused(job, volume) if job.state == Job.State.DONE else None),
        "is_reused": job.state == Job.State.DONE and own is None,
        "said": _headline(job),
    }


def _reused(job: Job, volume: Volume) -> Build | None:
    """The build that a job without one of its own took as it was: the newest of its time."""
    return volume.builds.filter(created__lte=job.finished_at or job.created).first()


def _row(article: Article, verdict: dict[str, Any] | None, job: Job) -> dict[str, Any]:
    is_now = not job.is_finished and job.now == str(article.number)
    return {"article": article, "verdict": verdict, "is_now": is_now and verdict is None}


def _headline(job: Job) -> str:
    numbers = {"done": job.done, "total": job.total}
    if job.state == Job.State.QUEUED:
        return _("Waiting for a free worker")
    if job.state == Job.State.DONE:
        return (
            ngettext("The volume is ready: %(total)d article", "The volume is ready: %(total)d articles", job.total)
            % numbers
        )
    if job.is_finished:
        return _("Stopped at article %(done)d of %(total)d") % numbers
    if job.now in {"front", "assembling", "whole"}:
        return _("Assembling the volume")
    if job.now == READING:
        return _("Reading the manuscripts")
    return (
        ngettext("Typeset %(done)d of %(total)d article", "Typeset %(done)d of %(total)d articles", job.total) % numbers
    )


def _now(job: Job, rows: list[dict[str, Any]]) -> str:
    for row in rows:
        if row["is_now"]:
            numbers = {"part": row["article"].part.number, "number": row["article"].number}
            return _("Now: track %(part)d, article %(number)d") % numbers
    return ""
