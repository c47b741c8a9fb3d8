"""Steps of the editor: what a verb changed, kept so that it can be undone and done again, by whoever did it.

A step keeps only the fields that it changed. Undoing is a compare-and-swap on these: when somebody else has changed
one of them since, the step is refused and nothing is overwritten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from workshops.models import ProgrammeEdit, Session, Speaker, Talk

Key = tuple[str, int]
Picture = dict[Key, dict[str, Any]]
BOTH = ("ru", "en")


def _bilingual(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{code}" for name in names for code in BOTH)


MODELS: dict[str, type[models.Model]] = {"session": Session, "talk": Talk, "speaker": Speaker}
FIELDS: dict[str, tuple[str, ...]] = {
    "session": (
        *("format", "kind_id", "course_id", "track_id", "room_id", "starts", "ends", "seats", "expected", "language"),
        *(
            "interpretation",
            "captions",
            "sign_language",
            "join_link",
            "audience",
            "is_off",
            *_bilingual("title", "summary", "host"),
        ),
    ),
    "talk": (
        *("session_id", "submission_id", "kind", "order", "minutes", "language", "board"),
        *_bilingual("title", "on_behalf_of"),
    ),
    "speaker": (
        *("session_id", "talk_id", "person_id", "role", "country", "order"),
        *_bilingual("name", "position", "organisation"),
    ),
}


class StaleStep(MoveNotAllowed):
    """Somebody else has changed the same thing since; carries the step."""

    def __init__(self, message: str, step: ProgrammeEdit) -> None:
        super().__init__(message)
        self.step = step


# -- pictures ------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _utc(value)
    if hasattr(value, "code"):  # a country
        return value.code or ""
    return list(value) if isinstance(value, list) else value


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def portrait(kind: str, row: models.Model) -> dict[str, Any]:
    """All that a step may change in *row*, as plain JSON values."""
    return {name: _plain(getattr(row, name)) for name in FIELDS[kind]}


def picture(*sessions: Session) -> Picture:
    """*sessions* with their talks and speakers as they are in the database now; three queries."""
    keys = [session.pk for session in sessions]
    found: Picture = {("session", row.pk): portrait("session", row) for row in Session.objects.filter(pk__in=keys)}
    for row in Talk.objects.filter(session__in=keys):
        found["talk", row.pk] = portrait("talk", row)
    for each in Speaker.objects.filter(session__in=keys):
        found["speaker", each.pk] = portrait("speaker", each)
    return found


def fingerprint(session: Session) -> str:
    """Twelve characters that change when anything of the session does: what a form was opened with."""
    told = sorted((kind, pk, fields) for (kind, pk), fields in picture(session).items())
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def placing(session: Session) -> str:
    """Where and when a session stands, in a word: what a move was made from. No query."""
    told = f"{_utc(session.starts)} {_utc(session.ends)} {session.room_id} {session.track_id} {session.is_off}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


# -- keeping a step ------------------------------------------------------------------------------------------


def lock(*sessions: Session) -> None:
    """Hold the rows of *sessions* until the transaction ends, and take what they say now."""
    keys = [session.pk for session in sessions]
    rows = {row.pk: row for row in Session.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")}
    for session in sessions:
        for name in FIELDS["session"]:
            setattr(session, name, getattr(rows[session.pk], name))


def require_seen(session: Session, seen: str) -> None:
    """Raise MoveNotAllowed when the session no longer stands where the person saw it (empty: do not ask)."""
    if seen and seen != placing(session):
        raise MoveNotAllowed(
            _("“%(title)s” has been moved by somebody else meanwhile. Look where it stands now.")
            % {"title": session.title}
        )


@contextmanager
def step(*sessions: Session, by: Person, kind: str, told: Mapping[str, Any] | None = None) -> Iterator[ProgrammeEdit]:
    """Keep as one step whatever changes within: the sessions, their talks and speakers. Empty steps are not kept."""
    before = picture(*sessions)
    kept = ProgrammeEdit(conference=sessions[0].conference, by=by, kind=kind, told=dict(told or {}))
    yield kept
    kept.changes = list(_differences(before, picture(*sessions)))
    if kept.changes:
        keep(kept)


def keep(made: ProgrammeEdit) -> None:
    """Write a step down; what its person had undone before can no longer be done again."""
    ProgrammeEdit.objects.of(made.conference).undone_by(made.by).delete()
    made.save()


def _differences(before: Picture, after: Picture) -> Iterator[dict[str, Any]]:
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        if was is not None and now is not None:
            names = [name for name in now if was[name] != now[name]]
            was, now = {name: was[name] for name in names}, {name: now[name] for name in names}
        yield {"model": key[0], "pk": key[1], "before": was, "after": now}


# -- undo and redo -------------------------------------------------------------------------------------------


@transaction.atomic
def undo(conference: Conference, *, by: Person) -> ProgrammeEdit:
    """Undo the last step of *by*. Raises MoveNotAllowed when there is none, StaleStep when others changed the same."""
    last = ProgrammeEdit.objects.of(conference).done_by(by).select_for_update().first()
    if last is None:
        raise MoveNotAllowed(_("There is nothing of yours to undo."))
    _swap(last, towards="before")
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    return last


@transaction.atomic
def redo(conference: Conference, *, by: Person) -> ProgrammeEdit:
    """Do the last undone step of *by* again. Raises as ``undo`` does."""
    first = ProgrammeEdit.objects.of(conference).undone_by(by).select_for_update().first()
    if first is None:
        raise MoveNotAllowed(_("There is nothing of yours to do again."))
    _swap(first, towards="after")
    first.undone_at = None
    first.save(update_fields=["undone_at"])
    return first


def forget_step(stale: ProgrammeEdit, *, by: Person) -> None:
    """Take a step that can no longer be undone out of the list, so that the one before it can be."""
    ProgrammeEdit.objects.filter(pk=stale.pk, by=by).delete()


def _swap(kept: ProgrammeEdit, *, towards: str) -> None:
    """Put the rows of a step into the state *towards* if they are all in the other one, else raise StaleStep."""
    away = "after" if towards == "before" else "before"
    for change in kept.changes:
        if not _stands(change, change[away]):
            raise StaleStep(
                _("“%(title)s” has been changed by somebody else since. Their work stays; change it by hand.")
                % {"title": kept.told.get("title_ru", "")},
                kept,
            )
    try:
        for change in _in_order(kept.changes, towards):
            _put(change, change[towards])
    except ProtectedError as error:
        raise StaleStep(_("Something has been attached to it since, so it stays."), kept) from error


def _stands(change: Mapping[str, Any], expected: Mapping[str, Any] | None) -> bool:
    """Whether the row of *change* is as *expected* now (None: does not exist)."""
    kind = change["model"]
    row = MODELS[kind]._default_manager.select_for_update(no_key=True).filter(pk=change["pk"]).order_by("pk").first()
    if row is None or expected is None:
        return row is None and expected is None and not _is_taken(change)
    now = portrait(kind, row)
    return all(now[name] == value for name, value in expected.items())


def _is_taken(change: Mapping[str, Any]) -> bool:
    """Whether the paper of a talk that is to come back has been placed elsewhere meanwhile."""
    told = change["before"] or change["after"] or {}
    paper = told.get("submission_id") if change["model"] == "talk" else None
    return paper is not None and Talk.objects.filter(submission=paper).exists()


def _in_order(changes: Iterable[Mapping[str, Any]], towards: str) -> list[Mapping[str, Any]]:
    """Rows that go first, the dependent ones before those they hang on; then what comes, the other way round."""
    rank = {"session": 0, "talk": 1, "speaker": 2}
    gone = sorted((each for each in changes if each[towards] is None), key=lambda each: -rank[each["model"]])
    rest = sorted((each for each in changes if each[towards] is not None), key=lambda each: rank[each["model"]])
    return [*gone, *rest]


def _put(change: Mapping[str, Any], wanted: Mapping[str, Any] | None) -> None:
    model = MODELS[change["model"]]
    manager = model._default_manager
    if wanted is None:
        for row in manager.filter(pk=change["pk"]):
            row.delete()
        return
    values = {name: _alive(model, name, value) for name, value in wanted.items()}
    is_new = change["before"] is None or change["after"] is None
    row = model(pk=change["pk"]) if is_new else manager.get(pk=change["pk"])
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=is_new)


def _alive(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    return datetime.fromisoformat(value) if isinstance(field, models.DateTimeField) and value else value
