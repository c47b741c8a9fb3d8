"""The programme as the public reads it: freezing the draft into a release, and what two releases differ in.

What a release writes to people is in ``workshops.services.announcing``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Counter, Person
from workshops.models import Author, Hosting, Release, ReleasedSession, Session, Speaker, Talk, clock

from . import announcing

Change = dict[str, Any]
"""One difference between two programmes: ``kind`` and, for the session concerned, ``session`` (its pk), ``key``,
``title_ru``, ``title_en``, ``track``, ``starts`` (ISO); ``was`` and ``now`` by kind. See ``changes_between``."""


# -- freezing ------------------------------------------------------------------------------------------------


def facts_of(session: Session) -> dict[str, Any]:
    """All that is printed about *session*, flat and in both languages.

    ``key``, ``title_ru|en``, ``summary_ru|en``, ``host_ru|en``, ``format``, ``track`` (number or None), ``language``,
    ``interpretation``, ``captions``, ``sign_language``, ``seats``, ``audience`` (keys);
    of an event of a season also what ``_of_the_season`` names;
    ``room``: None or ``{pk, slug, title_ru, title_en, step_free, hearing_loop, seats, note_ru, note_en}``;
    ``speakers`` of the session: ``{id, name_ru|en, position_ru|en, organisation_ru|en, country, role, person}``;
    ``talks`` in speaking order: ``{id, kind, submission, number, title_ru|en, language, minutes, starts (ISO), board,
    presentation, type, track, on_behalf_of_ru|en, authors_ru, authors_en (lists of names), authors (list of
    {name_ru|en, affiliation_ru|en, city_ru|en, country, presenting, person}), speakers (as above), has_abstract}``.
    The abstract itself is read from the submission. Costs no query for sessions of ``for_release``.
    """
    talks = list(session.talks.all())
    starts = clock(session.starts, talks)
    return {
        "key": str(session.key),
        **_both(session, "title", "summary", "host"),
        "format": session.format,
        "track": session.track.number if session.track else None,
        "language": session.language,
        "interpretation": session.interpretation,
        "captions": session.captions,
        "sign_language": session.sign_language,
        "seats": session.seats,
        "audience": list(session.audience),
        **_of_the_season(session),
        "room": _room(session),
        "speakers": [_speaker(each) for each in session.speakers.all() if each.talk_id is None],
        "talks": [_talk(each, starts[each.pk], session) for each in talks],
    }


def _of_the_season(session: Session) -> dict[str, Any]:
    """What only an event of a season has: ``kind``, ``course`` (or None), ``themes``, ``hosts``, its sequence."""
    if session.kind is None:
        return {}
    return {
        "kind": {"key": session.kind.key, **_both(session.kind, "title")},
        "course": {"slug": session.course.slug, **_both(session.course, "title")} if session.course else None,
        "themes": [{"slug": theme.slug, **_both(theme, "title")} for theme in session.themes.all()],
        "hosts": [_host(each) for each in session.hostings.all()],
        "sequence": session.sequence,
        "changed_at": (session.changed_at or session.announced_at).isoformat(),
    }


def _host(hosting: Hosting) -> dict[str, Any]:
    expert, school = hosting.expert, hosting.expert.organisation
    titles = _both(school, "title") if school else {"title_ru": "", "title_en": ""}
    organisation = {f"organisation_{code}": titles[f"title_{code}"] for code in ("ru", "en")}
    return {"slug": expert.slug, "part": hosting.part, **_both(expert, "name", "position"), **organisation}


def for_release(conference: Conference, *, with_off: bool = False) -> QuerySet[Session]:
    """Every standing session of *conference* with all that ``facts_of`` reads; *with_off* those taken out too."""
    talks = Talk.objects.select_related("submission__track").prefetch_related("submission__authors")
    sessions = Session.objects.of(conference)
    rows = (sessions.in_the_order_of_the_programme() if with_off else sessions.for_the_programme()).prefetch_related(
        Prefetch("speakers", Speaker.objects.order_by("order", "pk")),
        Prefetch("talks", talks.order_by("order", "pk")),
    )
    if not conference.is_season:
        return rows
    hostings = Hosting.objects.select_related("expert__organisation").order_by("part", "order", "pk")
    of_the_season = ("themes", Prefetch("hostings", hostings))
    return rows.select_related("track", "room", "kind", "course").prefetch_related(*of_the_season)


def drafted_facts(conference: Conference, sessions: Iterable[Session] | None = None) -> list[ReleasedSession]:
    """The draft as it would be frozen now: unsaved rows, in time order; *sessions* are those of ``for_release``."""
    return [
        ReleasedSession(
            session=session, room=session.room, starts=session.starts, ends=session.ends, facts=facts_of(session)
        )
        for session in (for_release(conference) if sessions is None else sessions)
    ]


def _both(row: Any, *names: str) -> dict[str, str]:
    return {f"{name}_{code}": getattr(row, f"{name}_{code}") or "" for name in names for code in ("ru", "en")}


def _room(session: Session) -> dict[str, Any] | None:
    if session.room is None:
        return None
    room = session.room
    facts = {"pk": room.pk, "slug": room.slug, "seats": room.seats, "step_free": room.step_free}
    return {**facts, "hearing_loop": room.hearing_loop, **_both(room, "title", "note")}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "id": speaker.pk,
        **_both(speaker, "name", "position", "organisation"),
        "country": str(speaker.country or ""),
        "role": speaker.role,
        "person": speaker.person_id,
    }


def _talk(talk: Talk, starts: datetime, session: Session) -> dict[str, Any]:
    paper = talk.submission
    titles = _both(paper, "title") if paper else _both(talk, "title")
    authors = list(paper.authors.all()) if paper else []
    return {
        "id": talk.pk,
        "kind": talk.kind,
        "submission": talk.submission_id,
        "number": paper.number if paper else None,
        **titles,
        "language": paper.language if paper else talk.language,
        "minutes": talk.minutes,
        "starts": starts.isoformat(),
        "board": talk.board,
        "presentation": paper.presentation if paper else "",
        "type": paper.type if paper else "",
        "track": paper.track.number if paper and paper.track else None,
        **_both(talk, "on_behalf_of"),
        "authors_ru": [_author_name(each, "ru") for each in authors],
        "authors_en": [_author_name(each, "en") for each in authors],
        "authors": [_author(each) for each in authors],
        "speakers": [_speaker(each) for each in session.speakers.all() if each.talk_id == talk.pk],
        "has_abstract": any(_both(paper, "abstract").values()) if paper else False,
    }


def _author(author: Author) -> dict[str, Any]:
    return {
        **{f"name_{code}": _author_name(author, code) for code in ("ru", "en")},
        **_both(author, "affiliation", "city"),
        "country": str(author.country or ""),
        "presenting": author.is_presenting,
        "person": author.person_id,
    }


def _author_name(author: Author, language: str) -> str:
    """«Ольга Викторовна Сомова» in *language*, in the other one where it is not written."""
    for code in (language, "en" if language == "ru" else "ru"):
        family, given = getattr(author, f"family_{code}"), getattr(author, f"given_{code}")
        if family or given:
            return f"{given or ''} {family or ''}".strip()
    return ""


# -- comparing -----------------------------------------------------------------------------------------------


def changes_between(old: Iterable[ReleasedSession], new: Iterable[ReleasedSession]) -> list[Change]:
    """What *new* differs in from *old*, in time order; pass the rows of two releases, or those of ``drafted_facts``.

    Kinds: ``added``, ``cancelled``; ``moved_time`` (was, now: ``{starts, ends}``), ``moved_room`` (was, now:
    ``{title_ru, title_en}`` or None), ``retitled`` (was, now: ``{title_ru, title_en}``), ``speakers`` (was, now: lists
    of ``{name_ru, name_en}`` who left and who came), ``talk_added``, ``talk_removed``, ``talk_moved`` (``talk``:
    ``{submission, title_ru, title_en}``; was, now: ``{starts, session, session_title_*, room_*}``).
    A talk that moves along with its session, or is in an added or cancelled one, is not told again. ISO moments.
    """
    before = {row.session_id: row for row in old}
    after = {row.session_id: row for row in new}
    found: list[Change] = []
    for pk, row in after.items():
        if pk not in before:
            found.append({"kind": "added", **_names(row), "now": _when(row)})
            continue
        found += _differences(before[pk], row)
    for pk, row in before.items():
        if pk not in after:
            found.append({"kind": "cancelled", **_names(row), "was": _when(row)})
    found += _moved_talks(before, after)
    return sorted(found, key=lambda change: (change["starts"], change["session"], ORDER.index(change["kind"])))


ORDER = (
    *("cancelled", "added", "moved_time", "moved_room", "retitled", "speakers"),
    *("talk_moved", "talk_added", "talk_removed"),
)


def _names(row: ReleasedSession) -> dict[str, Any]:
    return {
        "session": row.session_id,
        "key": row.facts.get("key", ""),
        "title_ru": row.facts["title_ru"],
        "title_en": row.facts["title_en"],
        "track": row.facts.get("track"),
        "starts": row.starts.isoformat(),
    }


def _when(row: ReleasedSession) -> dict[str, Any]:
    room = row.facts.get("room") or {}
    told = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat()}
    return {**told, "room_ru": room.get("title_ru", ""), "room_en": room.get("title_en", "")}


def _differences(old: ReleasedSession, new: ReleasedSession) -> list[Change]:
    found: list[Change] = []
    if (old.starts, old.ends) != (new.starts, new.ends):
        found.append({"kind": "moved_time", "was": _when(old), "now": _when(new)})
    rooms = [(row.facts.get("room") or {}) for row in (old, new)]
    if rooms[0].get("pk") != rooms[1].get("pk"):
        found.append({"kind": "moved_room", "was": _when(old), "now": _when(new)})
    titles = [{name: row.facts[name] for name in ("title_ru", "title_en")} for row in (old, new)]
    if titles[0] != titles[1]:
        found.append({"kind": "retitled", "was": titles[0], "now": titles[1]})
    left, came = _people_gone(old, new), _people_gone(new, old)
    if left or came:
        found.append({"kind": "speakers", "was": left, "now": came})
    return [{**_names(new), **change} for change in found]


def _people_gone(of: ReleasedSession, missing_in: ReleasedSession) -> list[dict[str, Any]]:
    """Who appears in one programme of a session and not in the other, by name and role."""
    there = {_who(each) for each in missing_in.facts["speakers"]}
    gone = [each for each in of.facts["speakers"] if _who(each) not in there]
    return [{name: each[name] for name in ("name_ru", "name_en", "role", "person")} for each in gone]


def _who(speaker: dict[str, Any]) -> tuple[str, str, str]:
    return speaker["name_ru"], speaker["name_en"], speaker["role"]


def _talks(rows: dict[int, ReleasedSession]) -> dict[int, tuple[ReleasedSession, dict[str, Any]]]:
    """Talk by its key: a paper by its submission, a statement by itself (as a negative number)."""
    return {talk["submission"] or -talk["id"]: (row, talk) for row in rows.values() for talk in row.facts["talks"]}


def _moved_talks(before: dict[int, ReleasedSession], after: dict[int, ReleasedSession]) -> list[Change]:
    was, now = _talks(before), _talks(after)
    found: list[Change] = []
    for key, (row, talk) in now.items():
        if key in was:
            if _place(*was[key]) != _place(row, talk):
                found.append(
                    {
                        "kind": "talk_moved",
                        **_names(row),
                        **_of_talk(talk),
                        "was": _at(*was[key]),
                        "now": _at(row, talk),
                    }
                )
        elif row.session_id in before:
            found.append({"kind": "talk_added", **_names(row), **_of_talk(talk), "now": _at(row, talk)})
    for key, (row, talk) in was.items():
        if key not in now and row.session_id in after:
            here = _names(after[row.session_id])
            found.append({"kind": "talk_removed", **here, **_of_talk(talk), "was": _at(row, talk)})
    return found


def _place(row: ReleasedSession, talk: dict[str, Any]) -> tuple[int, float]:
    """In which session a talk is and how long after its beginning."""
    return row.session_id, (datetime.fromisoformat(talk["starts"]) - row.starts).total_seconds()


def _of_talk(talk: dict[str, Any]) -> dict[str, Any]:
    return {"talk": {name: talk[name] for name in ("id", "submission", "title_ru", "title_en")}}


def _at(row: ReleasedSession, talk: dict[str, Any]) -> dict[str, Any]:
    titles = {f"session_{name}": row.facts[name] for name in ("title_ru", "title_en")}
    room = row.facts.get("room") or {}
    rooms = {f"room_{code}": room.get(f"title_{code}", "") for code in ("ru", "en")}
    return {"starts": talk["starts"], "session": row.session_id, **titles, **rooms}


def pending_changes(conference: Conference) -> list[Change]:
    """What the draft differs in from the newest release; everything when nothing was released yet."""
    current = Release.objects.current(conference)
    frozen: Sequence[ReleasedSession] = list(current.sessions.all()) if current else []
    return changes_between(frozen, drafted_facts(conference))


# -- releasing -----------------------------------------------------------------------------------------------


@transaction.atomic
def release(
    conference: Conference,
    *,
    by: Person,
    name_ru: str,
    name_en: str = "",
    note_ru: str = "",
    note_en: str = "",
    notify: bool = True,
    at: datetime | None = None,
) -> Release:
    """Freeze the draft of the programme as the next release: from now on the public reads this one.

    With *notify* those whom a change touches get one letter each, with a calendar file (``announcing.announce``).
    Raises ValidationError when there is no session, or nothing has changed since the last release.
    """
    Counter.locked(conference, "release")
    before = Release.objects.current(conference)
    old = list(before.sessions.all()) if before else []
    rows = drafted_facts(conference)
    if not rows:
        raise ValidationError(_("There is nothing in the programme yet."), code="empty")
    changes = changes_between(old, rows)
    if before is not None and not changes and _printed(old) == _printed(rows):
        raise ValidationError(_("Nothing has changed since the last release."), code="unchanged")
    made = Release.objects.create(
        conference=conference,
        number=Counter.next(conference, "release"),
        name_ru=name_ru.strip(),
        name_en=name_en.strip(),
        note_ru=note_ru.strip(),
        note_en=note_en.strip(),
        changes=changes,
        released_at=at or timezone.now(),
        by=by,
    )
    for row in rows:
        row.release = made
    ReleasedSession.objects.bulk_create(rows)
    if notify:
        announcing.announce(made, before=old, after=rows)
    return made


def _printed(rows: Iterable[ReleasedSession]) -> list[Any]:
    return sorted((row.session_id, row.starts, row.ends, row.facts) for row in rows)
