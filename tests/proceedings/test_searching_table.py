"""Forty queries over the texts of the demonstration: the expected material is among the first three for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from proceedings.models import IndexedTerm, Material
from proceedings.services import searching
from proceedings.services.searching import Wish
from tests.conftest import new_conference
from tests.proceedings import shelves

QUERIES = shelves.read(shelves.TEXTS / "search.toml")["query"]


@pytest.fixture(scope="module")
def library(standing: Callable[[], Any]) -> Iterator[dict[int, str]]:
    """Every text of the demonstration, once for the module: keys of rows and their addresses."""
    with standing():
        yield {row.pk: slug for slug, row in shelves.demonstration(new_conference("shelves")).items()}


def first(library: dict[int, str], text: str, most: int = 3) -> list[str]:
    return [library[pk] for pk in searching.find(Wish(query=text)).keys[:most]]


@pytest.mark.parametrize("query", QUERIES, ids=[f"{each['why']}: {each['text']}" for each in QUERIES])
def test_what_is_expected_is_among_the_first_three(library, db, query):
    found = first(library, query["text"])

    assert set(found) & set(query["finds"]), found


def test_the_table_is_whole(library, db):
    assert len(QUERIES) == 40
    assert {slug for query in QUERIES for slug in query["finds"]} <= set(library.values())


def test_words_of_the_other_language_find_the_same(library, db):
    pairs = [("tutor", "тьютор"), ("sensory room", "сенсорная комната"), ("bullying", "травля"), ("IEP", "ИОП")]

    for english, russian in pairs:
        assert set(first(library, english)) & set(first(library, russian)), (english, russian)


def test_a_search_asks_six_times_at_most(library, db, django_assert_max_num_queries):
    searching.find(Wish(query="тютор"))  # the vocabulary is read once after a change
    for query in QUERIES:
        with django_assert_max_num_queries(6):
            searching.find(Wish(query=query["text"]))


def test_writing_the_index_anew_changes_nothing(library, db):
    def rows() -> set[tuple[Any, ...]]:
        return set(IndexedTerm.objects.values_list("material", "language", "stem", "form", "weight"))

    before = rows()

    assert searching.reindex() == Material.objects.published().count() == len(library)
    assert rows() == before
