"""The small markup of the page where a text is edited: what people type, and what is kept."""

from __future__ import annotations

import random

import pytest
from django.core.exceptions import ValidationError

from proceedings.manuscripts.tree import build, pieces_of
from proceedings.services.editing import Block, split, tree_of, typed_html
from proceedings.services.editing.inline import from_markup, to_markup
from tests.proceedings.texts import HTML

PICTURE = build("img", alt="x", data_formula="1", class_="formula fh-30")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*слово*", "<p><em>слово</em></p>"),
        ("**слово** и *ещё*", "<p><strong>слово</strong> и <em>ещё</em></p>"),
        ("***оба***", "<p><strong><em>оба</em></strong></p>"),
        ("x^2^ и H~2~O", "<p>x<sup>2</sup> и H<sub>2</sub>O</p>"),
        ("`a*b`", "<p><code>a*b</code></p>"),
        ("[школа](https://example.org/a)", '<p><a href="https://example.org/a">школа</a></p>'),
        ("слово[^3]", '<p>слово<a href="#fn3" id="fnref3" class="note">3</a></p>'),
        ("слово {en: school} слово", '<p>слово <span lang="en">school</span> слово</p>'),
        ("{en: Whole paragraph.}", '<p lang="en">Whole paragraph.</p>'),
        ("{formula 1}", '<p><img alt="x" data-formula="1" class="formula fh-30"></p>'),
        ("раз\nдва", "<p>раз<br>два</p>"),
        ("раз\n\nдва", "<p>раз</p><p>два</p>"),
        (r"p \< 0,05\* и 2 * 3 * 4", "<p>p \\&lt; 0,05* и 2 * 3 * 4</p>"),
        ("[1, с. 5] и [2]", "<p>[1, с. 5] и [2]</p>"),
        ("незакрытая *звёздочка", "<p>незакрытая *звёздочка</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
    ],
)
def test_what_is_typed_is_what_is_kept(text, html):
    assert typed_html("paragraph", text, {("formula", "1"): PICTURE}) == html


def test_a_picture_that_the_article_has_not_is_refused():
    with pytest.raises(ValidationError, match="formula 7"):
        typed_html("paragraph", "{formula 7}", {})


@pytest.mark.parametrize(
    ("kind", "text", "html"),
    [
        ("heading", "Два\nслова", "<h2>Два слова</h2>"),
        ("subheading", "Слово", "<h3>Слово</h3>"),
        ("list", "- раз\n- два\n  1. внутри", "<ul><li>раз</li><li>два<ol><li>внутри</li></ol></li></ul>"),
        ("list", "3. три\n4. четыре", '<ol start="3"><li>три</li><li>четыре</li></ol>'),
        ("list", "раз\nдва", "<ul><li>раз</li><li>два</li></ul>"),
        ("quote", "Раз\n\nДва", "<blockquote><p>Раз</p><p>Два</p></blockquote>"),
        ("code", "a\n  *b*", "<pre><code>a\n  *b*</code></pre>"),
        ("paragraph", "  \n ", ""),
    ],
)
def test_kinds_of_blocks(kind, text, html):
    assert typed_html(kind, text, {}) == html


def test_the_blocks_of_a_text_joined_are_the_text_byte_for_byte():
    chunks = split(HTML)

    assert ("".join(chunks), len(chunks)) == (HTML, 10)


def test_every_block_says_what_it_is():
    kinds = [Block(at, html).kind for at, html in enumerate(split(HTML))]

    assert kinds == [
        "heading", "paragraph", "paragraph", "list", "quote", "formula", "figure", "table", "paragraph", "notes",
    ]  # fmt: skip


def test_typing_back_what_the_field_shows_changes_nothing():
    pictures = {("formula", "1"): PICTURE}
    for at, html in enumerate(split(HTML)):
        block = Block(at, html)
        if block.is_typed:
            assert typed_html(block.kind, block.source, pictures, before=block.element) == html.strip()


def test_a_list_with_a_paragraph_in_it_is_left_as_it_is():
    assert Block(0, "<ul><li><p>раз</p><p>два</p></li></ul>").kind == "fixed"


def _random_pieces(chance: random.Random, depth: int = 0):
    for _step in range(chance.randint(1, 4)):
        if chance.random() < 0.5 or depth > 2:
            yield "".join(chance.choice("аб *^~`{}[]\\()xy") for _letter in range(chance.randint(1, 6)))
            continue
        tag = chance.choice(["em", "strong", "sup", "sub", "span", "a"])
        extra = {"span": {"lang": "en"}, "a": {"href": "https://example.org/"}}.get(tag, {})
        yield build(tag, list(_random_pieces(chance, depth + 1)), **extra)


def test_no_word_is_lost_on_the_way_there_and_back():
    chance = random.Random(7)
    for _round in range(400):
        whole = build("p", list(_random_pieces(chance)))
        before = "".join(whole.itertext()).split()

        after = "".join(build("p", from_markup(to_markup(pieces_of(whole)), {})).itertext()).split()

        assert after == before


def test_a_thousand_braces_are_read_in_a_moment():
    deep = "{en: " * 3000 + "}" * 3000

    assert "en" in typed_html("paragraph", deep[:20_000], {})


def test_what_the_fast_parser_cannot_read_the_careful_one_does():
    assert [node.tag for node in tree_of("<p>a<br>b &copy; c</p>")] == ["p"]
