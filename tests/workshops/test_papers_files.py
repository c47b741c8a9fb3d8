"""Files of a paper: what each kind may be, why one is refused, who may fetch it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from conference.moves import MoveNotAllowed
from workshops import services
from workshops.manuscripts import words_of_docx
from workshops.models import Submission, SubmissionFile

from .docx import docx

State, Kind = Submission.State, SubmissionFile.Kind
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


pytestmark = pytest.mark.usefixtures("in_english")


def pptx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("ppt/presentation.xml", "<p/>")
    return out.getvalue()


GOOD = [
    (Kind.MANUSCRIPT, docx(), "docx"), (Kind.PDF, PDF, "pdf"), (Kind.SLIDES, PDF, "pdf"), (Kind.SLIDES, pptx(), "pptx"),
    (Kind.SUPPLEMENT, docx(), "docx"), (Kind.SUPPLEMENT, PDF, "pdf"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "content", "ending"), GOOD)
def test_a_file_is_kept_by_what_it_is(kind, content, ending, make_submission, author):
    paper = make_submission()

    kept = services.attach_file(paper, ContentFile(content, name="../тайное имя.exe"), by=author, kind=kind)

    assert (kept.kind, kept.name, kept.size) == (kind, f"тайное имя.exe.{ending}", len(content))
    assert kept.file.name.startswith(f"submissions/{paper.conference_id}/")
    assert kept.file.name.endswith(f".{ending}")


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        (Kind.PDF, docx(), "kind"),
        (Kind.PDF, b"", "empty"),
        (Kind.PDF, b"%PDF-1.7 half", "damaged"),
        (Kind.PDF, b"MZ\x90\x00", "kind"),
        (Kind.SLIDES, docx(), "kind"),
        (Kind.SUPPLEMENT, b"#!/bin/sh\n", "kind"),
        (Kind.MANUSCRIPT, PDF, "pdf"),
        (Kind.MANUSCRIPT, b"", "empty"),
    ],
)
def test_each_refusal_has_its_reason(kind, content, code, make_submission, author):
    with pytest.raises(ValidationError) as refusal:
        services.attach_file(make_submission(), ContentFile(content, name="file.pdf"), by=author, kind=kind)

    assert refusal.value.code == code


def test_a_file_that_is_too_large_says_how_large_it_may_be(make_submission, author, monkeypatch):
    monkeypatch.setitem(services.papers.files.MOST_BYTES, Kind.PDF, 20)

    with pytest.raises(ValidationError) as refusal:
        services.attach_file(make_submission(), ContentFile(PDF, name="a.pdf"), by=author, kind=Kind.PDF)

    assert (refusal.value.code, "20" in refusal.value.messages[0]) == ("size", True)


@pytest.mark.parametrize(
    ("state", "kind", "is_taken"),
    [
        (State.SUBMITTED, Kind.PDF, True),
        (State.ACCEPTED, Kind.SLIDES, True),
        (State.CONFIRMED, Kind.SUPPLEMENT, True),
        (State.ACCEPTED, Kind.PDF, False),
        (State.ACCEPTED, Kind.MANUSCRIPT, False),
        (State.DECLINED, Kind.SLIDES, False),
        (State.WITHDRAWN, Kind.SLIDES, False),
    ],
)
def test_what_is_taken_when(state, kind, is_taken, make_submission, author):
    paper, content = make_submission(state), docx() if kind == Kind.MANUSCRIPT else PDF

    if is_taken:
        services.attach_file(paper, ContentFile(content, name="a"), by=author, kind=kind)
        return
    with pytest.raises(MoveNotAllowed):
        services.attach_file(paper, ContentFile(content, name="a"), by=author, kind=kind)


def test_the_newest_manuscript_counts_whatever_came_after(make_submission, author):
    paper = make_submission()
    text = services.attach_file(paper, ContentFile(docx(), name="text.docx"), by=author)

    services.attach_file(paper, ContentFile(PDF, name="slides.pdf"), by=author, kind=Kind.SLIDES)

    assert Submission.objects.get(pk=paper.pk).newest_file() == text


def test_slides_come_in_by_the_page_and_go_out_as_what_they_are(make_submission, client_of, author):
    paper, visitor = make_submission(State.CONFIRMED), client_of(author)
    url = paper.conference.url("workshops:attach", pk=paper.pk)
    bad, slides = visitor.post(url, {"kind": "slides", "file": SimpleUploadedFile("a.pptx", b"MZ")}), pptx()

    visitor.post(url, {"kind": "slides", "file": SimpleUploadedFile("Слайды.pptx", slides)})

    kept = paper.files.get()
    answer = visitor.get(paper.conference.url("workshops:file", pk=paper.pk, file_pk=kept.pk))
    assert (bad.status_code, list(bad.context["bad_form"].errors)) == (200, ["file"])
    assert b"".join(answer.streaming_content) == slides
    assert answer["Content-Type"].endswith("presentationml.presentation")
    assert (answer["X-Content-Type-Options"], "attachment" in answer["Content-Disposition"]) == ("nosniff", True)


def test_words_of_a_manuscript_are_counted():
    body = (
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Раз два</w:t></w:r></w:p><w:p><w:r><w:t>три</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )

    assert words_of_docx(io.BytesIO(docx(word__document_xml=body))) == 3
