"""Finding articles: any form of a word, either script, either language."""

from __future__ import annotations

import pytest

from proceedings import services
from proceedings.services.finding import Piece, clean, find, marked, snippet
from proceedings.services.frozen import frozen_article
from tests.proceedings.conftest import make_publication, new_paper

HERE = "/en/inclusion/proceedings/proceedings/"


@pytest.fixture
def publication(conference, volume, editor):
    new_paper(
        conference, number=1, title_ru="Ребёнок в разном классе", title_en="A child in a diverse class",
        abstract_ru="Мы опросили учителей, которые впервые пришли в классы.", keywords_ru="наставничество, ассистент",
        udk="376.1",
    )  # fmt: skip
    new_paper(
        conference,
        number=2,
        title_ru="Музейные уроки 100%",
        title_en="Museum lessons",
        keywords_en="museum, tutor_1, Moșneguțu",
    )
    services.collect(volume, by=editor)
    return make_publication(volume, editor)


def numbers(publication, query: str) -> list[int]:
    return list(find(publication, query).values_list("number", flat=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [1, 2]),
        ("ребенок", [1]),
        ("РЕБЁНОК", [1]),
        ("children", []),
        ("museums", [2]),
        ("музе", [2]),
        ("Орлов2", [2]),
        ("orlov", [1, 2]),
        ("учитель класс", [1]),
        ("учитель музей", []),
        ("uchitel", [1]),
        ("100%", [2]),
        ("tutor_1", [2]),
        ("tutorX1", []),
        ("'; drop table", []),
        ("школа", [1, 2]),
        ("%", []),
        ("м", []),
        ("м у", []),
        ("Mosnegutu", [2]),
        ("moșneguţu", [2]),
        ("376.1", [1]),
        ("УДК 376", [1]),
        ("377", []),
    ],
)
def test_words_are_found_in_any_form(publication, query, found):
    assert numbers(publication, query) == found


def test_a_query_is_cut_to_size():
    assert clean("  а\x00б \n в ") == "а б в"
    assert len(clean("щ" * 500)) == 100


@pytest.mark.parametrize(
    ("text", "query", "pieces"),
    [
        ("Мы опросили учителей.", "учитель", [Piece("Мы опросили "), Piece("учителей", True), Piece(".")]),
        ("Ещё ёлка", "елки", [Piece("Ещё "), Piece("ёлка", True)]),
        ("Ничего", "иное", [Piece("Ничего")]),
        ("Текст", "", [Piece("Текст")]),
        ("", "слово", []),
    ],
)
def test_what_was_found_is_marked(text, query, pieces):
    assert marked(text, query) == pieces


def test_the_place_in_an_abstract_is_shown(publication):
    article = frozen_article(publication.articles.get(number=1))

    pieces, language = snippet(article, "учитель", "en")

    assert (language, [piece.text for piece in pieces if piece.is_hit]) == ("ru", ["учителей"])
    assert snippet(article, "музей", "en") is None


def test_the_page_finds_without_a_script(client, publication):
    body = client.get(f"{HERE}?q=museums").content.decode()

    assert "1 article found for “museums”." in body
    assert "<mark>Museum</mark> lessons" in body
    assert "A child in a diverse class" not in body


def test_the_script_gets_the_moving_part_alone(client, publication):
    body = client.get(f"{HERE}search/?q=museums").content.decode()

    assert "<mark>Museum</mark> lessons" in body
    assert "<html" not in body
    assert 'role="status"' in body


def test_nothing_found_offers_a_word_of_the_volume(client, publication):
    body = client.get("/ru/inclusion/proceedings/proceedings/?q=асистентство").content.decode()

    assert 'data-try="ассистент"' in body
    assert 'href="/ru/inclusion/proceedings/proceedings/?q=%D0%B0' in body


def test_hostile_words_come_back_inert(client, publication):
    body = client.get(f"{HERE}", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_finding_costs_the_same_with_one_and_with_many(client, publication, django_assert_num_queries):
    client.get(f"{HERE}search/?q=museum")
    with django_assert_num_queries(5):
        client.get(f"{HERE}search/?q=museum")

    with django_assert_num_queries(5):
        client.get(f"{HERE}search/?q=школа")
