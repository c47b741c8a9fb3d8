from __future__ import annotations

import io
import zipfile

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook

from conference import uploads
from conference.forms import UploadField
from conference.uploads import accept, check_pdf_is_whole, check_upload, in_words, kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ALL = tuple(uploads.CONTENT_TYPES)


def zipped(*names: str, **told: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, told.get(name, "x"))
    return stream.getvalue()


def ooxml(*names: str) -> bytes:
    return zipped("[Content_Types].xml", "_rels/.rels", *names)


def odf(kind: str, *names: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped("mimetype", "content.xml", "META-INF/manifest.xml", *names, mimetype=mimetype)


def saved(thing) -> bytes:
    stream = io.BytesIO()
    thing.save(stream)
    return stream.getvalue()


def locked_zip() -> bytes:
    """A .docx whose members are marked as encrypted."""
    data = bytearray(ooxml("word/document.xml"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


KNOWN = {
    "pdf": [b"%PDF-1.7\n", b"\n %PDF-1.4"],
    "jpg": [b"\xff\xd8\xff\xe0\x00\x10JFIF"],
    "png": [b"\x89PNG\r\n\x1a\n\x00"],
    "webp": [b"RIFF\x24\x00\x00\x00WEBPVP8 "],
    "docx": [ooxml("word/document.xml"), ooxml("word/document2.xml")],
    "pptx": [ooxml("ppt/presentation.xml", "ppt/media/film.mp4")],
    "xlsx": [ooxml("xl/workbook.xml"), saved(Workbook())],
    "odt": [odf("text"), odf("text", "Basic/script-lc.xml", "Basic/Standard/script-lb.xml")],
    "odp": [odf("presentation")],
}
UNKNOWN = {
    "empty": [b""],
    "locked": [OLE + "EncryptedPackage".encode("utf-16-le"), locked_zip(), odf("text", "encrypted-package")],
    "old": [OLE + "WordDocument".encode("utf-16-le")],
    "macros": [
        ooxml("word/document.xml", "word/vbaProject.bin"),
        ooxml("ppt/presentation.xml", "ppt/vbaProject.bin"),
        odf("text", "Basic/Standard/Module1.xml"),
        odf("presentation", "Scripts/python/run.py"),
    ],
    "damaged": [b"PK\x03\x04broken", ooxml("word/document.xml")[:-30]],
    "kind": [
        b"<svg onload=alert(1)>", b"MZ\x90", b"\x7fELF", b"GIF89a", b"RIFF\x24\x00\x00\x00WAVEfmt ", b"{\\rtf1}",
        zipped("a.txt"), zipped("word/document.xml"), ooxml("visio/document.xml"), ooxml("a/word/document.xml"),
        odf("spreadsheet"), odf("graphics"), zipped("mimetype", mimetype="application/vnd.oasis.opendocument.text"),
    ],
}  # fmt: skip


def each(table):
    return [
        pytest.param(content, key, id=f"{key}-{number}")
        for key, contents in table.items()
        for number, content in enumerate(contents)
    ]


@pytest.mark.parametrize(("content", "kind"), each(KNOWN))
def test_a_kind_is_told_by_the_content(content, kind):
    file = SimpleUploadedFile("file.exe", content)

    found = kind_of(file), check_upload(file, ALL, most_bytes=10**6)

    assert found == (kind, kind)
    assert file.read() == content


@pytest.mark.parametrize(("content", "code"), each(UNKNOWN))
def test_what_is_of_no_kind_says_why(content, code):
    file = io.BytesIO(content)

    with pytest.raises(ValidationError) as refusal:
        check_upload(file, ALL, most_bytes=10**6)

    assert (refusal.value.code, kind_of(file), file.read()) == (code, None, content)


def test_a_kind_that_is_not_asked_for():
    with override("en"), pytest.raises(ValidationError) as refusal:
        check_upload(io.BytesIO(KNOWN["pptx"][0]), ("pdf", "docx"), most_bytes=10**6)

    assert refusal.value.messages == ["We cannot take a file of this kind here. Choose one of these: PDF, DOCX."]


@pytest.mark.parametrize(
    ("kinds", "advice"),
    [
        (uploads.SCANS, "Scan it in grey, or photograph it anew."),
        (("pdf", "pptx"), "Make the pictures smaller and save it again."),
    ],
)
def test_a_file_that_is_too_large(kinds, advice):
    with override("en"), pytest.raises(ValidationError) as refusal:
        check_upload(io.BytesIO(b"%PDF-" + bytes(2 * 1024 * 1024)), kinds, most_bytes=1024 * 1024)

    said = " ".join(refusal.value.messages).replace("\xa0", " ")
    assert (refusal.value.code, said) == ("size", f"The file takes 2.0 MB; we can accept up to 1.0 MB. {advice}")


def test_a_file_of_exactly_the_limit():
    assert check_upload(io.BytesIO(b"%PDF-" + bytes(95)), ("pdf",), most_bytes=100) == "pdf"


@pytest.mark.parametrize(("name", "most"), [("MOST_MEMBERS", 2), ("MOST_UNPACKED", 2)])
def test_an_archive_that_is_too_much(name, most, monkeypatch):
    monkeypatch.setattr(uploads, name, most)

    with pytest.raises(ValidationError) as refusal:
        check_upload(io.BytesIO(KNOWN["docx"][0]), ALL, most_bytes=10**6)

    assert refusal.value.code == "bomb"


def test_a_pdf_without_an_end():
    check_pdf_is_whole(io.BytesIO(b"%PDF-1.7" + bytes(5000) + b"%%EOF\n"))

    with pytest.raises(ValidationError):
        check_pdf_is_whole(io.BytesIO(b"%PDF-1.7 %%EOF" + bytes(5000)))


def test_kinds_in_words_and_for_the_browser():
    assert in_words(("pdf", "jpg", "docx")) == "PDF, JPG, DOCX"
    assert accept(("pdf", "jpg", "docx")) == ".pdf,.jpg,.jpeg,.docx"


class SlidesForm(forms.Form):
    slides = UploadField(kinds=("pdf", "pptx"), most_bytes=10**6, required=False)


@pytest.mark.parametrize(
    ("content", "expected"), [(b"%PDF-1.7", ("pdf", [])), (b"MZ\x90", (None, ["slides"])), (None, (None, []))]
)
def test_the_field(content, expected):
    files = {"slides": SimpleUploadedFile("talk.txt", content)} if content else {}

    form = SlidesForm({}, files)

    assert (getattr(form.is_valid() and form.cleaned_data["slides"], "kind", None), list(form.errors)) == expected
    assert 'accept=".pdf,.pptx"' in str(form["slides"])
