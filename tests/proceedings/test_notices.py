"""Errata and retractions: said once, for ever."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from conference.models import Job
from conference.moves import MoveNotAllowed
from proceedings import services
from proceedings.models import ArticleStep, Notice
from proceedings.services import steps
from proceedings.services.notices import add_erratum, bind_notice, notices_of
from proceedings.services.retracting import retract
from proceedings.services.steps import state_of
from tests.proceedings.conftest import make_build, make_publication, new_paper, new_volume, publish_two

DESK = "/en/inclusion/desk/proceedings/proceedings/"


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def published(volume, editor):
    return publish_two(volume, editor)


@pytest.fixture
def article(published):
    return published.articles.get(number=1)


def test_an_erratum_is_said_and_logged(article, editor):
    notice = add_erratum(article, by=editor, text_ru=" Вместо 5 читать 6. ", text_en="For 5 read 6.")

    assert (notice.kind, notice.text_ru, notice.text_en, notice.by) == (
        Notice.Kind.ERRATUM, "Вместо 5 читать 6.", "For 5 read 6.", editor,
    )  # fmt: skip
    step = article.steps.last()
    assert (step.kind, step.note, state_of(article)) == (ArticleStep.Kind.ERRATUM, "Вместо 5 читать 6.", "published")


def test_a_retraction_is_final(article, editor):
    retract(article, by=editor, text_ru="Данные неверны.")

    assert state_of(article) == ArticleStep.State.RETRACTED
    with pytest.raises(MoveNotAllowed, match="retracted already"):
        retract(article, by=editor, text_ru="Ещё раз.")
    assert Notice.objects.count() == 1


def test_publishing_again_leaves_a_retracted_article_retracted(published, article, editor):
    retract(article, by=editor, text_ru="Данные неверны.")
    make_build(published, editor)
    services.publish(published, by=editor, reason_ru="Опечатки в другой статье.")

    assert state_of(article) == ArticleStep.State.RETRACTED
    kinds = published.articles.get(number=2).steps.values_list("kind", flat=True)
    assert [article.steps.filter(kind="published").count(), list(kinds).count("published")] == [1, 2]


def test_nothing_that_follows_changes_a_retraction(article, editor):
    retract(article, by=editor, text_ru="Данные неверны.")
    steps.note(article, ArticleStep.Kind.EDITED, by=editor)

    assert state_of(article) == ArticleStep.State.RETRACTED


def test_a_retraction_has_the_file_of_the_article_marked(article, editor):
    Job.objects.update(state=Job.State.DONE)

    retract(article, by=editor, text_ru="Данные неверны.")

    job = Job.objects.get(state=Job.State.QUEUED)
    assert (job.kind, job.about) == ("article-files", article.volume.publication)


def test_an_erratum_is_bound_to_a_later_publication(published, article, editor):
    notice = add_erratum(article, by=editor, text_ru="Вместо 5 читать 6.")
    make_build(published, editor)
    second = services.publish(published, by=editor, reason_ru="Опечатки.")

    bind_notice(notice, second, by=editor)

    notice.refresh_from_db()
    assert (notice.publication, article.steps.last().note) == (second, "mended in publication 2")


def test_only_an_erratum_is_bound_and_only_to_what_mends_it(conference, published, article, editor):
    notice = add_erratum(article, by=editor, text_ru="Вместо 5 читать 6.")
    retraction = retract(article, by=editor, text_ru="Данные неверны.")

    with pytest.raises(ValidationError, match="first publication mends nothing"):
        bind_notice(notice, published.publication, by=editor)
    with pytest.raises(MoveNotAllowed, match="not mended by a publication"):
        bind_notice(retraction, published.publication, by=editor)
    assert not Notice.objects.exclude(publication=None).exists()


def test_a_retracted_article_may_still_have_an_erratum(article, editor):
    retract(article, by=editor, text_ru="Данные неверны.")
    add_erratum(article, by=editor, text_ru="И таблица.")

    kinds = [notice.kind for notice in notices_of([article.pk])[article.pk]]
    assert kinds == [Notice.Kind.RETRACTION, Notice.Kind.ERRATUM]


@pytest.mark.parametrize("verb", [add_erratum, retract])
def test_what_is_not_published_is_mended_instead(conference, volume, editor, verb):
    new_paper(conference)
    services.collect(volume, by=editor)

    with pytest.raises(MoveNotAllowed, match="not published"):
        verb(volume.articles.get(), by=editor, text_ru="Опечатка.")

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("verb", [add_erratum, retract])
def test_a_notice_needs_words(article, editor, verb):
    with pytest.raises(ValidationError, match="readers will see it"):
        verb(article, by=editor, text_ru="  ", text_en="")


def test_an_erratum_is_mended_by_a_publication_of_the_same_volume(conference, article, editor):
    other = new_volume(conference, slug="other")
    new_paper(conference, number=5)
    services.collect(other, by=editor)
    foreign = make_publication(other, editor)

    with pytest.raises(ValidationError, match="another volume"):
        add_erratum(article, by=editor, text_ru="Опечатка.", publication=foreign)


def test_the_desk_says_an_erratum(client_of, published, article, editor):
    make_build(published, editor)
    second = services.publish(published, by=editor, reason_en="Misprints.")
    desk = client_of(editor)
    url = f"{DESK}notices/{article.pk}/erratum/"

    empty = desk.post(url, {"text_ru": "", "text_en": ""})
    done = desk.post(url, {"text_ru": "", "text_en": "For 5 read 6.", "publication": second.pk})

    assert "Say what happened: readers will see it." in empty.content.decode()
    assert done.url == f"{DESK}notices/"
    notice = Notice.objects.get()
    assert (notice.text_en, notice.publication) == ("For 5 read 6.", second)


def test_the_desk_binds_an_erratum_when_it_is_mended(client_of, published, article, editor):
    notice = add_erratum(article, by=editor, text_ru="Вместо 5 читать 6.")
    desk, url = client_of(editor), f"{DESK}notices/{notice.pk}/bind/"
    assert url not in desk.get(f"{DESK}notices/").content.decode()
    make_build(published, editor)
    second = services.publish(published, by=editor, reason_ru="Опечатки.")
    assert url in desk.get(f"{DESK}notices/").content.decode()

    nothing = desk.post(url, {"number": ""})
    done = desk.post(url, {"number": "2"})

    assert (nothing.url, done.url) == (f"{DESK}notices/", f"{DESK}notices/")
    notice.refresh_from_db()
    assert notice.publication == second
    assert "Mended in publication 2." in desk.get(done.url).content.decode()


def test_neither_language_of_a_notice_is_called_optional(client_of, article, editor):
    shown = client_of(editor).get(f"{DESK}notices/{article.pk}/erratum/").content.decode()

    assert shown.count("(optional)") == 1
    assert "At least one of the two languages is needed" in shown


def test_the_desk_retracts_only_who_is_certain(client_of, article, editor):
    desk = client_of(editor)
    url = f"{DESK}notices/{article.pk}/retract/"

    first = desk.post(url, {"text_ru": "Данные неверны."})
    assert (first.status_code, Notice.objects.count()) == (200, 0)
    assert "Данные неверны." in first.content.decode()

    done = desk.post(url, {"text_ru": "Данные неверны.", "certain": "on"})

    assert done.url == f"{DESK}notices/"
    assert Notice.objects.get().kind == Notice.Kind.RETRACTION
    assert f"{DESK}notices/{article.pk}/retract/" not in desk.get(done.url).content.decode()


def test_an_article_that_is_not_published_has_no_notice_page(client_of, published, editor):
    new_paper(published.conference, number=9)

    assert client_of(editor).get(f"{DESK}notices/99999/erratum/").status_code == 404


def test_the_list_costs_the_same_with_one_and_with_many(
    client_of, published, article, editor, django_assert_num_queries
):
    desk = client_of(editor)
    add_erratum(article, by=editor, text_ru="Опечатка.")
    desk.get(f"{DESK}notices/")
    with django_assert_num_queries(17):
        desk.get(f"{DESK}notices/")
    for other in published.articles.all():
        add_erratum(other, by=editor, text_ru="Ещё одна.")

    with django_assert_num_queries(17):
        desk.get(f"{DESK}notices/")
