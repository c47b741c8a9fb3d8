"""Saving a text: the next revision, two hands at once, acts upon blocks, restoring."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django_q.models import OrmQ

from conference.moves import MoveNotAllowed
from proceedings.models import ArticleStep
from proceedings.services import editing, steps
from proceedings.services.editing import Edits, PictureTyped, Typed
from tests.proceedings.texts import HTML, SOURCES, edited, new_article, new_text


@pytest.fixture
def article(conference):
    made = new_article(conference)
    new_text(made)
    return made


def typed(article, **told):
    newest = article.manuscripts.first()
    edits = editing.edits_of(newest, Typed(**told))
    return editing.save_text(article, edits, by=None, expected=newest.revision)


def test_saving_makes_the_next_revision_and_leaves_other_blocks_as_bytes(article, editor):
    made = edited(article, 8, "Новый последний абзац.", by=editor)

    assert (made.revision, made.is_edited, made.by) == (2, True, editor)
    assert made.html == HTML.replace("Последний абзац.", "Новый последний абзац.")
    assert [(row.number, row.file.name, row.width) for row in made.figures.all()] == [
        (1, "proceedings/figures/one.png", 300)
    ]
    assert (made.sources, made.formulas) == (SOURCES, article.manuscripts.get(revision=1).formulas)


def test_saving_is_written_down_and_typesetting_is_asked_for(article, editor):
    edited(article, 8, "Иначе.", by=editor)

    step = ArticleStep.objects.get(article=article)
    assert (step.kind, step.by, step.manuscript.revision, steps.state_of(article)) == ("edited", editor, 2, "editing")
    assert "prepare_article" in [row.task["func"].rpartition(".")[2] for row in OrmQ.objects.all()]


def test_nothing_changed_makes_no_revision(article):
    made = typed(article, texts={8: ("paragraph", "Последний абзац.\r\n")}, sources={0: SOURCES[0]})

    assert (made.revision, ArticleStep.objects.count()) == (1, 0)


def test_an_emptied_block_goes_and_a_parted_one_becomes_two(article):
    made = typed(article, texts={8: ("paragraph", ""), 2: ("paragraph", "Раз.\n\nДва.")})

    assert "Последний" not in made.html
    assert "<p>Раз.</p><p>Два.</p>" in made.html


WORDS = {"ru": "заглавная E", "en": "capital E"}
SAID = '<p>Здесь <img alt="{}" data-formula="1" class="formula fh-30"> есть.</p>'


@pytest.mark.parametrize(
    ("before", "typed_text", "after"),
    [
        ("заглавная E", "Тут {formula 1} есть.", "заглавная E"),
        ("заглавная E", "Тут {en: energy {formula 1} is} есть.", "capital E"),
        ("энергия", "Тут {en: energy {formula 1} is} есть.", "энергия"),
    ],
)
def test_a_formula_speaks_the_language_of_the_passage_it_was_put_in(conference, before, typed_text, after):
    article = new_article(conference)
    new_text(article, html=SAID.format(before), formulas=[{"number": 1, "svg": "<svg/>", "tex": "E", "words": WORDS}])

    made = edited(article, 0, typed_text)

    assert re.findall(r'<img alt="([^"]+)"', made.html) == [after]


def test_figure_formula_note_and_reference(article):
    made = typed(
        article,
        captions={6: "Новая *подпись*"},
        pictures={6: {0: PictureTyped("Лестница и пандус рядом")}},
        formulas={"1": "энергия"},
        notes={"1": "Другое примечание"},
        sources={1: ""},
        more_sources=["Новый источник. 2009."],
    )

    assert "<figcaption>Новая <em>подпись</em></figcaption>" in made.html
    assert 'alt="Лестница и пандус рядом"' in made.html
    assert 'alt="энергия"' in made.html
    assert '<li id="fn1">Другое примечание</li>' in made.html
    assert made.sources == [SOURCES[0], "Новый источник. 2009."]


def test_an_ornament_says_nothing(article):
    made = typed(article, pictures={6: {0: PictureTyped("что-то", is_decorative=True)}})

    assert '<img alt="" data-figure="1" width="3" height="4" class="decorative">' in made.html


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (("up", "block", 2), [0, 2, 1]),
        (("down", "block", 0), [1, 0, 2]),
        (("delete", "block", 1), [0, 2, 3]),
    ],
)
def test_blocks_move_and_go(article, act, expected):
    old = [chunk.strip() for chunk in editing.split(HTML)]

    made = typed(article, act=act)

    assert [chunk.strip() for chunk in editing.split(made.html)][:3] == [old[at] for at in expected]


def test_paragraphs_are_joined_and_unlike_things_are_not(article):
    made = typed(article, act=("join", "block", 1))

    assert made.html.count("<p") == HTML.count("<p") - 1
    with pytest.raises(ValidationError):
        typed(article, act=("join", "block", 0))


def test_the_first_block_cannot_go_higher(article):
    with pytest.raises(ValidationError):
        typed(article, act=("up", "block", 0))


def test_typed_words_are_kept_when_a_block_is_moved(article):
    made = typed(article, texts={8: ("paragraph", "Набрано.")}, act=("up", "source", 1))

    assert ("Набрано." in made.html, made.sources) == (True, SOURCES[::-1])


# -- two hands ------------------------------------------------------------------------------------------------------


def test_two_people_at_different_passages_both_keep_their_words(article, editor):
    base = article.manuscripts.get(revision=1)
    mine = editing.edits_of(base, Typed(texts={8: ("paragraph", "Моё.")}))
    typed(article, texts={0: ("heading", "Их заголовок")}, more_sources=["Их источник. 2001."])

    made = editing.save_text(article, mine, by=editor, expected=1)

    assert (made.revision, "Моё." in made.html, "Их заголовок" in made.html) == (3, True, True)
    assert made.sources == [*SOURCES, "Их источник. 2001."]


def test_two_people_at_one_passage_are_shown_both(article):
    base = article.manuscripts.get(revision=1)
    mine = editing.edits_of(base, Typed(texts={8: ("paragraph", "Моё."), 2: ("paragraph", "И ещё.")}))
    typed(article, texts={8: ("paragraph", "Их.")})

    with pytest.raises(editing.TextChanged) as refusal:
        editing.save_text(article, mine, by=None, expected=1)

    (conflict,) = refusal.value.merged.conflicts
    assert conflict.words == {"was": "Последний абзац.", "theirs": "Их.", "mine": "Моё."}
    assert list(refusal.value.merged.edits.blocks) == [2]
    assert article.manuscripts.count() == 2


def test_a_passage_that_they_took_out_is_not_lost(article):
    base = article.manuscripts.get(revision=1)
    mine = editing.edits_of(base, Typed(texts={2: ("paragraph", "Моё.")}))
    typed(article, act=("delete", "block", 2))

    with pytest.raises(editing.TextChanged) as refusal:
        editing.save_text(article, mine, by=None, expected=1)

    assert [each.theirs for each in refusal.value.merged.conflicts] == [None]


def test_both_wanted_the_same(article):
    base = article.manuscripts.get(revision=1)
    mine = editing.edits_of(base, Typed(texts={8: ("paragraph", "То же.")}))
    theirs = typed(article, texts={8: ("paragraph", "То же.")})

    made = editing.save_text(article, mine, by=None, expected=1)

    assert made == theirs


def test_a_moved_passage_takes_the_words_along(article):
    base = article.manuscripts.get(revision=1)
    mine = editing.edits_of(base, Typed(texts={8: ("paragraph", "Моё.")}))
    typed(article, act=("up", "block", 8))

    made = editing.save_text(article, mine, by=None, expected=1)

    assert [editing.Block(0, chunk).words for chunk in editing.split(made.html)][7] == "Моё."


def test_a_revision_that_never_was_is_refused(article):
    with pytest.raises(ValidationError):
        editing.save_text(article, Edits(blocks={0: ""}), by=None, expected=7)


# -- notes, restoring -------------------------------------------------------------------------------------------------


def test_a_new_note_gets_the_next_number_and_notes_follow_their_marks(article):
    editing.add_note(article, "Второе", by=None, expected=1)
    made = typed(article, texts={0: ("heading", "Постановка[^2] вопроса")})

    assert made.html.index('href="#fn1"') < made.html.index('href="#fn2"')
    assert '<li id="fn1">Второе</li><li id="fn2">Примечание</li>' in made.html


def test_an_earlier_revision_is_restored_as_a_new_one(article, editor):
    edited(article, 8, "Иначе.")

    made = editing.restore(article, 1, by=editor)

    assert (made.revision, made.html, made.figures.count()) == (3, HTML, 1)
    with pytest.raises(MoveNotAllowed):
        editing.restore(article, 3, by=editor)


def test_what_was_mended_leaves_the_report(conference):
    made = new_article(conference, title_ru="Другая")
    new_text(made, report=[{"code": "figure-without-alternative", "count": 1}, {"code": "comments", "count": 2}],
             html=HTML.replace('alt="Схема"', 'alt="Подпись"'))  # fmt: skip

    newer = typed(made, pictures={6: {0: PictureTyped("Лестница")}})

    assert newer.report == [{"code": "comments", "count": 2}]


def test_an_article_without_a_text_cannot_be_edited(conference):
    with pytest.raises(MoveNotAllowed):
        editing.save_text(new_article(conference), Edits(blocks={0: ""}), by=None, expected=1)


def test_comparing_names_what_changed(article):
    newer = typed(article, texts={8: ("paragraph", "Последний и новый абзац.")}, act=("delete", "block", 3))

    rows = editing.compare(article.manuscripts.get(revision=1), newer)

    assert [(row.kind, row.count) for row in rows["blocks"]] == [
        ("same", 3), ("removed", 1), ("same", 4), ("changed", 1), ("same", 1),
    ]  # fmt: skip
    assert [row.kind for row in rows["sources"]] == ["same"]
