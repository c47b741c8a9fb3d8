"""A fragment is the same wherever it is made, survives being written, and notices when it has not."""

from __future__ import annotations

import gc

import pytest

from conference.rendering import DamagedFragment, Fragment, Limits, run_in_child
from conference.rendering.weasyprint_70 import NotRelocatable

from .child_functions import taken
from .papers import SQUARE, article, fragment_of, joined, page_of, placed, sentences, typesetter


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def data(store):
    made = typesetter()
    return made.fragment(made.lay_out(page_of(article("a1"))), font_store=store).to_bytes()


def test_what_is_written_is_what_is_read(data, store):
    made = typesetter()
    original = made.fragment(made.lay_out(page_of(article("a1"))), font_store=store)

    read = Fragment.from_bytes(data)

    assert read.to_bytes() == data
    assert joined([placed(read, 11)], store) == joined([placed(original, 11)], store)


def test_another_process_makes_the_same_bytes(data, store):
    limits = Limits(cpu_seconds=20, memory_mib=2048, wall_seconds=60)

    assert run_in_child(taken, article("a1"), store, limits=limits) == data


def test_what_was_typeset_before_leaves_no_trace(data, store):
    made = typesetter()
    made.fragment(made.lay_out(page_of(article("b7", f'<img src="{SQUARE}" alt="кв">'))), font_store=store)
    gc.collect()

    assert made.fragment(made.lay_out(page_of(article("a1"))), font_store=store).to_bytes() == data


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: data[:-40] + bytes(40),
        lambda data: data + b"\0",
        lambda data: b"%PDF-1.7" + data[8:],
        lambda data: b"",
    ],
    ids=["cut", "half", "one bit", "no digest", "longer", "other kind", "empty"],
)
def test_a_damaged_file_is_noticed(data, harm):
    with pytest.raises(DamagedFragment):
        Fragment.from_bytes(harm(data))


def test_a_fragment_knows_its_pages_places_and_bookmarks(store):
    body = f'<h2 id="one">Первая</h2><p>{sentences(60)}</p><h3 id="two">Вторая</h3>'

    fragment = fragment_of(body, store)

    assert [(round(page.width, 2), round(page.height, 2)) for page in fragment.pages] == [(340.16, 425.2)] * 3
    assert {name: place[0] for name, place in fragment.anchors.items()} == {"one": 0, "two": 2}
    assert [(mark.level, mark.label, mark.page) for mark in fragment.bookmarks] == [(2, "Первая", 0), (3, "Вторая", 2)]
    assert fragment.anchors["one"][1] == pytest.approx(42.52, abs=0.01)
    assert fragment.anchors["one"][2] == pytest.approx(425.2 - 42.52, abs=0.01)
    assert fragment.language == "ru"


def test_fonts_lie_in_the_store_and_are_not_in_the_fragment(data, store):
    fragment = Fragment.from_bytes(data)

    assert {font.file for font in fragment.fonts} <= {path.name for path in store.iterdir()}
    assert len(data) < 40_000
    assert all((store / font.file).stat().st_size > 100_000 for font in fragment.fonts)


def test_characters_that_no_font_has_are_told(store):
    fragment = fragment_of("<p>Знак \U0010fffd и всё.</p>", store)

    assert fragment.has_missing_glyphs
    assert not fragment.is_sound
    assert "\U0010fffd" in "".join(font.missing for font in fragment.fonts)


def test_a_sound_fragment_has_nothing_to_remark(data):
    fragment = Fragment.from_bytes(data)

    assert fragment.is_sound
    assert list(fragment.remarks) == []


def test_files_attached_to_a_document_do_not_fit_into_a_fragment(store):
    path = (store / next(iter(store.iterdir())).name).resolve()
    made = typesetter()
    made.fetcher.roots.append(store.resolve())
    try:
        document = made.lay_out(page_of(f'<p><a rel="attachment" href="file://{path}">файл</a></p>'))
        with pytest.raises(NotRelocatable):
            made.fragment(document, font_store=store)
    finally:
        made.fetcher.roots.pop()
