"""A formula from a manuscript into the book and onto the public page: words wherever it is shown."""

from __future__ import annotations

from pathlib import Path

import page
import pytest
from lxml import html

from proceedings.compiler import Text, compile_book
from proceedings.manuscripts import convert
from tests.proceedings.books import a_book, an_article, settings
from tests.proceedings.exported import filled
from tests.proceedings.exported import published as publish
from tests.rendering.papers import elements, structure

pytestmark = pytest.mark.once

MANUSCRIPT = r"""# О числах

Доля равна $p = \frac{n}{N}$, где $p < 0{,}05$.

The share of schools is $p = \frac{n}{N}$ in both regions.

$$ S = \sum_{k=1}^{4} w_k $$
"""
SHARE = {"ru": "p равно n делить на заглавная N", "en": "p equals n over capital N"}


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("formulas")
    made = convert(print, MANUSCRIPT, "typed", language="ru", titles=(), work=str(folder))
    formulas = tuple((each.number, each.svg) for each in made.formulas)
    return compile_book(a_book(an_article("1", 1, text=Text(made.html, formulas=formulas))), settings(workers=1)).pdf


def test_formulas_of_the_book_are_told_in_words_and_in_their_language(pdf):
    document, top = structure(pdf)
    with document:
        told = [str(formula.Alt) for formula in elements(top, "Formula")]

    assert told == [
        SHARE["ru"], "p меньше 0,05", SHARE["en"],
        "заглавная S равно сумма по k от 1 до 4: w с индексом k",
    ]  # fmt: skip


def test_the_book_stays_pdf_ua(pdf, tmp_path: Path):
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf)

    report = page.validate_pdf(path, profile="ua1", limits=page.SafetyLimits.unlimited())

    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def test_the_public_page_says_them_too(client, conference, editor):
    volume = publish(filled(conference, editor), editor).volume

    answer = client.get(f"/ru/{conference.slug}/proceedings/{volume.slug}/1/")

    shown = html.fromstring(answer.content)
    assert [
        (image.get("alt"), image.get("src")[:19]) for image in shown.xpath("//img[contains(@class, 'formula')]")
    ] == [
        ("заглавная E равно m c в квадрате", "data:image/svg+xml,"),
        ("a делить на b", "data:image/svg+xml,"),
    ]
