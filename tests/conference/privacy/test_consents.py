"""Consents with their circumstances, given at once, later and on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from conference.models import (
    Consent,
    ConsentText,
    DataRequest,
    Role,
)
from conference.services.consent import agreed, give_consent, note_paper_consent, open_texts, withdraw_consent
from tests.conference.privacy.conftest import MAIL, Kind


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
