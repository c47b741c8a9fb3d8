"""The book joined from fragments against the same book typeset at once; what an edit, a loss or a damage costs."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page
import pytest
from PIL import Image, ImageChops

from proceedings.compiler import Book, Both, Clause, Compiled, Outcome, Section, Settings, Text, compile_book
from proceedings.compiler.cache import Cache
from proceedings.compiler.pieces import pieces
from proceedings.compiler.settling import Settling
from proceedings.compiler.whole import compile_whole
from tests.benches import corpus
from tests.proceedings.books import a_book, an_article, flat, settings, text_of
from tests.proceedings.books import settings as plain_settings

pytestmark = pytest.mark.once

ARTICLES = 3
PIXELS_DPI = 45


def nothing(*_anything: object) -> None:
    pass


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def book(pictures: Path) -> Book:
    """Notes, tables over pages, formulas, figures, both languages; texts before and after; an adopted document."""
    paragraph = Both("Текст **перед** статьями.", "A text *before* the articles.")
    clause = Clause(Both("1", "1"), (Both("Учиться вместе.", "To learn together."),))
    return replace(
        corpus.book(ARTICLES, pictures),
        front=(Section("1", "foreword", Both("Предисловие", "Foreword"), paragraph, is_front=True),),
        back=(Section("2", "annex", Both("Приложение", "Annex"), paragraph, is_front=False),),
        outcomes=(Outcome("3", Both("Решение", "Resolution"), Both("Принято.", "Adopted."), (), (clause,)),),
    )


@pytest.fixture(scope="module")
def kept(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a cache that all tests of the module fill."""
    plain = plain_settings(workers=2, cache=tmp_path_factory.mktemp("cache"))
    return replace(plain, roots=(*plain.roots, pictures))


@pytest.fixture(scope="module")
def joined(book: Book, kept: Settings) -> Compiled:
    return compile_book(book, kept)


@pytest.fixture(scope="module")
def files(book: Book, kept: Settings, joined: Compiled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The joined book, and the one typeset at once."""
    folder = tmp_path_factory.mktemp("books")
    whole = folder / "whole.pdf"
    settled = Settling(replace(book, megabytes=1), kept, Cache(kept.cache), nothing, nothing, nothing).settle()
    with whole.open("wb+") as target:
        compile_whole(settled, kept, target)
    (folder / "joined.pdf").write_bytes(joined.pdf)
    return folder / "joined.pdf", whole


def texts(pdf: Path) -> list[str]:
    """The text of each page, as it stands on it."""
    return [re.sub(r"\s+", " ", text).strip() for text in text_of(pdf, "-layout").split("\f")]


def pages_of(made: Compiled) -> list[str]:
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=made.pdf, capture_output=True, check=True).stdout.decode().split("\f")


def drawn(pdf: Path) -> list[Image.Image]:
    command = ["pdftoppm", "-r", str(PIXELS_DPI), "-gray", pdf]
    made = io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    pages = []
    while made.tell() < len(made.getbuffer()):
        made.readline()
        width, height = map(int, made.readline().split())
        made.readline()
        pages.append(Image.frombytes("L", (width, height), made.read(width * height)))
    return pages


def failures(made: Compiled, folder: Path) -> list[str]:
    """What PDF/UA-1 has against the book."""
    target = folder / "made.pdf"
    target.write_bytes(made.pdf)
    report = page.validate_pdf(target, profile="ua1", limits=page.SafetyLimits.unlimited())
    return [str(failure) for failure in report.failures]


def test_the_joined_book_has_the_same_text_on_the_same_pages(files, joined):
    one, other = map(texts, files)

    assert len(one) == joined.pages + 1  # after the last page stands another form feed
    assert one == other


def test_the_joined_book_looks_the_same(files):
    one, other = map(drawn, files)

    assert len(one) == len(other)
    for number, (mine, its) in enumerate(zip(one, other, strict=True), start=1):
        assert ImageChops.difference(mine, its).getextrema()[1] <= 24, f"page {number}"  # a hair of a drawing


def test_what_is_joined_is_sound(files, joined, tmp_path):
    assert failures(joined, tmp_path) == []
    assert subprocess.run(["qpdf", "--check", files[0]], capture_output=True, check=False).returncode == 0


def test_the_digest_is_that_of_the_file(joined):
    assert (joined.how, joined.why, joined.size) == ("fragments", "", len(joined.pdf))
    assert joined.sha256 == hashlib.sha256(joined.pdf).hexdigest()


def test_a_book_that_did_not_change_is_joined_without_typesetting(book, kept, joined):
    again = compile_book(book, kept)

    assert (again.typeset, again.sha256, again.pieces) == (0, joined.sha256, joined.pieces)


def test_an_edit_typesets_one_piece_and_leaves_a_sound_book(book, kept, joined, tmp_path):
    edited = compile_book(corpus.edited(book, 2), kept)

    assert edited.typeset == 1
    assert edited.page_map == joined.page_map
    assert [key for key in joined.pieces if edited.pieces[key] != joined.pieces[key]] == [
        article.key for article in book.articles() if article.number == 2
    ]
    assert failures(edited, tmp_path) == []


def test_an_article_that_grows_shifts_the_next_without_typesetting_it(book, kept, joined):
    grown = compile_book(corpus.edited(book, 2, paragraphs=16), kept)

    keys = [article.key for article in book.articles()]
    first, last = grown.page_map[keys[2]]
    assert grown.typeset == 3  # itself; imprint and last page, which tell the extent
    assert first > joined.page_map[keys[2]][0]
    assert [grown.pieces[key] == joined.pieces[key] for key in keys] == [True, False, True]
    assert re.search(rf"\b{first}–{last}\b", flat(pages_of(grown)[grown.front_pages + first]))  # in the citation


def test_the_same_book_gives_the_same_bytes_whatever_was_in_the_cache(book, kept, joined, tmp_path):
    fresh = compile_book(book, replace(kept, cache=tmp_path))

    assert fresh.typeset > 0
    assert fresh.sha256 == joined.sha256


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize("harm", [damage, Path.unlink])
def test_a_fragment_that_is_spoilt_is_typeset_again(kept, harm: Callable[[Path], None], tmp_path):
    settings = replace(kept, cache=tmp_path)
    small = a_book(an_article("1", 1))
    was = compile_book(small, settings)
    for path in (tmp_path / "fragments").glob("??/*"):
        harm(path)

    now = compile_book(small, settings)

    assert (now.sha256, now.how) == (was.sha256, "fragments")


def test_with_all_lengths_known_everything_is_typeset_at_one_go(book, kept, joined, tmp_path):
    shutil.copytree(kept.cache / "recipes", tmp_path / "recipes")
    events: list[str] = []

    again = compile_book(book, replace(kept, cache=tmp_path), on_event=lambda event: events.append(event.kind))

    assert again.sha256 == joined.sha256
    assert sorted(set(events)) == ["article", "assembling", "found", "next"]  # and no "front" for the index alone
    assert again.typeset == len(list(pieces(book)))


def test_nothing_temporary_is_left(kept, joined):
    kinds = {path.relative_to(kept.cache).parts[0] for path in kept.cache.rglob("*") if path.is_file()}

    assert kinds == {"fragments", "recipes", "fonts"}
    assert list(kept.cache.rglob(".*")) == []


def test_a_marked_page_stands_in_the_place_of_a_broken_article(tmp_path):
    poisoned = an_article("2", 2, text=Text(html="<blockquote>" * 3000), title=Both("Тяжёлый текст", "A heavy text"))

    made = compile_book(a_book(an_article("1", 1), poisoned, an_article("3", 3)), settings())

    assert (list(made.page_map), list(made.pieces)) == (["1", "3"], ["1", "3"])
    assert made.page_map["3"][0] - made.page_map["1"][0] == 4  # one leaf for the first, one for the mark
    text = [flat(each) for each in pages_of(made)]
    marked = text[made.front_pages + made.page_map["3"][0] - 3]
    assert "Тяжёлый текст" in marked
    assert "Статья не свёрстана: текст не поддаётся вёрстке." in marked
    assert "The article is not typeset: the text could not be typeset." in marked
    assert f"Тяжёлый текст {made.page_map['3'][0] - 2}" in text[2]  # the contents lead to it
    assert failures(made, tmp_path) == []


def test_characters_that_no_font_has_become_boxes(tmp_path):
    made = compile_book(a_book(an_article("1", 1, text=Text(html="<p>Пункт \U0010fffd списка.</p>"))), settings())

    assert made.how == "fragments"
    assert made.verdicts[0]["notes"] == [
        {"code": "characters-missing", "params": {"characters": "\U0010fffd"}, "is_error": False}
    ]
    assert "Пункт ☐ списка." in " ".join(map(flat, pages_of(made)))
    assert failures(made, tmp_path) == []


def test_what_cannot_be_joined_is_typeset_at_once(monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise ValueError

    monkeypatch.setattr("proceedings.compiler.compiling.assemble", refuse)
    events: list[str] = []

    made = compile_book(a_book(an_article("1", 1)), settings(), on_event=lambda event: events.append(event.kind))

    assert (made.how, made.why) == ("whole", "ValueError")
    assert events == ["found", "next", "article", "front", "front", "assembling", "whole"]
    assert made.page_map == {"1": (3, 4)}
    assert made.pdf.startswith(b"%PDF-1.7")
