"""The file of a paper: kept, refused, served."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.workshops.submitting.conftest import State, typed_values
from workshops import services
from workshops.models import Submission

from ..docx import HOSTILE, docx

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_docx_is_kept_with_the_draft(url, author_client, paper_form):
    upload = SimpleUploadedFile("Доклад.docx", docx())

    author_client.post(url("submit"), {**paper_form(), "file": upload})

    paper = Submission.objects.get()
    assert [file.name for file in paper.files.all()] == ["Доклад.docx"]
    assert "Доклад.docx" in author_client.get(url("edit", pk=paper.pk)).content.decode()


@pytest.mark.parametrize("code", HOSTILE)
def test_a_bad_file_is_refused_and_the_text_is_kept(code, url, author_client, paper_form):
    upload = SimpleUploadedFile("paper.docx", HOSTILE[code])

    response = author_client.post(url("submit"), {**paper_form(), "file": upload})

    html = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert response.context["form"].errors.as_data()["file"][0].code == code
    assert "О том, как музей и школа работают вместе." in html
    assert typed_values(html, "authors-1-family_ru") == ["Рубцов"]
    assert Submission.objects.count() == 0


def test_too_large_a_file_is_refused_with_its_own_sentence(url, author_client, paper_form, settings):
    settings.MANUSCRIPT_MAX_BYTES = 100
    upload = SimpleUploadedFile("paper.docx", docx())

    response = author_client.post(url("submit"), {**paper_form(), "file": upload})

    assert response.context["form"].errors.as_data()["file"][0].code == "too_large"


@pytest.fixture
def kept_file(make_submission, author):
    paper = make_submission(State.SUBMITTED)
    return services.attach_file(paper, ContentFile(docx(), name="Музей и школа.docx"), by=author)


def test_a_file_is_served_as_an_attachment_with_its_cyrillic_name(kept_file, url, author_client):
    response = author_client.get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == docx()
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%9C%D1%83%D0%B7%D0%B5%D0%B9%20%D0%B8%20%D1%88%D0%BA%D0%BE%D0%BB%D0%B0.docx"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "wordprocessingml" in response["Content-Type"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("role", "track", "status"),
    [
        (None, 0, 404), ("participant", 0, 404), ("chair", 1, 200), ("chair", 0, 200), ("chair", 2, 404),
        ("editor", 0, 200), ("organiser", 0, 200), ("reviewer", 0, 404), ("protocol", 0, 404),
    ],
)  # fmt: skip
def test_who_may_take_a_file(role, track, status, kept_file, url, client_of, make_person, conference):
    visitor = make_person(*([role] if role else []), conference=conference, track=track)

    response = client_of(visitor).get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))
    response.close()

    assert response.status_code == status


def test_a_file_is_not_found_under_another_address(
    kept_file, url, make_submission, author_client, other_conference, conference
):
    other_paper = make_submission()

    statuses = [
        Client().get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk)).status_code,
        author_client.get(url("file", pk=other_paper.pk, file_pk=kept_file.pk)).status_code,
        author_client.get(
            other_conference.url("workshops:file", pk=kept_file.submission_id, file_pk=kept_file.pk)
        ).status_code,
    ]

    assert statuses == [404, 404, 404]


def test_a_file_lost_on_disk_is_not_found(kept_file, url, author_client):
    kept_file.file.storage.delete(kept_file.file.name)

    response = author_client.get(url("file", pk=kept_file.submission_id, file_pk=kept_file.pk))

    assert response.status_code == 404
