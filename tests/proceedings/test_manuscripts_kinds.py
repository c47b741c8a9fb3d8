"""Pages of HTML and Markdown beside the documents of office programs, and what each construct becomes."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest

from proceedings import manuscripts
from proceedings.manuscripts import convert, kind_of, link_citations
from proceedings.manuscripts.tree import inner_html, parse
from proceedings.services.import_report import COUNTED, PLAIN, remarks_of
from tests.proceedings.conftest import docx_of, picture

pytestmark = pytest.mark.once

PAGE = """<!DOCTYPE html><html lang="ru"><head><title>Страница</title><style>p{{color:red}}</style></head><body>
<nav><a href="/">домой</a></nav>
<h1>О школе</h1><h4>Начало</h4>
<p>Слова <i lang="en-GB">leave no one behind</i> и <q>цитата</q><sup><a href="#_ftn1" name="_ftnref1">[1]</a></sup>,
<a href="javascript:alert(1)">нажми</a>, <a href="https://example.org/">туда</a>.</p>
<p>Доля <math><mfrac><mi>n</mi><mi>N</mi></mfrac></math> считается для каждой школы.</p>
<table><tr><th>Школа</th><th>Детей</th></tr><tr><td>первая</td><td>12</td></tr><tr><td>вторая</td><td>8</td></tr></table>
<p><img src="data:image/png;base64,{picture}" alt="Квадрат"></p><p>Рис. 1. Квадрат и подпись</p>
<p><img src="https://example.org/away.png" alt="Далеко"></p>
<div lang="fr"><p>La vie ensemble.</p></div>
<pre><code>a  =  1
  b</code></pre>
<script>alert(1)</script>
<h4>References</h4><ol><li>Booth T. Index for Inclusion. Bristol, 2002.</li></ol>
<hr><div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1">[1]</a> Примечание Word.</p></div>
</body></html>"""
TEXT = """# О школе

Слово о $x_1 = 0{,}88$ и сноска[^1].

$$ S = \\sum_{k=1}^{4} w_k $$

| Школа | Детей |
|-------|------:|
| первая | 12 |
| вторая | 8 |

: Сколько детей

4. раз
   - внутри
5. два

[vivre ensemble]{lang=fr} и <b>не жирно</b>.

[^1]: Примечание.

## Литература и источники

1. Иванов И. И. Книга. 2007.
"""


def read(data: bytes, folder, language="ru"):
    work = folder / "work"
    work.mkdir()
    path = folder / "source"
    path.write_bytes(data)
    return convert(print, str(path), kind_of(io.BytesIO(data)), language=language, titles=(), work=str(work))


@pytest.fixture
def page() -> str:
    return PAGE.format(picture=base64.b64encode(picture()).decode())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><p>x", "html"),
        (b"\xef\xbb\xbf<!-- by hand -->\n<HTML lang=ru>", "html"),
        ("# Заголовок".encode(), "text"),
        ("Обычный текст".encode("utf-16"), "text"),
        ("Обычный текст".encode("cp1251"), "text"),
        (b"Text <html> in the middle", "text"),
        (b"", ""),
        (b"  \n ", ""),
        (b"MZ\x90\x00\x03", ""),
        (b"%PDF-1.7", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"<html>" + b"\0" * 10 + b"PK\x03\x04", ""),
        (b"PK\x03\x04 torn", ""),
        (b'<?xml version="1.0"?><svg/>', ""),
        (b'<?xml version="1.0"?><!DOCTYPE html><html/>', "html"),
        (b"\\documentclass{article}", ""),
    ],
)
def test_a_file_is_what_stands_in_it(data, kind):
    assert kind_of(io.BytesIO(data)) == kind


def test_a_docx_is_known_whatever_its_name(tmp_path):
    assert kind_of(io.BytesIO(docx_of("Текст.\n", tmp_path))) == "docx"


def test_a_page_of_html(page, tmp_path):
    made = read(page.encode(), tmp_path)

    assert re.sub(r"\s*\n\s*", "\n", made.html) == (
        '<h2>О школе</h2><h3>Начало</h3><p>Слова <em lang="en">leave no one behind</em> и «цитата»'
        '<a href="#fn1" id="fnref1" class="note">1</a>,\nнажми, <a href="https://example.org/">туда</a>.</p>'
        '<p>Доля <img alt="n делить на заглавная N" data-formula="1" class="formula fh-27 fd-10"> '
        "считается для каждой школы.</p>"
        '<table><thead><tr><th scope="col">Школа</th><th scope="col">Детей</th></tr></thead><tbody>'
        '<tr><th scope="row">первая</th><td class="n">12</td></tr>'
        '<tr><th scope="row">вторая</th><td class="n">8</td></tr></tbody></table>'
        '<figure><img alt="Квадрат" data-figure="1" width="60" height="40">'
        "<figcaption>Квадрат и подпись</figcaption></figure>"
        '<p lang="fr">La vie ensemble.</p><pre><code>a  =  1\nb</code></pre>'
        '<section class="footnotes"><ol><li id="fn1">Примечание Word.</li></ol></section>'
    )
    assert made.sources == ['<span lang="en">Booth T. Index for Inclusion. Bristol, 2002.</span>']
    assert {row["code"]: row["count"] for row in made.report} == {
        "element-removed": 2, "figure-missing": 1, "link-removed": 1, "table-header-guessed": 1,
    }  # fmt: skip


def test_markdown(tmp_path):
    made = read(TEXT.encode(), tmp_path)
    html = re.sub(r"\s*\n\s*", "", made.html)

    assert [formula.tex for formula in made.formulas] == ["x_1 = 0,88", r"S = \sum_{k=1}^4 w_k"]
    assert [formula.is_display for formula in made.formulas] == [False, True]
    assert "<caption>Сколько детей</caption>" in html
    assert '<ol start="4"><li>раз<ul><li>внутри</li></ul></li><li>два</li></ol>' in html
    assert '<p><span lang="fr">vivre ensemble</span> и &lt;b&gt;не жирно&lt;/b&gt;.</p>' in html
    assert html.endswith('<section class="footnotes"><ol><li id="fn1">Примечание.</li></ol></section>')
    assert (made.sources, made.report) == (["Иванов И. И. Книга. 2007."], [])


def test_bold_lines_stand_for_headings_where_there_are_none(tmp_path):
    made = read(docx_of("**Введение**\n\nТекст.\n\n**Итоги**\n\nТекст **важный** ещё.\n", tmp_path), tmp_path)

    assert made.html == "<h2>Введение</h2><p>Текст.</p><h2>Итоги</h2><p>Текст <strong>важный</strong> ещё.</p>"
    assert {"code": "headings-guessed", "count": 2} in made.report


def test_lower_levels_of_headings_are_raised_and_told(tmp_path):
    made = read("# А\n\nа\n\n## Б\n\nб\n\n### В\n\nв\n".encode(), tmp_path)

    assert re.findall(r"<(h\d)>", made.html) == ["h2", "h3", "h3"]
    assert {"code": "headings-flattened", "count": 1} in made.report


@pytest.mark.parametrize(
    "heading",
    ["Список литературы", "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ", "Литература:", "Библиографический список",
     "5. Список использованной литературы", "Список источников и литературы", "Пристатейный библиографический список",
     "References", "List of references", "Works Cited", "Literature cited"],
)  # fmt: skip
def test_many_words_announce_the_list_of_sources(heading, tmp_path):
    made = read(f"## А\n\nТекст.\n\n## {heading}\n\n1. Иванов И. И. Книга. 2007.\n".encode(), tmp_path)

    assert (made.html, made.sources) == ("<h2>А</h2><p>Текст.</p>", ["Иванов И. И. Книга. 2007."])


def test_a_section_about_sources_is_no_list_of_them(tmp_path):
    text = "## Источники\n\nМы читали отчёты школ.\n\n## Литература\n\n1. Иванов И. И. Книга. 2007.\n"

    made = read(text.encode(), tmp_path)

    assert made.html == "<h2>Источники</h2><p>Мы читали отчёты школ.</p>"
    assert made.sources == ["Иванов И. И. Книга. 2007."]


def test_of_two_lists_the_second_stays_and_what_follows_is_no_source(tmp_path):
    text = (
        "## А\n\nТекст.\n\n## Литература\n\n[1] Иванов И. И. Книга. 2007.\n\n[2] Петров П. П. Книга. 2008.\n\n"
        "## References\n\n1. Ivanov I. Kniga. 2007.\n\nСведения об авторах\n\nИванов Иван.\n"
    )

    made = read(text.encode(), tmp_path)

    assert made.sources == ["Иванов И. И. Книга. 2007.", "Петров П. П. Книга. 2008."]
    assert re.sub(r"\s*\n\s*", "", made.html) == (
        '<h2>А</h2><p>Текст.</p><h2>References</h2><ol><li lang="en">Ivanov I. Kniga. 2007.</li></ol>'
        "<p>Сведения об авторах</p><p>Иванов Иван.</p>"
    )
    assert {"code": "sources-twice", "count": 1} in made.report


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("мысль [1]", 'мысль [<a href="#s1">1</a>]'),
        ("мысль [1, с. 15; 3]", 'мысль [<a href="#s1">1</a>, с. 15; <a href="#s3">3</a>]'),
        ("мысль [1–3]", 'мысль [<a href="#s1">1</a>–<a href="#s3">3</a>]'),
        ("мысль [2, 3]", 'мысль [<a href="#s2">2</a>, <a href="#s3">3</a>]'),
        ("see [2, p. 7]", 'see [<a href="#s2">2</a>, p. 7]'),
        ("год [1939]", "год [1939]"),
        ("[sic] и [0; 1] и [4]", "[sic] и [0; 1] и [4]"),
        ("a[1] <code>a[1]</code>", 'a[<a href="#s1">1</a>] <code>a[1]</code>'),
        ("<em>[2]</em> и <a href='https://example.org'>[1]</a>",
         '<em>[<a href="#s2">2</a>]</em> и <a href="https://example.org">[1]</a>'),
    ],
)  # fmt: skip
def test_marks_in_the_text_lead_to_the_sources(text, linked):
    body = parse(f"<p>{text}</p>")

    made = link_citations(body, 3, lambda number: f"#s{number}")

    assert inner_html(body) == f"<p>{linked}</p>"
    assert made == linked.count('href="#s')


def test_whatever_the_importer_tells_has_words():
    folder = Path(manuscripts.__file__).parent
    code = "".join(path.read_text() for path in folder.glob("*.py"))
    told = set(re.findall(r'(?:\.add|\.add_some|\.once|\badd)\(\s*"([a-z-]+)"', code))
    told |= set(re.findall(r'else "([a-z-]+-objects)"|"(formula-as-picture)"', code)[0])
    told |= {"image-unreadable", "image-too-large", "picture-drawn", "charts", "embedded-objects"}

    assert {each for each in told if each} == COUNTED.keys() | PLAIN.keys()


def test_what_was_lost_is_told_before_what_was_changed():
    report = [{"code": "colours", "count": 1}, {"code": "no-sources", "count": 1}, {"code": "charts", "count": 2}]

    assert [(remark.weight, remark.code) for remark in remarks_of(report)] == [
        ("lost", "charts"), ("check", "no-sources"), ("changed", "colours"),
    ]  # fmt: skip
    assert remarks_of(report)[0].text.startswith("2")
