"""Files of materials: what they are, what is kept of them, who gets them when; own recordings and captions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from conference.moves import MoveNotAllowed
from proceedings.models import MaterialFile, MaterialUse
from proceedings.services import library
from proceedings.services.library import files
from tests.proceedings.shelf import new_material, new_recording, published
from tests.world import read_to_the_end

pytestmark = pytest.mark.django_db
SLIDES = settings.BASE_DIR / "workshops" / "demo" / "slides.pdf"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue() + b"SECRET"


def office(member: str, *more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", member, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def add(material, content: bytes, name: str = "file.bin", **more):
    told = {"title": "Файл", "language": "ru", "revision": material.revision, **more}
    return files.add_file(material, by=None, file=ContentFile(content, name=name), **told)


def test_a_picture_is_drawn_anew_and_says_what_it_shows(season):
    material = new_material(season)
    with pytest.raises(ValidationError) as refusal:
        add(material, picture())

    row = add(material, picture(), alt="Кабинет")

    assert list(refusal.value.message_dict) == ["alt"]
    assert (row.kind, row.alt, bool(row.preview)) == ("jpg", "Кабинет", True)
    assert b"SECRET" not in Path(row.file.path).read_bytes()


def test_a_pdf_shows_its_first_page(season):
    row = add(new_material(season), SLIDES.read_bytes())

    with Image.open(row.preview.path) as drawn:
        assert (drawn.format, max(drawn.size)) == ("JPEG", files.PREVIEW_WIDTH)


def test_a_pdf_that_cannot_be_drawn_is_taken_without_a_picture(season):
    row = add(new_material(season), b"%PDF-1.7 nothing %%EOF")

    assert (row.kind, bool(row.preview)) == ("pdf", False)


@pytest.mark.parametrize(("member", "kind"), [("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")])
def test_documents_of_offices_are_known_by_their_content(season, member, kind):
    row = add(new_material(season), office(member), name="virus.exe")

    assert (row.kind, Path(row.file.name).suffix) == (kind, f".{kind}")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        office("word/document.xml", "word/vbaProject.bin"), b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\nbroken",
    ],
)  # fmt: skip
def test_anything_else_is_refused(season, content):
    material = new_material(season)

    with pytest.raises(ValidationError):
        add(material, content, name="file.pdf", alt="Схема")

    assert not MaterialFile.objects.exists()


def test_a_file_too_large_is_refused(season, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 10)

    with pytest.raises(ValidationError):
        add(new_material(season), SLIDES.read_bytes())


def test_files_have_an_order_and_names_that_change_with_the_version(season):
    material = new_material(season)
    first, second = (add(material, office("word/document.xml"), title=title) for title in ("Один", "Два"))
    published(material)

    files.change_file(material, by=None, revision=2, key=second.key, title="Второй", alt="", move="up")
    before = list(MaterialFile.objects.values_list("title", flat=True))
    library.publish_to_library(material, by=None, why_unreviewed="порядок")

    assert before == ["Один", "Два"]
    assert list(MaterialFile.objects.values_list("title", flat=True)) == ["Второй", "Один"]
    with pytest.raises(MoveNotAllowed):
        files.change_file(material, by=None, revision=2, key=first.key, title="x", alt="")
    with pytest.raises(ValidationError):
        files.change_file(material, by=None, revision=3, key="none", title="x", alt="")


def test_a_file_taken_away_stays_for_the_versions_that_name_it(season):
    material = new_material(season)
    document = office("word/document.xml")
    row = add(material, document)
    published(material)
    address = f"/ru/library/{material.slug}/files/{row.key}/"

    files.take_file_away(material, by=None, revision=1, key=row.key)
    library.publish_to_library(material, by=None, why_unreviewed="без файла")

    assert address not in Client().get(material.get_absolute_url()).content.decode()
    assert address in Client().get(f"{material.get_absolute_url()}versions/1/").content.decode()
    assert read_to_the_end(Client().get(address)) == document


def test_a_file_of_a_draft_is_gone_with_it(season):
    material = new_material(season)
    row = add(material, picture(), alt="Кабинет")
    kept = [Path(row.file.path), Path(row.preview.path)]

    files.take_file_away(material, by=None, revision=1, key=row.key)

    assert not MaterialFile.objects.exists()
    assert [path.exists() for path in kept] == [False, False]


def test_a_file_is_kept_not_opened_and_counted(season):
    material = new_material(season)
    row = add(material, office("word/document.xml"), title="План урока")
    address = f"/ru/library/{material.slug}/files/{row.key}/"
    published(material)

    answer = Client().get(address)
    content = read_to_the_end(answer)

    assert content == Path(row.file.path).read_bytes()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert MaterialUse.objects.get().kind == "download"


def test_a_file_that_waits_is_not_for_readers(season):
    material = published(new_material(season))

    row = add(material, picture(), alt="Кабинет")

    address = f"/ru/library/{material.slug}/files/{row.key}/"
    assert [Client().get(f"{address}{tail}").status_code for tail in ("", "page/")] == [404, 404]


def test_a_recording_of_our_own_plays_here_with_captions(season, settings):
    settings.SITE_URL = "https://vmeste.example"
    material = published(new_recording(season, video="https://vmeste.example/media/talk.mp4"))

    html = Client().get(material.get_absolute_url()).content.decode()
    captions = Client().get(f"/ru/library/{material.slug}/captions/ru/")
    there = Client().get(f"/ru/library/{material.slug}/watch/", {"at": "80"})["Location"]

    assert '<source src="https://vmeste.example/media/talk.mp4" type="video/mp4">' in html
    assert f'<track kind="captions" src="/ru/library/{material.slug}/captions/ru/" srclang="ru"' in html
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert captions.content.decode().startswith("WEBVTT")
    assert there == "https://vmeste.example/media/talk.mp4#t=80"
    assert Client().get(f"/ru/library/{material.slug}/captions/en/").status_code == 404
