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
from workshops import zones
from workshops.calendars import Entry, calendar
from workshops.models import Assignment, Author, Release, ReleasedSession, Session

OF_THE_SESSION = frozenset({"added", "cancelled", "moved_time", "moved_room"})
OF_LISTENERS = OF_THE_SESSION - {"added"}
OF_A_TALK = frozenset({"talk_moved", "talk_added", "talk_removed"})
ICS = "text/calendar; charset=utf-8; method=PUBLISH"


@dataclass
class Recipient:
    """Somebody whom changes concern: a person, or an author known by e-mail only."""

    to: Person | str
    language: str
    changes: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    author: Author | None = None
    """Their entry among the authors of a paper, which has a name to greet them by when the account has none."""


def concerned(
    conference: Conference,
    changes: Iterable[dict[str, Any]],
    *,
    before: Sequence[ReleasedSession],
    after: Sequence[ReleasedSession],
) -> list[Recipient]:
    """Whom *changes* concern: speakers and authors of what is new, moved or off; of what moved or is off also those
    who listen to it, interpret it or caption it.

    A constant number of queries, whatever the size of the programme.
    """
    changes = list(changes)
    rows: dict[int, list[ReleasedSession]] = defaultdict(list)
    for row in (*before, *after):
        rows[row.session_id].append(row)
    authors = _authors(row.facts for row in (*before, *after))
    listening: dict[int, set[int]] = defaultdict(set)
    moved = {change["session"] for change in changes if change["kind"] in OF_LISTENERS}
    for session, person in Assignment.objects.filter(session__in=moved).values_list("session", "person"):
        listening[session].add(person)
    for answer in ask("listeners_of", list(Session.objects.filter(pk__in=moved))) if moved else ():
        for pk, people in answer.items():
            listening[pk] |= people
    found: dict[int | str, list[dict[str, Any]]] = defaultdict(list)
    entries: dict[int | str, Author] = {}
    for change in changes:
        people, writers = _touched(change, rows[change["session"]], authors)
        if change["kind"] in OF_LISTENERS:
            people = people | listening[change["session"]]
        entries = writers | entries
        for key in (*people, *(writers.keys() - people)):
            found[key].append(change)
    return _as_recipients(found, entries)


def _authors(facts: Iterable[dict[str, Any]]) -> dict[int, list[Author]]:
    """Authors by paper, as they are known today: a released programme keeps no addresses."""
    papers = {talk["submission"] for told in facts for talk in told["talks"] if talk["submission"]}
    by_paper: dict[int, list[Author]] = defaultdict(list)
    for author in Author.objects.filter(submission__in=papers).select_related("submission"):
        by_paper[author.submission_id].append(author)
    return by_paper


def _touched(
    change: dict[str, Any], rows: Sequence[ReleasedSession], authors: dict[int, list[Author]]
) -> tuple[set[int], dict[int | str, Author]]:
    """Speakers and authors whom one change concerns: keys of people; authors by person, by e-mail without one."""
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
    writers: dict[int | str, Author] = {}
    for talk in talks:
        people |= {each["person"] for each in talk["speakers"] if each["person"]}
        for author in authors.get(talk["submission"] or 0, ()):
            if key := author.person_id or author.email.lower():
                writers.setdefault(key, author)
    return people, writers


def _as_recipients(found: dict[int | str, list[dict[str, Any]]], entries: dict[int | str, Author]) -> list[Recipient]:
    """One recipient for each human being: an author's address that is somebody's account is that person."""
    emails = [key for key in found if isinstance(key, str)]
    people = Person.objects.filter(Q(pk__in=[key for key in found if isinstance(key, int)]) | Q(email__in=emails))
    by_key: dict[int | str, Person] = {}
    for found_person in people.order_by("pk"):
        by_key[found_person.pk] = found_person
        if found_person.email:
            by_key[found_person.email] = found_person
    recipients: dict[int | str, Recipient] = {}
    for key, changes in found.items():
        person: Person | None = by_key.get(key)
        author = entries.get(key)
        if person is None and isinstance(key, int):
            continue
        language = person.language if person else author.submission.language if author else settings.LANGUAGE_CODE
        one = recipients.setdefault(person.pk if person else key, Recipient(person or str(key), language))
        one.author = one.author or author
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
        name, greeting = _names(recipient)
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
            zone=zones.named(conference.zone, rows[0].starts),
            name=name,
            greeting=greeting,
            link=mail.link(conference.url("workshops:programme")),
        )


def _names(recipient: Recipient) -> tuple[str, str]:
    """The name, and how to greet by it: that of the account, else as printed above the paper, else “colleague”."""
    language, person, author = recipient.language, recipient.to, recipient.author
    nobody = pgettext("greeting of somebody whose name is not known", "colleague")
    printed = " ".join(filter(None, (told_of(author, name, language) for name in ("given", "family"))))
    if not isinstance(person, Person):
        given = told_of(author, "given", language) if language == "ru" else ""
        return printed or nobody, (given if " " in given else printed) or nobody
    if language != "ru" and not person.latin_name and printed:
        return printed, printed
    return person.name_in(language) or printed or nobody, person.greeting_in(language) or printed or nobody


def told_of(author: Author | None, name: str, language: str) -> str:
    """A bilingual field of an author in *language*, else in the other one."""
    return told({f"{name}_{code}": getattr(author, f"{name}_{code}", "") for code in ("ru", "en")}, name, language)


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
    return "\n".join([quoted, *lines_of(changes, conference, language, is_own=True)])


def lines_of(
    changes: Iterable[dict[str, Any]], conference: Conference, language: str, *, is_own: bool = False
) -> list[str]:
    """The changes of one session as lines of plain text; a move of time and room at once is one move.

    *is_own*: they are read by those whose talks they tell of.
    """
    lines: list[str] = []
    for change in changes:
        for line in _lines(change, conference, language, is_own):
            if line not in lines:
                lines.append(line)
    return lines


def _lines(change: dict[str, Any], conference: Conference, language: str, is_own: bool) -> list[str]:
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
    return [_line_of_talk(change, conference, language, is_own)]


def _line_of_talk(change: dict[str, Any], conference: Conference, language: str, is_own: bool) -> str:
    title = told(change["talk"], "title", language)
    if change["kind"] == "talk_removed":
        return _("The talk “%(title)s” is no longer in this session.") % {"title": title}
    local = timezone.localtime(datetime.fromisoformat(change["now"]["starts"]), conference.zone)
    day, time = date_format(local, "DAY_MONTH"), f"{local:%H:%M}"
    if change["kind"] == "talk_moved":
        words = _("The talk “%(title)s” now begins on %(day)s at %(time)s.")
        return words % {"title": title, "day": day, "time": time}
    place = ", ".join(filter(None, (day, time, told(change["now"], "room", language))))
    if is_own:
        return _("Your talk “%(title)s” is in the programme: %(place)s") % {"title": title, "place": place}
    return _("The talk “%(title)s” is in the programme: %(place)s") % {"title": title, "place": place}


def _place(when: dict[str, Any], conference: Conference, language: str) -> str:
    """«пятница, 18 июня, 11:30–13:00, Аудитория 214», in the conference's zone."""
    starts, ends = (
        timezone.localtime(datetime.fromisoformat(when[name]), conference.zone) for name in ("starts", "ends")
    )
    weekday = date_format(starts, "l")
    day = f"{weekday.lower() if language == 'ru' else weekday}, {date_format(starts, 'DAY_MONTH')}"
    return ", ".join(filter(None, (day, f"{starts:%H:%M}–{ends:%H:%M}", told(when, "room", language))))
