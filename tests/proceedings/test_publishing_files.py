"""The file of one article is the same pages as in the book."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile

import page
import pikepdf
import pytest
from django.core.exceptions import ValidationError

from conference.models import Job
from proceedings import services
from proceedings.models import Article, PublishedArticle
from proceedings.services.article_files import Files, files_of, run_article_files, start_article_files
from proceedings.services.exporting import libraries_file
from proceedings.services.retracting import retract
from tests.proceedings.conftest import new_paper, new_volume
from tests.world import read_to_the_end

BODY = """## Постановка вопроса

Первый абзац статьи о школе[^1], в которой вместе учатся разные дети: *together*.

[^1]: Сноска внизу страницы.

| Год | Детей |
|----:|------:|
| 2006 | 12 |
| 2007 | 18 |

## Список источников

1. Иванов И. И. Книга. М.: Наука, 2007.
"""


def pages(path: str, first: int, last: int) -> list[str]:
    command = ["pdftotext", "-layout", "-f", str(first), "-l", str(last), path, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]


def info(path: str) -> dict[str, str]:
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in said.splitlines())}


@pytest.fixture
def publication(conference, editor):
    volume = new_volume(conference)
    for number in (1, 2):
        new_paper(conference, number=number, body=BODY, language="en" if number == 2 else "ru")
    services.collect(volume, by=editor)
    services.import_missing(volume)
    services.compile_now(volume, by=editor)
    publication = services.publish(volume, by=editor)
    run_article_files(Job.objects.get(kind="article-files").pk)
    return publication


def test_the_file_of_an_article_is_its_pages_of_the_book(publication):
    job = Job.objects.get(kind="article-files")
    rows = list(publication.articles.order_by("number"))

    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert [verdict["state"] for verdict in job.verdicts] == ["ok", "ok"]
    for row in rows:
        physical = publication.physical(row.first_page)
        span = row.last_page - row.first_page
        assert pages(row.file.path, 1, 99) == pages(publication.file.path, physical, physical + span)
        said = info(row.file.path)
        assert (said["Tagged"], said["Pages"], row.size < 5_000_000) == ("yes", str(span + 1), True)
        assert row.file.name.endswith(".pdf")
        with row.file.open("rb") as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert (info(rows[0].file.path)["Title"], info(rows[0].file.path)["Author"]) == (
        "О школе номер 1",
        "Пётр Ильич Орлов1",
    )
    assert info(rows[1].file.path)["Title"] == "On school number 2"


def test_files_that_exist_are_left_alone(publication, editor):
    before = list(publication.articles.values_list("file", "sha256"))
    PublishedArticle.objects.filter(number=2).update(file="", sha256="")
    run_article_files(start_article_files(publication, by=editor).pk)

    after = list(publication.articles.values_list("file", "sha256"))
    assert after[0] == before[0]
    assert after[1][1] == before[1][1]


def test_the_desk_makes_what_is_missing(client_of, publication, editor):
    desk, board = client_of(editor), "/en/inclusion/desk/proceedings/proceedings/"
    assert "Files of single articles: 2 of 2." in desk.get(f"{board}notices/").content.decode()
    PublishedArticle.objects.filter(number=2).update(file="")
    assert "Make those that are missing" in desk.get(f"{board}notices/").content.decode()

    answer = desk.post(f"{board}article-files/")

    assert answer.url == f"{board}notices/"
    assert "They are being made." in desk.get(f"{board}notices/").content.decode()
    run_article_files(Job.objects.filter(kind="article-files").latest("pk").pk)
    assert files_of(publication) == Files(2, 2, False)


def test_the_file_of_a_retracted_article_begins_with_the_retraction(client, publication, editor):
    row = publication.articles.get(number=1)
    before = pages(row.file.path, 1, 99)
    here = "/en/inclusion/proceedings/proceedings/1/"
    retract(row.article, by=editor, text_ru="Данные неверны.\nАвторы отозвали статью.", text_en="The data are wrong.")
    waiting = client.get(f"{here}article.pdf")
    run_article_files(Job.objects.filter(kind="article-files").latest("pk").pk)

    row.refresh_from_db()
    assert waiting.url == here
    notice, *rest = pages(row.marked.path, 1, 99)
    for words in ("Статья отозвана", "Авторы отозвали статью.", "Article retracted on", "The data are wrong."):
        assert words in notice
    assert rest == before == pages(row.file.path, 1, 99)
    answer = client.get(f"{here}article.pdf")
    assert hashlib.sha256(read_to_the_end(answer)).hexdigest() == row.marked_sha256 != row.sha256
    assert answer["ETag"] == f'"{row.marked_sha256}"'
    page_of_it = client.get(here).content.decode()
    assert row.marked_sha256 in page_of_it
    assert "/publications/1/" in page_of_it
    with zipfile.ZipFile(libraries_file(publication, list)) as archive:
        kept = archive.read(next(name for name in archive.namelist() if name.endswith("articles/001.pdf")))
    assert hashlib.sha256(kept).hexdigest() == row.marked_sha256
    report = page.validate_pdf(row.marked.path, profile="ua1", limits=page.SafetyLimits.unlimited())
    assert [str(failure) for failure in report.failures] == []
    assert info(row.marked.path)["Title"] == "О школе номер 1"


def test_files_are_those_of_the_frozen_article(publication, editor):
    before = publication.articles.get(number=1).sha256
    PublishedArticle.objects.update(file="", sha256="")
    Article.objects.update(title_ru="Переименованная", title_en="Renamed")
    run_article_files(start_article_files(publication, by=editor).pk)

    assert publication.articles.get(number=1).sha256 == before


def test_the_files_are_accessible(publication):
    for row in publication.articles.all():
        report = page.validate_pdf(row.file.path, profile="ua1", limits=page.SafetyLimits.unlimited())

        assert [str(failure) for failure in report.failures] == []
        assert report.is_compliant
        assert subprocess.run(["qpdf", "--check", row.file.path], capture_output=True).returncode == 0
        with pikepdf.open(row.file.path) as document, document.open_outline() as outline:
            assert [item.title.replace("\u00a0", " ") for item in outline.root] == [report_title(row)]


def report_title(row: PublishedArticle) -> str:
    return row.facts["title"][row.facts["language"]]


def test_a_build_that_is_behind_its_volume_is_not_published(publication, editor):
    volume = publication.volume
    Article.objects.filter(number=1).update(title_ru="Иной заголовок")
    services.compile_now(volume, by=editor)
    Article.objects.filter(number=1).update(title_ru="Ещё один")

    with pytest.raises(ValidationError, match=r"(изменился с.{1,4}тех пор|has changed since)"):
        services.publish(volume, by=editor, reason_ru="Заголовок.")
