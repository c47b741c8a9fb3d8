"""Forgetting a person in what was written about them: the history of changes, the outbox, reports of long work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast

from conference.models import Job, Message, Person

GONE = "…"
NOBODY = "erased@vmeste.invalid"
SHORTEST = 4
KEPT = {"state", "kind", "withdrawn_at", "answered_at", "decided_at", "submitted_at", "is_active"}


def scrub_history(rows: Iterable[models.Model]) -> int:
    """Take the values out of the history of *rows*: that something changed, when and by whom stays."""
    changed = 0
    for row in rows:
        kind = ContentType.objects.get_for_model(row)
        changed += _scrub(LogEntry.objects.filter(content_type=kind, object_pk=str(row.pk)))
    return changed


def _scrub(entries: Iterable[LogEntry]) -> int:
    changed = 0
    for entry in entries:
        changes = entry.changes if isinstance(entry.changes, dict) else {}
        LogEntry.objects.filter(pk=entry.pk).update(
            changes={name: was if name in KEPT else [GONE, GONE] for name, was in changes.items()},
            changes_text="",
            object_repr=GONE,
            serialized_data=None,
            additional_data=None,
        )
        changed += 1
    return changed


def names_of(person: Person) -> list[str]:
    """Names and addresses by which a text may tell of *person*, the longest first.

    Left out are those that somebody else bears as well (a namesake, an office that several share), and very short ones.
    """
    told = [person.full_name, person.latin_name, person.native_name, person.email, person.contact_email]
    others = Person.objects.exclude(pk=person.pk)
    columns = ("full_name", "latin_name", "native_name", "email", "contact_email")
    found = set()
    for text in {text for text in told if text and len(text) >= SHORTEST}:
        condition = Q(pk__in=[])
        for column in columns:
            condition |= Q(**{f"{column}__iexact": text})
        if not others.filter(condition).exists():
            found.add(text)
    return sorted(found, key=len, reverse=True)


def forget_in_history(person: Person, names: Iterable[str]) -> int:
    """Take *names* out of the whole history, whatever it is about, and the traces of *person* as its actor."""
    names = list(names)
    LogEntry.objects.filter(actor=person).update(actor_email=None, remote_addr=None, remote_port=None)
    LogEntry.objects.filter(actor_email__in=names).update(actor_email=None, remote_addr=None, remote_port=None)
    fields = ("changes", "additional_data", "serialized_data")
    entries = LogEntry.objects.annotate(
        **{f"{name}_as_text": Cast(name, models.TextField()) for name in fields}
    ).order_by()
    found = entries.filter(_told(names, ["object_repr", "changes_text", *[f"{name}_as_text" for name in fields]]))
    for entry in found:
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=without(entry.object_repr, names),
            changes_text=without(entry.changes_text, names),
            **{name: without(getattr(entry, name), names) for name in fields},
        )
    return len(found)


def _told(names: Iterable[str], columns: Iterable[str]) -> Q:
    """That one of *columns* holds one of *names*, as it is or as JSON escapes it."""
    condition = Q(pk__in=[])
    for name in names:
        for variant in {name, json.dumps(name)[1:-1]}:
            for column in columns:
                condition |= Q(**{f"{column}__contains": variant})
    return condition


def without(value: Any, names: Iterable[str]) -> Any:
    """*value* with every one of *names* in it replaced by an ellipsis, through lists and dictionaries."""
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, GONE)
        return value
    if isinstance(value, list):
        return [without(each, names) for each in value]
    if isinstance(value, dict):
        return {key: without(each, names) for key, each in value.items()}
    return value


def forget_in_letters(person: Person, names: Iterable[str]) -> int:
    """Erase the texts of letters to *person* and of those that name them; that they were sent, and when, stays.

    What has not been sent yet is not sent any more.
    """
    names = list(names)
    to_them = Q(person=person) | Q(to__in=[name for name in names if "@" in name])
    letters = Message.objects.filter(to_them | _told(names, ["subject", "body"]))
    for letter in letters.exclude(attachment=""):
        _delete_later(letter.attachment)
    letters.filter(state=Message.State.QUEUED).delete()
    mine = list(Message.objects.filter(to_them).values_list("pk", flat=True))
    erased = letters.update(subject=GONE, body="", error="", attachment="", attachment_name="")
    Message.objects.filter(pk__in=mine).update(to=NOBODY)
    return erased


def _delete_later(file: FieldFile) -> None:
    """Delete the stored file once the transaction has ended well."""
    storage, name = file.storage, str(file.name)
    transaction.on_commit(lambda: storage.delete(name))


def forget_in_jobs(names: Iterable[str]) -> int:
    """Empty the reports of long work that name the person."""
    names = list(names)
    jobs = Job.objects.annotate(told=Cast("verdicts", models.TextField())).filter(
        _told(names, ["told", "now", "error"])
    )
    for job in jobs:
        Job.objects.filter(pk=job.pk).update(
            verdicts=without(job.verdicts, names), now=without(job.now, names), error=without(job.error, names)
        )
    return len(jobs)
