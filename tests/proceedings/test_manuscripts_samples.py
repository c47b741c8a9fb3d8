"""Documents that Word and LibreOffice really wrote come through whole (see ``samples/README.md``)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from proceedings.manuscripts import Converted, convert
from proceedings.services.manuscripts import check_manuscript

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).parent / "samples"
LIBREOFFICE = [SAMPLES / "libreoffice" / name for name in ("paper.docx", "paper.odt")]
LOSING = [SAMPLES / "libreoffice" / name for name in ("office.docx", "office.odt")]


def read(path: Path, folder: Path, language: str = "en") -> Converted:
    data = path.read_bytes()
    kind = check_manuscript(ContentFile(data, name="whatever.bin"))
    return convert(print, str(path), kind, language=language, titles=(), work=str(folder))


def squeezed(html: str) -> str:
    """*html* without the line ends between its blocks."""
    return re.sub(r"\s*\n\s*", "", html)


@pytest.fixture(scope="module", params=LIBREOFFICE, ids=lambda path: path.name)
def paper(request, tmp_path_factory) -> Converted:
    return read(request.param, tmp_path_factory.mktemp("paper"), "ru")


def test_libreoffice_nothing_is_lost(paper):
    assert paper.report == []


def test_libreoffice_headings(paper):
    assert re.findall(r"<(h\d)>(.*?)</h\d>", paper.html) == [
        ("h2", "Введение"), ("h3", "Что измеряли"), ("h2", "Что получилось"),
    ]  # fmt: skip


def test_libreoffice_words_of_a_paragraph(paper):
    assert (
        "<p>Абзац о школе, в которой <em>вместе</em> учатся <strong>разные</strong> дети"
        '<a href="#fn1" id="fnref1" class="note">1</a>, и о формуле H<sub>2</sub>O'
        '<a href="#fn2" id="fnref2" class="note">2</a>. Ссылка на <a href="https://example.org/law">закон</a> '
        'и на <a href="mailto:school@example.org">почту</a>.</p>'
    ) in paper.html


def test_libreoffice_footnotes_and_endnotes(paper):
    assert squeezed(paper.html).endswith(
        '<section class="footnotes"><ol><li id="fn1">Сноска внизу страницы.</li>'
        '<li id="fn2">Примечание в конце статьи.</li></ol></section>'
    )


def test_libreoffice_languages_of_runs_and_of_paragraphs(paper):
    assert '<span lang="fr">vivre ensemble</span> сказан' in paper.html
    assert '<span lang="en">leave no one behind</span> [1, с. 15; 2].' in paper.html
    assert '<p lang="en">This summary is set in another language by its paragraph style.</p>' in paper.html


def test_libreoffice_lists_nested_lettered_and_begun_at_four(paper):
    html = squeezed(paper.html)

    assert (
        "<ol><li>первое дело</li><li><p>второе дело</p>"
        '<ol type="a"><li>его часть</li><li>другая часть</li></ol></li><li>третье дело</li></ol>'
    ) in html
    assert '<ol start="4"><li>четвёртое</li><li>пятое</li></ol>' in html
    assert "<ul><li>без номера</li><li>и ещё одно</li></ul>" in html


def test_libreoffice_a_table_with_merged_headers(paper):
    html = squeezed(paper.html)

    assert (
        "<table><caption>Сколько детей учится в двух школах</caption><thead>"
        '<tr><th rowspan="2" scope="col">Школа</th><th colspan="3" scope="col">Детей</th></tr>'
        '<tr><th scope="col">2006</th><th scope="col">2007</th><th scope="col">2008</th></tr></thead>'
    ) in html.replace('scope="col" rowspan="2"', 'rowspan="2" scope="col"')
    assert '<tr><th scope="row">Первая</th><td class="n">12</td><td class="n">15</td><td class="n">19</td></tr>' in html


def test_libreoffice_a_figure_its_words_and_its_size_on_paper(paper):
    assert (
        '<figure><img alt="Четыре столбца, каждый следующий выше: доля школ выросла с 30 до 90 процентов." '
        'data-figure="1" width="900" height="450"><figcaption>Доля школ по годам</figcaption></figure>'
    ) in squeezed(paper.html)
    assert [(each.width, each.height, each.printed_mm) for each in paper.figures] == [(900, 450, 90)]


def test_libreoffice_formulas_on_the_line_and_apart(paper):
    assert (paper.formulas[0].is_display, paper.formulas[0].tex) == (
        False, r"p = \frac{n}{N}",
    )  # fmt: skip
    assert paper.formulas[1].is_display
    assert paper.formulas[1].tex.strip("{}").startswith("S = ")
    assert r"\sum_{k = 1}^4w_k" in paper.formulas[1].tex
    assert re.search(
        r'Доля считается как <img alt="p равно n делить на заглавная N"[^>]+> для каждой школы\.', paper.html
    )
    assert re.search(
        r'<p class="display"><img alt="заглавная S равно сумма по k от 1 до 4: w с индексом k"[^>]+></p>', paper.html
    )


def test_libreoffice_a_quotation_and_code(paper):
    html = paper.html

    quotation = "<blockquote><p>Школа начинается не с двери, а с того, кого за неё пускают.</p></blockquote>"
    assert quotation in squeezed(html)
    assert "<pre><code>for child in school:\n    welcome(child)</code></pre>" in html


def test_libreoffice_the_list_of_sources_is_apart(paper):
    assert "Список литературы" not in paper.html
    assert paper.sources == [
        "Иванов И. И. Школа для всех. — М. : Наука, 2007. — 240 с.",
        '<span lang="en">Booth T., Ainscow M. Index for Inclusion. — Bristol : CSIE, 2002. — 102 p.</span>',
    ]


@pytest.mark.parametrize("path", LOSING, ids=lambda path: path.name)
def test_libreoffice_what_is_lost_is_told(path, tmp_path):
    made = read(path, tmp_path, "ru")

    assert {row["code"]: row["count"] for row in made.report if row["code"] != "page-breaks"} == {
        "changes-accepted": 1, "colours": 1, "columns": 1, "comments-left-out": 1, "drawings": 1, "header-footer": 1,
        "index-entries": 1, "text-boxes": 1, "figure-without-alternative": 2, "figure-without-caption": 1,
        "no-sources": 1, "table-header-guessed": 1,
    }  # fmt: skip
    assert "page-breaks" in {row["code"] for row in made.report}
    assert "вычеркнутое" not in made.html
    assert "Проверьте число" not in made.html
    assert "<p>Абзац, у которого рядом стоит врезка.</p><p>Слова во врезке.</p>" in made.html


def test_libreoffice_a_picture_that_is_only_linked_to_is_told(tmp_path):
    made = read(SAMPLES / "libreoffice" / "mammoth-external-picture.docx", tmp_path)

    assert (made.figures, {"code": "pictures-outside", "count": 1} in made.report) == ([], True)


NOTES = (
    '<p>Ouch<a href="#fn1" id="fnref1" class="note">1</a>.<a href="#fn2" id="fnref2" class="note">2</a></p>'
    '<section class="footnotes"><ol><li id="fn1">A tachyon walks into a bar.</li><li id="fn2">Fin.</li></ol></section>'
)
TABLE = (
    "<p>Above</p><table><thead>"
    '<tr><th scope="col">Top left</th><th scope="col">Top right</th></tr></thead><tbody>'
    '<tr><th scope="row">Bottom left</th><td>Bottom right</td></tr></tbody></table><p>Below</p>'
)
LINKS = (
    '<p>No hyperlinks</p><p>One <a href="http://yahoo.com/">awesome hyperlink</a>.</p><p>Three hyperlinks: '
    '<a href="http://google.com/">the first one</a> here, the <a href="http://python.org/">second one</a>, '
    'and the <a href="http://yahoo.com/">third</a>.</p>'
)
STYLES = (
    "<p>First run having no directly-applied character style. <em>Next run having Emphasis character style.</em> "
    "<strong>Last run having Strong style.</strong></p>"
)
PICTURES = (
    '<figure><img alt="" data-figure="1" width="140" height="56"></figure>'
    '<figure><img alt="" data-figure="2" width="204" height="204"></figure>'
)
WORD = [
    ("mammoth-footnotes", NOTES, {}),
    (
        "mammoth-footnote-hyperlink",
        '<p><a href="#fn1" id="fnref1" class="note">1</a></p><section class="footnotes"><ol>'
        '<li id="fn1"><a href="http://www.example.com">Example</a></li></ol></section>',
        {},
    ),
    ("mammoth-simple-list", "<ul><li>Apple</li><li>Banana</li></ul>", {}),
    ("mammoth-tables", TABLE, {}),
    ("mammoth-strict-format", "<p>Test</p>", {}),
    ("mammoth-comments", "<p>Ouch.</p>", {"comments-left-out": 2}),
    ("mammoth-text-box", "<p>Datum plane</p>", {"text-boxes": 1}),
    ("mammoth-underline", "<p><strong>The <em>Sunset</em> Tree</strong></p>", {"underlined": 1}),
    ("mammoth-strikethrough", "<p>Today's Special: Salmon Sold out</p>", {"struck-out": 1}),
    (
        "mammoth-tiny-picture",
        '<figure><img alt="" data-figure="1" width="10" height="10"></figure>',
        {"figure-without-alternative": 1, "figure-without-caption": 1},
    ),
    ("python-docx-par-hyperlinks", LINKS, {}),
    ("python-docx-run-char-style", STYLES, {}),
    (
        "python-docx-hdr-header-footer",
        "<p>section with header</p><p>section without header of its own.</p>",
        {"header-footer": 1, "page-breaks": 1},
    ),
    (
        "python-docx-shp-inline-shape-access",
        PICTURES,
        {"charts": 1, "diagrams": 1, "pictures-outside": 1, "figure-without-alternative": 2,
         "figure-without-caption": 2},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "html", "told"), WORD, ids=[name for name, _html, _told in WORD])
def test_word(name, html, told, tmp_path):
    made = read(SAMPLES / "word" / f"{name}.docx", tmp_path)

    assert squeezed(made.html) == html
    assert {row["code"]: row["count"] for row in made.report} == {**told, "no-sources": 1}


def test_word_merged_cells(tmp_path):
    made = read(SAMPLES / "word" / "python-docx-tbl-cell-access.docx", tmp_path)
    spans = re.findall(r'(colspan|rowspan)="(\d)"', made.html)

    assert spans == [("colspan", "2"), ("rowspan", "2"), ("colspan", "2"), ("rowspan", "2")]
    assert (made.html.count("<table"), made.html.count('scope="col"')) == (4, 12)


def test_word_size_of_pictures_on_paper(tmp_path):
    made = read(SAMPLES / "word" / "python-docx-shp-inline-shape-access.docx", tmp_path)

    assert [(each.extension, each.width, each.printed_mm) for each in made.figures] == [
        ("png", 140, 49), ("jpg", 204, 27),
    ]  # fmt: skip


def test_word_coloured_lines_are_told(tmp_path):
    made = read(SAMPLES / "word" / "python-docx-txt-font-highlight-color.docx", tmp_path)

    assert {"code": "colours", "count": 3} in made.report
