"""The checks, one by one. Each looks at the whole draft and says what is amiss in the language that is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import pairwise

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.models import Conference
from conference.permissions import Visitor, may
from workshops.models import Session, Submission, Talk, Track

from . import crew
from .draft import Appearance, Draft, told

SHORTEST_BREAK = 15
"""A break of fewer minutes is warned of: nobody gets from one hall to another, with a cup, in less."""

FIRST_HOUR, LAST_HOUR = time(8), time(22)
"""Nobody means a session before or after these, by the clocks of the conference; an excursion perhaps."""


class Severity(TextChoices):
    ERROR = "error", gettext_lazy("cannot be held so")
    WARNING = "warning", gettext_lazy("to be settled")
    NOTE = "note", gettext_lazy("to be looked at")


@dataclass(frozen=True)
class ProgrammeWarning:
    """One thing amiss. ``code`` names it for good: the same trouble has the same code tomorrow."""

    kind: str
    severity: str
    words: str
    session: int
    track: int | None = None
    other: int | str = ""
    is_private: bool = False

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.session}:{self.other}"

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def warnings_of(conference: Conference) -> list[ProgrammeWarning]:
    """All that is amiss in the draft of *conference*, the gravest first. A constant number of queries."""
    draft = Draft.of(conference)
    found = [warning for check in CHECKS for warning in check(draft)]
    order = {session.pk: place for place, session in enumerate(draft.sessions)}
    return sorted(found, key=lambda each: (list(Severity).index(Severity(each.severity)), order[each.session]))


def visible_to(warnings: Iterable[ProgrammeWarning], person: Visitor, conference: Conference) -> list[ProgrammeWarning]:
    """Without the private ones about tracks that *person* does not chair; organisers see all."""
    if may(person, "conference.organise", conference):
        return list(warnings)
    own = set(Track.objects.chaired_by(person, conference).values_list("pk", flat=True))
    return [each for each in warnings if not each.is_private or each.track in own]


def _about(session: Session, kind: str, severity: str, words: str, **more: object) -> ProgrammeWarning:
    return ProgrammeWarning(kind, severity, words, session.pk, session.track_id, **more)  # type: ignore[arg-type]


def _at(session: Session, draft: Draft) -> str:
    starts, ends = (timezone.localtime(each, draft.conference.zone) for each in (session.starts, session.ends))
    return f"{starts:%H:%M}–{ends:%H:%M}"


def _title(session: Session) -> str:
    return told(session, "title")


# -- places and people -----------------------------------------------------------------------------------------


def room_clash(draft: Draft) -> Iterator[ProgrammeWarning]:
    """Two sessions in one room at once."""
    for first, second in _overlapping(draft.sessions):
        words = _("%(room)s is taken twice: “%(first)s” and “%(second)s”, %(time)s.") % {
            "room": told(first.room, "title"),
            "first": _title(first),
            "second": _title(second),
            "time": _at(second, draft),
        }
        yield _about(second, "room_clash", Severity.ERROR, words, other=first.pk)


def _overlapping(sessions: Iterable[Session]) -> Iterator[tuple[Session, Session]]:
    """Pairs in one room that overlap, the earlier one first."""
    by_room: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.room_id:
            by_room[session.room_id].append(session)
    for held in by_room.values():
        running: list[Session] = []
        for session in sorted(held, key=lambda each: (each.starts, each.pk)):
            running = [each for each in running if each.ends > session.starts]
            for each in running:
                yield each, session
            running.append(session)


def speaker_twice(draft: Draft) -> Iterator[ProgrammeWarning]:
    """One person in two sessions at once: known by account, by e-mail, or by both names."""
    by_key: dict[str, list[Appearance]] = defaultdict(list)
    for each in draft.appearances:
        for key in each.keys:
            by_key[key].append(each)
    told_already = set()
    for appearances in by_key.values():
        rows = sorted(appearances, key=lambda each: (each.starts, each.session.pk))
        for place, first in enumerate(rows):
            for second in rows[place + 1 :]:
                if second.starts >= first.ends:
                    break
                pair = tuple(sorted((first.session.pk, second.session.pk)))
                if first.session.pk == second.session.pk or (pair, *sorted((first.name, second.name))) in told_already:
                    continue
                told_already.add((pair, *sorted((first.name, second.name))))
                words = _("%(name)s is expected in two places at once: “%(first)s” and “%(second)s”.") % {
                    "name": second.name,
                    "first": _title(first.session),
                    "second": _title(second.session),
                }
                other = f"{first.session.pk}-{second.talk or 0}-{first.talk or 0}"
                yield _about(second.session, "speaker_twice", Severity.ERROR, words, other=other)


def outside_availability(draft: Draft) -> Iterator[ProgrammeWarning]:
    """Somebody is to speak when they cannot."""
    for each in _one_per_session(draft.appearances):
        free = draft.free_times.get(each.person or 0)
        if free and not any(row.covers(each.starts, each.ends) for row in free):
            words = _("%(name)s cannot be there at this time: “%(title)s”, %(time)s.") % {
                "name": each.name,
                "title": _title(each.session),
                "time": _at(each.session, draft),
            }
            yield _about(each.session, "availability", Severity.WARNING, words, other=each.person or 0)


def _one_per_session(appearances: Iterable[Appearance]) -> list[Appearance]:
    found: dict[tuple[int, int | None], Appearance] = {}
    for each in appearances:
        found.setdefault((each.session.pk, each.person), each)
    return [each for (_pk, person), each in found.items() if person]


def not_step_free(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A room with steps and a speaker who needs none. The words name nobody, and never the need behind it."""
    risky = [each for each in draft.appearances if each.session.room and not each.session.room.step_free]
    if not risky:
        return
    seen = set()
    for each in risky:
        if each.person in draft.need_step_free and each.session.pk not in seen:
            seen.add(each.session.pk)
            words = _("A speaker of this session needs step-free access, and %(room)s has steps: “%(title)s”.") % {
                "room": told(each.session.room, "title"),
                "title": _title(each.session),
            }
            yield _about(each.session, "step_free", Severity.ERROR, words, is_private=True)


def over_capacity(draft: Draft) -> Iterator[ProgrammeWarning]:
    """More guests than the room has seats."""
    for session in draft.sessions:
        guests = max(session.seats_taken, session.expected or 0, session.seats or 0)
        if session.room and session.room.seats and guests > session.room.seats:
            words = _("“%(title)s”: %(guests)d guests, and %(room)s has %(seats)d seats.") % {
                "title": _title(session),
                "guests": guests,
                "room": told(session.room, "title"),
                "seats": session.room.seats,
            }
            yield _about(session, "capacity", Severity.WARNING, words)


# -- papers and time -------------------------------------------------------------------------------------------


def unconfirmed(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A paper whose author has not confirmed taking part."""
    for session, talk, paper in _papers(draft):
        if paper.state == Submission.State.ACCEPTED:
            words = _("The author has not confirmed taking part: “%(paper)s”, in “%(title)s”.") % {
                "paper": told(paper, "title"),
                "title": _title(session),
            }
            yield _about(session, "unconfirmed", Severity.WARNING, words, other=talk.pk)


def no_longer_presented(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A paper in the programme that was withdrawn, or is not to be presented any more."""
    for session, talk, paper in _papers(draft):
        if paper.state not in Submission.ADMITTED or paper.presentation == Submission.Presentation.NONE:
            words = _("This paper is no longer presented, take it out: “%(paper)s”, in “%(title)s”.") % {
                "paper": told(paper, "title"),
                "title": _title(session),
            }
            yield _about(session, "withdrawn", Severity.ERROR, words, other=talk.pk)


def _papers(draft: Draft) -> Iterator[tuple[Session, Talk, Submission]]:
    for session in draft.sessions:
        for talk in session.talks.all():
            if talk.submission:
                yield session, talk, talk.submission


def talks_too_long(draft: Draft) -> Iterator[ProgrammeWarning]:
    """The talks together take longer than their session."""
    for session in draft.sessions:
        spoken = sum(talk.minutes for talk in session.talks.all() if talk.kind != Talk.Kind.POSTER)
        over = spoken - session.minutes
        if over > 0:
            words = ngettext(
                "“%(title)s”: the talks take %(over)d minute more than the session has.",
                "“%(title)s”: the talks take %(over)d minutes more than the session has.",
                over,
            ) % {"title": _title(session), "over": over}
            yield _about(session, "too_long", Severity.WARNING, words)


def missing_translation(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A title or a summary that stands in one language only."""
    for session in draft.sessions:
        for field, words_ru, words_en in (
            ("title", _("The Russian title is missing: “%(title)s”."), _("The English title is missing: “%(title)s”.")),
            (
                "summary",
                _("The Russian summary is missing: “%(title)s”."),
                _("The English summary is missing: “%(title)s”."),
            ),
        ):
            texts = {code: bool((getattr(session, f"{field}_{code}") or "").strip()) for code in ("ru", "en")}
            if any(texts.values()) and not all(texts.values()):
                words = (words_en if texts["ru"] else words_ru) % {"title": _title(session)}
                yield _about(session, f"translation_{field}", Severity.NOTE, words)


def short_break(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A break too short to be one."""
    for session in draft.sessions:
        if session.is_break and session.minutes < SHORTEST_BREAK:
            words = ngettext(
                "“%(title)s” lasts %(minutes)d minute: too short for a break.",
                "“%(title)s” lasts %(minutes)d minutes: too short for a break.",
                session.minutes,
            ) % {"title": _title(session), "minutes": session.minutes}
            yield _about(session, "short_break", Severity.NOTE, words)


def odd_hour(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A session that begins before 8:00 or ends after 22:00 by the clocks of the conference: 02:00 meant as 14:00."""
    for session in draft.sessions:
        starts, ends = (timezone.localtime(each, draft.conference.zone) for each in (session.starts, session.ends))
        if starts.time() < FIRST_HOUR or ends.time() > LAST_HOUR or ends.date() != starts.date():
            words = _("“%(title)s” is held at an unusual hour: %(time)s.") % {
                "title": _title(session),
                "time": _at(session, draft),
            }
            yield _about(session, "odd_hour", Severity.NOTE, words)


def no_time_between(draft: Draft) -> Iterator[ProgrammeWarning]:
    """Somebody who ends in one room and begins in another in the same minute."""
    by_person: dict[int, list[Appearance]] = defaultdict(list)
    for each in _one_per_session(draft.appearances):
        by_person[each.person or 0].append(each)
    for appearances in by_person.values():
        rows = sorted(appearances, key=lambda each: each.starts)
        for first, second in pairwise(rows):
            gap = second.starts - first.ends
            rooms = first.session.room_id and second.session.room_id and first.session.room_id != second.session.room_id
            if rooms and timedelta(0) <= gap < timedelta(minutes=5):
                words = _("%(name)s goes from “%(first)s” to “%(second)s” without a minute between them.") % {
                    "name": second.name,
                    "first": _title(first.session),
                    "second": _title(second.session),
                }
                yield _about(second.session, "no_time_between", Severity.NOTE, words, other=first.session.pk)


def service_unstaffed(draft: Draft) -> Iterator[ProgrammeWarning]:
    """A service is promised and nobody is assigned to it."""
    promised = {
        "interpretation": _("Interpretation is promised and no interpreter is assigned: “%(title)s”."),
        "sign_language": _("Sign language is promised and no interpreter is assigned: “%(title)s”."),
        "captions": _("Captions are promised and nobody is assigned to write them: “%(title)s”."),
    }
    assigned = crew.assigned_services(draft)
    for session in draft.sessions:
        for service, words in promised.items():
            if getattr(session, service) and service not in assigned.get(session.pk, set()):
                yield _about(session, f"unstaffed_{service}", Severity.WARNING, words % {"title": _title(session)})


def crew_troubles(draft: Draft) -> Iterator[ProgrammeWarning]:
    """An interpreter, signer or captioner in two places, alone for long, or without a promise."""
    for session, kind, severity, words, other in crew.troubles(draft):
        yield _about(session, kind, severity, words, other=other)


CHECKS: tuple[Callable[[Draft], Iterator[ProgrammeWarning]], ...] = (
    room_clash,
    speaker_twice,
    not_step_free,
    no_longer_presented,
    outside_availability,
    over_capacity,
    unconfirmed,
    talks_too_long,
    service_unstaffed,
    crew_troubles,
    missing_translation,
    short_break,
    odd_hour,
    no_time_between,
)
