"""What the page of a compilation shows: counts, time left, a row for each article, and what is new since the last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.models import Job
from proceedings.gost import page_range
from proceedings.models import Article, Build, Volume
from workshops.models import Submission

from .compilations import jobs_of
from .compiling import READING, STAGES
from .description import WORKERS
from .differences import difference_to_last
from .previewing import Preview, preview_of
from .wording import duration, group_title, job_error, note_text, stage

KINDS = {"ok": "ok", "warning": "warn", "error": "err"}


def read_verdict(verdict: dict[str, Any]) -> dict[str, Any]:
    """A stored verdict with its tag and its remarks in words."""
    remarks = [note_text(note) for note in verdict["notes"]]
    return {
        **verdict,
        "kind": KINDS[verdict["state"]],
        "tag": _tag(verdict["state"], len(remarks)),
        "remarks": remarks,
        "took": _took(verdict),
    }


def _tag(state: str, remarks: int) -> str:
    if state == "ok":
        return pgettext("state of an article in a build", "Typeset")
    if state == "error":
        return _("Not typeset")
    return ngettext("%(count)d remark", "%(count)d remarks", remarks) % {"count": remarks}


def _took(verdict: dict[str, Any]) -> str:
    if verdict["state"] == "error" or "cached" not in verdict:
        return ""
    if verdict["cached"]:
        return _("typeset earlier")
    if verdict["seconds"] < 1:
        return _("typeset in less than a second")
    return _("typeset in %(seconds)s s") % {"seconds": number_format(verdict["seconds"], 1)}


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
        "broken": [verdict for verdict in verdicts if verdict["state"] == "error"],
        "absent": list(articles.exclude(submission__state=Submission.State.WITHDRAWN)),
        "withdrawn": list(volume.articles.filter(pk__in=in_book, submission__state=Submission.State.WITHDRAWN)),
    }


def watched(job: Job, volume: Volume, *, page: str = "") -> dict[str, Any]:
    """All that the page of a job needs; ``said`` is the sentence for those who listen.

    *page* is the page of the book that is to be shown, as the address has it.
    """
    verdicts = {verdict["key"]: read_verdict(verdict) for verdict in job.verdicts}
    articles = list(Article.objects.of_volume(volume).in_the_book().whole().in_order())
    own = job.builds.first()
    build = own or (_reused(job, volume) if job.state == Job.State.DONE else None)
    seen = build or volume.builds.first()
    rows = [_row(article, verdicts.get(str(article.pk)), job, build) for article in articles]
    has_moved = any(row["number"] != row["article"].number for row in rows)
    rows.sort(key=lambda row: (row["article"].part.number, row["number"]))
    cached = sum(bool(verdict.get("cached")) for verdict in verdicts.values())
    return {
        "job": job,
        "rows": rows,
        "has_moved": has_moved,
        "counts": {state: sum(v["state"] == state for v in verdicts.values()) for state in KINDS},
        "waiting": max(0, (job.total or len(rows)) - len(verdicts)),
        "ready": _ready(cached, len(verdicts) if job.is_finished else len(rows), job) if verdicts else "",
        "is_running": not job.is_finished,
        "left": _left(job, rows, seen),
        "now": _now(job, rows),
        "headline": _headline(job),
        "error": job_error(job.error) if job.state == Job.State.FAILED else "",
        "build": build,
        "is_reused": job.state == Job.State.DONE and own is None,
        "difference": difference_to_last(own) if own else None,
        "groups": groups_of(verdicts.values()),
        "preview": preview_of(seen, page) if seen else None,
        "is_previous": bool(seen) and build is None,
        "said": _headline(job),
    }


def _reused(job: Job, volume: Volume) -> Build | None:
    """The build that a job without one of its own took as it was: the newest of its time."""
    return volume.builds.filter(created__lte=job.finished_at or job.created).first()


def _row(article: Article, verdict: dict[str, Any] | None, job: Job, build: Build | None) -> dict[str, Any]:
    is_now = not job.is_finished and job.now == str(article.number)
    span = build.page_map.get(str(article.pk)) if build else None
    return {
        "article": article,
        "number": verdict["number"] if verdict else article.number,
        "verdict": verdict,
        "is_now": is_now and verdict is None,
        "span": page_range(*span) if span else "",
        "at": build.physical(span[0]) if build and span else None,
    }


@dataclass(frozen=True)
class Group:
    """Remarks of one kind, with the verdicts they stand in."""

    code: str
    title: str
    is_error: bool
    rows: list[dict[str, Any]]


def groups_of(verdicts: Iterable[dict[str, Any]]) -> list[Group]:
    """Remarks grouped by kind, what keeps articles out first, then the most frequent."""
    found: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for verdict in sorted(verdicts, key=lambda each: (each.get("part", 0), each["number"])):
        for note in verdict["notes"]:
            row = {**verdict, "remark": note_text(note)}
            found.setdefault((note["code"], bool(note["is_error"])), []).append(row)
    groups = [Group(code, group_title(code), is_error, rows) for (code, is_error), rows in found.items()]
    return sorted(groups, key=lambda group: (not group.is_error, -len(group.rows)))


def _ready(cached: int, total: int, job: Job) -> str:
    """How many articles were typeset before this compilation began, and how many it had to typeset."""
    numbers = {"ready": cached, "total": total, "rest": total - cached}
    if cached == total:
        return _("Nothing had to be typeset now: every article was typeset when it was last changed.")
    if job.is_finished:
        return (
            ngettext("%(rest)d article was typeset anew.", "%(rest)d articles were typeset anew.", total - cached)
            % numbers
        )
    if not cached:
        return ""
    return (
        ngettext(
            "%(ready)d of %(total)d was typeset earlier; to be typeset: %(rest)d.",
            "%(ready)d of %(total)d were typeset earlier; to be typeset: %(rest)d.",
            cached,
        )
        % numbers
    )


def _left(job: Job, rows: list[dict[str, Any]], build: Build | None) -> str:
    """How long the articles still take: by the pages they had last time, at the pace of all that are done."""
    if job.is_finished or job.now == READING or job.now in STAGES:
        return ""
    done = [row["verdict"] for row in rows if row["verdict"] and row["verdict"]["pages"]]
    pages = sum(verdict["pages"] for verdict in done)
    seconds = sum(verdict.get("seconds", 0) for verdict in done)
    waiting = [row["article"] for row in rows if not row["verdict"]]
    if not pages or not seconds or not waiting:
        return ""
    known = build.page_map if build else {}
    usual = pages / len(done)
    expected = sum(_length(known.get(str(article.pk))) or usual for article in waiting)
    return duration(round(expected * seconds / pages / WORKERS))


def _length(span: list[int] | None) -> int:
    return span[1] - span[0] + 1 if span else 0


def _headline(job: Job) -> str:
    numbers = {"done": job.done, "total": job.total}
    if job.state == Job.State.QUEUED:
        return _("Waiting for a free worker")
    if job.state == Job.State.DONE:
        typeset = job.total - sum(verdict["state"] == "error" for verdict in job.verdicts)
        return ngettext(
            "The volume is ready: %(total)d article", "The volume is ready: %(total)d articles", typeset
        ) % {"total": typeset}
    if job.is_finished:
        return _("Stopped at article %(done)d of %(total)d") % numbers
    if job.now == READING or job.now in STAGES:
        return stage(job.now)
    return (
        ngettext("Typeset %(done)d of %(total)d article", "Typeset %(done)d of %(total)d articles", job.total) % numbers
    )


def _now(job: Job, rows: list[dict[str, Any]]) -> str:
    for row in rows:
        if row["is_now"]:
            numbers = {"part": row["article"].part.number, "number": row["article"].number}
            return _("Now: track %(part)d, article %(number)d") % numbers
    return ""


__all__ = ["Group", "Preview", "asked", "groups_of", "jobs_of", "read_verdict", "watched"]
