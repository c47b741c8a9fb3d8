"""Collecting, reading, compiling in the background, publishing: the verbs and what they refuse."""

from __future__ import annotations

import json
import os
import time
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from conference.models import Job, Message
from conference.moves import MoveNotAllowed
from conference.services.jobs import stop_job, take
from proceedings import services
from proceedings.models import Article, Build, Volume
from proceedings.services import compiling
from proceedings.services.watching import watched
from workshops.models import Submission

MARKDOWN = "## Начало\n\nТекст статьи с рисунком.\n"


@pytest.fixture
def filled(conference, make_paper, volume, editor) -> Volume:
    """A volume of two short articles, texts read."""
    make_paper(conference, number=1, track=1)
    make_paper(conference, number=2, track=2)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    return volume


def contents(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def test_accepted_papers_are_copied_once_by_track_and_number(conference, other_conference, make_paper, volume, editor):
    make_paper(conference, number=3, track=2)
    make_paper(conference, number=2, track=1)
    make_paper(conference, number=1, track=2)
    make_paper(conference, number=4, track=1, state=Submission.State.DECLINED)
    make_paper(other_conference, number=5, track=1)

    assert services.collect(volume, by=editor) == 3
    assert services.collect(volume, by=editor) == 0
    numbered = volume.articles.order_by("number").values_list("number", "part__number", "submission__number")
    assert list(numbered) == [(1, 1, 2), (2, 2, 1), (3, 2, 3)]


def test_a_late_paper_finds_its_place(conference, make_paper, volume, editor):
    make_paper(conference, number=1, track=1)
    make_paper(conference, number=2, track=3)
    services.collect(volume, by=editor)
    make_paper(conference, number=3, track=2)

    assert services.collect(volume, by=editor) == 1
    assert list(volume.articles.order_by("number").values_list("title_ru", flat=True)) == [
        "О школе номер 1",
        "О школе номер 3",
        "О школе номер 2",
    ]


def test_names_are_a_snapshot(conference, make_paper, volume, editor):
    paper = make_paper(conference)
    services.collect(volume, by=editor)

    paper.authors.update(family_ru="Переименован")

    (author,) = volume.articles.get().authors.all()
    assert (author.family_ru, author.family_en, author.is_corresponding) == ("Орлов1", "Orlov1", True)
    assert volume.articles.get().received_on == date(2008, 4, 1)


def test_texts_are_read_in_the_background(conference, make_paper, volume, editor, run_tasks):
    make_paper(conference)
    services.collect(volume, by=editor)
    assert volume.articles.get().manuscripts.count() == 0

    run_tasks()

    manuscript = volume.articles.get().manuscript
    assert manuscript.revision == 1
    assert manuscript.html.startswith("<h2>Постановка вопроса</h2>")
    assert manuscript.sources == ["Иванов И. И. Книга. М.: Наука, 2007."]


def test_the_same_text_is_read_once_and_a_new_one_is_the_next_revision(filled):
    article = filled.articles.first()
    services.import_from_submission(article.pk)
    assert article.manuscripts.count() == 1

    Submission.objects.filter(pk=article.submission_id).update(body=MARKDOWN)
    services.import_from_submission(article.pk)

    assert list(article.manuscripts.values_list("revision", flat=True)) == [2, 1]


def test_a_revision_never_changes(filled):
    manuscript = filled.articles.first().manuscript
    manuscript.html = "<p>другое</p>"

    with pytest.raises(TypeError):
        manuscript.save()


def test_an_unreadable_file_is_remembered_on_the_article(conference, make_paper, volume, editor):
    make_paper(conference, docx=b"not a document at all")
    services.collect(volume, by=editor)

    services.import_missing(volume)

    article = volume.articles.get()
    assert (article.import_error, article.manuscript) == ("not-docx", None)


def test_nothing_is_added_to_what_is_published(filled, editor):
    services.compile_now(filled, by=editor)
    services.publish(filled, by=editor)

    with pytest.raises(MoveNotAllowed):
        services.collect(Volume.objects.get(pk=filled.pk), by=editor)


def test_the_compilation_runs_as_a_job_and_writes_a_letter(filled, editor, run_tasks):
    run_tasks()
    job = services.start_compile(filled, by=editor)
    assert job.state == Job.State.QUEUED

    run_tasks()

    job.refresh_from_db()
    build = filled.builds.get()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 2, 2)
    assert [verdict["state"] for verdict in job.verdicts] == ["ok", "ok"]
    assert (build.job, build.articles, build.count("ok"), build.count("error")) == (job, 2, 2, 0)
    assert set(build.page_map) == {str(pk) for pk in filled.articles.values_list("pk", flat=True)}
    message = Message.objects.get(key="proceedings-compiled")
    assert message.to == "editor@example.org"
    assert f"/ru/inclusion/desk/proceedings/proceedings/jobs/{job.pk}/" in message.body
    assert "{" not in message.subject + message.body


def test_a_second_wish_gets_the_running_job(filled, editor):
    assert services.start_compile(filled, by=editor) == services.start_compile(filled, by=editor)


def test_a_broken_article_does_not_stop_the_volume(conference, make_paper, volume, editor):
    make_paper(conference, number=1)
    make_paper(conference, number=2, docx=b"not a document at all")
    services.collect(volume, by=editor)

    job = services.compile_now(volume, by=editor)

    build = volume.builds.get()
    assert job.state == Job.State.DONE
    assert {verdict["number"]: verdict["state"] for verdict in job.verdicts} == {1: "ok", 2: "error"}
    assert build.articles == 1
    assert [note["code"] for verdict in build.verdicts for note in verdict["notes"]] == ["manuscript-refused"]


def test_a_lost_picture_leaves_its_article_out(filled, editor):
    from django.core.files.base import ContentFile

    from proceedings.models import Manuscript, ManuscriptFigure

    article = filled.articles.first()
    manuscript = Manuscript.objects.create(
        article=article, revision=9, sha256="0" * 64, html='<figure><img alt="а" data-figure="1"></figure><p>да</p>'
    )
    figure = ManuscriptFigure(manuscript=manuscript, number=1, width=1, height=1)
    figure.file.save("lost.png", ContentFile(b"x"))
    figure.file.storage.delete(figure.file.name)

    services.compile_now(filled, by=editor)

    verdicts = {verdict["key"]: verdict for verdict in filled.builds.get().verdicts}
    assert verdicts[str(article.pk)]["state"] == "error"
    assert verdicts[str(article.pk)]["notes"][0]["code"] == "figure-file-missing"


def test_missing_translations_are_remarks(conference, make_paper, volume, editor):
    make_paper(conference, title_en="", abstract_en="", keywords_en="", body="")
    services.collect(volume, by=editor)

    services.compile_now(volume, by=editor)

    (verdict,) = volume.builds.get().verdicts
    assert verdict["state"] == "warning"
    assert [note["code"] for note in verdict["notes"]] == [
        "text-missing", "translation-missing-title", "translation-missing-abstract", "translation-missing-keywords",
    ]  # fmt: skip


def test_a_withdrawn_paper_leaves_the_next_build(filled, editor):
    Submission.objects.filter(number=1).update(state=Submission.State.WITHDRAWN)

    services.compile_now(filled, by=editor)

    assert filled.builds.get().articles == 1


def test_nothing_is_compiled_twice(filled, editor):
    first = services.compile_volume(filled, by=editor)

    assert services.compile_volume(filled, by=editor) == first
    assert services.compile_volume(filled, by=editor, fresh=True) != first


def test_a_job_with_nothing_to_do_takes_the_build_as_it_is(filled, editor):
    services.compile_now(filled, by=editor)

    job = services.compile_now(filled, by=editor)

    build = filled.builds.get()
    shown = watched(job, filled)
    assert (job.state, job.done, len(job.verdicts)) == (Job.State.DONE, 2, 2)
    assert (shown["is_reused"], shown["build"]) == (True, build)
    assert watched(build.job, filled)["is_reused"] is False


def test_what_was_changed_and_changed_back_is_compiled_anew(filled, editor):
    """The newest build is what gets published, so an older one of the same text is not taken."""
    services.compile_now(filled, by=editor)
    Volume.objects.filter(pk=filled.pk).update(publisher_ru="Другое издательство")
    services.compile_now(filled, by=editor)
    Volume.objects.filter(pk=filled.pk).update(publisher_ru="Издательство")

    services.compile_now(filled, by=editor)

    assert filled.builds.count() == 3


def test_a_stopped_job_ends_the_work(filled, editor, monkeypatch):
    job = services.start_compile(filled, by=editor)
    original = compiling._Watcher.event

    def event_and_stop(self, event):
        stop_job(Job.objects.get(pk=job.pk), by=editor)
        original(self, event)

    monkeypatch.setattr(compiling._Watcher, "event", event_and_stop)

    services.run_compile(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    assert filled.builds.count() == 0


def test_a_job_stopped_in_its_last_moment_leaves_nothing(filled, editor, monkeypatch, settings):
    """The stop arrives when the book is typeset and only its row is missing."""
    job = services.start_compile(filled, by=editor)
    original = compiling.compile_book

    def compile_and_stop(*args, **kwargs):
        made = original(*args, **kwargs)
        assert services.stop_compile(Job.objects.get(pk=job.pk), by=editor)
        return made

    monkeypatch.setattr(compiling, "compile_book", compile_and_stop)

    services.run_compile(job.pk)

    job.refresh_from_db()
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and "builds" in path.parts]
    assert (job.state, filled.builds.count(), kept) == (Job.State.STOPPED, 0, [])
    assert not Message.objects.filter(key="proceedings-compiled").exists()


def test_a_run_whose_successor_took_over_leaves_nothing(filled, editor, monkeypatch):
    job = services.start_compile(filled, by=editor)
    original = compiling.compile_book

    def compile_and_lose(*args, **kwargs):
        made = original(*args, **kwargs)
        take(job.pk)
        return made

    monkeypatch.setattr(compiling, "compile_book", compile_and_lose)

    services.run_compile(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error, filled.builds.count()) == (Job.State.RUNNING, "", 0)
    assert not Message.objects.filter(key="proceedings-compiled").exists()


def test_a_build_that_cannot_be_saved_leaves_the_job_failed(filled, editor, monkeypatch, settings):
    def refuse(self, *args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(Build, "save", refuse)

    job = services.compile_now(filled, by=editor)

    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file() and "builds" in path.parts]
    assert (job.state, job.error, kept) == (Job.State.FAILED, "failed-error", [])
    assert not Message.objects.filter(key="proceedings-compiled").exists()


def test_a_file_that_a_killed_worker_left_is_swept(filled, editor, settings):
    folder = settings.MEDIA_ROOT / "proceedings" / "builds" / f"{timezone.now():%Y}"
    folder.mkdir(parents=True)
    long_ago = time.time() - 3600
    ages = {"inclusion-proceedings.pdf": long_ago, "inclusion-proceedings_b.pdf": time.time(), "else.pdf": long_ago}
    for name, age in ages.items():
        (folder / name).write_bytes(b"%PDF")
        os.utime(folder / name, (age, age))

    services.compile_now(filled, by=editor)

    assert {path.name for path in folder.iterdir()} == set(ages)
    assert (folder / "inclusion-proceedings.pdf").stat().st_size == filled.builds.get().size


def test_a_fault_fails_the_job_at_once(volume, editor, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(compiling, "import_missing", broken)

    job = services.compile_now(volume, by=editor)

    assert (job.state, job.error) == (Job.State.FAILED, "failed-error")


def test_what_has_ended_cannot_be_stopped(filled, editor):
    job = services.compile_now(filled, by=editor)

    assert services.stop_compile(job, by=editor) is False
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_an_empty_volume_fails_with_a_reason(volume, editor):
    job = services.compile_now(volume, by=editor)

    assert (job.state, job.error) == (Job.State.FAILED, "nothing")


def test_a_job_without_its_volume_is_no_crash(filled, editor):
    job = services.start_compile(filled, by=editor)
    Article.objects.all().delete()
    Volume.objects.all().delete()

    services.run_compile(job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_the_command_ends_with_one_line_of_json(filled, tmp_path, capsys):
    target = tmp_path / "out" / "book.pdf"

    call_command("compile_volume", "inclusion/proceedings", output=target)
    first = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    call_command("compile_volume", "inclusion/proceedings", output=target)
    second = json.loads(capsys.readouterr().out.strip().splitlines()[-1])

    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert set(first) == {"articles", "pages", "rendered", "cached", "seconds", "warnings", "file"}
    assert (first["articles"], first["rendered"], first["cached"], first["warnings"]) == (2, 2, 0, 0)
    assert (second["rendered"], second["cached"], second["pages"]) == (0, 2, first["pages"])
    assert first["file"] == str(target)


def test_the_command_knows_what_it_does_not_know(conference):
    with pytest.raises(CommandError, match="no volume"):
        call_command("compile_volume", "inclusion/nothing")


@pytest.mark.parametrize(("isbn", "is_right"), [("978-5-8064-1234-9", True), ("978-5-8064-1234-5", False)])
def test_the_check_digit_of_an_isbn(volume, isbn, is_right):
    volume.isbn = isbn

    if is_right:
        volume.full_clean()
        return
    with pytest.raises(ValidationError):
        volume.full_clean()
