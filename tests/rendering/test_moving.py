"""Slots that have room for more figures than they show: what follows on the line moves up, and the line stays."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from conference.rendering import Fragment, SlotDoesNotFit

from .papers import flat, fragment_of, joined, page_of, placed, text_of, typesetter, words_of

NUMBERS = {"first:a1": "7", "first:a2": "42", "first:a3": "142"}
LEFT = 42.52


def slot(name: str, shown: str) -> str:
    anchor = name.partition(":")[2]
    return f'<a href="#{anchor}" data-slot="{name}" data-slot-align="along" data-slot-shown="{shown}">888</a>'


def entry(name: str = "Ёлкина Анна", shown: dict[str, str] | None = None) -> str:
    """A line of an index; every number with room for three figures."""
    numbers = ", ".join(slot(key, (shown or {}).get(key, "888")) for key in NUMBERS)
    return f"<p>{name}, {numbers}; конец</p>"


def rectangles(pdf: Path) -> list[list[float]]:
    with pikepdf.open(pdf) as document:
        return [[float(edge) for edge in each.Rect] for each in document.pages[0].Annots]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="module")
def fragment(store: Path) -> Fragment:
    return fragment_of(entry(), store)


@pytest.fixture(scope="module")
def files(fragment: Fragment, store: Path) -> dict[str, Path]:
    """The line joined with its numbers; typeset at once with them; and as if nobody had ever heard of slots."""
    made = typesetter()
    plain = f"<p>Ёлкина Анна, {', '.join(f'<span class=figures>{each}</span>' for each in NUMBERS.values())}; конец</p>"
    style = "<style>.figures { font-variant-numeric: lining-nums tabular-nums; font-kerning: none; }</style>"
    anchors = "".join(f'<p id="a{number}">Статья</p>' for number in (1, 2, 3))
    content = {
        "joined": joined([placed(fragment, texts=NUMBERS)], store),
        "whole": made.write(made.lay_out(page_of(entry(shown=NUMBERS) + anchors))),
        "plain": made.write(made.lay_out(page_of(style + plain))),
    }
    paths = {name: store / f"{name}.pdf" for name in content}
    for name, path in paths.items():
        path.write_bytes(content[name])
    return paths


@pytest.mark.parametrize("name", ["joined", "whole"])
def test_words_stand_as_if_there_had_been_no_room(files, name):
    found, wanted = words_of(files[name], 1), words_of(files["plain"], 1)

    line = [word for word, _left, _right in wanted[1:]]
    assert line == ["Ёлкина", "Анна,", "7,", "42,", "142;", "конец"]
    for (word, left, right), (same, its_left, its_right) in zip(found[1:], wanted[1:], strict=False):
        assert word == same
        assert (left, right) == pytest.approx((its_left, its_right), abs=0.02)


def test_links_lie_where_their_numbers_stand(files):
    words = {word.strip(",;"): (left, right) for word, left, right in words_of(files["joined"], 1)}

    mine, its = rectangles(files["joined"]), rectangles(files["whole"])

    assert len(mine) == len(NUMBERS)
    for number, here, there in zip(NUMBERS.values(), mine, its, strict=True):
        assert here == pytest.approx(there, abs=0.02)
        left, right = words[number]
        assert here[0] == pytest.approx(left, abs=0.02)
        assert here[2] <= right + 0.02  # the mark behind the number belongs to the word, not to the link
        assert here[2] > (left + right) / 2


def test_links_of_a_volume_that_has_their_places_lead_there(files, store):
    anchors = "".join(f'<p id="a{number}">Статья</p>' for number in (1, 2, 3))
    path = store / "own.pdf"

    path.write_bytes(joined([placed(fragment_of(entry() + anchors, store), texts=NUMBERS)], store))

    with pikepdf.open(path) as document:
        names = [str(each.Dest) for each in document.pages[0].Annots]
        hidden = [int(each.F) & 2 for each in document.pages[0].Annots]
    assert names == ["a1", "a2", "a3"]
    assert hidden == [0, 0, 0]
    assert rectangles(path) == rectangles(files["joined"])


def test_lines_break_by_the_room_whatever_is_shown(store, tmp_path):
    name = "Ёлкина-Преображенская Анна-Мария Александровна из Ижевска"  # its three numbers do not fit beside it
    body = entry(name)
    made = typesetter()
    (tmp_path / "joined.pdf").write_bytes(joined([placed(fragment_of(body, store), texts=NUMBERS)], store))
    (tmp_path / "whole.pdf").write_bytes(made.write(made.lay_out(page_of(entry(name, NUMBERS)))))

    texts = [text_of(tmp_path / f"{name}.pdf").splitlines() for name in ("joined", "whole")]

    lines = [line for line in texts[0] if "142" in line]
    assert lines == [line for line in texts[1] if "142" in line]
    assert lines[0].endswith("142; конец")
    assert not lines[0].startswith("Ёлкина")
    first = next(word for word in words_of(tmp_path / "joined.pdf", 1) if word[0] == lines[0].split()[0])
    assert first[1] == pytest.approx(LEFT, abs=0.05)  # what is before the break moves nothing behind it


def test_the_text_reads_as_it_stands(files):
    assert "Ёлкина Анна, 7, 42, 142; конец" in flat(text_of(files["joined"]))


def test_there_is_no_room_for_more_figures(fragment, store):
    with pytest.raises(SlotDoesNotFit):
        joined([placed(fragment, texts={**NUMBERS, "first:a2": "1000"})], store)


def test_with_all_the_room_taken_nothing_moves(fragment, store, tmp_path):
    made = typesetter()
    (tmp_path / "whole.pdf").write_bytes(made.write(made.lay_out(page_of(entry()))))
    path = tmp_path / "full.pdf"

    path.write_bytes(joined([placed(fragment, texts=dict.fromkeys(NUMBERS, "888"))], store))

    found = words_of(path, 1)[1:]
    assert [word[0] for word in found] == ["Ёлкина", "Анна,", "888,", "888,", "888;", "конец"]
    assert found == words_of(tmp_path / "whole.pdf", 1)[1:]
