"""Fragments on disk: they appear whole, go when there are too many, and their loss harms nothing."""

from __future__ import annotations

import os
import time

import pytest

from proceedings.compiler import cache as caching
from proceedings.compiler.cache import Cache, DamagedFragment, Recipe, Seen, landed, store

pytestmark = pytest.mark.once

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache")


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_was_seen_is_told_again(cache):
    seen = Seen(7, [("table-wide", {"number": 1, "mm": 14})], 0.4, "c" * 64)

    store(cache.path(KEY), seen, b"fragment")

    assert cache.seen(KEY).notes == [["table-wide", {"number": 1, "mm": 14}]]
    assert (cache.seen(KEY).pages, cache.seen(KEY).seconds, cache.seen(OTHER)) == (7, 0.4, None)


def test_a_fragment_that_is_none_is_damaged(cache):
    store(cache.path(KEY), Seen(1), b"not a fragment")

    for key in (KEY, OTHER):
        with pytest.raises(DamagedFragment):
            cache.fragment(key)


def test_an_entry_that_cannot_be_read_goes(cache):
    path = cache.path(KEY)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\0\0\0\5xxxxx")

    assert cache.seen(KEY) is None
    assert not path.exists()


def test_a_failure_is_remembered_for_an_hour(cache, monkeypatch):
    cache.fail(KEY, "time")
    assert cache.seen(KEY).failure == "time"

    later = time.time() + caching.FAILURE_SECONDS + 1
    monkeypatch.setattr(caching.time, "time", lambda: later)

    assert cache.seen(KEY) is None


def test_a_recipe_remembers_its_shapes_and_its_length(cache):
    cache.remember(KEY, "one", OTHER, 7)
    cache.remember(KEY, "two", KEY, 8)

    assert cache.recipe(KEY) == Recipe(8, {"one": OTHER, "two": KEY})


def fail_half_way(path) -> None:
    with landed(path) as file:
        file.write(b"half")
        raise ZeroDivisionError


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(tmp_path / "a")

    assert files(tmp_path) == []


def test_a_file_has_no_name_before_it_is_done(tmp_path):
    with landed(tmp_path / "a") as file:
        file.write(b"half")
        file.flush()

        assert files(tmp_path) == []

    assert files(tmp_path) == ["a"]


def test_the_first_of_two_writers_stays_unless_it_is_replaced(tmp_path):
    for text, replaces in ((b"first", False), (b"second", False), (b"third", True)):
        with landed(tmp_path / "a", replaces=replaces) as file:
            file.write(text)
        if text == b"second":
            assert (tmp_path / "a").read_bytes() == b"first"

    assert (tmp_path / "a").read_bytes() == b"third"


def test_files_with_no_name_are_not_needed(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_TMPFILE")

    with landed(tmp_path / "a") as file:
        file.write(b"text")
    with pytest.raises(ZeroDivisionError):
        fail_half_way(tmp_path / "b")

    assert files(tmp_path) == ["a"]


def test_what_was_used_longest_ago_goes_first(tmp_path):
    cache = Cache(tmp_path, limit=2500)
    long_ago = time.time() - 10 * caching.KEPT_SECONDS
    for age, key in enumerate((KEY, OTHER, "ef" * 32)):
        store(cache.path(key), Seen(1), b"x" * 1000)
        os.utime(cache.path(key), (long_ago + age, long_ago + age))
    assert cache.seen(KEY)  # used just now

    assert cache.evict() == 1
    assert files(tmp_path) == sorted([KEY, "ef" * 32])


def test_what_was_used_within_the_hour_stays(tmp_path):
    cache = Cache(tmp_path, limit=10)
    store(cache.path(KEY), Seen(1), b"x" * 1000)

    assert cache.evict() == 0
    assert files(tmp_path) == [KEY]
