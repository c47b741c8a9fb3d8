"""The order of the articles, the texts that are no articles, the imprint and what it lacks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from conference.moves import MoveNotAllowed
from proceedings import services
from proceedings.models import Volume, VolumeSection
from proceedings.services.arranging import (
    arrange,
    move,
    move_section,
    name_part,
    remove_section,
    write_section,
)
from proceedings.services.imprint import imprint_elements, imprint_gaps, said_of, set_imprint
from tests.proceedings.conftest import new_paper


@pytest.fixture
def filled(volume, editor):
    """Four articles: Ёлкин, Əliyev and Белов in track 1, Адамов in track 2."""
    rows = [("Ёлкин", 1, "Школа"), ("Əliyev", 1, "Алфавит"), ("Белов", 1, "Яблоко"), ("Адамов", 2, "Класс")]
    for number, (_family, track, title) in enumerate(rows, start=1):
        new_paper(volume.conference, number=number, track=track, title_ru=title)
    services.collect(volume, by=editor)
    for article, (family, _track, _title) in zip(volume.articles.order_by("number"), rows, strict=True):
        article.authors.update(family_ru=family)
    return volume


def titles(volume: Volume) -> list[str]:
    return list(volume.articles.order_by("number").values_list("title_ru", flat=True))


def test_articles_stand_by_the_numbers_of_their_papers_at_first(filled):
    assert titles(filled) == ["Школа", "Алфавит", "Яблоко", "Класс"]
    assert list(filled.articles.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("author", ["Яблоко", "Школа", "Алфавит", "Класс"]),
        ("title", ["Алфавит", "Школа", "Яблоко", "Класс"]),
        ("paper", ["Школа", "Алфавит", "Яблоко", "Класс"]),
        ("programme", ["Школа", "Алфавит", "Яблоко", "Класс"]),
    ],
)
def test_a_rule_orders_each_part(filled, editor, rule, expected):
    arrange(filled, by=editor, rule=rule)

    assert titles(filled) == expected
    assert Volume.objects.get(pk=filled.pk).ordering == rule


def test_by_hand_one_article_moves_within_its_part(filled, editor):
    first, second, third, fourth = filled.articles.order_by("number")

    move(third, by=editor, before=first)

    assert titles(filled) == ["Яблоко", "Школа", "Алфавит", "Класс"]
    assert Volume.objects.get(pk=filled.pk).ordering == "manual"
    move(third, by=editor, before=None)
    assert titles(filled) == ["Школа", "Алфавит", "Яблоко", "Класс"]
    with pytest.raises(ValidationError):
        move(first, by=editor, before=fourth)
    assert titles(filled) == ["Школа", "Алфавит", "Яблоко", "Класс"]
    assert second.number == 2


@pytest.mark.parametrize("keys", [lambda pks: pks[:-1], lambda pks: [*pks, pks[0]], lambda pks: list(reversed(pks))])
def test_an_order_names_every_article_once_and_keeps_the_parts_together(filled, editor, keys):
    pks = list(filled.articles.order_by("number").values_list("pk", flat=True))

    with pytest.raises(ValidationError):
        arrange(filled, by=editor, order=keys(pks))

    assert titles(filled) == ["Школа", "Алфавит", "Яблоко", "Класс"]


def test_there_is_no_other_rule(filled, editor):
    with pytest.raises(ValidationError):
        arrange(filled, by=editor, rule="random")


def test_a_published_volume_keeps_its_order(filled, editor):
    Volume.objects.filter(pk=filled.pk).update(state=Volume.State.PUBLISHED)

    with pytest.raises(MoveNotAllowed):
        arrange(filled, by=editor, rule="title")

    assert titles(filled) == ["Школа", "Алфавит", "Яблоко", "Класс"]


def test_new_articles_keep_the_order_that_was_chosen(filled, editor):
    arrange(filled, by=editor, rule="title")
    new_paper(filled.conference, number=9, track=1, title_ru="Азбука")

    services.collect(filled, by=editor)

    assert titles(filled) == ["Азбука", "Алфавит", "Школа", "Яблоко", "Класс"]


def test_by_hand_new_articles_come_last_in_their_part(filled, editor):
    move(filled.articles.get(number=2), by=editor, before=filled.articles.get(number=1))
    new_paper(filled.conference, number=9, track=1, title_ru="Азбука")

    services.collect(filled, by=editor)

    assert titles(filled) == ["Алфавит", "Школа", "Яблоко", "Азбука", "Класс"]


def test_parts_are_named(filled, editor):
    part = filled.parts.get(number=1)

    name_part(part, by=editor, title_ru="Новое имя", title_en="New name", short_title_ru="Имя", short_title_en="Name")

    part.refresh_from_db()
    assert (part.title_ru, part.short_title_en) == ("Новое имя", "Name")


def told(title: str, **more: str) -> dict[str, str]:
    return {"kind": "foreword", "place": "front", "title_ru": title, "text_ru": "Текст.", **more}


def test_texts_are_added_moved_and_taken_out(volume, editor):
    first, second, third = (write_section(volume, by=editor, **told(name)) for name in ("Один", "Два", "Три"))

    move_section(third, by=editor, upwards=True)
    move_section(first, by=editor, upwards=True)

    def shown() -> list[tuple[str, int]]:
        return [(row.title_ru, row.order) for row in volume.sections.filter(place="front")]

    assert shown() == [("Один", 1), ("Три", 2), ("Два", 3)]
    remove_section(first, by=editor)
    assert shown() == [("Три", 1), ("Два", 2)]
    write_section(volume, by=editor, section=second, **told("Два", place="back"))
    assert (shown(), volume.sections.get(place="back").order) == ([("Три", 1)], 1)
    with pytest.raises(ValidationError):
        write_section(volume, by=editor, kind="foreword", place="front", title_ru="")
    assert VolumeSection.objects.filter(volume=volume).count() == 2


FULL = {
    "subtitle_ru": "материалы", "subtitle_en": "proceedings", "udk": "376.1", "bbk": "74.5", "author_sign": "В61",
    "annotation_ru": "О чём.", "annotation_en": "About.", "isbn": "978-5-8064-1234-9",
    "signed_on": date(2027, 5, 1), "publisher_address_ru": "Санкт-Петербург, Примерная ул., 1",
}  # fmt: skip


def missing(volume: Volume) -> list[str]:
    return [gap.name for gap in imprint_gaps(volume) if gap.is_required]


def test_each_kind_of_edition_has_a_required_set_of_its_own(volume, editor):
    made = set_imprint(volume, by=editor, **FULL)

    assert missing(made) == ["requirements"]
    made = set_imprint(volume, by=editor, kind="print")
    assert missing(made) == ["print_run", "printer"]
    made = set_imprint(volume, by=editor, print_run=300, printer_ru="Типография, ул. Примерная, 2")
    assert missing(made) == []
    assert {gap.name for gap in imprint_gaps(made)} >= {"editors", "reviewers", "order_number"}


def test_every_gap_leads_to_its_field(volume, editor):
    with override("en"):
        gaps = {gap.name: gap for gap in imprint_gaps(volume)}

    assert gaps["udk"].url == f"/en/{volume.conference.slug}/desk/proceedings/proceedings/imprint/verso/#id_udk"
    assert gaps["annotation"].url.endswith("/imprint/verso/#id_annotation_ru")
    assert len(imprint_elements(volume)) > len(gaps)


def test_the_english_half_and_a_wrong_isbn_are_gaps_too(volume, editor):
    set_imprint(volume, by=editor, **FULL)
    Volume.objects.filter(pk=volume.pk).update(title_en="", isbn="978-5-8064-1234-5")

    with override("en"):
        gaps = {gap.name: gap for gap in imprint_gaps(Volume.objects.get(pk=volume.pk))}
        said = [said_of(gaps[name]) for name in ("title", "isbn")]

    assert gaps["title"].url.endswith("#id_title_en")
    assert said == ["title: missing in English", "ISBN: the check digit is wrong"]
    Volume.objects.filter(pk=volume.pk).update(isbn="5-8064-0234-3", series_ru="Серия")
    with override("en"):
        gaps = {gap.name: gap for gap in imprint_gaps(Volume.objects.get(pk=volume.pk))}
    assert gaps["issn"].hint == "a series has one"


@pytest.mark.parametrize(
    ("name", "value"), [("isbn", "978-5-8064-1234-5"), ("issn", "2049-3631"), ("udk", "abc"), ("author_sign", "65И")]
)
def test_a_wrong_number_is_refused(volume, editor, name, value):
    with pytest.raises(ValidationError):
        set_imprint(volume, by=editor, **{name: value})


def test_only_the_imprint_is_written(volume, editor):
    with pytest.raises(TypeError):
        set_imprint(volume, by=editor, state="published")
