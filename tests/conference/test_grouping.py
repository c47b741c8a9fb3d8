"""What is told of groups, and what nobody can work out from it."""

from __future__ import annotations

import itertools

import pytest

from conference.grouping import Grouped, grouped, hidden, rounded


@pytest.mark.parametrize(
    ("sizes", "apart", "others"),
    [
        ({}, (), set()),
        ({"a": 4}, (), set()),
        ({"a": 2, "b": 2}, (), set()),
        ({"a": 5}, ("a",), set()),
        ({"a": 5, "b": 9, "c": 0}, ("b", "a"), set()),
        ({"a": 9, "b": 3, "c": 2}, ("a",), {"b", "c"}),
        ({"a": 9, "b": 6, "c": 2}, ("a",), {"b", "c"}),
        ({"a": 9, "b": 1}, (), {"a", "b"}),
        ({"a": 3, "b": 4}, (), {"a", "b"}),
    ],
)
def test_groups_that_are_shown(sizes, apart, others):
    assert grouped(sizes) == Grouped(apart, frozenset(others))


def test_no_more_is_asked_for_than_five_and_no_less_given():
    sizes = {"a": 7, "b": 5, "c": 4}

    assert (grouped(sizes, least=1), grouped(sizes, least=6)) == (
        Grouped(("a",), frozenset({"b", "c"})),
        Grouped(("a",), frozenset({"b", "c"})),
    )


def test_no_difference_between_a_total_and_what_is_shown_is_a_small_group():
    for counts in itertools.product(range(9), repeat=4):
        sizes = dict(zip("abcd", counts, strict=True))

        found = grouped(sizes)

        shown = [sizes[key] for key in found.apart] + [sum(sizes[key] for key in found.others)]
        told = sum(shown)
        assert told in (0, sum(counts))
        assert all(size == 0 or size >= 5 for size in shown)
        assert all(told - sum(some) == 0 or told - sum(some) >= 5
                   for length in range(5) for some in itertools.combinations(shown, length))  # fmt: skip
        assert len([key for key in found.others if sizes[key]]) != 1


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ({"a": 9, "b": 8}, set()),
        ({"a": 9, "b": 8, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 2}, {"b", "c"}),
        ({"a": 4}, {"a"}),
        ({"a": 9, "b": 0}, set()),
    ],
)
def test_cells_that_are_hidden(bases, expected):
    assert hidden(bases) == expected


def test_per_cents_are_told_in_steps_and_never_as_all_or_none():
    assert [rounded(percent) for percent in (0, 2, 7.4, 7.5, 52.5, 96, 100)] == [5, 5, 5, 10, 55, 95, 95]
