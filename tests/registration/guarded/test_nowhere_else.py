"""The proof that the number of the passport is nowhere else."""

from __future__ import annotations

import io
import sqlite3

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from conference.models import ErasureAct
from registration.models import LetterRequest, Travel, VisaDetails
from registration.services import travel
from tests.access import TABLE
from tests.registration.guarded.conftest import FIELDS, NUMBER
from tests.registration.test_travel import over


def every_cell() -> str:
    """All rows of all tables as text: what a dump holds."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 — names of our own tables
            cells += [str(row) for row in cursor.fetchall()]
    return "\n".join(cells)


@pytest.mark.once
@pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango60Warning")  # forms of the administration
def test_the_passport_number_is_nowhere_but_in_the_guarded_view(
    guest, officer, organiser, make_person, conference, client_of, address, run_tasks, logged, settings, tmp_path
):
    """Typed into the form, walked through letters, mails, pages, the administration, searches, history, exports."""
    mine = client_of(guest.person)
    wrong = mine.post(address("visa", pk=guest.pk), {**FIELDS, "visa": "", "expires": "2019-01-01"})
    mine.post(address("visa", pk=guest.pk), {**FIELDS, "visa": "", "switch_language": "en"})
    mine.post(address("visa", pk=guest.pk), {**FIELDS, "visa": ""})
    mine.post(address("ask_letter", pk=guest.pk))
    letter = LetterRequest.objects.get()
    for client, verb in (
        (client_of(officer), "check"),
        (client_of(organiser), "approve"),
        (client_of(officer), "issue"),
    ):
        client.post(address(f"desk_letter_{verb}", pk=letter.pk))
    client_of(officer).post(address("desk_letter_revoke", pk=letter.pk), {"remark": "Ошибка в дате"})
    run_tasks()
    assert NUMBER in wrong.content.decode()  # the typed value is kept in the answer to its own form, and only there
    assert VisaDetails.objects.get().masked_number() == "•••• 4417"

    superuser = make_person(is_staff=True, is_superuser=True)
    seen = pages_of(client_of(superuser), conference, guest, with_admin=True)
    for who in (organiser, officer, guest.person):
        seen += pages_of(client_of(who), conference, guest, with_admin=False)
    dumped = io.StringIO()
    call_command("dumpdata", "registration", "conference", "auditlog", "sessions", "django_q", stdout=dumped)
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert seen.count("<html") > 60
    for place in (seen, dumped.getvalue(), every_cell(), "".join(logged), files.decode("latin-1")):
        assert NUMBER not in place
    assert sessions() != []
    assert not any(NUMBER in str(data) for data in sessions())
    assert LogEntry.objects.filter(object_repr__icontains=NUMBER).count() == 0


def sessions() -> list[dict]:
    return [session.get_decoded() for session in Session.objects.all()]


def pages_of(client: Client, conference, guest, *, with_admin: bool) -> str:
    """Every list, page, search and history of the site that *client* may open, as text."""
    part = NUMBER[2:-1]  # what is searched for is echoed, so a part of the number is
    urls = [reverse("my_page")]
    for name, row in TABLE.items():
        if row.method == "get" and name.startswith("registration:"):
            for kwargs in ({"conference_slug": conference.slug}, {"conference_slug": conference.slug, "pk": guest.pk}):
                try:
                    urls.append(f"{reverse(name, kwargs=kwargs)}?q={part}")
                except NoReverseMatch:
                    continue
    for model in admin.site._registry if with_admin else ():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls.append(f"{reverse(f'{base}_changelist')}?q={part}")
        for pk in model._base_manager.order_by("-pk").values_list("pk", flat=True)[:1]:
            urls += [reverse(f"{base}_change", args=[pk]), reverse(f"{base}_history", args=[pk])]
    client.raise_request_exception = False  # whatever a page answers, an error page too, does not show the number
    told = []
    for url in urls:
        response = client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        told.append(body.decode("utf-8", "replace"))
    return "".join(told)


def test_after_the_purge_no_dump_holds_the_value_or_its_row(guest, visa, conference):
    token = VisaDetails.objects.get().number.token
    travel.save_travel(guest, by=guest.person, arrival_by="TK 401 Unique")
    over(conference, 40)
    before = every_cell()

    travel.erase_due_travel()

    after = every_cell()
    assert (token in before, token in after, "TK 401 Unique" in after, NUMBER in after) == (True, False, False, False)
    assert (VisaDetails.objects.count(), Travel.objects.count(), ErasureAct.objects.count()) == (0, 0, 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the bytes of an SQLite file")
def test_after_the_purge_the_file_does_not_hold_the_ciphertext(tmp_path, monkeypatch):
    """A file database of its own, in the mode of the product: deleted rows are gone from its bytes."""
    path, token = tmp_path / "site.sqlite3", "sealed1:0a1b2c3d:" + "Zm9yZW5zaWM" * 9
    with sqlite3.connect(path, isolation_level=None) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("CREATE TABLE registration_visadetails (id INTEGER PRIMARY KEY, number TEXT)")
        file.executemany("INSERT INTO registration_visadetails (number) VALUES (?)", [(token,)] * 50)
        file.execute("DELETE FROM registration_visadetails")
    reader = sqlite3.connect(path, isolation_level=None)

    class Here:
        vendor, in_atomic_block, ops = "sqlite", False, connection.ops

        def cursor(self):
            return Cursor(reader)

    class Cursor:
        def __init__(self, file):
            self.cursor = file.cursor()

        def __enter__(self):
            return self.cursor

        def __exit__(self, *problem):
            self.cursor.close()

    before = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    monkeypatch.setattr(travel, "connection", Here())

    swept = travel.leave_no_trace()

    after = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    reader.close()
    assert (swept, token.encode() in before, token.encode() in after) == (True, True, False)
