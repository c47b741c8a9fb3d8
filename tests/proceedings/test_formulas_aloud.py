"""Formulas read aloud: exact words in both languages, and nothing that cannot be said."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proceedings.manuscripts import aloud, pandoc
from proceedings.manuscripts.aloud.vocabulary import vocabulary
from proceedings.manuscripts.formulas import say_in_place, words_of
from proceedings.manuscripts.tree import inner_html, parse

SPOKEN = [
    (r"x_i", "x с индексом i", "x sub i"),
    (r"x_{i+1}", "x с индексом i плюс 1, конец индекса", "x sub i plus 1, end sub"),
    (r"x_{ij} y", "x с индексом i j, y", "x sub i j, y"),
    (r"x^2 + y^3", "x в квадрате плюс y в кубе", "x squared plus y cubed"),
    (r"x_i^2", "x с индексом i, в квадрате", "x sub i, squared"),
    (r"a^n b", "a в степени n, b", "a to the power n, b"),
    (r"a^{n+1}", "a в степени n плюс 1, конец степени", "a to the power n plus 1, end power"),
    (r"x^{1/2}", "x в степени 1 делить на 2, конец степени", "x to the power 1 divided by 2, end power"),
    (r"x^{\frac12}", "x в степени одна вторая", "x to the power one half"),
    (r"10^{-3}", "10 в степени минус 3", "10 to the power minus 3"),
    (r"x^{(k)}", "x с верхним индексом k в скобках", "x superscript k in parentheses"),
    (r"f'(x) = f''", "f штрих от x равно f два штриха", "f prime of x equals f double prime"),
    (r"\frac{a}{b}", "a делить на b", "a over b"),
    (r"\frac{n}{N} \cdot 100\,\%", "n делить на заглавная N умножить на 100 процентов",
     "n over capital N times 100 percent"),
    (
        r"\frac{a+b}{2}", "дробь: числитель a плюс b, знаменатель 2, конец дроби",
        "fraction: numerator a plus b, denominator 2, end fraction",
    ),
    (
        r"\frac{1}{1+\frac{1}{x}}", "дробь: числитель 1, знаменатель 1 плюс 1 делить на x, конец дроби",
        "fraction: numerator 1, denominator 1 plus 1 over x, end fraction",
    ),
    (r"\frac{dy}{dx}", "d y по d x", "d y by d x"),
    (r"\frac{2}{3}x", "две третьих, x", "two thirds, x"),
    (r"\sqrt{x}", "квадратный корень из x", "square root of x"),
    (r"\sqrt{a^2+b^2}", "квадратный корень из: a в квадрате плюс b в квадрате, конец корня",
     "square root of a squared plus b squared, end root"),
    (r"\sqrt[3]{x}", "кубический корень из x", "cube root of x"),
    (r"\sqrt[n]{x}", "корень степени n из x", "root of degree n of x"),
    (
        r"\sum_{j=1}^{3} k_j n_j", "сумма по j от 1 до 3: k с индексом j, n с индексом j",
        "sum over j from 1 to 3 of k sub j, n sub j",
    ),
    (r"\sum_{i \in I} x_i", "сумма по i из заглавная I: x с индексом i", "sum over i in capital I of x sub i"),
    (r"\prod_k x_k", "произведение по k: x с индексом k", "product over k of x sub k"),
    (r"\int_0^\infty f(x)\,dx", "интеграл от 0 до бесконечности: f от x, d x",
     "integral from 0 to infinity of f of x, d x"),
    (r"\int -x\,dx + \max = 5", "интеграл: минус x d x плюс максимум равно 5",
     "integral of minus x d x plus maximum equals 5"),
    (r"\int x\,dx", "интеграл: x d x", "integral of x d x"),
    (r"\lim_{x \to 0} \frac{\sin x}{x}",
     "предел при x, стремящемся к 0: дробь: числитель синус x, знаменатель x, конец дроби",
     "limit as x approaches 0 of fraction: numerator sine of x, denominator x, end fraction"),
    (r"\max_i x_i", "максимум по i: x с индексом i", "maximum over i of x sub i"),
    (r"\sin^2 \alpha", "синус в квадрате альфа", "sine squared of alpha"),
    (r"\log_2 n + \ln x", "логарифм по основанию 2: n плюс натуральный логарифм x",
     "log base 2 of n plus natural log of x"),
    (r"\begin{pmatrix} a & b \\ c & -d \end{pmatrix}",
     "матрица 2 на 2: строка 1: a, b; строка 2: c, минус d; конец матрицы",
     "2 by 2 matrix: row 1: a, b; row 2: c, minus d; end matrix"),
    (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}",
     "определитель 2 на 2: строка 1: a, b; строка 2: c, d; конец определителя",
     "2 by 2 determinant: row 1: a, b; row 2: c, d; end determinant"),
    (r"\begin{pmatrix} 1 \\ y \end{pmatrix}", "столбец из 2: 1, y; конец столбца", "column of 2: 1, y; end column"),
    (r"f = \begin{cases} x, & x \ge 0 \\ 0, & x < 0 \end{cases}",
     "f равно система: строка 1: x, x больше или равно 0; строка 2: 0, x меньше 0; конец системы",
     "f equals cases: row 1: x, x is greater than or equal to 0; row 2: 0, x is less than 0; end cases"),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "строка 1: a равно b; строка 2: c равно d",
     "row 1: a equals b; row 2: c equals d"),
    (r"\bar{x}", "x с чертой", "x bar"),
    (r"\overline{a+b}", "черта над: a плюс b, конец черты", "bar over a plus b, end bar"),
    (r"\hat{\beta}_1 \vec{v}", "бета с крышкой, с индексом 1, вектор v", "beta hat, sub 1, vector v"),
    (r"(a+b)^2", "скобка открывается a плюс b скобка закрывается в квадрате",
     "open parenthesis a plus b close parenthesis squared"),
    (r"|x| + |a-b|", "модуль x плюс модуль: a минус b, конец модуля",
     "absolute value of x plus absolute value of a minus b, end absolute value"),
    (r"P(A \mid B)", "заглавная P от заглавная A при условии заглавная B", "capital P of capital A given capital B"),
    (r"\binom{n}{k}", "число сочетаний из n по k", "n choose k"),
    (r"\{1; 2\}", "фигурная скобка открывается 1; 2 фигурная скобка закрывается", "open brace 1; 2 close brace"),
    (r"r = 0{,}88; p < 0{,}05", "r равно 0,88; p меньше 0,05", "r equals 0.88; p is less than 0.05"),
    (r"\chi^2 \ne \Sigma, \pi \approx 3{,}14", "хи в квадрате не равно заглавная сигма, пи приближённо равно 3,14",
     "chi squared is not equal to capital sigma, pi is approximately equal to 3.14"),
    (r"x \in \mathbb{R}", "x принадлежит множество действительных чисел", "x is in the real numbers"),
    (r"\mathbf{x} = \mathrm{pH}", "полужирная x равно pH", "bold x equals pH"),
    (r"n! \quad k", "n факториал, k", "n factorial, k"),
    (r"90^\circ + 1^\circ", "90 градусов плюс 1 градус", "90 degrees plus 1 degree"),
    (r"\text{доля} = \frac{m}{n}", "доля равно m делить на n", "доля equals m over n"),
    (r"\left. x^2 \right|_0^1 = \left. y \right|_{x=0}",
     "x в квадрате, подстановка от 0 до 1 равно y, значение при x равно 0",
     "x squared, evaluated from 0 to 1 equals y, evaluated at x equals 0"),
    (r"a \perp b, A \cup \varnothing", "a перпендикулярно b, заглавная A объединить с пустое множество",
     "a is perpendicular to b, capital A union the empty set"),
    (r"a \overset{k}{=} b", "a равно, сверху k, b", "a equals with k above, b"),
]  # fmt: skip

ODD = [
    ("<msup><mo>)</mo><mn>2</mn></msup>", "скобка закрывается в квадрате", "close parenthesis squared"),
    ("<mi>д</mi><mi>о</mi><mi>л</mi><mi>я</mi><mo>=</mo><mi>К</mi>", "доля равно заглавная К", "доля equals capital К"),
    ("<mn>21</mn><mi>%</mi><mo>,</mo><mn>1,5</mn><mo>%</mo>", "21 процент, 1,5 процента", "21 percent, 1.5 percent"),
    ("<mfenced open='[' separators=';'><mi>a</mi><mi>b</mi></mfenced>",
     "квадратная скобка открывается a; b скобка закрывается", "open bracket a; b close parenthesis"),
    ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
     "нижний индекс слева 6, верхний индекс слева 14, заглавная C", "left subscript 6, left superscript 14, capital C"),
    ("<msubsup><mo>∑</mo><mi>i</mi><mrow/></msubsup><mi>x</mi>", "сумма по i: x", "sum over i of x"),
    ("<unheard>слова <mi>x</mi> и ещё</unheard>", "слова x и ещё", "слова x и ещё"),
    ("<mfrac><mi>a</mi></mfrac><msup/><mroot/><mtable/>", "a", "a"),
    ("<mi>p</mi><mo>&lt;</mo><mn>.05</mn><mo>;</mo><mn>5x</mn>", "p меньше ,05; 5x", "p is less than .05; 5x"),
    ("<mi>𝔹</mi><mi>𝟓</mi><mo>²</mo><mi>½</mi>", "контурная заглавная B 5 ² одна вторая",
     "double-struck capital B 5 ² one half"),
    ("<mi>a</mi><mo>□</mo><mi>b</mi>", "a □ b", "a □ b"),
    ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>y</annotation></semantics>", "x", "x"),
]  # fmt: skip


def math_of(inside: str, attributes: str = "") -> Element:
    body = parse(f"<math {attributes}>{inside}</math>")
    return next(node for node in body.iter() if node.tag.endswith("math"))


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> list[Element]:
    """Every formula of the table as pandoc hands it over."""
    folder = tmp_path_factory.mktemp("aloud")
    source = folder / "formulas.md"
    source.write_text("\n\n".join(f"${tex}$" for tex, _russian, _english in SPOKEN), encoding="utf-8")
    body = parse(pandoc.to_html(source, folder, reader=pandoc.MARKDOWN))
    return [node for node in body.iter() if isinstance(node.tag, str) and node.tag.endswith("math")]


@pytest.mark.parametrize("place", range(len(SPOKEN)), ids=[row[0] for row in SPOKEN])
def test_a_formula_in_words(spoken, place):
    assert words_of(spoken[place], decimal_comma=True) == {"ru": SPOKEN[place][1], "en": SPOKEN[place][2]}


@pytest.mark.parametrize(("inside", "russian", "english"), ODD)
def test_what_word_processors_write(inside, russian, english):
    assert words_of(math_of(inside), decimal_comma=True) == {"ru": russian, "en": english}


@pytest.mark.parametrize(
    ("number", "is_comma", "russian", "english"),
    [
        ("0.5", False, "0,5", "0.5"),
        ("0,5", True, "0,5", "0.5"),
        ("1,200", False, "1200", "1,200"),
        ("0,05", False, "0,05", "0.05"),
        ("7", True, "7", "7"),
    ],
)
def test_a_number_has_the_decimal_sign_of_the_language_that_is_spoken(number, is_comma, russian, english):
    told = words_of(math_of(f"<mn>{number}</mn>"), decimal_comma=is_comma)

    assert told == {"ru": russian, "en": english}


def test_the_words_of_the_author_win():
    told = words_of(math_of("<mi>I</mi>", 'aria-label="закон Ома"'), decimal_comma=True)

    assert told == {"ru": "закон Ома", "en": "закон Ома"}


def test_both_languages_have_a_word_for_the_same_things():
    russian, english = vocabulary("ru"), vocabulary("en")

    for part in ("letters", "styles", "names", "signs", "after_number", "functions", "big", "accents", "fractions",
                 "fences", "phrases"):  # fmt: skip
        assert list(getattr(russian, part)) == list(getattr(english, part)), part


PASSAGES = '<p>и <img alt="{ru}" data-formula="1"></p><p lang="en">and <img alt="{ru}" data-formula="1"></p>'


def test_a_formula_speaks_the_language_of_its_passage():
    body = parse(PASSAGES.format(ru="икс равно 1") + '<p lang="hy"><img alt="x equals 1" data-formula="1"></p>')

    say_in_place(body, "ru", {"1": {"ru": "икс равно 1", "en": "x equals 1"}})

    assert re.findall(r'<img alt="([^"]+)"[^>]*?(?: lang="(\w+)")?>', inner_html(body)) == [
        ("икс равно 1", ""), ("x equals 1", ""), ("икс равно 1", "ru"),
    ]  # fmt: skip


def test_words_of_an_editor_stay():
    body = parse(PASSAGES.format(ru="закон Ома"))

    say_in_place(body, "ru", {"1": {"ru": "икс равно 1", "en": "x equals 1"}})

    assert inner_html(body).count('alt="закон Ома"') == 2


HIDDEN = ["mphantom", "annotation", "none", "mprescripts", "mspace", "semantics", "maction"]
SHOWN = [
    "mrow", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr",
    "mlabeledtr", "mtd", "mfenced", "mmultiscripts", "mstyle", "mpadded", "menclose", "merror", "unheard",
]  # fmt: skip
SIGNS = st.one_of(
    st.sampled_from([*"()[]{}|∥⌊⌋⌈⌉⟨⟩,;.∑∏∫+−=→∈′!%°*∂d∞_¯", "lim", "log", "sin", "mod", "0,5", "12", "", "\u2061"]),
    st.text(max_size=4),
)
LEAVES = st.builds(lambda name, text: (name, text, []), st.sampled_from(["mi", "mn", "mo", "mtext", "ms"]), SIGNS)
BRANCHES = st.sampled_from(HIDDEN + SHOWN)
TREES = st.recursive(
    LEAVES,
    lambda inside: st.builds(lambda name, rows: (name, "", rows), BRANCHES, st.lists(inside, max_size=5)),
    max_leaves=25,
)


def grown(parent: Element, tree: tuple[str, str, list]) -> Element:
    node = SubElement(parent, tree[0])
    node.text = tree[1]
    for child in tree[2]:
        grown(node, child)
    return node


@settings(max_examples=200, deadline=None)
@given(st.lists(TREES, max_size=6), st.booleans())
def test_whatever_a_document_brings_is_said(trees, decimal_comma):
    math = Element("math")
    for tree in trees:
        grown(math, tree)

    told = [aloud.words_of(math, language, decimal_comma=decimal_comma) for language in aloud.LANGUAGES]

    assert all(words == " ".join(words.split()) for words in told)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("bcxyz"), min_size=1, max_size=6), st.sampled_from(SHOWN))
def test_no_letter_is_lost(letters, name):
    math = Element("math")
    parent = SubElement(math, name)
    for letter in letters:
        SubElement(parent, "mi").text = letter

    told = aloud.words_of(math, "en", decimal_comma=False)

    assert sorted(re.findall(r"\b[bcxyz]\b", told)) == sorted(letters)


def test_a_formula_nested_as_deeply_as_a_text_may_be_is_said():
    math = math_of("<mrow><msqrt>" * 50 + "<mi>x</mi>" + "</msqrt></mrow>" * 50)

    assert aloud.words_of(math, "en", decimal_comma=False).count("square root of") == 50
