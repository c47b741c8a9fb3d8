"""A guest, a volunteer and reports of a device, for the tests of the door."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.models import IssuedDocument, Role
from workshops.models import Session


@pytest.fixture
def volunteer(make_person, conference):
    return make_person(Role.Kind.DOOR, conference=conference)


@pytest.fixture
def guest(make_registration):
    return make_registration(state="approved")


@pytest.fixture
def at_door(client_of, volunteer):
    return client_of(volunteer)


@pytest.fixture
def session(conference):
    starts = timezone.now() + timedelta(days=100)
    return Session.objects.create(
        conference=conference, format="plenary", title_ru="Пленарное", starts=starts, ends=starts + timedelta(hours=2)
    )


def badge_of(registration, *, kind="badge", **fields) -> IssuedDocument:
    """A document of *kind*: the valid one that the approval has brought, else a new one."""
    known = IssuedDocument.objects.valid().filter(kind=kind, about_id=registration.pk)
    if not fields and known.exists():
        return known.get()
    return IssuedDocument.objects.create(
        conference=registration.conference, person=registration.person, kind=kind, language="ru",
        number=f"{kind}-{IssuedDocument.objects.count()}", about=registration, **fields,
    )  # fmt: skip


def report(client, conference, marks, *, sent=None, **extra):
    body = {"sent": (sent or timezone.now()).isoformat(), "marks": marks}
    url = conference.url("registration:door_sync")
    return client.post(url, json.dumps(body), content_type="application/json", **extra)


def mark_of(registration, **fields) -> dict:
    told = {"nonce": str(uuid.uuid4()), "guest": registration.pk, "at": timezone.now().isoformat(), "door": "А"}
    return {**told, "method": "scan", **fields}


CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23"
