"""Publishing freezes a build and everything it says."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from conference.models import Job
from proceedings import services
from proceedings.models import Article, ArticleAuthor, ArticleStep, Manuscript, Publication, PublishedArticle, Volume
from proceedings.services.frozen import (
    frozen_article,
    frozen_book,
    frozen_contents,
    frozen_event,
    frozen_part,
    frozen_text,
)
from tests.proceedings.conftest import make_build, make_publication

BOOK = b"%PDF-1.7 book"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def filled(conference, make_paper, volume, editor) -> Volume:
    make_paper(conference, number=1)
    make_paper(conference, number=2, track=2, language="en")
    services.collect(volume, by=editor)
    services.import_missing(volume)
    return volume


def test_publishing_freezes_the_build(filled, editor):
    build = make_build(filled, editor)

    publication = services.publish(filled, by=editor)

    filled.refresh_from_db()
    assert filled.state == Volume.State.PUBLISHED
    assert (publication.number, publication.pages, publication.page_map) == (1, build.pages, build.page_map)
    assert publication.file.name != build.file.name
    with publication.file.open("rb") as file:
        assert file.read() == BOOK
    assert publication.sha256 == hashlib.sha256(BOOK).hexdigest()


def test_every_article_of_the_build_is_written_down(filled, editor):
    publication = make_publication(filled, editor)

    rows = list(publication.articles.values_list("number", "first_page", "last_page", "manuscript__revision"))
    assert rows == [(1, 3, 4, 1), (2, 5, 6, 1)]
    kinds = ArticleStep.objects.filter(kind=ArticleStep.Kind.PUBLISHED).values_list("article__number", "by")
    assert sorted(kinds) == [(1, editor.pk), (2, editor.pk)]


def test_the_files_of_articles_are_made_afterwards(filled, editor):
    publication = make_publication(filled, editor)

    job = Job.objects.get(kind="article-files")
    assert (job.about, job.by, job.state) == (publication, editor, Job.State.QUEUED)


def test_a_build_is_published_once(filled, editor):
    make_build(filled, editor)
    services.publish(filled, by=editor)

    with pytest.raises(ValidationError, match="published already"):
        services.publish(filled, by=editor, reason_ru="Опечатки.")


def test_an_erratum_is_the_next_publication_and_says_why(filled, editor):
    first = make_publication(filled, editor)
    make_build(filled, editor)

    with pytest.raises(ValidationError, match="what this publication mends"):
        services.publish(filled, by=editor)
    second = services.publish(filled, by=editor, reason_ru=" Исправлена таблица 2. ", reason_en="Table 2 mended.")

    assert (second.number, second.reason_ru, second.reason_en) == (2, "Исправлена таблица 2.", "Table 2 mended.")
    assert list(filled.publications.values_list("number", flat=True)) == [2, 1]
    assert first.file.name != second.file.name
    assert PublishedArticle.objects.filter(publication=first).count() == 2


def test_what_changed_since_publication_is_told_with_the_texts_to_compare(client_of, filled, editor):
    make_publication(filled, editor)
    article = filled.articles.get(number=1)
    services.import_manuscript(article, by=editor, text="Новая редакция статьи.")
    Article.objects.filter(pk=article.pk).update(title_en="Renamed", udk="376")
    build = make_build(filled, editor)
    build.pieces = {str(article.pk): "other"}
    build.save()
    page = client_of(editor).get("/en/inclusion/desk/proceedings/proceedings/publish/ask/")

    (changed,) = page.context["changed"]
    assert (changed.older, changed.newer, [str(name) for name in changed.fields]) == (1, 2, ["title", "UDC"])
    assert f"/articles/{article.pk}/compare/?from=1&amp;to=2" in page.content.decode()


def test_the_board_says_that_there_is_nothing_to_publish(client_of, filled, editor):
    desk, words = client_of(editor), "The last build is what is published: there is nothing to publish."
    make_publication(filled, editor)
    assert words in desk.get("/en/inclusion/desk/proceedings/proceedings/").content.decode()
    make_build(filled, editor)

    assert words not in desk.get("/en/inclusion/desk/proceedings/proceedings/").content.decode()


def test_an_electronic_edition_has_no_sizes_for_the_printer(client_of, filled, editor):
    make_build(filled, editor)
    page = client_of(editor).get("/en/inclusion/desk/proceedings/proceedings/printing/").content.decode()

    assert "This is an electronic edition" in page
    assert "What the printer gets" not in page


def test_an_uncompiled_volume_cannot_be_published(filled, editor):
    with pytest.raises(ValidationError, match="compile the volume first"):
        services.publish(filled, by=editor)

    filled.refresh_from_db()
    assert filled.state == Volume.State.DRAFT


def test_a_file_that_was_touched_is_not_published(filled, editor):
    build = make_build(filled, editor)
    build.sha256 = "0" * 64
    build.save()

    with pytest.raises(ValidationError, match="not what was compiled"):
        services.publish(filled, by=editor)

    assert Publication.objects.count() == 0


def test_a_file_that_is_gone_is_not_published(filled, editor):
    build = make_build(filled, editor)
    build.file.storage.delete(build.file.name)

    with pytest.raises(ValidationError, match="is gone"):
        services.publish(filled, by=editor)


def test_published_articles_keep_their_numbers(filled, editor):
    make_publication(filled, editor)
    for article, number in zip(filled.articles.order_by("number"), (12, 11), strict=True):
        Article.objects.filter(pk=article.pk).update(number=number)
    Article.objects.filter(number=11).update(number=1)
    make_build(filled, editor)

    with pytest.raises(ValidationError, match="1 → 2, 12 → 1"):
        services.publish(filled, by=editor, reason_ru="Иной порядок.")


def test_a_text_that_came_after_the_build_is_not_in_it(filled, editor):
    make_build(filled, editor)
    article = filled.articles.get(number=1)
    services.import_manuscript(article, by=editor, text="Новая редакция, в сборник не вошедшая.")

    publication = services.publish(filled, by=editor)

    assert publication.articles.get(number=1).manuscript.revision == 1
    assert "Первый абзац" in frozen_text(publication.articles.get(number=1)).html


def test_what_was_frozen_is_read_as_it_was_written(filled, editor):
    article = filled.articles.get(number=1)
    ArticleAuthor.objects.filter(article=article).update(orcid="0000-0002-1825-0097", city_en="Minsk")
    publication = make_publication(filled, editor)
    published = publication.articles.select_related("manuscript").get(number=1)

    frozen = frozen_article(published)
    book = frozen_book(publication)

    assert (frozen.title.ru, frozen.title.en) == ("О школе номер 1", "On school number 1")
    assert (frozen.authors[0].full_name("ru"), frozen.authors[0].orcid) == ("Пётр Ильич Орлов1", "0000-0002-1825-0097")
    assert frozen.authors[0].where("en") == "School No. 5, Minsk, Russian Federation"
    assert frozen.accepted == article.accepted_on
    assert (book.title.en, book.year, book.parts) == ("Learning Together: Proceedings", 2008, ())
    assert frozen_event(publication).starts == filled.conference.starts
    assert frozen_part(published).title.ru == "Секция о предмете 1"
    assert [part.number for part in frozen_contents(publication).parts] == [1, 2]


def test_addresses_of_people_are_not_frozen(filled, editor):
    publication = make_publication(filled, editor)

    assert "example.org" not in str([row.facts for row in publication.articles.all()])


def test_facts_of_an_earlier_edition_are_still_read(filled, editor):
    publication = make_publication(filled, editor)
    published = publication.articles.get(number=1)
    published.facts = {"title": {"ru": "О школе"}, "authors": [{"family": {"ru": "Орлов"}}], "no_longer": 1}
    publication.facts = {}

    frozen = frozen_article(published)

    assert (frozen.title.ru, frozen.title.en, frozen.number, frozen.received) == ("О школе", "", 0, None)
    assert frozen.authors[0].full_name("ru") == "Орлов"
    assert (frozen_book(publication).year, frozen_event(publication).title.ru) == (0, "")


def test_later_changes_of_rows_do_not_reach_what_is_frozen(filled, editor):
    publication = make_publication(filled, editor)
    Article.objects.update(title_ru="Переименованная", abstract_ru="Иное")
    ArticleAuthor.objects.update(family_ru="Другая")
    Volume.objects.update(title_ru="Иной сборник")

    published = Publication.objects.get(pk=publication.pk).articles.get(number=1)

    assert frozen_article(published).title.ru == "О школе номер 1"
    assert frozen_article(published).authors[0].family.ru == "Орлов1"
    assert frozen_book(published.publication).title.ru == "Вместе учиться: сборник"
    assert Manuscript.objects.count() == 2


def test_words_to_be_found_by_are_roots_of_both_languages(filled, editor):
    words = make_publication(filled, editor).articles.get(number=1).search.split()

    assert {"orlov1", "shkol", "particip", "uchast"} <= set(words)
