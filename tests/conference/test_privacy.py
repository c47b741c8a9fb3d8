"""Personal data: consents with their circumstances, a copy of one's own, requests, erasure with an act."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from conference.contributes import tasks_waiting
from conference.models import (
    Consent,
    ConsentText,
    DataRequest,
    ErasureAct,
    IssuedDocument,
    Job,
    Message,
    Person,
    Role,
)
from conference.services import mail
from conference.services.acts import CATEGORIES, DONE, act_pdf, basis_words, log_words, moment
from conference.services.consent import agreed, give_consent, note_paper_consent, open_texts, withdraw_consent
from conference.services.data_requests import answer_request, make_request, working_day_after
from conference.services.erasure import erase, reapply_erasures, subject_ref, wipe_farewells
from conference.services.personal_data import as_archive, everything_about
from registration.models import AccessNeeds, Category, Delegation, Registration
from workshops.models import Author, Submission, SubmissionFile, Track

Kind = ConsentText.Kind
NAME, LATIN, MAIL = "Ежевикина Серафима Львовна", "Serafima Ezhevikina", "serafima@example.org"


@pytest.fixture
def text_of(conference):
    def make(kind=Kind.PROCESSING, of=None, version=1, **fields):
        return ConsentText.objects.create(
            conference=of or conference, kind=kind, version=version, title_ru=f"Согласие {kind}",
            title_en=f"Consent {kind}", body_ru=f"Текст {kind} {version}", body_en=f"Text {kind} {version}", **fields,
        )  # fmt: skip

    return make


@pytest.fixture
def somebody(make_person):
    return make_person(
        full_name=NAME, latin_name=LATIN, email=MAIL, contact_email="shared@example.org", native_name="Սերաֆիմա",
        position_ru="директор школы-интерната", orcid="0000-0002-1825-0097", country="RU", city_ru="Псков",
        honorific_ru="г-жа",
    )  # fmt: skip


class TestConsents:
    def test_the_circumstances_are_kept_as_they_were(self, conference, person, text_of, settings):
        conference.organiser_ru, conference.address_ru = "Фонд", "Псков, 1"
        conference.save()
        consent = give_consent(person, text_of(term_days=30), language="ru")
        conference.organiser_ru = "Другой фонд"
        conference.save()

        consent.refresh_from_db()

        assert consent.operator["organiser_ru"] == "Фонд"
        assert consent.operator["address_ru"] == "Псков, 1"
        assert consent.operator["site"] == f"{settings.SITE_URL}/ru/inclusion/"
        assert consent.subject == {"name": person.full_name, "address": person.email}
        assert timezone.localdate(consent.expires_at, conference.zone) == conference.ends + timedelta(days=31)

    def test_without_a_term_it_stands_until_withdrawn(self, person, text_of):
        assert give_consent(person, text_of(), language="ru").expires_at is None

    def test_prohibitions_belong_to_publication_only(self, person, text_of):
        limits = [Consent.Limit.NO_POSITION, "nonsense"]

        published = give_consent(person, text_of(Kind.DISSEMINATION), language="ru", limits=limits, conditions=" Да ")
        other = give_consent(person, text_of(Kind.MAILING), language="ru", limits=limits, conditions="Да")

        assert (published.limits, published.conditions) == (["no_position"], "Да")
        assert (other.limits, other.conditions) == ([], "")

    def test_other_prohibitions_make_a_new_consent_in_place_of_the_old(self, person, text_of):
        text = text_of(Kind.DISSEMINATION)
        first = give_consent(person, text, language="ru")
        same = give_consent(person, text, language="ru")

        second = give_consent(person, text, language="ru", limits=[Consent.Limit.NO_COUNTRY])

        assert same == first
        assert list(person.consents.standing()) == [second]
        assert Consent.objects.count() == 2

    def test_after_its_term_it_is_given_anew(self, conference, person, text_of):
        text = text_of(Kind.PHOTO_VIDEO)
        old = give_consent(person, text, language="ru")
        Consent.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
        before = agreed(conference, Kind.PHOTO_VIDEO)

        give_consent(person, text, language="ru")

        assert (before, agreed(conference, Kind.PHOTO_VIDEO)) == (set(), {person.pk})

    def test_a_withdrawal_says_how_and_by_whom(self, person, organiser, text_of):
        consent = give_consent(person, text_of(Kind.MAILING), language="ru")

        withdraw_consent(consent, by=organiser, via=Consent.Method.EMAIL)

        consent.refresh_from_db()
        assert (consent.withdrawn_via, consent.withdrawn_by) == ("email", organiser)
        assert not DataRequest.objects.exists()

    def test_withdrawing_the_processing_asks_for_erasure_within_thirty_days(self, person, text_of):
        consent = give_consent(person, text_of(), language="ru")

        withdraw_consent(consent, by=person)

        wish = DataRequest.objects.get()
        assert (wish.person, wish.kind) == (person, "erasure")
        assert wish.due == timezone.localdate() + timedelta(days=30)

    def test_a_new_version_asks_again(self, person, text_of):
        give_consent(person, text_of(Kind.PROCESSING), language="ru")
        give_consent(person, text_of(Kind.DISSEMINATION), language="ru")
        newer = text_of(Kind.DISSEMINATION, version=2)
        mailing = text_of(Kind.MAILING)
        text_of(Kind.SPECIAL_CATEGORY)
        text_of(Kind.PHOTO_VIDEO, valid_from=timezone.now() + timedelta(days=1))

        offered = [(each["text"], each["is_new_version"]) for each in open_texts(person)]

        assert offered == [(newer, True), (mailing, False)]

    def test_nobody_is_offered_texts_of_a_conference_they_have_nothing_to_do_with(self, person, text_of):
        text_of(Kind.MAILING)

        assert open_texts(person) == []


class TestGivingLater:
    @pytest.fixture
    def page(self, person, text_of):
        give_consent(person, text_of(), language="ru")
        return reverse("consent_give", kwargs={"pk": text_of(Kind.DISSEMINATION).pk})

    def test_the_box_is_not_ticked_and_must_be(self, client_of, person, page):
        client = client_of(person)

        shown, refused = client.get(page), client.post(page, {"conditions": "Только в программе"})

        assert "checked" not in shown.text.partition("<main")[2]
        assert refused.status_code == 200
        assert "Только в программе" in refused.text
        assert not person.consents.to(ConsentText.objects.first().conference, Kind.DISSEMINATION).exists()

    def test_it_is_given_with_its_prohibitions(self, client_of, person, page):
        answer = client_of(person).post(page, {"agree": "on", "limits": ["no_country"]})

        consent = person.consents.get(text__kind=Kind.DISSEMINATION)
        assert answer["Location"] == reverse("my_page")
        assert (consent.limits, consent.language, consent.method) == (["no_country"], "ru", "web")

    def test_an_unknown_prohibition_is_refused(self, client_of, person, page):
        answer = client_of(person).post(page, {"agree": "on", "limits": ["<script>"]})

        assert answer.status_code == 200
        assert not person.consents.filter(text__kind=Kind.DISSEMINATION).exists()

    def test_switching_the_language_keeps_what_was_chosen(self, client_of, person, page):
        client = client_of(person)

        answer = client.post(page, {"agree": "on", "conditions": "Черновик", "switch_language": "en"})

        assert answer["Location"].startswith("/en/me/consents/")
        assert "Черновик" in client.get(answer["Location"]).text
        assert not person.consents.filter(text__kind=Kind.DISSEMINATION).exists()

    def test_my_page_tells_the_consequences_of_withdrawing(self, client_of, person, page):
        client = client_of(person)
        client.post(page, {"agree": "on"})
        consent = person.consents.get(text__kind=Kind.DISSEMINATION)

        with translation.override("en"):
            before = client.get(reverse("my_page")).text
            client.post(reverse("consent_withdraw", kwargs={"pk": consent.pk}))
            after = client.get(reverse("my_page")).text

        assert "Your name leaves the list of participants at once" in before
        assert "You may also agree to" in after


class TestPaper:
    PDF = b"%PDF-1.7 scan"

    def test_it_is_noted_with_its_scan(self, person, organiser, text_of, settings):
        on = timezone.now() - timedelta(days=2)

        consent = note_paper_consent(
            person, text_of(), by=organiser, language="ru", scan=SimpleUploadedFile("x.exe", self.PDF), on=on
        )

        consent.refresh_from_db()
        assert (consent.method, consent.given_by, consent.given_at) == ("paper", organiser, on)
        assert consent.evidence_file.name.endswith(".pdf")
        with consent.evidence_file.open("rb") as scan:
            assert scan.read() == self.PDF
        assert len(consent.evidence_sha256) == 64

    @pytest.mark.parametrize("content", [b"MZ\x90", b"<html>", b"", b"PK\x03\x04"], ids=["exe", "html", "empty", "zip"])
    def test_what_is_no_scan_is_refused(self, content, person, organiser, text_of):
        scan = SimpleUploadedFile("scan.pdf", content)

        with pytest.raises(ValidationError):
            note_paper_consent(person, text_of(), by=organiser, language="ru", scan=scan, on=timezone.now())

        assert not Consent.objects.exists()

    @pytest.fixture
    def form(self, text_of, conference):
        return {
            "person": MAIL, "text": text_of().pk, "language": "ru", "given_at_0": "2026-01-10",
            "given_at_1": "10:00:00",
        }  # fmt: skip

    def test_an_organiser_notes_it_in_the_administration(self, client_of, organiser, somebody, conference, form):
        Role.grant(somebody, Role.Kind.PARTICIPANT, conference)
        client = client_of(organiser)

        answer = client.post(
            reverse("admin:conference_consent_add"), {**form, "scan": SimpleUploadedFile("s.pdf", self.PDF)}
        )

        consent = Consent.objects.get()
        assert (answer.status_code, consent.person, consent.given_by) == (302, somebody, organiser)
        scan = client.get(reverse("admin:conference_consent_scan", args=[consent.pk]))
        assert b"".join(scan.streaming_content) == self.PDF
        assert scan["Content-Disposition"].startswith("attachment")

    def test_nobody_is_noted_who_has_nothing_to_do_with_the_conference(self, client_of, organiser, somebody, form):
        answer = client_of(organiser).post(
            reverse("admin:conference_consent_add"), {**form, "scan": SimpleUploadedFile("s.pdf", self.PDF)}
        )

        assert (answer.status_code, Consent.objects.count()) == (200, 0)

    def test_the_scan_is_nobody_elses(self, client_of, make_person, other_conference, organiser, person, text_of):
        consent = note_paper_consent(
            person, text_of(), by=organiser, language="ru", scan=SimpleUploadedFile("s.pdf", self.PDF),
            on=timezone.now(),
        )  # fmt: skip
        stranger = make_person(Role.Kind.ORGANISER, conference=other_conference, is_staff=True)
        url = reverse("admin:conference_consent_scan", args=[consent.pk])

        statuses = [client_of(visitor).get(url).status_code for visitor in (stranger, person)]

        assert statuses == [404, 302]


class TestCopy:
    @pytest.fixture
    def others(self, conference, somebody, make_person, text_of):
        """Everything through which somebody else's data could get into the copy."""
        other = make_person(full_name="Посторонний Глеб", latin_name="Gleb Postoronnii", email="gleb@example.org")
        category = Category.objects.create(conference=conference, family="academic", title_ru="Наука")
        for who, number in ((somebody, "A-0001"), (other, "A-0002")):
            give_consent(who, text_of(version=int(number[-1])), language="ru")
            Registration.objects.create(
                conference=conference, category=category, person=who, number=number, state="approved",
                body_ru="Свой вуз" if who == somebody else "Чужой вуз", filled_by=somebody,
            )  # fmt: skip
        track = Track.objects.create(conference=conference, number=1, title_ru="Секция")
        paper = Submission.objects.create(
            conference=conference, track=track, submitter=somebody, number=1, state="submitted", title_ru="Моя работа"
        )
        Author.objects.create(submission=paper, order=0, family_ru="Ежевикина", given_ru="Серафима", email=MAIL)
        Author.objects.create(
            submission=paper, order=1, family_ru="Соавторов", given_ru="Иван", email="coauthor@example.org",
            orcid="0000-0002-1825-0097",
        )  # fmt: skip
        mail.queue("registration-received", to=somebody, conference=conference, participant="Посторонний Глеб")
        return other

    def test_it_holds_everything_of_mine_and_nothing_of_others(self, somebody, others):
        archive = zipfile.ZipFile(io.BytesIO(as_archive(somebody, language="ru", with_sealed=False)))

        assert archive.namelist() == ["data.json", "my-data.html"] or len(archive.namelist()) == 2
        texts = [archive.read(name).decode() for name in archive.namelist()]
        for text in texts:
            assert [word in text for word in (NAME, MAIL, "Моя работа", "Свой вуз", "Соавторов")] == [True] * 5
            leaks = ("Посторонний", "Postoronnii", "gleb@", "Чужой вуз", "coauthor@example.org")
            assert [word for word in leaks if word in text] == []
        told = json.loads(texts[0])
        assert told["registrations_for_others"] == [
            {"conference": "Инклюзивное образование", "number": "A-0002", "state": "approved"}
        ]

    def test_the_page_to_read_is_in_ones_language_and_runs_nothing(self, somebody):
        Person.objects.filter(pk=somebody.pk).update(native_name="<script>alert(1)</script>")
        somebody.refresh_from_db()

        archive = zipfile.ZipFile(io.BytesIO(as_archive(somebody, language="en", with_sealed=False)))
        page = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))

        assert '<html lang="en">' in page
        assert "A copy of my data" in page
        assert "<script" not in page

    def test_the_page_says_codes_dates_and_markdown_in_words(self, somebody, others, text_of):
        text = text_of(Kind.MAILING)
        ConsentText.objects.filter(pk=text.pk).update(body_en="**Purpose.** Letters <script>x</script>")
        text.refresh_from_db()
        give_consent(somebody, text, language="en")

        archive = zipfile.ZipFile(io.BytesIO(as_archive(somebody, language="en", with_sealed=False)))
        page = next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".html"))

        assert "<strong>Purpose.</strong>" in page
        assert [
            word for word in ("**", "<script", "organiser_ru", "Organiser ru", "T0", "+00:00", ">RU<") if word in page
        ] == []
        assert "university or institute" in page
        assert "Registration … received" in page

    def test_it_is_taken_by_a_post_and_by_its_owner_only(self, client, client_of, somebody):
        url = reverse("data_copy")

        mine, anonymous, by_get = client_of(somebody).post(url), client.post(url), client_of(somebody).get(url)

        assert (mine.status_code, mine["Content-Type"]) == (200, "application/zip")
        assert mine["Content-Disposition"] == 'attachment; filename="vmeste-my-data.zip"'
        assert "no-store" in mine["Cache-Control"]
        assert (anonymous.status_code, by_get.status_code) == (302, 405)

    def test_a_handful_in_an_hour_is_enough(self, client_of, somebody):
        client = client_of(somebody)

        answers = [client.post(reverse("data_copy")).status_code for _turn in range(6)]

        assert answers == [200] * 5 + [302]

    @pytest.mark.parametrize(("minutes", "is_opened"), [(1, True), (14, True), (16, False), (None, False)])
    def test_passports_are_opened_only_right_after_signing_in(
        self, minutes, is_opened, client_of, somebody, monkeypatch
    ):
        client = client_of(somebody)
        if minutes is not None:
            session = client.session
            session["account_authentication_methods"] = [{"method": "code", "at": time.time() - minutes * 60}]
            session["account_authentication_methods_user"] = str(somebody.pk)
            session.save()
        asked = []
        monkeypatch.setattr(
            "conference.services.personal_data.ask", lambda point, person: asked.append(point) or iter(())
        )

        client.post(reverse("data_copy"))

        assert ("sealed_data" in asked) is is_opened

    def test_signing_in_anew_ends_the_session_and_comes_back(self, client_of, somebody):
        client = client_of(somebody)

        answer = client.post(reverse("sign_in_anew"))

        assert answer["Location"] == "/ru/accounts/code/?next=%2Fru%2Fme%2Fdata%2F"
        assert "_auth_user_id" not in client.session


class TestRequests:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2026, 6, 1), date(2026, 6, 16)),  # the twelfth of June is a holiday
            (date(2025, 12, 30), date(2026, 1, 21)),
            (date(2026, 9, 4), date(2026, 9, 18)),
        ],
    )
    def test_ten_working_days(self, day, expected):
        assert working_day_after(day, 10) == expected

    def test_the_same_wish_is_received_once_and_its_note_grows(self, person):
        first = make_request(person, "correction", note="Имя")
        again = make_request(person, "correction", note="и город")

        assert (first, again.note) == (again, "Имя\n\nи город")
        assert DataRequest.objects.count() == 1

    def test_the_answer_reaches_the_person_once(self, person, organiser, conference):
        wish = make_request(person, "correction", note="Имя")
        answer_request(wish, by=organiser, answer="Исправили.", conference=conference)

        with pytest.raises(ValidationError):
            answer_request(wish, by=organiser, answer="Ещё раз.", conference=conference)

        letter = Message.objects.get(key="data-request-answered")
        wish.refresh_from_db()
        assert ("Исправили." in letter.body, letter.person) == (True, person)
        assert (wish.answered_by, wish.answer) == (organiser, "Исправили.")

    def test_an_organiser_sees_the_wishes_of_the_own_people_only(
        self, client_of, organiser, conference, other_conference, make_person, text_of
    ):
        mine = make_person(full_name="Своя Анна")
        give_consent(mine, text_of(), language="ru")
        theirs = make_person(Role.Kind.PARTICIPANT, conference=other_conference, full_name="Чужая Вера")
        wishes = [make_request(each, "correction") for each in (mine, theirs)]
        client = client_of(organiser)

        page = client.get(conference.url("data_requests")).text
        statuses = [client.get(conference.url("data_request_page", pk=wish.pk)).status_code for wish in wishes]

        assert ["Своя Анна" in page, "Чужая Вера" in page] == [True, False]
        assert statuses == [200, 404]

    def test_what_waits_is_a_task_with_its_term(self, rf, organiser, conference, make_person):
        person = make_person(Role.Kind.PARTICIPANT, conference=conference)
        request = rf.get("/")
        request.user = organiser
        before = tasks_waiting(request, conference)
        wish = make_request(person, "correction")
        DataRequest.objects.filter(pk=wish.pk).update(due=timezone.localdate() - timedelta(days=1))

        with translation.override("en"):
            (task,) = tasks_waiting(request, conference)

        assert before == []
        assert (task["text"], task["note"]) == ("Requests about personal data: 1", "Overdue: 1")
        assert task["since"] == wish.received_at

    def test_a_request_without_words_is_refused_and_nothing_is_lost(self, client_of, organiser, conference, person):
        Role.grant(person, Role.Kind.PARTICIPANT, conference)
        wish = make_request(person, "correction")

        answer = client_of(organiser).post(conference.url("data_request_answer", pk=wish.pk), {"answer": " "})

        wish.refresh_from_db()
        assert (answer.status_code, wish.answered_at) == (200, None)

    def test_a_wish_that_came_by_letter_is_noted(self, client_of, organiser, conference, somebody, make_person):
        Role.grant(somebody, Role.Kind.PARTICIPANT, conference)
        make_person(email="stranger@example.org")
        client, url = client_of(organiser), conference.url("data_request_note")

        noted = client.post(url, {"person": f" {NAME} ", "kind": "erasure", "note": "Письмо № 5"})
        refused = client.post(url, {"person": "stranger@example.org", "kind": "erasure", "note": "Текст письма"})

        wish = DataRequest.objects.get()
        assert noted["Location"] == conference.url("data_request_page", pk=wish.pk)
        assert (wish.person, wish.note) == (somebody, "Письмо № 5")
        assert (refused.status_code, "Текст письма" in refused.text) == (200, True)

    def test_only_a_request_to_erase_leads_to_erasure(self, client_of, organiser, conference, somebody):
        Role.grant(somebody, Role.Kind.PARTICIPANT, conference)
        wish = make_request(somebody, "correction")

        answer = client_of(organiser).post(
            conference.url("data_request_erase", pk=wish.pk), {"basis": "Просьба", "certain": "on"}
        )

        somebody.refresh_from_db()
        assert (answer.status_code, somebody.full_name) == (404, NAME)

    def test_erasure_wants_its_last_word(self, client_of, organiser, conference, somebody):
        Role.grant(somebody, Role.Kind.PARTICIPANT, conference)
        wish = make_request(somebody, "erasure")

        answer = client_of(organiser).post(conference.url("data_request_erase", pk=wish.pk), {"basis": "Просьба"})

        somebody.refresh_from_db()
        assert (answer.status_code, somebody.full_name) == (200, NAME)


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
