"""Differences are found word by word and read as one would say them."""

from __future__ import annotations

import pytest

from workshops.services.outcomes import difference
from workshops.templatetags.outcomes import difference as drawn


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("one", "one", [("same", "one")]),
        ("", "one", [("added", "one")]),
        ("one", "", [("removed", "one")]),
        ("one two", "one three", [("same", "one "), ("removed", "two"), ("added", "three")]),
        ("one two three", "one three", [("same", "one "), ("removed", "two "), ("same", "three")]),
        ("a b", "c d", [("removed", "a b"), ("added", "c d")]),
        ("пункт, да", "пункт: да", [("same", "пункт"), ("removed", ","), ("added", ":"), ("same", " да")]),
    ],
)
def test_pieces(old, new, pieces):
    assert difference(old, new) == pieces


@pytest.mark.parametrize(("old", "new"), [("раз два три", "два раз четыре"), ("a b c d", "a c"), ("x", "y z\nw")])
def test_nothing_is_lost(old, new):
    pieces = difference(old, new)

    assert "".join(text for kind, text in pieces if kind != "added") == old
    assert "".join(text for kind, text in pieces if kind != "removed") == new


def test_a_very_long_text_is_shown_as_written_anew():
    long = "слово " * 3000

    assert [kind for kind, _text in difference(long, f"{long}конец")] == ["removed", "added"]


def test_markup_in_a_text_is_text():
    html = drawn("", "<script>alert(1)</script>", "en")

    assert ("<script>" in html, "&lt;script&gt;" in html, 'lang="en"' in html) == (False, True, True)
