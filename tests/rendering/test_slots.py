"""Slots: figures put in when the book is joined are figures like any other, at the edge where they belong."""

from __future__ import annotations

import pytest

from conference.rendering import Placed, SlotDoesNotFit
from conference.rendering.fragments import FOLIO

from .papers import article, flat, fragment_of, joined, placed, text_of, words_of

ROW = '<li class="toc"><a href="#a1">Название</a> <span class="page" data-slot="first:a1"{}>{}</span></li>'


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def fragment(store):
    return fragment_of(article("a1"), store)


@pytest.fixture
def read(store, tmp_path):
    """The pages of one fragment, joined, as a file."""

    def joined_file(*args, **options):
        path = tmp_path / "book.pdf"
        path.write_bytes(joined([placed(*args, **options)], store))
        return path

    return joined_file


def test_the_slots_of_an_article(fragment):
    assert [(slot.name, slot.page, slot.digits, slot.align) for slot in fragment.slots] == [
        ("first:a1", 0, 2, ""), ("last:a1", 0, 2, ""), (FOLIO, 0, 1, "end"), (FOLIO, 1, 1, "start"),
    ]  # fmt: skip
    assert fragment.slot_digits("first:a1") == 2


def test_numbers_are_text_where_they_belong(fragment, read):
    text = flat(text_of(read(fragment, 17), "-f", "1", "-l", "1"))

    assert "С. 17–18 и дальше." in text
    assert "88" not in text


def test_words_around_a_slot_stay_where_they_are(fragment, read):
    first = words_of(read(fragment, 17), 1)
    second = words_of(read(fragment, 40), 1)

    assert [word[1:] for word in first[1:]] == [word[1:] for word in second[1:]]


@pytest.mark.parametrize(("start", "folios"), [(7, ["7", "8"]), (99, ["99", "100"]), (1233, ["1233", "1234"])])
def test_folios_keep_the_outer_edge(fragment, read, start, folios):
    texts = {"first:a1": "11", "last:a1": "12"}
    pdf = read(fragment, start, texts)

    right = next(word for word in words_of(pdf, 1) if word[0] == folios[0])
    left = next(word for word in words_of(pdf, 2) if word[0] == folios[1])

    assert right[2] == pytest.approx(340.157 - 42.52, abs=0.05)
    assert left[1] == pytest.approx(42.52, abs=0.05)


def test_roman_folios(store, tmp_path):
    fragment = fragment_of('<section class="front"><h2>Содержание</h2></section>', store)
    path = tmp_path / "front.pdf"

    path.write_bytes(joined([Placed(fragment, ["xlviii"])], store))

    word = next(word for word in words_of(path, 1) if word[0] == "xlviii")
    assert word[2] == pytest.approx(340.157 - 42.52, abs=0.05)


def test_a_page_may_go_without_its_folio(fragment, store, tmp_path):
    path = tmp_path / "bare.pdf"

    path.write_bytes(joined([Placed(fragment, ["", ""], {"first:a1": "17", "last:a1": "18"})], store))

    assert words_of(path, 2)[0][0] == "Книга"


def test_folios_that_nobody_gives_stay_as_typeset(fragment, store, tmp_path):
    path = tmp_path / "alone.pdf"

    path.write_bytes(joined([Placed(fragment, texts={"first:a1": "17", "last:a1": "18"})], store))

    assert words_of(path, 2)[0][0] == "2"


@pytest.mark.parametrize("text", ["7", "117", "iv", "1a", ""])
def test_what_does_not_fit_is_refused(fragment, read, text):
    with pytest.raises(SlotDoesNotFit) as refused:
        read(fragment, 17, {"first:a1": text})

    assert (refused.value.slot.name, refused.value.text) == ("first:a1", text)


def test_a_slot_without_text_is_an_error(fragment, store):
    with pytest.raises(KeyError):
        joined([Placed(fragment, ["1", "2"])], store)


@pytest.mark.parametrize("number", ["5", "42", "188"])
def test_a_number_at_the_end_of_its_line_may_be_shorter(store, read, number):
    fragment = fragment_of(f'<ol class="toc">{ROW.format(" data-slot-align=end", "888")}</ol>', store)

    pdf = read(fragment, 1, {"first:a1": number})

    word = next(word for word in words_of(pdf, 1) if word[0] == number)
    assert word[2] == pytest.approx(340.157 - 42.52, abs=0.05)


def test_but_not_longer(store, read):
    fragment = fragment_of(f'<ol class="toc">{ROW.format(" data-slot-align=end", "88")}</ol>', store)

    with pytest.raises(SlotDoesNotFit):
        read(fragment, 1, {"first:a1": "100"})


def test_many_slots_share_a_stretch(store):
    fragment = fragment_of(f'<ol class="toc">{ROW.format(" data-slot-align=end", "88") * 9}</ol>', store)

    assert len(fragment.slots) == 10
    assert len(fragment.pages[0].contents) <= 2


def test_a_link_is_not_described_by_the_figures_of_a_slot(store):
    fragment = fragment_of('<p><a href="#a9">Статья, с. <span data-slot="first:a9">88</span></a></p>', store)

    [link] = fragment.links

    assert link.target == "a9"
    assert b"88" not in bytes(link.body.data)
