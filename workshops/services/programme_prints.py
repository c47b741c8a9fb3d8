"""Making the programme booklet and the book of abstracts, and telling how far that is."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Job, Person
from conference.services.jobs import JobRun, start_job, stop_job, work
from conference.text import typography
from workshops import zones
from workshops.documents.programme import Abstracts, Booklet, pages_in
from workshops.models import Author, ProgrammePrint, Release, Submission, Track

from .programme import OTHER, Event, Programme, alphabet_key, by_family, is_cyrillic, people_of, programme_of

Kind = ProgrammePrint.Kind
JOB_KINDS = {f"programme-{kind}": kind for kind in Kind.values}
DOCUMENTS = {Kind.BOOKLET: Booklet, Kind.ABSTRACTS: Abstracts}


# -- verbs ---------------------------------------------------------------------------------------------------


@transaction.atomic
def start_print(conference: Conference, kind: str, *, by: Person) -> Job:
    """Have the newest release printed as *kind*, in the background. Raises ValidationError before the first release."""
    release = _require_release(conference)
    return start_job(run_print, kind=f"programme-{kind}", conference=conference, by=by, about=release)


def print_now(conference: Conference, kind: str) -> ProgrammePrint:
    """The same at once, in this process. Raises ValidationError, conference.rendering.RenderFailed."""
    return _draw(_require_release(conference), kind)


def _require_release(conference: Conference) -> Release:
    release = Release.objects.current(conference)
    if release is None:
        raise ValidationError(_("Release the programme first: only what is released is printed."), code="unreleased")
    return release


def run_print(job_id: int) -> None:
    """Background task: draw what the job asks for."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    release = run.about(Release.objects.select_related("conference"))
    if release is None:
        return
    run.progress(0, 1)
    _draw(release, JOB_KINDS[run.job.kind], run)
    run.progress(1, 1)


def _draw(release: Release, kind: str, run: JobRun | None = None) -> ProgrammePrint:
    pdf = DOCUMENTS[Kind(kind)](told_of(release, kind)).pdf()
    if run is not None:
        run.beat()  # a run that was stopped meanwhile leaves no file
    made, _created = ProgrammePrint.objects.get_or_create(release=release, kind=kind)
    former, storage = made.file.name, made.file.storage
    made.size, made.pages, made.made_at = len(pdf), pages_in(pdf), timezone.now()
    made.file.save(f"{kind}.pdf", ContentFile(pdf))
    if former:
        storage.delete(former)
    return made


def stop_print(job: Job, *, by: Person) -> bool:
    """Stop the work, if it goes on; whether it did."""
    if job.is_finished:
        return False
    stop_job(job, by=by)
    return True


# -- how far it is -------------------------------------------------------------------------------------------


def state_of(release: Release) -> list[dict[str, Any]]:
    """For each kind: what is made of *release* and what is being made."""
    made = {each.kind: each for each in ProgrammePrint.objects.made().filter(release=release)}
    jobs: dict[str, Job] = {}
    rows = Job.objects.of(release.conference).about(release).filter(kind__in=JOB_KINDS)
    for job in rows.order_by("created", "pk"):
        jobs[JOB_KINDS[job.kind]] = job
    return [_state(kind, made.get(kind), jobs.get(kind)) for kind in Kind.values]


def _state(kind: str, made: ProgrammePrint | None, job: Job | None) -> dict[str, Any]:
    running = job is not None and not job.is_finished
    headline = ""
    if running:
        headline = _("Being made: the page may be closed, the work goes on.")
    elif job is not None and job.state == Job.State.FAILED:
        headline = _("It could not be made. Try again; if it fails again, tell the people who run this site.")
    elif job is not None and job.state == Job.State.STOPPED:
        headline = _("Stopped by hand.")
    return {
        "kind": kind, "label": str(Kind(kind).label), "made": made, "job": job, "is_running": running,
        "headline": headline,
    }  # fmt: skip


# -- what is printed -----------------------------------------------------------------------------------------


def told_of(release: Release, kind: str) -> dict[str, Any]:
    """Everything that the document *kind* of *release* tells, as plain values."""
    conference = release.conference
    common = {
        "conference": conference,
        "release": release,
        "title": pair(conference, "title"),
        "place": pair(conference, "place"),
        "organiser": pair(conference, "organiser"),
        "address": pair(conference, "address"),
        "tracks": {track.number: _track(track) for track in Track.objects.of(conference)},
    }
    return common | (abstracts(conference) if kind == Kind.ABSTRACTS else booklet(conference, release))


def _track(track: Track) -> dict[str, Any]:
    return {"number": track.number, "title": pair(track, "title"), "chair": pair(track, "chair_line")}


def pair(row: Any, name: str) -> dict[str, str]:
    """A bilingual text of a row or of frozen facts, typeset: ``{"ru", "en"}``, empty where it is not written."""
    read = row.get if isinstance(row, dict) else lambda key: getattr(row, key, "")
    return {code: typography(str(read(f"{name}_{code}") or ""), code) for code in OTHER}


def booklet(conference: Conference, release: Release) -> dict[str, Any]:
    programme = programme_of(conference, release)
    events = programme.events if programme else []
    zone = conference.zone
    numbers = {event.pk: number for number, event in enumerate((e for e in events if not e.is_break), start=1)}
    days = [
        {"day": day, "events": [{**_event(event, conference), "number": numbers.get(event.pk)} for event in held]}
        for day, held in groupby(events, lambda event: event.starts.astimezone(zone).date())
    ]
    return {
        "days": days,
        "rooms": _rooms(events),
        "zone": {"city": _city(conference), "utc": zones.utc(zone, events[0].starts) if events else ""},
        "index": _index(programme, numbers) if programme else [],
    }


def _city(conference: Conference) -> dict[str, str]:
    found = {}
    for code in OTHER:
        with override(code):
            found[code] = zones.city(conference.zone)
    return found


def _rooms(events: list[Event]) -> list[dict[str, Any]]:
    """Every room of the programme, each once, by its Russian name."""
    rooms: dict[str, dict[str, Any]] = {}
    for event in events:
        if event.room:
            rooms.setdefault(event.room.get("title_ru") or event.room.get("title_en") or "", event.room)
    return [
        {"title": pair(room, "title"), "note": pair(room, "note"), "step_free": room.get("step_free"),
         "hearing_loop": room.get("hearing_loop")}
        for _name, room in sorted(rooms.items(), key=lambda row: alphabet_key(row[0]))
    ]  # fmt: skip


def _event(event: Event, conference: Conference) -> dict[str, Any]:
    zone = conference.zone
    return {
        "pk": event.pk,
        "starts": f"{event.starts.astimezone(zone):%H:%M}",
        "ends": f"{event.ends.astimezone(zone):%H:%M}",
        "track": event.track,
        "is_break": event.is_break,
        "title": pair(event.facts, "title"),
        "summary": pair(event.facts, "summary"),
        "host": pair(event.facts, "host"),
        "room": pair(event.room, "title"),
        "services": [name for name in ("interpretation", "captions", "sign_language") if event.facts.get(name)],
        "language": event.facts.get("language", ""),
        "speakers": [_person(who) for who in event.facts.get("speakers", [])],
        "talks": [_talk(talk) for talk in event.talks],
    }


def _talk(talk: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": pair(talk, "title"),
        "on_behalf": pair(talk, "on_behalf_of"),
        "minutes": talk.get("minutes"),
        "board": talk.get("board", ""),
        "is_poster": talk.get("kind") == "poster",
        "people": [_person(who) for who in people_of(talk)],
    }


def _person(who: dict[str, Any]) -> dict[str, Any]:
    return {"name": pair(who, "name"), "position": pair(who, "position"), "organisation": pair(who, "organisation"),
            "role": who.get("role", "speaker")}  # fmt: skip


def _index(programme: Programme, numbers: dict[int, int]) -> list[dict[str, Any]]:
    """Names as printed, family first, with the sessions where they appear."""
    where: dict[str, dict[int, int]] = {}
    for event in programme.events:
        for who in event.speakers if event.pk in numbers else ():
            for code in OTHER:
                if name := who.get(f"name_{code}"):
                    where.setdefault(index_name(name), {})[event.pk] = numbers[event.pk]
    return by_letter(where)


def index_name(name: str) -> str:
    """«Сомова Ольга Викторовна» from «Ольга Викторовна Сомова»: an index leads by the family name."""
    return by_family(name).replace(" ", "\u00a0", 1) if len(name) < 30 else by_family(name)


def by_letter(where: dict[str, dict[int, int]]) -> list[dict[str, Any]]:
    """The entries of an index in two alphabets, Cyrillic first, under their letters."""
    names = sorted(where, key=alphabet_key)
    return [
        {"language": "ru" if is_cyrillic(first) else "en", "letter": first[:1].upper().replace("Ё", "Е"),
         "names": [{"name": name, "places": _places(where[name])} for name in group]}
        for (first, group) in ((group[0], group) for group in _grouped(names))
    ]  # fmt: skip


def _places(found: dict[int, int]) -> list[dict[str, int]]:
    return [{"pk": pk, "number": number} for pk, number in found.items()]


def _grouped(names: list[str]) -> list[list[str]]:
    return [list(group) for _letter, group in groupby(names, lambda name: name[:1].upper().replace("Ё", "Е"))]


def abstracts(conference: Conference) -> dict[str, Any]:
    """Accepted papers whose abstracts are printed, by track and number, and the index of their authors."""
    rows = Submission.objects.of(conference).for_the_abstracts().with_authors().order_by("track__number", "number")
    papers = [_paper(paper) for paper in rows]
    where: dict[str, dict[int, int]] = {}
    for paper in papers:
        for author in paper["authors"]:
            for code in OTHER:
                if name := author["listed"][code]:
                    where.setdefault(name, {})[paper["pk"]] = paper["number"]
    return {
        "parts": [
            {"track": number, "papers": list(group)} for number, group in groupby(papers, lambda paper: paper["track"])
        ],
        "count": len(papers),
        "index": by_letter(where),
    }


def _paper(paper: Submission) -> dict[str, Any]:
    own = paper.language
    return {
        "pk": paper.pk,
        "number": paper.number,
        "track": paper.track.number if paper.track else 0,
        "udk": paper.udk,
        "language": own,
        "texts": [
            {"language": code, "title": typography(paper.text("title", code), code),
             "abstract": [typography(part, code) for part in paper.text("abstract", code).split("\n") if part.strip()],
             "keywords": typography(paper.text("keywords", code), code)}
            for code in (own, OTHER[own])
        ],
        "authors": [_author(author, own) for author in paper.authors.all()],
    }  # fmt: skip


def _author(author: Author, own: str) -> dict[str, Any]:
    def name(code: str, *parts: str) -> str:
        return " ".join(filter(None, (getattr(author, f"{part}_{code}") for part in parts)))

    places = {code: ", ".join(filter(None, (getattr(author, f"affiliation_{code}"), getattr(author, f"city_{code}"))))
              for code in OTHER}  # fmt: skip
    return {
        "name": {code: name(code, "given", "family") for code in OTHER},
        "listed": {code: name(code, "family", "given") for code in OTHER},
        "place": places,
        "orcid": author.orcid,
    }
