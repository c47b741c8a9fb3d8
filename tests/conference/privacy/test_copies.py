"""A copy of one's own data, and requests."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from conference.contributes import tasks_waiting
from conference.models import (
    ConsentText,
    DataRequest,
    Message,
    Person,
    Role,
)
from conference.services import mail
from conference.services.consent import give_consent
from conference.services.data_requests import answer_request, make_request, working_day_after
from conference.services.personal_data import as_archive
from registration.models import Category, Registration
from tests.conference.privacy.conftest import MAIL, NAME, Kind
from workshops.models import Author, Submission, Track


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
