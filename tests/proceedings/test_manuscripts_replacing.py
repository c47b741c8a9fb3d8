"""An editor replaces the text of an article by another file; what came before is kept."""

from __future__ import annotations

import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from conference.models import Job
from proceedings import services
from proceedings.models import ArticleStep
from proceedings.services.manuscripts import check_manuscript, run_import, sentence_for
from tests.proceedings.conftest import docx_of
from workshops.models import Submission

PAGE = b"<!DOCTYPE html><html><h1>New</h1><p>Text of the editors.</p></html>"


@pytest.fixture
def article(conference, make_paper, volume, editor):
    make_paper(conference)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    return volume.articles.get()


def named(data: bytes, name: str = "Исправленный текст.html") -> ContentFile:
    return ContentFile(data, name=name)


def kinds(article) -> list[str]:
    return list(article.steps.values_list("kind", flat=True))


def test_a_file_is_looked_at_now_and_read_in_the_background(article, editor, run_tasks):
    job = services.replace_text(article, named(PAGE), by=editor)
    assert (job.kind, job.state, article.manuscripts.count()) == ("import", Job.State.QUEUED, 1)

    run_tasks()

    made = article.manuscripts.first()
    assert (made.revision, made.html, made.by) == (2, '<h2>New</h2><p lang="en">Text of the editors.</p>', editor)
    assert (made.source_name, made.source.name.endswith(".html")) == ("Исправленный текст.html", True)
    with made.source.open("rb") as kept:
        assert kept.read() == PAGE
    job.refresh_from_db()
    assert (job.state, job.verdicts[0]["revision"]) == (Job.State.DONE, 2)
    assert not default_storage.exists(f"proceedings/incoming/{job.pk}")


def test_every_reading_is_a_step_of_the_article(article, editor, run_tasks):
    services.replace_text(article, named(PAGE), by=editor)
    run_tasks()

    steps = article.steps.filter(kind=ArticleStep.Kind.TEXT_READ)
    assert [(step.manuscript.revision, step.by) for step in steps] == [(1, None), (2, editor)]


def test_the_authors_old_file_does_not_come_back(article, editor, run_tasks):
    services.replace_text(article, named(PAGE), by=editor)
    run_tasks()

    services.import_from_submission(article.pk)

    assert article.manuscripts.first().revision == 2


def test_a_new_text_of_the_authors_does_come(article, editor, run_tasks):
    services.replace_text(article, named(PAGE), by=editor)
    run_tasks()
    Submission.objects.filter(pk=article.submission_id).update(body="Новый текст авторов.")

    services.import_from_submission(article.pk)

    assert article.manuscripts.first().html == "<p>Новый текст авторов.</p>"


def test_one_file_at_a_time(article, editor):
    services.replace_text(article, named(PAGE), by=editor)

    with pytest.raises(ValidationError) as refusal:
        services.replace_text(article, named(PAGE), by=editor)

    assert refusal.value.code == "busy"
    assert Job.objects.filter(kind="import").count() == 1


def test_what_is_no_text_is_refused_at_sight(article, editor):
    with pytest.raises(ValidationError) as refusal:
        services.replace_text(article, named(b"\x89PNG\r\n\x1a\n"), by=editor)

    assert (refusal.value.code, Job.objects.filter(kind="import").count()) == ("kind", 0)


@pytest.mark.parametrize("name", ["Статья.docx", "Статья.DOCX", "a.odt", "a.doc", "a.pdf"])
@pytest.mark.parametrize("data", ["Просто текст.".encode(), PAGE])
def test_a_text_under_the_name_of_an_office_document_is_refused(article, editor, name, data):
    with pytest.raises(ValidationError) as refusal:
        services.replace_text(article, named(data, name), by=editor)

    assert (refusal.value.code, Job.objects.filter(kind="import").count()) == ("other-name", 0)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.htm", "a", "Статья v. 2"])
def test_a_text_under_its_own_name_is_taken(name):
    assert check_manuscript(named("Просто текст.".encode(), name)) == "text"


def test_what_shows_itself_only_when_read_leaves_the_text_as_it_was(article, editor, run_tasks):
    page = b"<html><table><tr><td>a</td><td colspan=1000000>b</td></tr></table>"
    job = services.replace_text(article, named(page), by=editor)

    run_tasks()

    job.refresh_from_db()
    article.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "table-too-large")
    assert (article.manuscripts.count(), article.import_error) == (1, "")
    assert sentence_for(job.error) != sentence_for("unreadable")
    assert not default_storage.exists(f"proceedings/incoming/{job.pk}")


def test_a_job_that_runs_twice_makes_one_revision(article, editor, run_tasks):
    job = services.replace_text(article, named(PAGE), by=editor)
    run_tasks()

    run_import(job.pk)

    assert article.manuscripts.count() == 2


def test_a_run_whose_worker_died_at_the_end_is_not_repeated(article, editor):
    job = services.replace_text(article, named(PAGE), by=editor)
    services.import_manuscript(article, by=editor, source=named(PAGE))

    run_import(job.pk)

    job.refresh_from_db()
    assert (job.state, article.manuscripts.count()) == (Job.State.DONE, 2)
    assert not default_storage.exists(f"proceedings/incoming/{job.pk}")


def test_a_refused_text_of_the_authors_is_a_step(conference, make_paper, volume, editor):
    make_paper(conference, docx=b"no document")
    services.collect(volume, by=editor)
    services.import_missing(volume)

    step = ArticleStep.objects.get(kind=ArticleStep.Kind.TEXT_REFUSED)
    assert (step.article, step.note, step.by) == (volume.articles.get(), "not-docx", None)


def test_looking_at_a_file_takes_no_time(tmp_path):
    files = [docx_of("Текст.\n\n" * 2000, tmp_path), PAGE * 20_000, ("слово " * 300_000).encode()]

    started = time.process_time()
    found = [check_manuscript(named(data)) for data in files]

    assert found == ["docx", "html", "text"]
    assert time.process_time() - started < 1
