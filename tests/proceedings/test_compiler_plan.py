"""Where everything stands: from the order of the pieces and their lengths alone."""

from __future__ import annotations

import pytest

from proceedings.compiler.pages import Layout, rooms
from proceedings.compiler.pieces import Begins, Needs, Piece, pieces
from proceedings.compiler.plan import known_to, plan
from tests.proceedings.books import a_book, an_article

pytestmark = pytest.mark.once


def row(*lengths: int) -> list[tuple[Piece, int]]:
    """The pieces of a book of *lengths* articles: title, imprint, contents twice, leaf, articles, index, last page."""
    book = a_book(*(an_article(str(number), number) for number, _length in enumerate(lengths, start=1)))
    of = {f"a{number}": length for number, length in enumerate(lengths, start=1)}
    return [(piece, of.get(piece.key, 1)) for piece in pieces(book)]


def test_articles_open_on_right_hand_pages_and_contents_follow_each_other():
    found = plan(row(3, 1, 2))

    assert [(each.piece.key, each.at, each.pages) for each in found.standings] == [
        ("titlepage", 0, 1), ("imprint", 1, 1), ("contents-ru", 2, 1), ("contents-en", 3, 1),
        ("part1", 4, 1), ("a1", 6, 3), ("a2", 10, 1), ("a3", 12, 2), ("index", 14, 1), ("last", 15, 1),
    ]  # fmt: skip
    assert (found.front_pages, found.pages) == (4, 16)
    assert found.layout.pages == {"1": (3, 5), "2": (7, 7), "3": (9, 10)}
    assert (found.layout.index_page, found.layout.body_pages) == (11, 12)


def test_empty_backs_stand_between():
    found = [each.piece.key if each else None for each in plan(row(3, 1)).with_blanks()]

    assert found[4:] == ["part1", None, "a1", None, "a2", None, "index", "last"]


def test_pages_before_the_body_have_roman_numbers():
    found = plan(row(2))
    by_key = {each.piece.key: each for each in found.standings}

    assert found.folios(by_key["contents-en"]) == ["iv"]
    assert found.folios(by_key["a1"]) == ["3", "4"]
    assert (found.texts["first:a1"], found.texts["last:a1"], found.texts["first:imprint"]) == ("3", "4", "ii")
    assert found.labels == [(0, "r", 1), (4, "D", 1)]


def test_a_piece_that_begins_left_says_so():
    assert [each.begins_left for each in plan(row(1)).standings[:4]] == [False, True, False, True]


@pytest.mark.parametrize(
    ("span", "known"), [((7, 9), (1, 2)), ((5, 5), (1, 1)), ((97, 103), (10, 101)), ((101, 103), (100, 101))]
)
def test_an_article_knows_how_many_digits_its_pages_have(span, known):
    piece = next(piece for piece, _length in row(1) if piece.article)

    assert known_to(piece, Layout({"1": span, "2": (9, 9)}, 4, 200, 190)) == Layout({"1": known}, 0, 0, 0)


def test_the_imprint_knows_the_extent_and_the_title_page_nothing():
    layout = Layout({"1": (3, 5)}, 4, 12, 11)

    assert known_to(Piece("imprint", str, needs=Needs.EXTENT), layout) == Layout({}, 4, 12, 0)
    assert known_to(Piece("titlepage", str), layout) == Layout({}, 0, 0, 0)
    assert known_to(Piece("index", str, needs=Needs.PLACES), layout) == Layout({"1": (1, 1)}, 0, 0, 0)


def test_a_shift_within_the_same_digits_changes_nothing_that_the_index_knows():
    index = Piece("index", str, needs=Needs.PLACES)
    was, now = Layout({"1": (13, 15)}, 4, 80, 61), Layout({"1": (17, 20)}, 4, 90, 71)

    assert known_to(index, was) == known_to(index, now)


def test_numbers_of_neighbours_have_the_same_room_in_the_index():
    pages = {str(number): (number * 8 - 7, number * 8) for number in range(1, 131)}
    room = rooms(pages)

    assert [room[str(number)] for number in (1, 2, 16, 17, 112, 113, 125, 130)] == [
        100, 100, 100, 100, 100, 1000, 1000, 1000,
    ]  # fmt: skip
    assert all(len(str(first)) <= len(str(room[key])) for key, (first, _last) in pages.items())
    assert rooms({"1": (9, 12), "2": (91, 104)}) == {"1": 10, "2": 10}  # nothing tells where an article ends
    assert rooms({key: (number, number) for key, number in room.items()}) == room


def test_an_article_that_gets_a_digit_more_changes_nothing_that_the_index_knows():
    index = next(piece for piece, _length in row(1) if piece.key == "index")
    was = {str(number): (number * 8 - 7, number * 8) for number in range(1, 17)}
    now = {key: (first + 4, last + 4) for key, (first, last) in was.items()}
    assert (was["13"][0], now["13"][0]) == (97, 101)

    assert known_to(index, Layout(was, 4, 140, 135)) == known_to(index, Layout(now, 4, 144, 139))


def test_contents_have_room_for_any_page_of_the_book():
    contents = Piece("contents-ru", str, begins=Begins.RIGHT, needs=Needs.ENDS)
    was, now = Layout({"1": (7, 9)}, 4, 800, 61), Layout({"1": (107, 120)}, 4, 999, 171)

    assert known_to(contents, was) == known_to(contents, now) == Layout({"1": (100, 100)}, 0, 0, 100)
