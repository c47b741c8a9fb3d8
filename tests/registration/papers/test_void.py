"""Papers that are void say so, and why."""

from __future__ import annotations

import pytest

from conference.models import IssuedDocument
from conference.moves import MoveNotAllowed
from conference.services.documents import revoke
from registration import services
from registration.services import papers
from tests.registration.papers.conftest import CERTIFICATE, CONFIRMATION, HOURS


def test_a_void_document_says_so_and_why(guest, organiser, came, client):
    came(guest)
    issued = papers.issue(CERTIFICATE, guest, by=organiser)
    before = client.get(f"/ru/verify/{issued.code}/").content.decode()

    revoke(issued, by=organiser, reason="Выдан по ошибке")

    after = client.get(f"/ru/verify/{issued.code}/").content.decode()
    assert ("Документ подлинный" in before, "Выдан по ошибке" in after) == (True, True)
    assert "The document is void" in after
    assert "Алеся" in before
    assert (issued.revoked_by, issued.facts["why_void"]) == (organiser, "Выдан по ошибке")


def test_why_somebody_cancelled_is_nobodys_business(guest, client):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    services.cancel(guest, by=guest.person, reason="болезнь")

    issued.refresh_from_db()
    told = client.get(f"/ru/verify/{issued.code}/").content.decode()
    assert ("Документ недействителен" in told, "болезнь" in told, issued.revoked_reason in told) == (
        True, False, False,
    )  # fmt: skip


def test_nothing_is_void_without_a_reason_or_twice(guest, organiser):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)

    with pytest.raises(MoveNotAllowed):
        revoke(issued, by=organiser, reason="  ")
    revoke(issued, by=organiser, reason="Ошибка")
    with pytest.raises(MoveNotAllowed):
        revoke(issued, by=organiser, reason="Ещё раз")


def test_the_check_page_tells_the_hours_and_no_sessions(guest, organiser, came, make_session, client):
    came(guest, make_session(9, 150))
    issued = papers.issue(HOURS, guest, by=organiser)

    told = client.get(f"/ru/verify/{issued.code}/").content.decode()

    assert "<dd>2,5</dd>" in told
    assert "Заседание 9" not in told
    assert guest.person.email not in told


def test_an_unknown_code_is_404(client, conference):
    assert client.get("/ru/verify/AAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_in_the_administration_too(guest, organiser, client_of):
    issued = IssuedDocument.objects.get(kind=CONFIRMATION)
    client, url = client_of(organiser), "/admin/conference/issueddocument/"
    chosen = {"action": "declare_void", "_selected_action": [issued.pk]}

    asked = client.post(url, chosen)
    client.post(url, {**chosen, "apply": "1", "reason": "Выдан дважды"})

    issued.refresh_from_db()
    assert asked.status_code == 200
    assert issued.number in asked.content.decode()
    assert (issued.is_valid, issued.revoked_reason) == (False, "Выдан дважды")


def test_cancelling_makes_everything_void(guest, organiser):
    papers.issue_badge(guest, by=organiser)

    services.cancel(guest, by=guest.person)

    assert IssuedDocument.objects.valid().count() == 0
