"""Authors of a paper move by buttons, without JavaScript."""

from __future__ import annotations

import re

import pytest

from tests.workshops.submitting.conftest import typed_values
from workshops.models import Submission

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("wish", "expected", "corresponding"),
    [
        ("up-1", ["Рубцов", "Сомова"], "1"),
        ("down-0", ["Рубцов", "Сомова"], "1"),
        ("up-0", ["Сомова", "Рубцов"], "0"),
        ("down-1", ["Сомова", "Рубцов"], "0"),
        ("remove-0", ["Рубцов"], "0"),
        ("remove-1", ["Сомова"], "0"),
        ("add", ["Сомова", "Рубцов", None], "0"),
        ("remove-99", ["Сомова", "Рубцов"], "0"),
        ("up-1e9", ["Сомова", "Рубцов"], "0"),
        ("up-٣", ["Сомова", "Рубцов"], "0"),
        ("<script>", ["Сомова", "Рубцов"], "0"),
    ],
)
def test_rows_of_authors_are_rearranged_without_javascript(
    wish, expected, corresponding, url, author_client, paper_form
):
    html = author_client.post(url("submit"), paper_form(rows=wish, title_ru="Ещё не сохранено")).content.decode()

    names = [
        (re.search(rf'name="authors-{row}-family_ru" value="([^"]*)"', html) or [None, None])[1]
        for row in range(len(expected))
    ]
    assert names == expected
    assert typed_values(html, "authors-TOTAL_FORMS") == [str(len(expected))]
    assert re.findall(r'name="authors-corresponding" value="(\d+)" checked', html) == [corresponding]
    assert typed_values(html, "title_ru") == ["Ещё не сохранено"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("wish", "row"), [("up-1", 1), ("down-0", 2), ("add", 3), ("remove-1", 1), ("up-99", None), ("nonsense", None)]
)
def test_the_keyboard_returns_to_the_row_that_moved(wish, row, url, author_client, paper_form):
    html = author_client.post(url("submit"), paper_form(rows=wish)).content.decode()

    assert re.findall(r'id="author-(\d+)" tabindex="-1" autofocus', html) == ([str(row)] if row else [])


def test_removing_the_last_row_leaves_an_empty_one(url, author_client, paper_form):
    data = paper_form(rows="remove-0", **{"authors-TOTAL_FORMS": "1"})

    html = author_client.post(url("submit"), data).content.decode()

    assert typed_values(html, "authors-TOTAL_FORMS") == ["1"]
    assert 'name="authors-0-family_ru"' in html
    assert typed_values(html, "authors-0-family_ru") == []


def test_typed_mistakes_survive_a_move(url, author_client, paper_form):
    data = paper_form(rows="up-1", **{"authors-1-email": "not-an-address", "authors-1-orcid": "1234"})

    html = author_client.post(url("submit"), data).content.decode()

    assert typed_values(html, "authors-0-email") == ["not-an-address"]
    assert typed_values(html, "authors-0-orcid") == ["1234"]


@pytest.mark.parametrize("total", ["", "abc", "-5", "9999999999", "1.5"])
@pytest.mark.parametrize("button", [{"rows": "add"}, {"check": "1"}, {}])
def test_a_forged_number_of_rows_never_breaks(total, button, url, author_client, paper_form):
    response = author_client.post(url("submit"), paper_form(**{"authors-TOTAL_FORMS": total}, **button))

    assert response.status_code in {200, 302}


def test_the_order_chosen_is_the_order_kept(url, author_client, paper_form):
    moved = paper_form(
        **{
            "authors-0-family_ru": "Рубцов",
            "authors-0-given_ru": "Антон",
            "authors-1-family_ru": "Сомова",
            "authors-1-given_ru": "Ольга",
            "authors-1-email": "somova@example.org",
            "authors-corresponding": "1",
        }
    )

    author_client.post(url("submit"), moved)

    kept = Submission.objects.get().authors.values_list("family_ru", "is_corresponding")
    assert list(kept) == [("Рубцов", False), ("Сомова", True)]


@pytest.mark.parametrize("chosen", ["7", "", "abc", "-1", "9" * 5000])
def test_exactly_one_author_is_corresponding_whatever_is_posted(chosen, url, author_client, paper_form):
    author_client.post(url("submit"), paper_form(**{"authors-corresponding": chosen}))

    kept = Submission.objects.get().authors.values_list("is_corresponding", flat=True)
    assert sorted(kept) == [False, True]
