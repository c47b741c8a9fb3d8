"""Keys that an address or a form tells."""

from __future__ import annotations

import pytest

from conference.keys import key_in, keys_in


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ("12", 12), ("0", 0), ("007", 7), ("", 0), ("-1", 0), ("1.5", 0), ("²", 0), ("١٢", 0),
        (" 1", 0), ("9" * 11, 99_999_999_999), ("9" * 12, 0), ("9" * 5000, 0), ("1\x00", 0),
    ],
)  # fmt: skip
def test_only_a_number_of_few_ascii_digits_is_a_key(told, key):
    assert key_in(told) == key


def test_keys_are_told_once_and_in_their_order():
    assert keys_in(["3", "1", "x", "3", "²", "0", "2"]) == [3, 1, 2]
