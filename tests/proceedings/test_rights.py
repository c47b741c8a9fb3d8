"""Licences by link and on paper, originality, expert opinions, the certificate of acceptance."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import page
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from conference.extensions import POINTS
from conference.models import IssuedDocument, Message
from conference.moves import MoveNotAllowed
from conference.rendering import RenderFailed
from proceedings import contributes, services
from proceedings.documents.acceptance import AcceptanceCertificate, acceptance_facts
from proceedings.forms.rights import OriginalityForm
from proceedings.models import Article, ArticleAuthor, Licence, LicenceText
from proceedings.services import preflight, records, rights
from tests.world import read_to_the_end

from .conftest import make_publication, new_paper

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def article(conference, volume, editor) -> Article:
    """With two authors: the second has no address."""
    new_paper(conference, number=1)
    services.collect(volume, by=editor)
    found = volume.articles.get()
    ArticleAuthor.objects.create(article=found, order=2, family_ru="Тихая", given_ru="Анна")
    return Article.objects.whole().get()


@pytest.fixture
def asked(article, editor) -> Licence:
    """The licence of the first author, asked for."""
    rights.ask_licences(article, by=editor)
    return article.licences.get(author__order=1)


def address(article: Article, name: str = "article_rights", **kwargs: object) -> str:
    return article.volume.url(f"proceedings:{name}", article=article.pk, **kwargs)


def test_every_author_with_an_address_gets_a_link_of_their_own(article, editor):
    written, without = rights.ask_licences(article, by=editor)

    licence = article.licences.get(author__order=1)
    letter = Message.objects.get(key="licence-asked")
    assert (written, [str(author) for author in without]) == (1, ["Тихая Анна"])
    assert letter.to == "orlov1@example.org"
    assert f"/licence/{licence.key}/" in letter.body


def test_who_has_signed_is_not_asked_again(article, asked, editor):
    rights.sign_licence(asked, signed_as="Пётр Ильич Орлов", language="ru")
    rights.note_scan(
        article, article.authors.get(order=2), scan=ContentFile(PDF, name="scan.pdf"), signed_on=date(2026, 1, 5),
        by=editor,
    )  # fmt: skip

    with pytest.raises(MoveNotAllowed):
        rights.ask_licences(article, by=editor)

    assert records.of_article(article)["signed"] == 2


def test_a_licence_is_signed_once_with_a_whole_name(asked):
    with pytest.raises(ValidationError):
        rights.sign_licence(asked, signed_as="Орлов", language="ru")
    signed = rights.sign_licence(asked, signed_as="Пётр Ильич Орлов", language="en")
    with pytest.raises(MoveNotAllowed):
        rights.sign_licence(asked, signed_as="Пётр Ильич Орлов", language="ru")

    assert (signed.method, signed.signed_as, signed.language) == ("link", "Пётр Ильич Орлов", "en")
    assert Message.objects.filter(key="licence-signed").count() == 1


def test_what_is_signed_keeps_its_words(article, asked, editor):
    rights.sign_licence(asked, signed_as="Пётр Орлов", language="ru")

    newer = rights.write_licence_text(article.volume, by=editor, ru="Новые слова.", en="New words.")
    same = rights.write_licence_text(article.volume, by=editor, ru="Новые слова.", en="New words.")

    asked.refresh_from_db()
    assert (newer.version, same.pk) == (2, newer.pk)
    assert asked.text.version == 1
    assert LicenceText.objects.count() == 2


def test_the_agreement_is_wanted_in_both_languages(volume, editor):
    with pytest.raises(ValidationError):
        rights.write_licence_text(volume, by=editor, ru="Слова.", en=" ")


@pytest.mark.parametrize(("days", "other_article", "error"), [(1, False, ValidationError), (0, True, ValidationError)])
def test_a_paper_of_the_future_or_of_a_stranger_is_refused(article, editor, days, other_article, error):
    author = article.authors.first()
    target = article
    if other_article:
        new_paper(article.conference, number=2)
        services.collect(article.volume, by=editor)
        target = article.volume.articles.get(number=2)

    with pytest.raises(error):
        rights.note_scan(
            target, author, scan=ContentFile(PDF, name="scan.pdf"),
            signed_on=timezone.localdate() + timedelta(days=days), by=editor,
        )  # fmt: skip

    assert not Licence.objects.exclude(signed_at=None).exists()


def test_a_licence_is_taken_back_only_before_publication(article, asked, editor):
    rights.sign_licence(asked, signed_as="Пётр Орлов", language="ru")
    rights.withdraw_licence(asked, by=editor)

    again = rights.ask_licences(article, by=editor)

    newest = article.licences.get(author__order=1, withdrawn_at=None)
    assert again[0] == 1
    assert newest.key != asked.key
    rights.sign_licence(newest, signed_as="Пётр Орлов", language="ru")
    make_publication(article.volume, editor)
    with pytest.raises(MoveNotAllowed):
        rights.withdraw_licence(newest, by=editor)


def test_one_reminder_after_a_week(asked):
    assert rights.remind_licences() == 0
    Licence.objects.update(asked_at=timezone.now() - timedelta(days=8))

    first, second = rights.remind_licences(), rights.remind_licences()

    assert (first, second) == (1, 0)
    assert Message.objects.get(key="licence-reminder").to == "orlov1@example.org"


def test_gaps_follow_the_settings_of_the_volume(article, editor):
    volume = article.volume
    volume.wants_licences, volume.wants_originality, volume.wants_opinions = "block", "warning", "nothing"
    rights.note_originality(article, by=editor, system="Система", checked_on=date(2026, 1, 5), percent=Decimal("64.9"))

    before = records.gaps(records.of_article(article), volume)
    rights.note_originality(article, by=editor, system="Система", checked_on=date(2026, 1, 6), percent=Decimal(70))
    rights.note_opinion(
        article, by=editor, number="", given_on=date(2026, 1, 6), organisation="", is_allowed=False
    )  # fmt: skip
    after = records.gaps(records.of_article(article), volume)

    assert [gap[:2] for gap in before] == [("licence-missing", True), ("originality-low", False)]
    assert "64,90" in before[1][2]
    assert [gap[:2] for gap in after] == [("licence-missing", True), ("opinion-refused", True)]


def test_more_than_all_is_no_percentage(article, editor):
    with pytest.raises(ValidationError):
        rights.note_originality(
            article, by=editor, system="Система", checked_on=date(2026, 1, 5), percent=Decimal("100.01")
        )

    assert not article.originality_checks.exists()


def test_the_author_signs_without_an_account(asked, conference):
    client = Client()
    page = client.get(conference.url("proceedings:licence", key=asked.key))
    refused = client.post(page.request["PATH_INFO"], {"signed_as": "Орлов", "agreed": "on"})
    unticked = client.post(page.request["PATH_INFO"], {"signed_as": "Пётр Орлов"})

    signed = client.post(page.request["PATH_INFO"], {"signed_as": "Пётр Орлов", "agreed": "on"}, follow=True)

    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert (refused.status_code, unticked.status_code) == (200, 200)
    assert 'value="Орлов"' in refused.content.decode()
    assert "Подписано" in signed.content.decode() or "Signed by" in signed.content.decode()
    asked.refresh_from_db()
    assert asked.signed_as == "Пётр Орлов"


def test_a_link_is_of_its_conference_and_dies_with_the_licence(asked, other_conference, conference, editor):
    elsewhere = Client().get(other_conference.url("proceedings:licence", key=asked.key))
    rights.sign_licence(asked, signed_as="Пётр Орлов", language="ru")
    rights.withdraw_licence(asked, by=editor)
    gone = Client().get(conference.url("proceedings:licence", key=asked.key))

    assert (elsewhere.status_code, gone.status_code) == (404, 404)


def test_the_desk_notes_papers_and_gives_them_back(article, editor, client_of):
    client = client_of(editor)
    second = article.authors.get(order=2)
    scan = SimpleUploadedFile("лицензия.png", PNG)

    client.post(
        address(article, "paper_licence"),
        {"paper-author": second.pk, "paper-signed_on": "2026-01-05", "paper-scan": scan},
    )
    client.post(
        address(article, "note_originality"),
        {"originality-system": "Система", "originality-checked_on": "2026-01-05", "originality-percent": "81,5"},
    )
    client.post(address(article, "note_opinion"), {"opinion-given_on": "2026-01-05", "opinion-is_allowed": "yes"})

    licence = Licence.objects.get(author=second)
    kept = client.get(address(article, "rights_file", kind="licences", pk=licence.pk))
    content = read_to_the_end(kept)
    assert (licence.method, licence.scan.name.endswith(".png")) == ("scan", True)
    assert content.startswith(b"\x89PNG")
    assert kept["Content-Disposition"] == f'attachment; filename="licences-1-{licence.pk}.png"'
    assert article.originality_checks.get().percent == Decimal("81.5")
    assert article.expert_opinions.get().is_allowed is True


def test_what_is_typed_wrong_stays_in_the_open_form(article, editor, client_of):
    answer = client_of(editor).post(
        address(article, "note_originality"),
        {"originality-system": "Система", "originality-checked_on": "2026-01-05", "originality-percent": "101"},
    )

    assert answer.status_code == 200
    assert 'value="Система"' in answer.content.decode()
    assert not article.originality_checks.exists()


@pytest.mark.parametrize("percent", ["101", "-1", "x", "70,123"])
def test_a_wrong_percentage_says_whose_it_is(percent):
    form = OriginalityForm({"system": "Система", "checked_on": "2026-01-05", "percent": percent})

    with override("en"):
        assert {message[:12] for message in form.errors["percent"]} == {"Originality:"}


def test_a_file_that_is_no_scan_is_refused(article, editor, client_of):
    answer = client_of(editor).post(
        address(article, "paper_licence"),
        {
            "paper-author": article.authors.get(order=2).pk, "paper-signed_on": "2026-01-05",
            "paper-scan": SimpleUploadedFile("scan.pdf", b"MZ not a scan"),
        },
    )  # fmt: skip

    assert answer.status_code == 200
    assert not Licence.objects.exists()


def test_the_list_asks_a_constant_number_of_questions(article, editor, client_of, django_assert_num_queries):
    for number in range(2, 6):
        new_paper(article.conference, number=number)
    services.collect(article.volume, by=editor)
    rights.ask_licences(article, by=editor)

    with django_assert_num_queries(5):
        rows = records.of_volume(article.volume)

    assert [len(row["authors"]) for row in rows] == [2, 1, 1, 1, 1]


def test_the_certificate_says_what_was_accepted_in_both_languages(article, editor, monkeypatch):
    monkeypatch.setattr(AcceptanceCertificate, "pdf", lambda self: b"%PDF-1.7")
    issued = rights.certify_acceptance(article, by=editor)
    html = AcceptanceCertificate(issued).html().replace("\u00a0", " ")

    again = rights.certify_acceptance(article, by=editor)

    assert again.pk == issued.pk
    assert issued.number.endswith("-A-0001")
    assert "О школе номер 1" in html
    assert "On school number 1" in html
    assert "Орлов1 Пётр Ильич" in html
    assert "1 мая 2008" in html
    assert Client().get(issued.verify_path).status_code == 200


def test_the_certificate_is_tagged(article, editor, tmp_path: Path):
    issued = IssuedDocument(
        conference=article.conference, person=article.submission.submitter, kind="acceptance", number="2026-A-0001",
        language="ru", facts=acceptance_facts(article), issued_at=timezone.now(),
    )  # fmt: skip
    path = tmp_path / "acceptance.pdf"

    path.write_bytes(AcceptanceCertificate(issued).pdf())

    assert page.validate_pdf(str(path), profile="ua1").is_compliant


def test_a_drawing_that_fails_is_said(article, editor, client_of, monkeypatch):
    def fail(self):
        raise RenderFailed("time")

    monkeypatch.setattr(AcceptanceCertificate, "pdf", fail)
    answer = client_of(editor).post(address(article, "certify_acceptance"))

    assert answer.status_code == 302


def test_a_withdrawn_paper_is_not_certified(article, editor):
    article.submission.state = "withdrawn"

    with pytest.raises(MoveNotAllowed):
        rights.certify_acceptance(article, by=editor)


def test_a_copy_of_ones_data_and_erasing_it(asked, make_person):
    person = make_person(email="orlov1@example.org")

    copy = contributes.personal_data(person)["licences"]
    erased = contributes.erase(person, by=None)

    assert [row["article"] for row in copy] == ["О школе номер 1"]
    assert "licences" in erased
    assert not Licence.objects.exists()
    assert {"mine", "schedules", "personal_data", "erase"} <= POINTS


def test_the_pre_flight_leads_to_the_page_of_records(article, editor):
    article.volume.wants_licences = "block"
    article.volume.save()

    items = [item for item in preflight.items_of(Article.objects.whole().get()) if item.code == "licence-missing"]

    assert [(item.severity, item.url) for item in items] == [("block", address(article))]
