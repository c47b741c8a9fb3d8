"""The reading of passport data: after saying why, by few, never without the log."""

from __future__ import annotations

import pytest
from auditlog.models import LogEntry, LogEntryManager
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from conference.models import Role
from conference.sealed import new_key
from conference.services.readings import NotLogged
from registration.services import travel
from tests.registration.guarded.conftest import NUMBER


def test_an_officer_reads_after_saying_why_and_the_log_has_it(guest, visa, officer, client_of, address):
    client, url = client_of(officer), address("desk_passport", pk=guest.pk)

    asked, silent = client.get(url).content.decode(), client.post(url, {"reason": " "}).content.decode()
    before = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).count()
    told = client.post(url, {"reason": "Сверка перед письмом"}).content.decode()

    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (NUMBER in asked, NUMBER in silent, before, NUMBER in told) == (False, False, 0, True)
    assert (entry.actor, entry.additional_data, entry.object_pk) == (
        officer, {"reason": "Сверка перед письмом"}, str(visa.pk),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["organiser", "protocol", "finance", "access", "superuser", "owner"])
def test_nobody_else_reads(kind, guest, visa, make_person, conference, client_of, address):
    who = guest.person if kind == "owner" else make_person(
        *([] if kind == "superuser" else [kind]), conference=conference, is_staff=True, is_superuser=kind == "superuser"
    )  # fmt: skip

    response = client_of(who).post(address("desk_passport", pk=guest.pk), {"reason": "Просто любопытно"})

    assert response.status_code == 404
    with pytest.raises(PermissionDenied):
        travel.read_visa(visa, by=who, reason="Любопытно")
    assert not LogEntry.objects.filter(action=LogEntry.Action.ACCESS).exists()


def test_an_officer_of_another_conference_reads_nothing(guest, visa, make_person, other_conference, client_of, address):
    stranger = make_person(Role.Kind.PASSPORTS, conference=other_conference)

    response = client_of(stranger).post(address("desk_passport", pk=guest.pk), {"reason": "Просто любопытно"})

    assert response.status_code == 404


def test_without_a_log_nothing_is_shown(guest, visa, officer, client_of, address, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(LogEntryManager, "log_create", broken)

    response = client_of(officer).post(address("desk_passport", pk=guest.pk), {"reason": "Сверка перед письмом"})

    assert (response.status_code, NUMBER in response.content.decode()) == (503, False)
    with pytest.raises(NotLogged):
        travel.read_visa(visa, by=officer, reason="Сверка")


def test_a_log_that_writes_nothing_counts_as_broken(visa, officer, monkeypatch):
    monkeypatch.setattr(LogEntryManager, "log_create", lambda *args, **kwargs: None)

    with pytest.raises(NotLogged):
        travel.read_visa(visa, by=officer, reason="Сверка")


def test_a_missing_key_is_said_in_words(guest, visa, officer, client_of, address, settings):
    settings.FIELD_KEYS = [new_key()]

    response = client_of(officer).post(address("desk_passport", pk=guest.pk), {"reason": "Сверка перед письмом"})

    assert (response.status_code, 'role="alert"' in response.content.decode()) == (503, True)
