"""The editor of the programme: one day as a grid, what is not placed yet, what is amiss, what may be undone."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference.keys import key_in
from conference.models import Conference, Room
from conference.permissions import may, require
from workshops.models import ProgrammeEdit, Release, Session, Submission, Track
from workshops.services.planning.availability import days_of
from workshops.services.planning.steps import placing
from workshops.services.planning.words import words_of_step
from workshops.services.releases import changes_between, drafted_facts, for_release
from workshops.services.warnings import ProgrammeWarning, visible_to, warnings_of

from .acting import VIEWS, state_of
from .grid import Board, board_of

STEPS_SHOWN = 10
NUDGES = {"earlier": (30, 15, 5), "later": (5, 15, 30), "shorter": (15, 5), "longer": (5, 15)}
"""Minutes on the buttons of a chosen session."""


@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """``?day=1&by=rooms&session=12``: the day, the columns, and the session whose buttons are shown."""
    conference = request.conference
    require(request.user, "workshops.plan", conference)
    sessions = list(for_release(conference))
    rooms, tracks = list(Room.objects.of(conference)), list(Track.objects.of(conference))
    own = own_tracks(request, tracks)
    found = visible_to(warnings_of(conference), request.user, conference)
    released = Release.objects.current(conference)
    frozen = list(released.sessions.all()) if released else []
    changes = changes_between(frozen, drafted_facts(conference, sessions)) if released else []
    days = all_days(conference, sessions)
    chosen = next((each for each in sessions if str(each.pk) == request.GET.get("session")), None)
    day = _day(request, days, chosen, conference)
    by = request.GET.get("by") if request.GET.get("by") in VIEWS else "rooms"
    board = board_of(days[day - 1], sessions, conference, by=by, columns=rooms if by == "rooms" else tracks)
    _dress(board, found, {change["session"] for change in changes}, own)
    return render(
        request,
        "workshops/planning.html",
        {
            "board": board,
            "by": by,
            "days": list(enumerate(days, start=1)),
            "day": day,
            "rooms": rooms,
            "tracks": tracks,
            "warnings": _with_days(found, sessions, days, conference),
            "errors": sum(each.is_error for each in found),
            "release": released,
            "changes": len(changes),
            "may_release": may(request.user, "workshops.release_programme", conference),
            "state": state_of(request),
            "placeable": [each for each in sessions if not each.is_break and _is_own(each, own)],
            "taken_out": _taken_out(conference, own),
            **_papers(request, own, chosen),
            **_steps(request, conference),
            **_chosen(chosen, conference, rooms, days, found, own),
        },
    )


def own_tracks(request: HttpRequest, tracks: list[Track]) -> set[int] | None:
    """Keys of the tracks whose sessions the person may plan; None for all sessions."""
    if may(request.user, "conference.organise", request.conference):
        return None
    return set(Track.objects.chaired_by(request.user, request.conference).values_list("pk", flat=True))


def _is_own(session: Session, own: set[int] | None) -> bool:
    return own is None or session.track_id in own


def all_days(conference: Conference, sessions: list[Session]) -> list[date]:
    """The days of the conference, and any other on which a session stands."""
    held = {timezone.localdate(each.starts, conference.zone) for each in sessions}
    return sorted({*days_of(conference), *held})


def _day(request: HttpRequest, days: list[date], chosen: Session | None, conference: Conference) -> int:
    if 1 <= (asked := key_in(request.GET.get("day", ""))) <= len(days):
        return asked
    return days.index(timezone.localdate(chosen.starts, conference.zone)) + 1 if chosen else 1


def _dress(board: Board, found: list[ProgrammeWarning], changed: set[int], own: set[int] | None) -> None:
    """What a block shows besides its session: warnings, whether it differs from the release, whose it is."""
    by_session: dict[int, list[ProgrammeWarning]] = defaultdict(list)
    for warning in found:
        by_session[warning.session].append(warning)
    for block in board.blocks:
        session = block.session
        mine = by_session[session.pk]
        block.extra = {
            "warnings": mine,
            "has_error": any(each.is_error for each in mine),
            "is_changed": session.pk in changed,
            "is_own": _is_own(session, own),
            "seen": placing(session),
            "talks": len(session.talks.all()),
        }


def _with_days(
    found: list[ProgrammeWarning], sessions: list[Session], days: list[date], conference: Conference
) -> list[tuple[ProgrammeWarning, int]]:
    """Each warning with the number of its day, for its link."""
    day_of = {each.pk: days.index(timezone.localdate(each.starts, conference.zone)) + 1 for each in sessions}
    return [(warning, day_of[warning.session]) for warning in found]


def _taken_out(conference: Conference, own: set[int] | None) -> list[Session]:
    rows = Session.objects.of(conference).filter(is_off=True).select_related("track", "room").order_by("starts", "pk")
    return [each for each in rows if _is_own(each, own)]


def _papers(request: HttpRequest, own: set[int] | None, chosen: Session | None) -> dict[str, Any]:
    """Accepted papers that stand in no session, filtered by track, type and way of presenting."""
    waiting = (
        Submission.objects.of(request.conference)
        .for_the_programme()
        .filter(Q(talk__isnull=True) | Q(talk__session__is_off=True))
    )
    if own is not None:
        waiting = waiting.filter(track__in=own)
    rows = list(waiting.with_authors().order_by("track__number", "number"))
    wanted = {name: request.GET.get(name, "") for name in ("track", "type", "presentation")}
    shown = [
        paper
        for paper in rows
        if wanted["track"] in ("", str(paper.track.number if paper.track else 0))
        and wanted["type"] in ("", paper.type)
        and wanted["presentation"] in ("", paper.presentation)
    ]
    kinds = {
        "types": sorted({(paper.type, paper.get_type_display()) for paper in rows}, key=lambda pair: str(pair[1])),
        "presentations": sorted({(each.presentation, each.get_presentation_display()) for each in rows}),
    }
    return {
        "papers": shown,
        "papers_waiting": len(rows),
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        **kinds,
    }


def _steps(request: HttpRequest, conference: Conference) -> dict[str, Any]:
    rows = ProgrammeEdit.objects.of(conference)
    done = list(rows.done_by(request.user)[:STEPS_SHOWN])
    undone = list(rows.undone_by(request.user)[:1])
    return {
        "steps": [words_of_step(each, conference) for each in done],
        "redo_step": words_of_step(undone[0], conference) if undone else "",
    }


def _chosen(
    chosen: Session | None,
    conference: Conference,
    rooms: list[Room],
    days: list[date],
    found: list[ProgrammeWarning],
    own: set[int] | None,
) -> dict[str, Any]:
    """The panel of the session whose buttons are shown."""
    if chosen is None:
        return {"chosen": None}
    keys = [room.pk for room in rooms]
    place = keys.index(chosen.room_id) if chosen.room_id in keys else -1
    return {
        "chosen": chosen,
        "chosen_starts": timezone.localtime(chosen.starts, conference.zone),
        "chosen_ends": timezone.localtime(chosen.ends, conference.zone),
        "chosen_talks": list(chosen.talks.all()),
        "chosen_is_own": _is_own(chosen, own),
        "chosen_warnings": [each for each in found if each.session == chosen.pk],
        "next_room": rooms[(place + 1) % len(rooms)] if len(rooms) > 1 or (rooms and place < 0) else None,
        "seen": placing(chosen),
        "nudges": NUDGES,
    }
