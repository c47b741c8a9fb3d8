"""The book itself: what is in the file, in which language, on which page, under which label."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pytest

from conference.rendering import Limits
from proceedings.compiler import Book, Both, Compiled, NothingToCompile, Text, compile_book, fingerprint
from proceedings.compiler.index import author_index
from proceedings.compiler.pages import article_html, unbroken
from proceedings.services.description import describe
from tests.proceedings.books import MEMMEDOV, ORLOV, SARGSYAN, a_book, an_article, flat, settings, text_of

pytestmark = pytest.mark.once

FIDELITY = [
    "Ёжик съел «ещё этих мягких французских булок», да выпей чаю — 0,81.",
    "The quick brown fox jumps over “lazy dogs” – 0.81, naïve façade.",
    "Zəfər, jaketini də papağını da götür, bu axşam hava çox soyuq olacaq.",
    "Muzicologă în bej vând whisky și tequila, preț fix; țară, Ștefan.",
    "У рудога вераб’я ў сховішчы пад фатэлем ляжаць нейкія гаючыя зёлкі; ґанок, їжак, єдність.",
    "Բել դղյակի ձախ ժամն օֆ ազգությանը ցպահանջ չճշտած վնաս էր եւ փառք։",
]


@pytest.fixture(scope="module")
def book() -> Book:
    passages = "".join(
        f'<p lang="{lang}">{text}</p>'
        for lang, text in zip(("ru", "en", "az", "ro", "be", "hy"), FIDELITY, strict=True)
    )
    mixed = (
        '<h2>Начало</h2><p>Слова <span lang="en">in English</span> и сноска'
        '<a href="#fn1" id="fnref1" class="note">1</a>.</p><table><caption>Три школы</caption>'
        '<thead><tr><th scope="col">Школа</th><th scope="col" class="n">Детей</th></tr></thead>'
        '<tbody><tr><th scope="row">Первая</th><td class="n">5</td></tr></tbody></table>'
        '<section class="footnotes"><ol><li id="fn1">Сама сноска.</li></ol></section>'
    )
    return a_book(
        an_article("11", 1, text=Text(html=passages)),
        an_article("12", 2, text=Text(html=mixed)),
        an_article("13", 3, language="en", authors=(SARGSYAN,), text=Text(html="<p>An English article.</p>" * 60)),
        is_demonstration=True,
    )


@pytest.fixture(scope="module")
def compiled(book: Book) -> Compiled:
    return compile_book(book, settings(workers=2))


@pytest.fixture(scope="module")
def pdf(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("book") / "book.pdf"
    target.write_bytes(compiled.pdf)
    return target


def test_the_text_of_six_languages_comes_out_as_it_went_in(pdf, compiled):
    first, last = compiled.page_map["11"]
    body = flat(text_of(pdf, "-f", str(compiled.front_pages + first), "-l", str(compiled.front_pages + last)))

    assert [text for text in FIDELITY if flat(text) not in body] == []


def test_no_stranger_among_the_typefaces(pdf):
    rows = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]

    assert rows != []
    assert [row for row in rows if "+Vmeste-" not in row] == []
    assert [row for row in rows if "Type 3" in row] == []


def test_the_file_is_tagged_and_pdf_ua(pdf):
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    report = page.validate_pdf(pdf, profile="ua1", limits=page.SafetyLimits.unlimited())

    assert re.search(r"Tagged:\s+yes", info)
    assert [str(failure) for failure in report.failures] == []
    assert report.is_compliant


def languages(pdf: Path) -> list[str]:
    with pikepdf.open(pdf) as document:
        marked = [str(item.Lang) for item in document.objects if _is_element(item) and "/Lang" in item]
        return [str(document.Root.Lang), *marked]


def _is_element(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and str(item.get("/Type", "")) == "/StructElem"


def test_foreign_passages_carry_their_language(pdf):
    found = languages(pdf)

    assert found[0] == "ru"
    assert {"en", "az", "ro", "be", "hy"} <= set(found)


def test_front_matter_has_roman_labels_and_the_body_begins_with_one(pdf, compiled):
    with pikepdf.open(pdf) as document:
        labels = [document.pages[index].label for index in range(len(document.pages))]

    assert labels[0] == "i"
    assert labels[compiled.front_pages - 1 : compiled.front_pages + 2] == ["iv", "1", "2"]
    assert compiled.front_pages == 4


def test_the_outline_leads_to_parts_and_articles(pdf):
    with pikepdf.open(pdf) as document, document.open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]

    assert ("Секция 1. Школа", ["Статья номер 1", "Статья номер 2", "Article number 3"]) in found
    assert [title for title, _children in found] == ["Содержание", "Contents", "Секция 1. Школа", "Указатель авторов"]


def test_articles_begin_on_right_hand_pages_as_the_contents_say(pdf, compiled):
    contents = flat(text_of(pdf, "-layout", "-f", "3", "-l", "4"))

    assert {first % 2 for first, _last in compiled.page_map.values()} == {1}
    for number, key in enumerate(("11", "12", "13"), start=1):
        assert re.search(rf"(Статья номер|Article number) {number} {compiled.page_map[key][0]}\b", contents)


def test_citations_name_the_pages(pdf, compiled):
    first, last = compiled.page_map["13"]
    opening = flat(text_of(pdf, "-f", str(compiled.front_pages + first), "-l", str(compiled.front_pages + first)))

    assert last > first
    said = (
        "For citation: Sargsyan A. Article number 3 // Learning Together: Proceedings: proceedings of the "
        f"international conference. Saint Petersburg: Publisher, 2008. P. {first}–{last} (demonstration)."
    )
    assert said in opening


def test_a_demonstration_says_so_wherever_it_could_be_taken_for_real(pdf, compiled):
    first, _last = compiled.page_map["12"]
    for number in (1, 2, compiled.front_pages + first, compiled.pages):
        assert "Демонстрационный пример" in text_of(pdf, "-f", str(number), "-l", str(number))


def test_tables_and_notes_are_numbered_and_tagged(pdf):
    tree = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True).stdout

    assert "Таблица 1." in flat(tree)
    assert re.search(r"Note <\d+>", tree)
    assert re.findall(r"/Scope /(\w+)", tree) == ["Column", "Column", "Row"]


def test_the_index_has_cyrillic_names_first_and_yo_beside_ye(book):
    yolkina = replace(ORLOV, family=Both("Ёлкина", "Yolkina"))
    yelkin = replace(ORLOV, family=Both("Елкин", "Elkin"))
    yeltsin = replace(ORLOV, family=Both("Ельцов", "Eltsov"))
    whole = a_book(an_article("1", 1, authors=(yeltsin, yolkina, yelkin, MEMMEDOV, SARGSYAN)))

    index = author_index(whole, {"1": (5, 7)})

    assert [(letter.letter, [entry.name.split()[0] for entry in letter.entries]) for letter in index["ru"]] == [
        ("Е", ["Елкин", "Ёлкина", "Ельцов"]),
        ("М", ["Мамедов"]),
    ]
    assert [entry.name for letter in index["en"] for entry in letter.entries] == [
        "Elkin Petr", "Eltsov Petr", "Məmmədov Elçin", "Sargsyan Ani", "Yolkina Petr",
    ]  # fmt: skip


def test_verdicts_tell_length_and_remarks(compiled):
    assert [(verdict["state"], verdict["pages"], verdict["notes"]) for verdict in compiled.verdicts] == [
        ("ok", 2, []),
        ("ok", 2, []),
        ("ok", compiled.page_map["13"][1] - compiled.page_map["13"][0] + 1, []),
    ]


def wide_table(columns: int) -> str:
    cells = "".join("<th>неразрывноеслово</th>" for _ in range(columns))
    return f"<table><thead><tr>{cells}</tr></thead><tbody><tr>{cells.replace('th', 'td')}</tr></tbody></table>"


def test_a_table_wider_than_the_page_is_a_remark_with_its_excess():
    made = compile_book(a_book(an_article("1", 1, text=Text(html=wide_table(9)))), settings())

    (note,) = made.verdicts[0]["notes"]
    assert made.verdicts[0]["state"] == "warning"
    assert (note["code"], note["params"]["number"]) == ("table-wide", 1)
    assert note["params"]["mm"] > 50


def test_characters_that_no_typeface_has_are_named():
    made = compile_book(a_book(an_article("1", 1, text=Text(html="<p>Знак 漢 здесь.</p>"))), settings())

    assert made.verdicts[0]["notes"] == [
        {"code": "characters-missing", "params": {"characters": "漢"}, "is_error": False}
    ]


def test_a_broken_article_is_left_out_and_the_others_make_the_book():
    endless = "<table>" + "<tr>" + "<td>я</td>" * 60 + "</tr>" + "</table>"
    broken = an_article("2", 2, text=Text(html=endless * 300))
    impatient = settings(article_limits=Limits(cpu_seconds=4, memory_mib=2048, wall_seconds=8))

    made = compile_book(a_book(an_article("1", 1), broken, an_article("3", 3)), impatient)

    assert [verdict["state"] for verdict in made.verdicts] == ["ok", "error", "ok"]
    assert made.verdicts[1]["notes"] == [{"code": "failed-time", "params": {}, "is_error": True}]
    assert made.verdicts[1]["pages"] is None
    assert set(made.page_map) == {"1", "3"}


def test_a_book_of_broken_articles_is_no_book():
    poisoned = an_article("1", 1, text=Text(html="<blockquote>" * 3000))

    with pytest.raises(NothingToCompile) as nothing:
        compile_book(a_book(poisoned), settings())

    assert [verdict["state"] for verdict in nothing.value.verdicts] == ["error"]


def test_text_tries_to_read_a_file_and_does_not(tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"SECRET")
    hostile = Text(html='<p>До</p><figure><img data-figure="1" alt="х"></figure>', figures=((1, secret.as_uri()),))

    with pytest.raises(NothingToCompile) as nothing:
        compile_book(a_book(an_article("1", 1, text=hostile)), settings())

    assert nothing.value.verdicts[0]["notes"][0]["code"] == "resource-refused"


def test_what_the_watcher_raises_stops_the_work():
    class StoppedError(Exception):
        pass

    def stop(event: object) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        compile_book(a_book(an_article("1", 1)), settings(), on_event=stop)


def test_the_fingerprint_follows_text_and_design(book, tmp_path):
    other_design = tmp_path / "book.css"
    other_design.write_text("p { color: red }")

    assert fingerprint(book, settings()) == fingerprint(book, settings())
    assert fingerprint(replace(book, year=2009), settings()) != fingerprint(book, settings())
    assert fingerprint(book, settings(stylesheets=(other_design,))) != fingerprint(book, settings())


def test_a_city_and_a_range_do_not_break_at_their_hyphen():
    html = '<p title="Санкт-Петербург">в Санкт-Петербурге 19–20 июня, экс-министр</p>'

    assert unbroken(html) == ('<p title="Санкт-Петербург">в Санкт-\u2060Петербурге 19–\u206020 июня, экс-министр</p>')


def test_joiners_do_not_reach_the_text_layer(pdf):
    text = text_of(pdf)

    assert "\u2060" not in text
    assert "Санкт-Петербург" in text


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("http://127.0.0.1:8000", ""),
        ("http://localhost", ""),
        ("http://[::1]:8000", ""),
        ("http://0.0.0.0:8000", ""),
        ("https://vmeste.example.org", "https://vmeste.example.org/ru/inclusion/proceedings/proceedings/"),
    ],
)
def test_the_address_of_this_machine_is_not_printed(volume, settings, site, address):
    settings.SITE_URL = site

    assert describe(volume, with_articles=False).url == address


def test_notes_on_authors_have_the_dash_of_their_language(book):
    html = article_html(book, book.parts[0], book.parts[0].articles[0], (1, 2))

    assert ("</b>&nbsp;— доцент." in html, "</b>&nbsp;– Associate Professor." in html) == (True, True)
