"""Answers that are files: what their content says, guarded, replaced."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registration import services
from registration.models import CustomAnswer, Registration
from tests.registration.questions.conftest import PDF, Kind, errors, finished, told
from tests.world import read_to_the_end


def docx(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", *names):
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (docx(), "docx"),
        (docx("word/vbaProject.bin"), None),
        (b"PK\x03\x04broken", None),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", None),
        (b"<svg onload=alert(1)>", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, kind, client, ask, at_questions):
    question = ask(Kind.FILE)

    client.post(at_questions, told(question, SimpleUploadedFile("file.txt", content)))

    names = [answer.value["name"] for answer in CustomAnswer.objects.all()]
    assert names == ([f"file.{kind}"] if kind else [])


def test_a_file_gets_a_name_of_ours_and_is_for_its_sender_and_staff_only(
    client, ask, at_questions, make_person, client_of, organiser, address, conference
):
    question = ask(Kind.FILE, is_required=True)
    upload = SimpleUploadedFile("../../паспорт <b>.exe", PDF)

    response = client.post(at_questions, told(question, upload))
    draft = Registration.objects.get()
    answer = CustomAnswer.objects.get()
    file = address("answer_file", pk=answer.pk)

    assert response.status_code == 302
    assert (answer.file.name.startswith("answers/"), "паспорт" in answer.file.name) == (True, False)
    assert draft.told()[question.field_name] == {"name": "паспорт _b_.pdf"}
    download = client.get(file)
    assert (read_to_the_end(download), download["Content-Disposition"].startswith("attachment")) == (PDF, True)
    assert Client().get(file).status_code == 404
    assert client_of(organiser).get(file).status_code == 404  # a draft is nobody's business
    person = make_person()
    services.submit(finished(draft), by=person)
    answers = [client_of(each).get(file) for each in (person, organiser, make_person())]
    assert [(each.status_code, PDF in read_to_the_end(each)) for each in answers] == [
        (200, True), (200, True), (404, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), [("page.pdf", b"<html>"), ("big.pdf", PDF + b"0" * (5 * 1024 * 1024))])
def test_a_wrong_or_big_file_is_refused(name, content, client, ask, at_questions):
    question = ask(Kind.FILE)

    response = client.post(at_questions, told(question, SimpleUploadedFile(name, content)))

    assert len(errors(response)) == 1
    assert CustomAnswer.objects.count() == 0


def test_a_file_is_replaced_and_removed(client, ask, at_questions):
    question = ask(Kind.FILE)
    client.post(at_questions, told(question, SimpleUploadedFile("first.pdf", PDF)))
    client.post(at_questions, told(question, SimpleUploadedFile("second.pdf", PDF)))
    names = [CustomAnswer.objects.get().value["name"]]
    client.post(at_questions, {})
    names.append(Registration.objects.get().told()[question.field_name]["name"])

    client.post(at_questions, {f"remove_{question.field_name}": "on"})

    assert names == ["second.pdf", "second.pdf"]
    assert CustomAnswer.objects.count() == 0
    assert Registration.objects.get().told()[question.field_name] is None
