"""Telling those whom a new release of the programme touches, and nobody else: one letter each, with an .ics file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.extensions import ask
from conference.models import Conference, Message, Person
from conference.services import mail
from workshops.calendars import Entry, calendar
from workshops.models import Author, Release, ReleasedSession, Session

OF_THE_SESSION = frozenset({"added", "cancelled", "moved_time", "moved_room"})
OF_LISTENERS = OF_THE_SESSION - {"added"}
OF_A_TALK = frozenset({"talk_moved", "talk_added", "talk_removed"})
ICS = "text/calendar; charset=utf-8; method=PUBLISH"
Address = tuple[str, str]
"""An e-mail without a person, and the language to write in."""


@dataclass
class Recipient:
    """Somebody whom changes concern: a person, or an author known by e-mail only."""

    to: Person | str
    language: str
    changes: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))


def concerned(
    conference: Conference,
    changes: Iterable[dict[str, Any]],
    *,
    before: Sequence[ReleasedSession],
    after: Sequence[ReleasedSession],
) -> list[Recipient]:
    """Whom *changes* concern: speakers and authors of what is new, moved or off; listeners of what moved or is off.

    A constant number of queries, whatever the size of the programme.
    """
    changes = list(changes)
    rows: dict[int, list[ReleasedSession]] = defaultdict(list)
    for row in (*before, *after):
        rows[row.session_id].append(row)
    authors = _authors(row.facts for row in (*before, *after))
    listening: dict[int, set[int]] = defaultdict(set)
    moved = {change["session"] for change in changes if change["kind"] in OF_LISTENERS}
    for answer in ask("listeners_of", list(Session.objects.filter(pk__in=moved))) if moved else ():
        for pk, people in answer.items():
            listening[pk] |= people
    found: dict[int | str, tuple[list[dict[str, Any]], str]] = {}
    for change in changes:
        people, addresses = _touched(change, rows[change["session"]], authors)
        if change["kind"] in OF_LISTENERS:
            people = people | listening[change["session"]]
        for pk in people:
            found.setdefault(pk, ([], ""))[0].append(change)
        for email, language in addresses:
            found.setdefault(email, ([], language))[0].append(change)
    return _as_recipients(found)


def _authors(facts: Iterable[dict[str, Any]]) -> dict[int, list[Author]]:
    """Authors by paper, as they are known today: a released programme keeps no addresses."""
    papers = {talk["submission"] for told in facts for talk in told["talks"] if talk["submission"]}
    by_paper: dict[int, list[Author]] = defaultdict(list)
    for author in Author.objects.filter(submission__in=papers).select_related("submission"):
        by_paper[author.submission_id].append(author)
    return by_paper


def _touched(
    change: dict[str, Any], rows: Sequence[ReleasedSession], authors: dict[int, list[Author]]
) -> tuple[set[int], set[Address]]:
    """Speakers and authors whom one change concerns: keys of people, and addresses of those without an account."""
    people: set[int] = set()
    talks: list[dict[str, Any]] = []
    if change["kind"] in OF_THE_SESSION:
        for row in rows:
            people |= {each["person"] for each in row.facts["speakers"] if each["person"]}
            talks += row.facts["talks"]
    elif change["kind"] in OF_A_TALK:
        talks = [talk for row in rows for talk in row.facts["talks"] if talk["id"] == change["talk"]["id"]]
    elif change["kind"] == "speakers":
        people = {each["person"] for each in change["now"] if each["person"]}
    addresses: set[Address] = set()
    for talk in talks:
        people |= {each["person"] for each in talk["speakers"] if each["person"]}
        for author in authors.get(talk["submission"] or 0, ()):
            if author.person_id:
                people.add(author.person_id)
            elif author.email:
                addresses.add((author.email.lower(), author.submission.language))
    return people, addresses


def _as_recipients(found: dict[int | str, tuple[list[dict[str, Any]], str]]) -> list[Recipient]:
    """One recipient for each human being: an author's address that is somebody's account is that person."""
    emails = [key for key in found if isinstance(key, str)]
    people = Person.objects.filter(Q(pk__in=[key for key in found if isinstance(key, int)]) | Q(email__in=emails))
    by_key: dict[int | str, Person] = {}
    for found_person in people.order_by("pk"):
        by_key[found_person.pk] = found_person
        if found_person.email:
            by_key[found_person.email] = found_person
    recipients: dict[int | str, Recipient] = {}
    for key, (changes, language) in found.items():
        person: Person | None = by_key.get(key)
        if person is None and isinstance(key, int):
            continue
        to: Person | str = person or str(key)
        one = recipients.setdefault(
            person.pk if person else key, Recipient(to, person.language if person else language)
        )
        for change in changes:
            if change not in one.changes[change["session"]]:
                one.changes[change["session"]].append(change)
    return list(recipients.values())


def announce(release: Release, *, before: Sequence[ReleasedSession], after: Sequence[ReleasedSession]) -> list[Message]:
    """Write to everybody whom the changes of *release* concern. Call it in the transaction that releases."""
    conference = release.conference
    newest = {row.session_id: row for row in (*before, *after)}
    off = {change["session"] for change in release.changes if change["kind"] == "cancelled"}
    letters = [
        _write(each, release, newest, off)
        for each in concerned(conference, release.changes, before=before, after=after)
    ]
    return [letter for letter in letters if letter is not None]


def _write(recipient: Recipient, release: Release, newest: dict[int, ReleasedSession], off: set[int]) -> Message | None:
    conference, language = release.conference, recipient.language
    rows = sorted((newest[pk] for pk in recipient.changes), key=lambda row: (row.starts, row.session_id))
    is_new = all(change["kind"] == "added" for told in recipient.changes.values() for change in told)
    with translation.override(language):
        passages = [_passage(row, recipient.changes[row.session_id], conference, language) for row in rows]
        entries = [entry_of(row, release, language, is_cancelled=row.session_id in off) for row in rows]
        file = calendar(entries, name=conference.title, zone=conference.zone, language=language)
        return mail.queue(
            "programme-announced" if is_new else "programme-changed",
            to=recipient.to,
            language=language,
            conference=conference,
            about=release,
            attachment=mail.Attachment("programme.ics", ICS, file),
            release=told({f"name_{code}": getattr(release, f"name_{code}") for code in ("ru", "en")}, "name", language),
            changes="\n\n".join(passages),
            zone=conference.time_zone,
            link=mail.link(conference.url("workshops:programme")),
        )


def entry_of(row: ReleasedSession, release: Release, language: str, *, is_cancelled: bool = False) -> Entry:
    """A released session as an entry of a calendar; its sequence is the number of the release."""
    return Entry(
        uid=f"{row.facts['key']}@{urlsplit(settings.SITE_URL).hostname}",
        title=told(row.facts, "title", language),
        starts=row.starts,
        ends=row.ends,
        description=told(row.facts, "summary", language),
        location=told(row.facts.get("room") or {}, "title", language),
        sequence=release.number,
        changed_at=release.released_at,
        is_cancelled=is_cancelled,
    )


def told(facts: dict[str, Any], name: str, language: str) -> str:
    """A fact in *language*, else in the other one."""
    other = "en" if language == "ru" else "ru"
    return str(facts.get(f"{name}_{language}") or facts.get(f"{name}_{other}") or "")


def _passage(row: ReleasedSession, changes: list[dict[str, Any]], conference: Conference, language: str) -> str:
    """What becomes of one session, in a few lines: its title, then each change."""
    quoted = pgettext("title of a session in a letter", "“%(title)s”") % {"title": told(row.facts, "title", language)}
    return "\n".join([quoted, *lines_of(changes, conference, language)])


def lines_of(changes: Iterable[dict[str, Any]], conference: Conference, language: str) -> list[str]:
    """The changes of one session as lines of plain text; a move of time and room at once is one move."""
    lines: list[str] = []
    for change in changes:
        for line in _lines(change, conference, language):
            if line not in lines:
                lines.append(line)
    return lines


def _lines(change: dict[str, Any], conference: Conference, language: str) -> list[str]:
    kind = change["kind"]
    if kind == "added":
        return [capfirst(_place(change["now"], conference, language))]
    if kind == "cancelled":
        was = _place(change["was"], conference, language)
        return [_("Will not take place. It was planned for: %(place)s") % {"place": was}]
    if kind in ("moved_time", "moved_room"):
        return [
            pgettext("time and place of a session", "Was: %(place)s")
            % {"place": _place(change["was"], conference, language)},
            pgettext("time and place of a session", "Now: %(place)s")
            % {"place": _place(change["now"], conference, language)},
        ]
    if kind == "speakers":
        names = ", ".join(told(each, "name", language) for each in change["now"])
        return [_("Now in the programme of the session: %(names)s") % {"names": names}]
    return [_line_of_talk(change, conference, language)]


def _line_of_talk(change: dict[str, Any], conference: Conference, language: str) -> str:
    title = told(change["talk"], "title", language)
    if change["kind"] == "talk_removed":
        return _("The talk “%(title)s” is no longer in this session.") % {"title": title}
    starts = _moment(datetime.fromisoformat(change["now"]["starts"]), conference)
    return _("The talk “%(title)s” now begins at %(starts)s.") % {"title": title, "starts": starts}


def _moment(at: datetime, conference: Conference) -> str:
    local = timezone.localtime(at, conference.zone)
    return f"{date_format(local, 'DAY_MONTH')}, {local:%H:%M}"


def _place(when: dict[str, Any], conference: Conference, language: str) -> str:
    """«пятница, 18 июня, 11:30–13:00, Аудитория 214», in the conference's zone."""
    starts, ends = (
        timezone.localtime(datetime.fromisoformat(when[name]), conference.zone) for name in ("starts", "ends")
    )
    weekday = date_format(starts, "l")
    day = f"{weekday.lower() if language == 'ru' else weekday}, {date_format(starts, 'DAY_MONTH')}"
    return ", ".join(filter(None, (day, f"{starts:%H:%M}–{ends:%H:%M}", told(when, "room", language))))
