"""Erasure with an act: nothing of the person is left anywhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import (
    Consent,
    ErasureAct,
    IssuedDocument,
    Job,
    Message,
    Person,
    Role,
)
from conference.services import mail
from conference.services.acts import CATEGORIES, DONE, act_pdf, basis_words, log_words, moment
from conference.services.consent import give_consent, note_paper_consent
from conference.services.data_requests import make_request
from conference.services.erasure import erase, reapply_erasures, subject_ref, wipe_farewells
from conference.services.personal_data import everything_about
from registration.models import AccessNeeds, Category, Delegation, Registration
from tests.conference.privacy.conftest import LATIN, MAIL, NAME, Kind
from workshops.models import Author, Submission, SubmissionFile, Track


@pytest.fixture
def everything(conference, somebody, text_of, organiser, make_person, client_of):
    """A life in the system: in every place where a name or an address may stay behind."""
    Role.grant(somebody, Role.Kind.PARTICIPANT, conference)
    EmailAddress.objects.create(user=somebody, email=MAIL, primary=True, verified=True)
    note_paper_consent(
        somebody, text_of(), by=organiser, language="ru", scan=SimpleUploadedFile("s.pdf", b"%PDF-1.7"),
        on=timezone.now(),
    )  # fmt: skip
    give_consent(somebody, text_of(Kind.DISSEMINATION), language="ru", conditions=f"Без {NAME}")
    category = Category.objects.create(conference=conference, family="academic", title_ru="Наука")
    registration = Registration.objects.create(
        conference=conference, category=category, person=somebody, number="A-0001", state="submitted",
        body_ru="Редкий институт", question=f"Вопрос от {NAME}", addressee=f"Госпоже {NAME}", country="RU",
    )  # fmt: skip
    registration.search = registration.searchable()
    registration.save()
    AccessNeeds.objects.create(registration=registration, note="место у окна")
    Registration.objects.create(
        conference=conference, category=category, filled_by=somebody, answers={"name": {"full_name": NAME}}
    )
    Delegation.objects.create(
        conference=conference, body_ru="Министерство", focal_point=somebody, focal_email=MAIL, country="RU"
    )
    issued = IssuedDocument(
        conference=conference, person=somebody, kind="invitation_letter", number="1", language="ru",
        about=registration, facts={"name": NAME},
    )  # fmt: skip
    issued.file.save("letter.pdf", SimpleUploadedFile("letter.pdf", b"%PDF-1.7"))
    mail.queue("registration-received", to=somebody, conference=conference, participant=NAME, number="A-0001")
    helper = make_person(email="helper@example.org")
    mail.queue("registration-received", to=helper, conference=conference, participant=NAME, number="A-0001")
    Message.objects.update(state="sent")
    Job.objects.create(
        conference=conference, kind="badges", now=NAME, verdicts=[{"label": NAME, "state": "ok", "note": ""}]
    )
    track = Track.objects.create(conference=conference, number=1, title_ru="Секция")
    for number, state in ((None, "draft"), (1, "submitted"), (2, "accepted")):
        paper = Submission.objects.create(
            conference=conference, track=track, submitter=somebody, number=number, state=state,
            title_ru=f"Доклад {state}", abstract_ru=f"Аннотация {state}",
        )  # fmt: skip
        Author.objects.create(submission=paper, family_ru="Ежевикина", given_ru="Серафима", email=MAIL)
        upload = SubmissionFile(submission=paper, name="доклад.docx", size=4, sha256="0" * 64)
        upload.file.save("paper.docx", SimpleUploadedFile("paper.docx", b"PK.."))
    somebody.city_ru = "Великие Луки"
    somebody.save()
    make_request(somebody, "erasure", note=f"Я, {NAME}, прошу")
    client_of(somebody)
    return registration


def dump() -> str:
    """Every value of every row, as one text."""
    from django.apps import apps

    rows = []
    for model in apps.get_models():
        if model._meta.managed:
            rows += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(rows)


TRACES = (
    NAME, LATIN, MAIL, "Սերաֆիմա", "школы-интерната", "0000-0002-1825-0097", "Псков", "Великие Луки",
    "Редкий институт", "место у окна", "ezhevikina", "Доклад draft", "Доклад submitted",
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
class TestErasure:
    def test_nothing_of_the_person_is_left_anywhere(self, everything, somebody, organiser, conference):
        before = [trace for trace in TRACES if trace not in dump()]

        erase(somebody, by=organiser, basis="Просьба", conference=conference)
        Message.objects.filter(key="data-erased").update(state="sent")
        wipe_farewells()

        left = dump()
        assert before == []
        assert [trace for trace in TRACES if trace in left] == []

    def test_what_stays(self, everything, somebody, organiser, conference):
        erase(somebody, by=organiser, basis="Просьба", conference=conference)

        everything.refresh_from_db()
        papers = dict(Submission.objects.values_list("number", "state"))
        author = Author.objects.get(submission__number=2)
        consent = Consent.objects.get(text__kind=Kind.PROCESSING)
        assert (everything.state, everything.number, everything.country.code) == ("cancelled", "A-0001", "RU")
        assert papers == {1: "withdrawn", 2: "accepted"}
        assert (author.family_ru, author.email) == ("Ежевикина", "")
        assert Submission.objects.get(number=2).title_ru == "Доклад accepted"
        assert (consent.withdrawn_via, set(consent.subject), bool(consent.sha256)) == ("erasure", {"sha256"}, True)
        assert (bool(consent.evidence_file), len(consent.evidence_sha256)) == (False, 64)

    def test_the_account_is_closed(self, everything, somebody, organiser, conference, client_of):
        client = client_of(somebody)
        erase(somebody, by=organiser, basis="Просьба", conference=conference)

        somebody.refresh_from_db()
        with translation.override("ru"):
            seen = str(somebody)
        assert (seen, somebody.name_in("en"), somebody.email) == ("Данные удалены", "Data erased", None)
        assert somebody.latin_name == ""
        assert (somebody.is_active, somebody.has_usable_password()) == (False, False)
        assert client.get(reverse("my_page")).status_code == 302
        assert not EmailAddress.objects.filter(user=somebody).exists()

    def test_files_are_deleted_only_when_all_went_well(self, everything, somebody, organiser, settings, monkeypatch):
        def files():
            return sorted(path.suffix for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())

        with monkeypatch.context() as broken:
            broken.setattr("conference.services.erasure.write_act", lambda **told: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                erase(somebody, by=organiser, basis="Просьба")
        after_failure = files()
        erase(somebody, by=organiser, basis="Просьба")

        assert after_failure == [".docx", ".docx", ".docx", ".pdf", ".pdf"]
        assert files() == [".docx"]

    def test_the_act_names_nobody(self, everything, somebody, organiser, conference):
        act = erase(somebody, by=organiser, basis="Просьба", conference=conference)

        somebody.refresh_from_db()
        assert act.subject_ref == subject_ref(somebody)
        assert {"registrations", "access needs", "papers", "account", "letters"} <= set(act.categories)
        assert (act.executor, act.executor_name, act.conference) == (organiser, str(organiser), conference)
        assert NAME not in str(ErasureAct.objects.values())

    def test_a_last_letter_says_good_bye_and_its_address_goes(self, everything, somebody, organiser, conference):
        erase(somebody, by=organiser, basis="Просьба", conference=conference)
        letter = Message.objects.get(key="data-erased")
        before = (letter.to, letter.person)
        early = wipe_farewells()
        mail.send(letter.pk)

        late = wipe_farewells()

        letter.refresh_from_db()
        assert before == ("shared@example.org", None)
        assert (early, late, letter.to) == (0, 1, "erased@vmeste.invalid")

    def test_the_history_keeps_that_and_when_but_no_value(self, everything, somebody, organiser, conference):
        kind = ContentType.objects.get_for_model(Person)
        count = LogEntry.objects.filter(content_type=kind, object_pk=str(somebody.pk)).count()

        erase(somebody, by=organiser, basis="Просьба", conference=conference)

        entries = LogEntry.objects.filter(content_type=kind, object_pk=str(somebody.pk))
        values = {value for entry in entries for pair in entry.changes.values() for value in pair}
        assert (entries.count(), count > 0) == (count, True)
        assert values <= {"…", "None", "True", "False", None, True}

    def test_namesakes_and_shared_addresses_are_left_alone(self, somebody, organiser, conference, make_person):
        twin = make_person(full_name=NAME, latin_name="Someone Else", contact_email="shared@example.org")
        mail.queue("registration-received", to=twin, conference=conference, participant=NAME, number="A-0009")
        Message.objects.update(state="sent")

        erase(somebody, by=organiser, basis="Просьба", conference=conference)

        letter = Message.objects.get(person=twin)
        twin.refresh_from_db()
        assert (twin.full_name, NAME in letter.body, letter.to) == (NAME, True, "shared@example.org")

    @pytest.mark.parametrize("kind", [Role.Kind.ORGANISER, Role.Kind.CHAIR, Role.Kind.DOOR])
    def test_staff_are_not_erased(self, kind, somebody, organiser, conference):
        Role.grant(somebody, kind, conference)

        with pytest.raises(ValidationError):
            erase(somebody, by=organiser, basis="Просьба")

        somebody.refresh_from_db()
        assert (somebody.full_name, ErasureAct.objects.count()) == (NAME, 0)

    def test_nobody_is_erased_twice(self, somebody, organiser):
        erase(somebody, by=organiser, basis="Просьба")

        with pytest.raises(ValidationError):
            erase(somebody, by=organiser, basis="Ещё раз")

        assert ErasureAct.objects.count() == 1

    def test_a_restored_backup_is_gone_through_again(self, somebody, organiser, make_person, capsys):
        bystander = make_person(full_name="Уцелевший Олег")
        values = {name: getattr(somebody, name) for name in ("full_name", "latin_name", "email", "is_active")}
        first = erase(somebody, by=organiser, basis="Просьба")
        ErasureAct.objects.all().delete()
        Person.objects.filter(pk=somebody.pk).update(**values)  # what restoring a backup does

        call_command("reapply_erasures")
        again = reapply_erasures()

        somebody.refresh_from_db()
        bystander.refresh_from_db()
        assert (somebody.full_name, bystander.full_name, again) == ("Данные удалены", "Уцелевший Олег", [])
        assert first.number in ErasureAct.objects.get().basis
        assert "erased again: 1" in capsys.readouterr().out

    def test_the_list_outside_the_database_names_nobody(self, somebody, organiser, settings):
        erase(somebody, by=organiser, basis="Просьба")

        path = settings.VAR_DIR / "erasures.jsonl"
        text = path.read_text(encoding="utf-8")
        assert [trace for trace in (NAME, LATIN, MAIL) if trace in text] == []
        assert path.stat().st_mode & 0o077 == 0

    def test_the_act_is_printed(self, somebody, organiser, conference, client_of):
        act = erase(somebody, by=organiser, basis="Просьба", conference=conference)

        answer = client_of(organiser).get(conference.url("erasure_act", pk=act.pk))

        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Disposition"] == f'attachment; filename="erasure-act-{act.number}.pdf"'
        assert act_pdf(act, "en").startswith(b"%PDF-")

    def test_an_act_keeps_keys_and_is_told_in_the_readers_language(self, conference, person):
        at = datetime(2026, 11, 22, 8, 18, 31, tzinfo=UTC)
        conference.time_zone = "Europe/Moscow"
        conference.save()
        act = ErasureAct.objects.create(
            conference=conference, subject_ref="0" * 64, categories=["travel"], basis="purpose-over", done_at=at,
            system="Vmeste", log_extract=[{"done": "deleted", "what": "travel", "at": at.isoformat()}],
        )  # fmt: skip

        with translation.override("en"):
            told = (log_words(act), basis_words(act.basis), moment(act), basis_words("Просьба"))

        assert told == (
            ["22.11.2026, 11:18. Deleted: data about the journey."],
            "The purpose ended: the registration was cancelled or declined.",
            "22.11.2026, 11:18",
            "Просьба",
        )

    def test_every_line_of_an_erasure_has_its_words(self, everything, somebody, organiser, conference):
        act = erase(somebody, by=organiser, basis="Просьба", conference=conference)

        assert {line["done"] for line in act.log_extract} <= set(DONE)
        assert set(act.categories) <= set(CATEGORIES)
        assert len(log_words(act)) == 3


def test_the_copy_of_an_empty_life_is_short(person):
    told = everything_about(person, with_sealed=False)

    assert set(told) == {"person"}
