"""Guarded letters, the reading of passport data, and the proof that the number is nowhere else."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest
from auditlog.models import LogEntry, LogEntryManager
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image

from conference.models import ErasureAct, IssuedDocument, Message, Role
from conference.moves import MoveNotAllowed
from conference.sealed import new_key
from conference.services.readings import NotLogged
from registration.documents.guarded import dative_body
from registration.models import Delegation, LetterRequest, Registration, Rules, Travel, VisaDetails
from registration.services import letters_guarded as services
from registration.services import travel
from tests.access import TABLE
from tests.registration.test_travel import PASSPORT, over

NUMBER = "QX9034417"
FIELDS = {**{name: value for name, value in PASSPORT.items() if name != "visa"}, "number": NUMBER}


@pytest.fixture
def guest(make_registration):
    return make_registration("unesco", state="approved")


@pytest.fixture
def officer(make_person, conference):
    return make_person(Role.Kind.PASSPORTS, conference=conference)


@pytest.fixture
def visa(guest):
    return travel.save_visa(guest, by=guest.person, **FIELDS)


@pytest.fixture
def request_(guest, visa):
    return services.request_letter(guest, by=guest.person)


@pytest.fixture
def issued(request_, officer, organiser):
    services.check_data(request_, by=officer)
    services.approve_letter(request_, by=organiser)
    return services.issue(request_, by=officer)


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


# -- reading -----------------------------------------------------------------------------------------------


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


# -- the way of a letter -----------------------------------------------------------------------------------


def test_a_letter_goes_from_wish_to_download(guest, officer, organiser, client_of, address, tmp_path):
    mine, checker, head = client_of(guest.person), client_of(officer), client_of(organiser)
    mine.post(address("visa", pk=guest.pk), {**FIELDS, "visa": ""})
    mine.post(address("ask_letter", pk=guest.pk))
    letter = LetterRequest.objects.get()

    states = [letter.state]
    for client, verb in ((checker, "check"), (head, "approve"), (checker, "issue")):
        assert client.post(address(f"desk_letter_{verb}", pk=letter.pk)).status_code == 302
        letter.refresh_from_db()
        states.append(letter.state)
    response = mine.get(address("guarded_letter", pk=letter.pk))

    assert states == ["requested", "checked", "approved", "issued"]
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == f'attachment; filename="visa_letter-{letter.document.number}.pdf"'
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content, tmp_path)
    assert all(part in text for part in (NUMBER, "LEFEVRE", "06.05.1980", letter.document.number, "Письмо в поддержку"))
    assert not letter.document.file


def test_the_letter_is_tagged_and_fits_its_page(issued, guest, conference, tmp_path):
    rules = Rules.objects.create(conference=conference)
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(picture, "PNG")
    rules.signature.save("signature.png", io.BytesIO(picture.getvalue()))
    path = tmp_path / "letter.pdf"

    path.write_bytes(services.draw(issued, by=guest.person, reason="letter"))

    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True).stdout
    assert (re.search(r"Pages:\s+1\n", info) is not None, re.search(r"Tagged:\s+yes", info) is not None) == (True, True)
    assert " 300 " in images


def test_a_signature_that_is_no_picture_is_left_out(issued, guest, conference):
    Rules.objects.create(conference=conference).signature.save("signature.png", io.BytesIO(b"<svg onload=alert(1)>"))

    assert services.draw(issued, by=guest.person, reason="letter").startswith(b"%PDF")


def test_each_download_is_logged_before_it_is_drawn(issued, guest, client_of, address, monkeypatch):
    client, url = client_of(guest.person), address("guarded_letter", pk=issued.pk)
    client.get(url)
    client.get(url)
    logged = list(LogEntry.objects.filter(action=LogEntry.Action.ACCESS).values_list("actor", flat=True))

    monkeypatch.setattr(LogEntryManager, "log_create", lambda *args, **kwargs: None)
    refused = client.get(url)

    assert logged == [guest.person.pk] * 2
    assert (refused.status_code, b"%PDF" in refused.content) == (503, False)


def test_who_may_download(issued, guest, officer, organiser, make_person, conference, client_of, address):
    people = {
        "owner": guest.person, "officer": officer, "organiser": organiser, "stranger": make_person(),
        "superuser": make_person(is_superuser=True), "finance": make_person("finance", conference=conference),
    }  # fmt: skip
    url = address("guarded_letter", pk=issued.pk)

    statuses = {name: client_of(person).get(url).status_code for name, person in people.items()}

    assert statuses == {
        "owner": 200, "officer": 200, "organiser": 404, "stranger": 404, "superuser": 404, "finance": 404,
    }  # fmt: skip
    assert Client().get(url).status_code == 302


def test_the_person_who_checked_does_not_approve(request_, make_person, conference, organiser):
    both = make_person(Role.Kind.PASSPORTS, Role.Kind.ORGANISER, conference=conference)
    services.check_data(request_, by=both)

    with pytest.raises(MoveNotAllowed):
        services.approve_letter(request_, by=both)

    assert services.approve_letter(request_, by=organiser).state == "approved"


def test_one_organiser_alone_does_both(request_, make_person, conference, organiser):
    Role.objects.filter(person=organiser).delete()
    both = make_person(Role.Kind.PASSPORTS, Role.Kind.ORGANISER, conference=conference)
    services.check_data(request_, by=both)

    assert services.approve_letter(request_, by=both).state == "approved"


@pytest.mark.parametrize("verb", ["check", "approve", "issue"])
def test_no_step_is_skipped(verb, guest, visa, officer, organiser, client_of, address):
    letter = services.request_letter(guest, by=guest.person)
    LetterRequest.objects.filter(pk=letter.pk).update(state="returned")

    client_of(officer if verb != "approve" else organiser).post(address(f"desk_letter_{verb}", pk=letter.pk))

    letter.refresh_from_db()
    assert (letter.state, IssuedDocument.objects.filter(kind="visa_letter").count()) == ("returned", 0)


def test_an_organiser_does_not_say_that_passport_data_are_right(request_, organiser, client_of, address):
    response = client_of(organiser).post(address("desk_letter_check", pk=request_.pk))

    assert response.status_code == 404


def test_a_letter_needs_passport_data_and_is_asked_for_once(guest):
    with pytest.raises(ValidationError):
        services.request_letter(guest, by=guest.person)
    travel.save_visa(guest, by=guest.person, **FIELDS)
    services.request_letter(guest, by=guest.person)

    with pytest.raises(MoveNotAllowed):
        services.request_letter(guest, by=guest.person)

    assert LetterRequest.objects.count() == 1


def test_a_returned_request_comes_back_with_its_remark_read(request_, guest, officer, client_of, address):
    url = address("visa", pk=guest.pk)
    client_of(officer).post(address("desk_letter_return", pk=request_.pk), {"remark": "Проверьте написание имени"})
    seen = client_of(guest.person).get(url).content.decode()

    client_of(guest.person).post(address("ask_letter", pk=guest.pk))

    request_.refresh_from_db()
    assert ("Проверьте написание имени" in seen, request_.state, request_.remark) == (True, "requested", "")
    body = Message.objects.get(key="visa-letter-returned").body
    assert "Проверьте написание имени" not in body


@pytest.mark.parametrize("text", [NUMBER, "QX 903 44-17", f"номер {NUMBER.lower()} не тот"])
def test_a_remark_holds_no_passport_number(text, request_, officer, client_of, address):
    client_of(officer).post(address("desk_letter_return", pk=request_.pk), {"remark": text})

    request_.refresh_from_db()
    assert (request_.state, request_.remark) == ("requested", "")


def test_a_revoked_letter_is_void_everywhere(issued, officer, guest, client, client_of, address):
    document = issued.document

    client_of(officer).post(address("desk_letter_revoke", pk=issued.pk), {"remark": "Поездка отменена"})

    page = client.get(reverse("verify", kwargs={"code": document.code})).content.decode()
    assert ("verdict void" in page, NUMBER in page, "Поездка отменена" in page) == (True, False, False)
    assert client_of(guest.person).get(address("guarded_letter", pk=issued.pk)).status_code == 404
    assert Message.objects.filter(key="visa-letter-revoked").exists()


def test_replaced_passport_data_make_the_letter_void(issued, guest):
    travel.save_visa(guest, by=guest.person, **{**FIELDS, "number": "QX0000000"})

    issued.refresh_from_db()
    assert (issued.state, issued.document.is_valid) == ("revoked", False)
    assert services.request_letter(Registration.objects.get(pk=guest.pk), by=guest.person).state == "requested"


def test_a_letter_cannot_be_drawn_after_erasure(issued, guest, client_of, address):
    VisaDetails.objects.all().delete()

    response = client_of(guest.person).get(address("guarded_letter", pk=issued.pk))

    assert (response.status_code, b"%PDF" in response.content) == (410, False)


def test_the_checks_page_names_the_letter_and_nothing_of_the_passport(issued, client):
    page = client.get(reverse("verify", kwargs={"code": issued.document.code})).content.decode()

    assert ("verdict ok" in page, issued.document.number in page) == (True, True)
    assert not any(secret in page for secret in (NUMBER, "LEFEVRE", "1980"))


# -- note verbale ------------------------------------------------------------------------------------------


@pytest.fixture
def delegation(conference, make_person, make_registration):
    delegation = Delegation.objects.create(
        conference=conference, country="AM", body_ru="Министерство образования Армении", state="accredited",
        body_en="Ministry of Education of Armenia", focal_point=make_person(),
    )  # fmt: skip
    head = make_registration("ministry", state="approved")
    Registration.objects.filter(pk=head.pk).update(delegation=delegation, delegation_role="head")
    return delegation


def test_a_note_verbale_follows_the_protocol(delegation, officer, organiser, client_of, address, tmp_path):
    focal = client_of(delegation.focal_point)
    focal.post(address("ask_note", pk=delegation.pk))
    note = LetterRequest.objects.get()
    lines = {"addressee_ru": "Министерству образования Армении", "addressee_en": "Ministry of Education of Armenia"}
    for verb, data in (("check", lines), ("approve", {}), ("issue", {})):
        client_of(organiser).post(address(f"desk_letter_{verb}", pk=note.pk), data)

    response = focal.get(address("guarded_letter", pk=note.pk))

    text = " ".join(text_of(response.content, tmp_path).split())
    assert response.status_code == 200
    parts = ("presents its", "avails itself", "свидетельствует своё", "высоком уважении", "М. П.", "Stamp")
    assert [part for part in parts if part not in text.replace("\xa0", " ")] == []
    assert "Подпись" not in text
    assert "-N-0001" in text
    note.refresh_from_db()
    page = Client().get(reverse("verify", kwargs={"code": note.document.code})).content.decode()
    assert ("verdict ok" in page, "Министерству образования Армении" in page) == (True, True)


def test_one_who_checks_alone_needs_a_second_for_a_note_too(delegation, organiser, officer):
    note = services.request_note(delegation.conference, by=officer, delegation=delegation)
    services.check_data(note, by=officer)

    assert services.approve_letter(note, by=organiser).approved_by == organiser


def test_a_note_to_a_body_names_it_in_both_languages(conference, officer):
    with pytest.raises(ValidationError):
        services.request_note(conference, by=officer, addressee_ru="Посольству")

    note = services.request_note(conference, by=officer, addressee_ru="Посольству", addressee_en="Embassy")
    assert str(note).endswith("Посольству")


def test_a_delegation_has_one_standing_note(delegation, officer):
    services.request_note(delegation.conference, by=officer, delegation=delegation)

    with pytest.raises(MoveNotAllowed):
        services.request_note(delegation.conference, by=officer, delegation=delegation)


@pytest.mark.parametrize(
    ("name", "dative"),
    [
        ("Министерство образования Республики Армения", "Министерству образования Республики Армения"),
        ("Национальная комиссия Республики Беларусь", "Национальной комиссии Республики Беларусь"),
        ("Государственный университет", "Государственному университету"),
        ("Федеральное агентство по делам молодёжи", "Федеральному агентству по делам молодёжи"),
        ("UNESCO Moscow Office", "UNESCO Moscow Office"),
    ],
)
def test_the_addressee_is_suggested_in_the_dative(name, dative):
    assert dative_body(name) == dative


# -- must show: the number is nowhere else -----------------------------------------------------------------


class Everything(logging.Handler):
    """Keeps what any logger says at any level."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage() + str(record.args) + str(record.exc_text or ""))


@pytest.fixture
def logged():
    handler, root = Everything(), logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in ("django", "django.db.backends", "django.request"))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    connection.force_debug_cursor = True
    yield handler.lines
    connection.force_debug_cursor = False
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


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
