"""The text of an accepted paper: who may send it, until when, and what stays locked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conference.models import Conference, Message
from conference.moves import MoveNotAllowed
from workshops import services
from workshops.models import Submission

from .docx import HOSTILE, docx

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def accepted(make_submission):
    paper = make_submission(State.ACCEPTED)
    Message.objects.all().delete()
    return paper


@pytest.fixture
def address(accepted):
    return accepted.conference.url("workshops:text", pk=accepted.pk)


def begin(conference):
    today = timezone.localdate()
    Conference.objects.filter(pk=conference.pk).update(starts=today, ends=today + timedelta(days=2))


def test_an_accepted_paper_asks_first_for_the_confirmation_then_for_the_text(accepted, address, client_of, author):
    visitor = client_of(author)
    urls = ("/en/me/", accepted.get_absolute_url())

    before = [visitor.get(url).content.decode() for url in urls]
    visitor.post(accepted.conference.url("workshops:confirm", pk=accepted.pk))
    after = [visitor.get(url).content.decode() for url in urls]

    assert ["Please confirm that you take part" in page for page in before] == [True, True]
    assert ["Send us the text of your paper by 23:59 on" in page for page in after] == [True, True]
    assert [address in page for page in (before[1], after[1])] == [True, True]


def test_a_text_under_review_may_be_replaced(accepted, address, client_of, author):
    services.confirm(accepted, by=author)
    services.send_text(accepted, by=author, body="Текст доклада.")

    page = client_of(author).get(accepted.get_absolute_url()).content.decode()

    assert ("You may replace it until" in page, address in page) == (True, True)


def test_the_text_is_sent_after_the_call_and_reaches_the_desk(accepted, address, client_of, author, chair):
    Conference.objects.update(call_closes=timezone.now() - timedelta(days=1))
    upload = SimpleUploadedFile("Полный текст.docx", docx())

    response = client_of(author).post(address, {"body": "Первый абзац.", "file": upload, "title_ru": "Подмена"})

    accepted.refresh_from_db()
    assert response["Location"] == accepted.get_absolute_url()
    assert (accepted.body, accepted.title_ru, accepted.state) == (
        "Первый абзац.", "Два учителя в одном классе", State.ACCEPTED,
    )  # fmt: skip
    desk = client_of(chair).get(accepted.conference.url("workshops:desk_submission", pk=accepted.pk)).content.decode()
    assert "Полный текст.docx" in desk
    keys = ["submission-text-received", "submission-text-desk"]
    assert list(Message.objects.order_by("pk").values_list("key", flat=True)) == keys


def test_a_new_file_becomes_the_newest_version(accepted, author):
    for name, more in (("первый.docx", {}), ("второй.docx", {"word__more_xml": "<x/>"})):
        services.send_text(accepted, by=author, body="", file=ContentFile(docx(**more), name=name))

    assert [file.name for file in accepted.files.all()] == ["второй.docx", "первый.docx"]


@pytest.mark.parametrize("state", [state for state in State.values if state not in Submission.ADMITTED])
def test_only_an_accepted_paper_takes_a_text(state, make_submission, client_of, author):
    paper = make_submission(state)
    url = paper.conference.url("workshops:text", pk=paper.pk)

    statuses = [client_of(author).get(url).status_code, client_of(author).post(url, {"body": "x"}).status_code]

    paper.refresh_from_db()
    assert (statuses, paper.body) == ([302, 302], "")
    with pytest.raises(MoveNotAllowed):
        services.send_text(paper, by=author, body="x")


def test_no_text_is_taken_once_the_conference_has_begun(accepted, address, client_of, author):
    begin(accepted.conference)

    response = client_of(author).post(address, {"body": "Поздно"}, follow=True)

    accepted.refresh_from_db()
    page = response.content.decode()
    assert accepted.body == ""
    assert ("no longer taken here" in page, address in page) == (True, False)


def test_a_withdrawal_in_another_window_wins(accepted, author):
    stale = Submission.objects.get(pk=accepted.pk)
    services.withdraw(accepted, by=author)

    with pytest.raises(MoveNotAllowed):
        services.send_text(stale, by=author, body="Текст")


def test_neither_text_nor_file_is_refused(accepted, address, client_of, author):
    response = client_of(author).post(address, {"body": "  "})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["body"])
    with pytest.raises(ValidationError):
        services.send_text(accepted, by=author, body="")


def test_text_and_file_are_not_called_optional_for_one_is_needed(accepted, address, client_of, author):
    page = client_of(author).get(address).content.decode()

    assert ("One of the two is needed" in page, "(optional)" in page) == (True, False)


def test_a_bad_file_is_refused_and_the_text_is_kept_in_the_form(accepted, address, client_of, author):
    upload = SimpleUploadedFile("paper.docx", HOSTILE["macros"])

    response = client_of(author).post(address, {"body": "Набранное", "file": upload})

    accepted.refresh_from_db()
    assert list(response.context["form"].errors) == ["file"]
    assert "Набранное" in response.content.decode()
    assert (accepted.body, accepted.files.count()) == ("", 0)


def test_a_good_file_beside_another_error_is_asked_for_again(accepted, address, client_of, author):
    upload = SimpleUploadedFile("paper.docx", docx())

    response = client_of(author).post(address, {"body": "a\x07b", "file": upload})

    assert response.context["form"].errors["file"] == ["Choose the file again: browsers do not keep it."]


def test_another_authors_paper_is_not_found(accepted, address, client_of, make_person, conference):
    other = client_of(make_person("participant", "organiser", conference=conference))

    statuses = [other.get(address).status_code, other.post(address, {"body": "Подмена"}).status_code]

    accepted.refresh_from_db()
    assert (statuses, accepted.body) == ([404, 404], "")


def test_switching_the_language_keeps_the_typed_text(accepted, address, client_of, author):
    visitor = client_of(author)

    response = visitor.post(address, {"body": "Недописанное", "switch_language": "ru"})

    assert "Недописанное" in visitor.get(response["Location"]).content.decode()
