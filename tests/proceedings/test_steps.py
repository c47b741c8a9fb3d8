"""The log of an article and the state that is read off it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from conference.models import Message
from conference.moves import MoveNotAllowed
from proceedings import services
from proceedings.models import Article, ArticleStep
from proceedings.services import adding, steps
from tests.proceedings.conftest import new_paper
from tests.proceedings.texts import edited, new_article, new_text

State = ArticleStep.State


@pytest.fixture
def article(conference):
    return new_article(conference)


def kinds(article: Article) -> list[str]:
    return [step.kind for step in reversed(steps.log_of(article))]


def test_collecting_and_reading_are_written_down(volume, editor):
    new_paper(volume.conference)

    services.collect(volume, by=editor)
    services.import_missing(volume)

    article = volume.articles.get()
    assert (kinds(article), steps.state_of(article)) == (["collected", "text_read"], State.NEW)


def test_a_file_that_cannot_be_read_is_written_down(volume, editor):
    new_paper(volume.conference, docx=b"no document", body="")

    services.collect(volume, by=editor)
    services.import_missing(volume)

    article = volume.articles.get()
    assert (kinds(article), steps.state_of(article)) == (["collected", "text_refused"], State.WAITING)


def test_an_article_without_a_log_is_as_its_text_says(article):
    assert steps.state_of(article) == State.WAITING

    new_text(article)

    assert steps.state_of(article) == State.NEW


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("begun", State.EDITING), ("edited", State.EDITING), ("proof_sent", State.WITH_AUTHOR),
        ("remarks", State.REMARKS), ("approved", State.APPROVED), ("ready", State.READY), ("reopened", State.EDITING),
        ("published", State.PUBLISHED), ("retracted", State.RETRACTED), ("returned", State.WAITING),
    ],
)  # fmt: skip
def test_the_newest_telling_step_is_the_state(article, kind, state):
    new_text(article)
    steps.note(article, "text_read", by=None)
    steps.note(article, kind, by=None)
    steps.note(article, "described", by=None)  # tells nothing

    assert steps.state_of(article) == state


def test_the_log_only_grows(article):
    step = steps.note(article, "begun", by=None)

    with pytest.raises(TypeError):
        step.save()


def test_articles_are_given_to_an_editor_together(conference, editor, organiser):
    articles = [new_article(conference), new_article(conference)]
    steps.assign(articles[:1], editor, by=organiser)

    changed = steps.assign(articles, editor, by=organiser)

    assert changed == 1
    assert [kinds(each) for each in articles] == [["assigned"], ["assigned"]]
    assert set(Article.objects.values_list("editor", flat=True)) == {editor.pk}


def test_only_an_editor_of_this_conference_is_given_articles(article, make_person, organiser):
    with pytest.raises(ValidationError):
        steps.assign([article], make_person(), by=organiser)


def test_whoever_begins_has_the_article(article, editor):
    new_text(article)

    steps.begin(article, by=editor)

    article.refresh_from_db()
    assert (article.editor, steps.state_of(article)) == (editor, State.EDITING)
    with pytest.raises(MoveNotAllowed):
        steps.begin(article, by=editor)


def test_ready_and_open_again(article, editor):
    new_text(article)
    edited(article, 8, "Иначе.", by=editor)

    steps.declare_ready(article, by=editor)
    assert steps.state_of(article) == State.READY
    with pytest.raises(MoveNotAllowed):
        steps.declare_ready(article, by=editor)
    steps.reopen(article, by=editor, words="опечатка")

    assert (steps.state_of(article), steps.log_of(article)[0].note) == (State.EDITING, "опечатка")


@pytest.mark.parametrize("kind", ["proof_sent", "published", "retracted", "ready"])
def test_not_ready_from(article, editor, kind):
    new_text(article)
    steps.note(article, kind, by=None)

    with pytest.raises(MoveNotAllowed):
        steps.declare_ready(article, by=editor)


def test_without_a_text_nothing_is_ready(article, editor):
    with pytest.raises(MoveNotAllowed):
        steps.declare_ready(article, by=editor)


def test_the_authors_are_asked_for_a_new_text_in_the_language_of_the_article(conference, editor):
    article = new_article(conference, language="en")
    new_text(article)

    steps.ask_text(article, by=editor, words="The tables are pictures.")

    letter = Message.objects.get(key="proof-text-wanted")
    assert (letter.to, letter.language, "The tables are pictures." in letter.body) == ("orlov@example.org", "en", True)
    assert "Dear Petr Orlov" in letter.body
    assert steps.state_of(article) == State.WAITING


def test_an_invited_article_is_added_at_the_end(conference, editor):
    first = new_article(conference)

    made = adding.add_article(first.volume, first.part, by=editor, language="ru", title_ru="Слово редактора")

    assert (made.number, kinds(made)) == (2, ["collected"])
    with pytest.raises(ValidationError):
        adding.add_article(first.volume, first.part, by=editor, language="en", title_ru="Слово")
