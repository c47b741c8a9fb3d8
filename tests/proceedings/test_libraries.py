"""Files for readers and for libraries, and the editors' page of exports."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from lxml import etree

from proceedings.models import Notice, Publication, PublishedArticle, Volume
from proceedings.services import export_formats, exporting
from tests.proceedings.exported import filled, published, with_dois
from tests.world import read_to_the_end

pytestmark = pytest.mark.once

DEPOSITOR = {"depositor": "Редакция", "email": "editor@example.org", "registrant": "Университет"}


@pytest.fixture
def publication(conference, editor) -> Publication:
    return published(filled(conference, editor), editor)


def address(kind: str, language: str = "ru") -> str:
    return f"/{language}/inclusion/proceedings/proceedings/files/{kind}/"


def desk(name: str = "") -> str:
    return f"/ru/inclusion/desk/proceedings/proceedings/exports/{name}"


def archive(client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(read_to_the_end(client.get(address("libraries")))))


def test_the_archive_has_everything_and_its_checksums_hold(client, publication):
    row = PublishedArticle.objects.get(publication=publication, number=1)
    row.file.save("article.pdf", ContentFile(b"%PDF-1.7 article"))

    found = archive(client)

    top = "inclusion-proceedings/"
    names = [name.removeprefix(top) for name in found.namelist()]
    sums = dict(reversed(line.split("  ", 1)) for line in found.read(f"{top}SHA256SUMS").decode().splitlines())
    assert names == [
        "README.ru.txt", "README.en.txt", "inclusion-proceedings.pdf", "articles/001.pdf", "inclusion-proceedings.epub",
        "metadata/ru.bib", "metadata/en.bib", "metadata/ru.ris", "metadata/en.ris", "metadata/ru.csl.json",
        "metadata/en.csl.json", "metadata/dublin-core.xml", "SHA256SUMS",
    ]  # fmt: skip
    assert sums == {name: hashlib.sha256(found.read(top + name)).hexdigest() for name in names[:-1]}
    assert found.read(f"{top}README.ru.txt").decode().startswith("Вместе учиться: сборник\n=====")
    assert found.read(f"{top}README.en.txt").decode().startswith("Learning Together: Proceedings\n=====")


def test_a_file_is_made_once_and_anew_when_something_is_said(client, publication):
    first = client.get(address("epub"))
    read_to_the_end(first)
    kept = exporting.kept(publication, "inclusion-proceedings.epub")
    stamp = kept.stat().st_mtime_ns

    again = client.get(address("epub"))
    read_to_the_end(again)
    unchanged = client.get(address("epub"), headers={"if-none-match": first["ETag"]})
    article = publication.volume.articles.get(number=1)
    Notice.objects.create(article=article, kind="erratum", text_ru="Опечатка.")
    changed = client.get(address("epub"), headers={"if-none-match": first["ETag"]})

    assert (kept.stat().st_mtime_ns, again["ETag"], unchanged.status_code) == (stamp, first["ETag"], 304)
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert changed["Content-Disposition"] == 'attachment; filename="inclusion-proceedings.epub"'
    read_to_the_end(changed)


def test_a_file_that_fails_leaves_nothing_behind(publication):
    def broken(target):
        target.write(b"half")
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        exporting.made(publication, "broken.zip", broken)

    folder = exporting.kept(publication, "broken.zip").parent
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("bibtex", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("csl", "application/vnd.citationstyles.csl+json; charset=utf-8"),
        ("dublin-core", "application/xml; charset=utf-8"),
    ],
)
def test_descriptions_of_the_volume(client, publication, kind, content_type):
    answer = client.get(address(kind))

    assert (answer.status_code, answer["Content-Type"]) == (200, content_type)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_article_is_named_as_it_was_written_whatever_the_language_of_the_address(client, publication):
    russian, english = client.get(address("csl")), client.get(address("csl", "en"))

    assert [each["title"] for each in json.loads(russian.content)][1] == "О школе номер 1"
    assert [each["title"] for each in json.loads(english.content)][1] == "О школе номер 1"


def test_dublin_core_of_the_volume_is_one_file(client, publication):
    root = etree.fromstring(client.get(address("dublin-core")).content)

    assert len(root) == 3


def test_jats_comes_with_an_issn_only(client, conference, editor):
    volume = filled(conference, editor)
    published(volume, editor)

    assert client.get(address("jats")).status_code == 404

    Volume.objects.filter(pk=volume.pk).update(issn="2049-3630", issue_number="3")
    published(volume, editor)
    found = zipfile.ZipFile(io.BytesIO(read_to_the_end(client.get(address("jats")))))

    assert found.namelist() == [
        "001/article.xml", "001/figure-1.png", "001/formula-1.svg", "001/formula-2.svg", "002/article.xml",
    ]  # fmt: skip


def test_an_unknown_format_does_not_exist(client, publication):
    assert client.get(address("docx")).status_code == 404


def test_files_are_prepared_in_the_background(publication):
    export_formats.prepare(publication.pk)

    assert exporting.kept(publication, "inclusion-proceedings.epub").exists()
    assert exporting.kept(publication, "inclusion-proceedings-libraries.zip").exists()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_volume_offers_its_formats(client, publication, language):
    page = client.get(f"/{language}/inclusion/proceedings/proceedings/").content.decode()

    assert [kind for kind in export_formats.BY_KIND if address(kind, language) in page] == [
        "epub", "bibtex", "ris", "csl", "dublin-core", "libraries",
    ]  # fmt: skip


# -- the desk ------------------------------------------------------------------------------------------------


def test_the_desk_says_what_is_missing(client_of, editor, publication):
    page = client_of(editor).get(desk()).content.decode()

    assert "Download the deposit" not in page
    assert page.count('id="main-form"') == 0
    assert "1, 2." in page


def test_the_desk_of_a_volume_in_preparation(client_of, editor, conference):
    filled(conference, editor)

    answers = [client_of(editor).get(desk()).status_code, client_of(editor).get(desk("rinc/table/")).status_code]

    assert answers == [200, 404]


def test_a_deposit_is_downloaded(client_of, editor, conference):
    published(with_dois(filled(conference, editor)), editor)

    answer = client_of(editor).post(desk("crossref/"), DEPOSITOR)

    head = etree.fromstring(answer.content)[0]
    assert answer["Content-Disposition"] == 'attachment; filename="inclusion-proceedings-crossref.xml"'
    assert [each.text for each in head[2]] == ["Редакция", "editor@example.org"]
    assert head[3].text == "Университет"


def test_a_deposit_without_a_name_keeps_what_was_typed(client_of, editor, conference):
    published(with_dois(filled(conference, editor)), editor)

    answer = client_of(editor).post(desk("crossref/"), {**DEPOSITOR, "depositor": ""})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Университет"' in page
    assert 'aria-invalid="true"' in page


def test_a_deposit_of_a_volume_without_dois_leads_back(client_of, editor, publication):
    answer = client_of(editor).post(desk("crossref/"), DEPOSITOR, follow=True)

    assert answer.redirect_chain == [(desk(), 302)]


def test_the_xml_of_an_issue_is_downloaded(client_of, editor, conference):
    published(filled(conference, editor, issn="2049-3630", issue_number="3"), editor)

    good = client_of(editor).post(desk("rinc/xml/"), {"title_id": "11982"})
    bad = client_of(editor).post(desk("rinc/xml/"), {"title_id": "x"})

    assert etree.fromstring(good.content).findtext("titleid") == "11982"
    assert (bad.status_code, b"esum" in bad.content) == (200, True)


def test_the_workbook_is_downloaded(client_of, editor, publication):
    answer = client_of(editor).get(desk("rinc/table/"))

    assert answer["Content-Disposition"] == 'attachment; filename="inclusion-proceedings-rinc.xlsx"'
    assert answer.content[:2] == b"PK"
