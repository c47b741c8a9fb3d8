"""From a word processor's file to the HTML of an article: what survives, what is put right, what is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proceedings.manuscripts import Converted, convert
from tests.proceedings.conftest import docx_of, picture

pytestmark = pytest.mark.once

PAPER = """## Введение

Первый абзац со сноской[^1] и словами [increasing participation in learning]{lang=en}. Ссылка на [закон](https://example.org/law).

![Доля школ](fig1.png){alt="Столбики: 24 школы из 42 приняли всех."}

| Показатель | Вес | Среднее |
|:-----------|----:|--------:|
| Участие    | 0,3 | 0,58    |
| Среда      | 0,2 | 0,42    |

: Составляющие показателя

Формула строкой $x_1 = 0{,}88$ и отдельно:

$$ S = \\sum_{k=1}^{4} w_k $$

### Подраздел

- первое
- второе

> Прямая речь.

## Список источников

1. Иванов И. И. Книга. М.: Наука, 2007.
2. Booth T., Ainscow M. Index for Inclusion. Bristol: CSIE, 2002.

[^1]: Сноска об этом.
"""


def emit(event: object) -> None:
    """Nobody listens."""


def taken(source: bytes | str, folder: Path, language: str = "ru", titles: tuple[str, ...] = ()) -> Converted:
    work = folder / "work"
    work.mkdir()
    if isinstance(source, str):
        return convert(emit, source, "typed", language=language, titles=titles, work=str(work))
    path = folder / "source.docx"
    path.write_bytes(source)
    return convert(emit, str(path), "docx", language=language, titles=titles, work=str(work))


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Converted:
    folder = tmp_path_factory.mktemp("paper")
    (folder / "fig1.png").write_bytes(picture())
    return taken(docx_of(PAPER, folder), folder)


def test_nothing_is_reported_about_a_good_paper(paper):
    assert paper.report == []


def test_headings_have_two_levels(paper):
    assert re.findall(r"<(h\d)>(.*?)</h\d>", paper.html) == [("h2", "Введение"), ("h3", "Подраздел")]


def test_sources_are_taken_out_and_carry_their_language(paper):
    assert paper.sources == [
        "Иванов И. И. Книга. М.: Наука, 2007.",
        '<span lang="en">Booth T., Ainscow M. Index for Inclusion. Bristol: CSIE, 2002.</span>',
    ]


def test_a_foreign_passage_keeps_its_mark(paper):
    assert '<span lang="en">increasing participation in learning</span>' in paper.html


def test_a_note_is_referred_to_and_kept(paper):
    assert '<a href="#fn1" id="fnref1" class="note">1</a>' in paper.html
    assert re.search(r'<section class="footnotes">\s*<ol>\s*<li id="fn1">\s*Сноска об этом\.</li>', paper.html)


def test_a_figure_keeps_caption_and_alternative(paper):
    assert re.search(
        r'<figure>\s*<img alt="Столбики: 24 школы из 42 приняли всех." data-figure="1" width="60" height="40">'
        r"\s*<figcaption>Доля школ</figcaption>\s*</figure>",
        paper.html,
    )
    assert [(figure.number, figure.extension, figure.width) for figure in paper.figures] == [(1, "png", 60)]


def test_a_table_has_header_cells_and_aligned_numbers(paper):
    assert "<caption>Составляющие показателя</caption>" in re.sub(r"\s*\n\s*", "", paper.html)
    assert re.findall(r'<th[^>]*scope="(\w+)"[^>]*>(\w+)<', paper.html) == [
        ("col", "Показатель"), ("col", "Вес"), ("col", "Среднее"), ("row", "Участие"), ("row", "Среда"),
    ]  # fmt: skip
    assert '<td class="n">0,58</td>' in paper.html


def test_formulas_are_drawn_and_can_be_read(paper):
    assert [formula.is_display for formula in paper.formulas] == [False, True]
    assert [formula.tex for formula in paper.formulas] == ["x_1 = 0,88", r"S = \sum_{k = 1}^4w_k"]
    assert paper.formulas[0].words == {"ru": "x с индексом 1 равно 0,88", "en": "x sub 1 equals 0.88"}
    assert all(formula.svg.startswith("<svg ") for formula in paper.formulas)
    assert re.search(
        r'<p class="display"><img alt="заглавная S равно сумма по k от 1 до 4: w с индексом k" '
        r'data-formula="2" class="formula fh-\d+ fd-\d+"></p>',
        paper.html,
    )


def test_a_link_to_the_web_stays(paper):
    assert '<a href="https://example.org/law">закон</a>' in paper.html


def test_plain_text_becomes_paragraphs(tmp_path):
    made = taken("Первый <b>абзац</b>.\n\nВторой & последний.\n\n", tmp_path)

    assert made.html == "<p>Первый &lt;b&gt;абзац&lt;/b&gt;.</p><p>Второй &amp; последний.</p>"
    assert made.report == [{"code": "no-sources", "count": 1}]


def test_a_text_with_headings_is_read_as_markdown(tmp_path):
    made = taken("## Раздел\n\nАбзац *важный* и <b>жирный</b>.\n\n![Рисунок](fig1.png)\n", tmp_path)

    assert made.html == "<h2>Раздел</h2><p>Абзац <em>важный</em> и &lt;b&gt;жирный&lt;/b&gt;.</p>"
    assert {"code": "figure-missing", "count": 1} in made.report


def test_the_title_is_not_repeated_in_the_text(tmp_path):
    made = taken("## О школе, где учатся все\n\nТекст.\n", tmp_path, titles=("О школе, где учатся все",))

    assert made.html == "<p>Текст.</p>"


def test_captions_typed_by_hand_lose_their_labels(tmp_path):
    (tmp_path / "fig1.png").write_bytes(picture())
    table = "Таблица 3. Три школы\n\n| Школа | Детей |\n|---|---|\n| Первая | 5 |"
    text = f"## А\n\n{table}\n\n![](fig1.png)\n\nРис. 2. Вид сверху\n"

    made = taken(docx_of(text, tmp_path), tmp_path)

    assert "<caption>Три школы</caption>" in made.html
    assert "<figcaption>Вид сверху</figcaption>" in made.html
    assert {"code": "figure-without-alternative", "count": 1} in made.report


def test_a_figure_without_words_of_its_own_is_reported(tmp_path):
    (tmp_path / "fig1.png").write_bytes(picture())

    made = taken(docx_of("Текст.\n\n![Доля школ](fig1.png)\n", tmp_path), tmp_path)

    assert {"code": "figure-without-alternative", "count": 1} in made.report
    assert 'alt="Доля школ"' in made.html
