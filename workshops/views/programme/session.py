"""One session as the public reads it: when, where, who, what is said in it, and what other rooms add."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.extensions import blocks
from conference.text import typography
from workshops.models import Session, Speaker, Submission, Talk, Track
from workshops.services.programme import (
    OTHER,
    Event,
    change_of,
    event_of,
    initial,
    key_of,
    people_of,
    programme_of,
    said,
    seats_left,
    speakers_of,
)
from workshops.views.season.event import season_event

from . import stars
from .cards import capital, labels_of_services, line_of, passage, person
from .clocks import clock_of, remember

Abstracts = dict[int, list[dict[str, str]]]


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session of the newest release. One that was taken out since is told of; one that was never released is 404."""
    conference = request.conference
    if conference.is_season:
        return season_event(request, pk)
    shown = get_object_or_404(Session.objects.of(conference).select_related("conference", "room"), pk=pk)
    found = event_of(conference, pk)
    clock, language = clock_of(request, conference), get_language() or "ru"
    if found is None:
        return _taken_out(request, shown, language)
    event, release = found
    marked = stars.starred(request, conference)
    context = {
        "event": event,
        "session": shown,
        "release": release,
        "title": passage(event.said("title", language)),
        "plain_title": event.said("title", language).text,
        "summary": passage(event.said("summary", language)),
        "host": passage(event.said("host", language)),
        "format": capital(event.format_label()),
        "track": Track.objects.of(conference).filter(number=event.track).first() if event.track else None,
        "is_on": event.starts <= timezone.now() < event.ends,
        "is_past": event.ends <= timezone.now(),
        "is_starred": pk in marked,
        "other_times": clock.elsewhere(event.starts, event.ends),
        "room": _room(event, language),
        "services": [label for name, label in labels_of_services() if name in event.services()],
        "languages": dict(Session._meta.get_field("language").flatchoices).get(event.facts.get("language")),
        "seats": seats_left(conference).get(pk),
        "change": _change(change_of(release, pk), language),
        "speakers": [_speaker(who, language) for who in event.facts.get("speakers", [])],
        "talks": _talks(event, language),
        "blocks": blocks("session_page", request, shown),
        "zone": clock.told(),
        "clock": clock,
    }
    with timezone.override(clock.zone):
        return remember(request, render(request, "workshops/session.html", context), clock)


def _taken_out(request: HttpRequest, shown: Session, language: str) -> HttpResponse:
    """A session that an earlier release had: whoever kept its address reads that it will not take place."""
    last = shown.released.select_related("session").order_by("-release__number").first()
    if last is None:
        raise Http404
    title = passage(said(last.facts, "title", language))
    return render(request, "workshops/session_off.html", {"title": title, "session": shown}, status=410)


def _room(event: Event, language: str) -> dict[str, Any] | None:
    if not event.room:
        return None
    told = {name: passage(said(event.room, name, language)) for name in ("title", "note")}
    return {**told, **{name: event.room.get(name) for name in ("step_free", "hearing_loop")}}


def _change(changes: dict[str, dict[str, Any]], language: str) -> dict[str, Any] | None:
    """What has moved since the release before: the former time and room, as far as they differ."""
    if not changes:
        return None
    told: dict[str, Any] = {}
    if moved := changes.get("moved_time"):
        told["starts"], told["ends"] = (parse_datetime(moved["was"][name]) for name in ("starts", "ends"))
    if moved := changes.get("moved_room"):
        told["room"] = passage(said(moved["was"], "room", language))
    return told


def _speaker(who: dict[str, Any], language: str) -> dict[str, Any]:
    roles = dict(Speaker.Role.choices)
    role = who.get("role", "speaker")
    return {
        "key": key_of(who),
        "name": person(who, language),
        "position": passage(said(who, "position", language)),
        "organisation": passage(said(who, "organisation", language)),
        "role": str(roles[role]) if role in roles and role != "speaker" else "",
    }


def _talks(event: Event, language: str) -> list[dict[str, Any]]:
    """What is said, in speaking order, each with its time and the abstract of its paper."""
    papers = [talk["submission"] for talk in event.talks if talk.get("submission") and talk.get("has_abstract")]
    abstracts = abstracts_of(papers, language) if papers else {}
    kinds = dict(Talk.Kind.choices)
    languages = dict(Session._meta.get_field("language").flatchoices)
    return [
        {
            "id": talk["id"],
            "kind": talk.get("kind"),
            "kind_label": capital(str(kinds.get(talk.get("kind"), ""))),
            "title": passage(said(talk, "title", language)),
            "on_behalf": passage(said(talk, "on_behalf_of", language)),
            "starts": datetime.fromisoformat(talk["starts"]),
            "ends": datetime.fromisoformat(talk["starts"]) + timedelta(minutes=talk.get("minutes") or 0),
            "board": talk.get("board", ""),
            "language": languages.get(talk.get("language"), ""),
            "people": [_speaker(who, language) for who in people_of(talk)],
            "abstracts": abstracts.get(talk.get("submission") or 0, []),
        }
        for talk in event.talks
    ]


def abstracts_of(papers: list[int], language: str) -> Abstracts:
    """Abstracts of accepted papers that are printed, the page's language first."""
    rows = Submission.objects.filter(pk__in=papers).for_the_abstracts()
    found: Abstracts = {}
    for paper in rows:
        for code in (language, OTHER[language]):
            if text := paper.text("abstract", code).strip():
                keywords = paper.text("keywords", code).strip()
                found.setdefault(paper.pk, []).append(
                    {"language": code, "text": typography(text, code), "keywords": typography(keywords, code)}
                )
    return found


# -- speakers ------------------------------------------------------------------------------------------------


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who is printed in the programme, by the alphabet of the page's language."""
    conference, language = request.conference, get_language() or "ru"
    programme = programme_of(conference)
    rows: list[dict[str, Any]] = []
    for each in speakers_of(programme, language) if programme else ():
        named = _speaker(each.facts, language)
        named["letter"] = _letter(each.facts, language)
        named["count"] = len({event.pk for event, _what in [*each.events, *each.talks]})
        rows.append(named)
    return render(request, "workshops/speakers.html", {"speakers": rows, "released": programme is not None})


def _letter(facts: dict[str, Any], language: str) -> str:
    return initial(said(facts, "name", language).text)


@require_safe
def speaker(request: HttpRequest, key: str) -> HttpResponse:
    """Where one speaker appears. Tells what is printed in the programme and nothing else."""
    conference, language = request.conference, get_language() or "ru"
    programme = programme_of(conference)
    every = speakers_of(programme, language) if programme else []
    shown = next((each for each in every if each.key == key), None)
    if shown is None:
        raise Http404
    clock = clock_of(request, conference)
    roles = dict(Speaker.Role.choices)
    context = {
        "speaker": _speaker({**shown.facts, "role": "speaker"}, language),
        "plain_name": said(shown.facts, "name", language).text,
        "other_name": said(shown.facts, "name", OTHER[language]),
        "events": [
            {**line_of(event, language), "role": capital(str(roles.get(role, "")))} for event, role in shown.events
        ],
        "talks": [
            {**line_of(event, language), "talk": passage(said(talk, "title", language)), "id": talk["id"],
             "starts": datetime.fromisoformat(talk["starts"])}
            for event, talk in shown.talks
        ],
        "zone": clock.told(),
    }  # fmt: skip
    with timezone.override(clock.zone):
        return render(request, "workshops/speaker.html", context)
