"""Accepted papers, volumes and manuscripts for the tests of the proceedings."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from django.core.files.base import ContentFile
from django.test import Client

from conference.models import Conference, Person, Role
from proceedings import services
from proceedings.models import Build, Publication, Volume
from tests.conftest import new_person
from tests.proceedings.shelf import new_season
from tests.world import read_to_the_end
from workshops.models import Author, FullText, Submission, SubmissionFile, Track

BODY = """## Постановка вопроса

Первый абзац статьи о школе, в которой вместе учатся разные дети.

## Список источников

1. Иванов И. И. Книга. М.: Наука, 2007.
"""


@pytest.fixture
def editor(make_person: Callable[..., Person], conference: Conference) -> Person:
    return make_person(Role.Kind.EDITOR, conference=conference, email="editor@example.org", language="ru")


@pytest.fixture
def season() -> Conference:
    return new_season()


@pytest.fixture
def librarian(make_person: Callable[..., Person], season: Conference) -> Person:
    """An editor of the library of the season."""
    return make_person(Role.Kind.EDITOR, conference=season)


def new_paper(
    conference: Conference, *, number: int = 1, track: int = 1, docx: bytes = b"", **fields: Any
) -> Submission:
    """An accepted paper with one author, in track *track* of *conference*."""
    place, _created = Track.objects.get_or_create(
        conference=conference,
        number=track,
        defaults={
            "title_ru": f"Секция о предмете {track}",
            "title_en": f"Subject {track}",
            "short_title_ru": f"Предмет {track}",
            "short_title_en": f"Subject {track}",
        },
    )
    defaults: dict[str, Any] = {
        "title_ru": f"О школе номер {number}",
        "title_en": f"On school number {number}",
        "abstract_ru": "Краткое изложение статьи.",
        "abstract_en": "A short account of the article.",
        "keywords_ru": "школа, участие",
        "keywords_en": "school, participation",
        "body": BODY,
        "state": Submission.State.ACCEPTED,
        "presentation": Submission.Presentation.ORAL,
        "publication": Submission.Publication.ARTICLE,
        "submitted_at": datetime(2008, 4, 1, 12, tzinfo=UTC),
        "decided_at": datetime(2008, 5, 1, 12, tzinfo=UTC),
    }
    paper = Submission.objects.create(
        conference=conference, track=place, submitter=new_person(), number=number, **{**defaults, **fields}
    )
    Author.objects.create(
        submission=paper,
        order=1,
        family_ru=f"Орлов{number}",
        given_ru="Пётр Ильич",
        family_en=f"Orlov{number}",
        given_en="Petr",
        affiliation_ru="Школа № 5",
        affiliation_en="School No. 5",
        country="RU",
        email=f"orlov{number}@example.org",
        is_corresponding=True,
    )
    if paper.state in Submission.ADMITTED:  # only papers whose text was accepted too may be collected
        FullText.objects.create(submission=paper, state=FullText.State.ACCEPTED)
    if docx:
        row = SubmissionFile(submission=paper, name="paper.docx", size=len(docx), sha256="0" * 64)
        row.file.save("paper.docx", ContentFile(docx))
    return paper


@pytest.fixture
def make_paper(db: None) -> Callable[..., Submission]:
    return new_paper


def new_volume(conference: Conference, **fields: Any) -> Volume:
    defaults: dict[str, Any] = {
        "slug": "proceedings",
        "title_ru": "Вместе учиться: сборник",
        "title_en": "Learning Together: Proceedings",
        "subtitle_ru": "материалы международной конференции",
        "subtitle_en": "proceedings of the international conference",
        "place_ru": "Санкт-Петербург",
        "place_en": "Saint Petersburg",
        "publisher_ru": "Издательство",
        "publisher_en": "Publisher",
        "year": 2008,
    }
    return Volume.objects.create(conference=conference, **{**defaults, **fields})


@pytest.fixture
def make_volume() -> Callable[..., Volume]:
    return new_volume


@pytest.fixture
def volume(make_volume: Callable[..., Volume], conference: Conference) -> Volume:
    return make_volume(conference)


def make_build(volume: Volume, editor: Person) -> Build:
    """A build without the minute of typesetting: the pages are as promised."""
    articles = list(volume.articles.order_by("number"))
    pages = {str(article.pk): [1 + 2 * place, 2 + 2 * place] for place, article in enumerate(articles, start=1)}
    verdicts = [
        {
            "key": str(article.pk),
            "number": article.number,
            "part": 1,
            "label": article.title_ru,
            "language": "ru",
            "authors": "",
            "state": "ok",
            "pages": 2,
            "notes": [],
        }
        for article in articles
    ]
    build = Build(
        volume=volume, by=editor, articles=len(articles), pages=20, front_pages=4, page_map=pages, size=2048,
        seconds=1.0, fingerprint="0" * 64, verdicts=verdicts,
    )  # fmt: skip
    build.file.save("book.pdf", ContentFile(b"%PDF-1.7 book"))
    build.save()
    return build


def make_publication(volume: Volume, editor: Person) -> Publication:
    """A published volume without the minute of typesetting."""
    make_build(volume, editor)
    return services.publish(volume, by=editor, reason_ru="Опечатки.", reason_en="Misprints.")


def publish_two(volume: Volume, editor: Person) -> Volume:
    """Collect two papers, one in English with a Russian sentence, into *volume* and publish it."""
    new_paper(volume.conference, number=1)
    body = "## Start\n\nEnglish text.\n\nРусские слова в нём.\n"
    new_paper(volume.conference, number=2, language="en", body=body)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    make_publication(volume, editor)
    return Volume.objects.get(pk=volume.pk)


def status(client: Client, url: str) -> int:
    """The status of a GET, with the answer's file closed."""
    answer = client.get(url)
    read_to_the_end(answer)
    return answer.status_code


def docx_of(markdown: str, folder: Path) -> bytes:
    """A real .docx made of *markdown*; pictures are looked for in *folder*."""
    target = folder / "made.docx"
    pypandoc.convert_text(
        markdown, "docx", format="markdown", outputfile=str(target), extra_args=[f"--resource-path={folder}"]
    )
    return target.read_bytes()


def picture(colour: str = "#0b5563", size: tuple[int, int] = (60, 40), kind: str = "PNG") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()
