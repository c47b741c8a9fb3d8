"""Typesetting ahead: what was saved is in the cache before anybody compiles."""

from __future__ import annotations

from proceedings import services
from proceedings.compiler import compile_book
from proceedings.compiler.supply import Supply
from proceedings.models import Volume
from proceedings.services.description import compiler_settings, describe
from proceedings.services.preparing import prepare_article, prepare_volume, soon, volume_soon
from workshops.models import Submission


def cached_of(volume: Volume) -> list[bool]:
    """For each article, in a compilation now, whether its fragment was there."""
    made = compile_book(describe(volume), compiler_settings())
    return [verdict["cached"] for verdict in made.verdicts]


def test_a_text_that_is_read_is_typeset_ahead(conference, make_paper, volume, editor, run_tasks):
    make_paper(conference, number=1)
    make_paper(conference, number=2)
    services.collect(volume, by=editor)

    run_tasks()

    assert cached_of(volume) == [True, True]


def test_what_is_typeset_already_is_not_typeset_again(conference, make_paper, volume, editor, run_tasks, monkeypatch):
    make_paper(conference, number=1)
    services.collect(volume, by=editor)
    run_tasks()
    asked: list[Supply] = []
    monkeypatch.setattr(Supply, "make", lambda supply, *args: asked.append(supply))

    soon(volume.articles.get())
    volume_soon(volume)
    run_tasks()

    assert asked == []


def test_a_compilation_that_waits_does_it_itself(conference, make_paper, volume, editor):
    make_paper(conference, number=1)
    services.collect(volume, by=editor)
    services.import_missing(volume)
    services.start_compile(volume, by=editor)

    prepare_volume(volume.pk)

    assert cached_of(volume) == [False]


def test_what_is_gone_or_withdrawn_is_left_alone(conference, make_paper, volume, editor):
    make_paper(conference, number=1)
    services.collect(volume, by=editor)
    article = volume.articles.get()
    Submission.objects.update(state=Submission.State.WITHDRAWN)

    prepare_article(article.pk)
    prepare_article(article.pk + 1)
    prepare_volume(volume.pk + 1)

    Submission.objects.update(state=Submission.State.ACCEPTED)
    assert cached_of(volume) == [False]
