"""Passages in the other language are found by their letters."""

from __future__ import annotations

import pytest

from proceedings.manuscripts.languages import language_of, mark_foreign
from proceedings.manuscripts.tree import inner_html, parse


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Index for Inclusion", "en"),
        ("Müəllimin sualı", "az"),
        ("Școala și țara", "ro"),
        ("Рука помнит", "ru"),
        ("Рука помніць усё, што ўмее", "be"),
        ("Մեր դպրոցը", "hy"),
    ],
)
def test_language_of(text, language):
    assert language_of(text) == language


MARKED = [
    (
        "ru",
        "<p>Принцип increasing participation in learning важен.</p>",
        '<p>Принцип <span lang="en">increasing participation in learning</span> важен.</p>',
    ),
    ("ru", "<p>Программа Windows и всё.</p>", "<p>Программа Windows и всё.</p>"),
    (
        "ru",
        "<ol><li>Booth T., Ainscow M. Index for Inclusion.</li></ol>",
        '<ol><li lang="en">Booth T., Ainscow M. Index for Inclusion.</li></ol>',
    ),
    (
        "en",
        "<p>She said: Рука помнит, глаз забывает.</p>",
        '<p>She said: <span lang="ru">Рука помнит, глаз забывает</span>.</p>',
    ),
    ("ru", '<p>Вот <span lang="fr">la vie en rose</span>.</p>', '<p>Вот <span lang="fr">la vie en rose</span>.</p>'),
    ("ru", "<p>Код <code>while not done</code> ясен.</p>", "<p>Код <code>while not done</code> ясен.</p>"),
    ("ru", "<p>При r = 0,19 и p &lt; 0,05.</p>", "<p>При r = 0,19 и p &lt; 0,05.</p>"),
]


@pytest.mark.parametrize(("language", "html", "expected"), MARKED)
def test_foreign_passages_are_marked(language, html, expected):
    body = parse(html)

    mark_foreign(body, language)

    assert inner_html(body) == expected
