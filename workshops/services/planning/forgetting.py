"""Forgetting a person in the programme."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from conference.models import Person
from conference.models.people import ERASED_EN, ERASED_RU
from workshops.models import Availability, ProgrammeEdit, Release, ReleasedSession, Speaker


@transaction.atomic
def erase_speaker(person: Person) -> list[str]:
    """Forget when *person* can speak, their steps in the editor, and their name in sessions that are still to come.

    A session that has been held keeps the name as it was printed, without the link to the person. Returns what was
    erased, in a word.
    """
    gone, _rows = Availability.objects.filter(person=person).delete()
    steps, _rows = ProgrammeEdit.objects.filter(by=person).delete()
    appearances = list(Speaker.objects.filter(person=person).select_related("session"))
    names = {_named({name: getattr(each, name) for name in ("name_ru", "name_en")}) for each in appearances}
    sessions = {each.session_id for each in appearances}
    _forget_in_releases(person, sessions)
    _forget_in_steps(person, names)
    for each in appearances:
        if each.session.ends > timezone.now():
            each.delete()
        else:
            Speaker.objects.filter(pk=each.pk).update(person=None)
    return ["appearances"] if gone or steps or appearances else []


def _forget_in_releases(person: Person, sessions: set[int]) -> None:
    """Take the link to *person* out of the frozen facts, and the name too where the session is still to come."""
    coming = set()
    for row in ReleasedSession.objects.filter(session__in=sessions):
        is_coming = row.ends > timezone.now()
        if is_coming:
            coming.add(row.session_id)
        facts = {**row.facts, "speakers": [_without(each, person, is_coming) for each in row.facts["speakers"]]}
        facts["talks"] = [
            {**talk, "speakers": [_without(each, person, is_coming) for each in talk["speakers"]]}
            for talk in facts["talks"]
        ]
        ReleasedSession.objects.filter(pk=row.pk).update(facts=facts)
    for release in Release.objects.filter(sessions__session__in=sessions).distinct():
        changes = [_change_without(each, person, each["session"] in coming) for each in release.changes]
        Release.objects.filter(pk=release.pk).update(changes=changes)


def _change_without(change: dict[str, Any], person: Person, is_coming: bool) -> dict[str, Any]:
    """The lists of changes name who came and who left."""
    if change["kind"] != "speakers":
        return change
    sides = {side: [_without(each, person, is_coming) for each in change[side]] for side in ("was", "now")}
    return {**change, **sides}


def _without(told: dict[str, Any], person: Person, is_coming: bool) -> dict[str, Any]:
    if told.get("person") != person.pk:
        return told
    if not is_coming:
        return {**told, "person": None}
    blank = {name: "" for name in told if name.startswith(("position_", "organisation_"))}
    return {**told, **blank, "name_ru": ERASED_RU, "name_en": ERASED_EN, "country": "", "person": None}


def _forget_in_steps(person: Person, names: set[tuple[str, str]]) -> None:
    """Steps of others that wrote this person into a session can no longer be undone: they would bring the name back."""
    for step in ProgrammeEdit.objects.exclude(by=person):
        told = [
            change[side] or {}
            for change in step.changes
            for side in ("before", "after")
            if change["model"] == "speaker"
        ]
        if any(each.get("person_id") == person.pk or _named(each) in names for each in told):
            step.delete()


def _named(told: dict[str, Any]) -> tuple[str, str]:
    return told.get("name_ru") or "", told.get("name_en") or ""
