"""Interpreters, sign-language interpreters and captioners in the draft: who is where, and what is amiss with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from workshops.models import Assignment, Session

from .draft import Draft, told

Kind = Assignment.Kind
Trouble = tuple[Session, str, str, str, int | str]
"""Session, kind, severity (a value of ``checks.Severity``), words, what else tells it from others of its kind."""

PROMISES = {Kind.INTERPRETER: "interpretation", Kind.SIGN: "sign_language", Kind.CAPTIONS: "captions"}
ALONE_AT_MOST = 60
"""Minutes that one interpreter works without somebody to take turns with."""


def assigned_services(draft: Draft) -> dict[int, set[str]]:
    """Session by its key -> the services somebody is assigned to."""
    return {
        pk: {str(PROMISES[Kind(each.kind)]) for each in assignments} for pk, assignments in draft.assignments.items()
    }


def troubles(draft: Draft) -> Iterator[Trouble]:
    yield from _in_two_places(draft)
    yield from _alone(draft)
    yield from _not_promised(draft)


def _in_two_places(draft: Draft) -> Iterator[Trouble]:
    """One person assigned to two sessions at once, or to one while they speak in another."""
    sessions = {session.pk: session for session in draft.sessions}
    by_person: dict[int, dict[int, Assignment]] = defaultdict(dict)
    for pk, assignments in draft.assignments.items():
        for each in assignments:
            if pk in sessions:
                by_person[each.person_id].setdefault(pk, each)
    for held in by_person.values():
        for first, second in combinations(sorted((sessions[pk] for pk in held), key=lambda each: each.starts), 2):
            if second.starts < first.ends:
                words = _("%(name)s is assigned to two sessions at once: “%(first)s” and “%(second)s”.") % {
                    "name": held[second.pk].person.name_in(get_language() or "ru"),
                    "first": told(first, "title"),
                    "second": told(second, "title"),
                }
                yield second, "crew_twice", "error", words, f"{first.pk}-{held[second.pk].person_id}"
    for appearance in draft.appearances:
        for pk, each in by_person.get(appearance.person or 0, {}).items():
            session = sessions[pk]
            if appearance.starts < session.ends and session.starts < appearance.ends:
                words = _("%(name)s is assigned to “%(first)s” and speaks at the same time in “%(second)s”.") % {
                    "name": each.person.name_in(get_language() or "ru"),
                    "first": told(session, "title"),
                    "second": told(appearance.session, "title"),
                }
                other = f"{each.person_id}-{appearance.session.pk}-{appearance.talk or 0}"
                yield session, "crew_speaks", "error", words, other


def _alone(draft: Draft) -> Iterator[Trouble]:
    """One interpreter in a session longer than an hour: nobody to take turns with."""
    for session in draft.sessions:
        alone = [each for each in draft.assignments.get(session.pk, ()) if each.kind == Kind.INTERPRETER]
        if len(alone) == 1 and session.minutes > ALONE_AT_MOST:
            words = ngettext(
                "“%(title)s” lasts %(minutes)d minute and has one interpreter: assign a second one to take turns.",
                "“%(title)s” lasts %(minutes)d minutes and has one interpreter: assign a second one to take turns.",
                session.minutes,
            ) % {"title": told(session, "title"), "minutes": session.minutes}
            yield session, "crew_alone", "warning", words, ""


def _not_promised(draft: Draft) -> Iterator[Trouble]:
    """Somebody assigned to a service that the programme does not promise."""
    wordings = {
        Kind.INTERPRETER: _(
            "An interpreter is assigned, and the programme does not promise interpretation: “%(title)s”."
        ),
        Kind.SIGN: _("A sign-language interpreter is assigned, and the programme does not promise it: “%(title)s”."),
        Kind.CAPTIONS: _("A captioner is assigned, and the programme does not promise captions: “%(title)s”."),
    }
    for session in draft.sessions:
        for kind in dict.fromkeys(Kind(each.kind) for each in draft.assignments.get(session.pk, ())):
            if not getattr(session, PROMISES[kind]):
                words = wordings[kind] % {"title": told(session, "title")}
                yield session, f"crew_unpromised_{kind}", "note", words, ""
