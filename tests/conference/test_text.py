from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.text import NBSP, latin_suggestion, markdown, search_key, typeset_html, typography


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в школе и дома", "в_школе и_дома"),
        ("и в школе", "и_в_школе"),
        ("А. И. Герцен", "А._И._Герцен"),
        ("А.И. Герцен", "А._И._Герцен"),
        ("9 стр. и 5 %", "9_стр. и_5_%"),
        ("№ 5, т. е. пятый", "№_5, т._е. пятый"),
        ("школа — дом", "школа_— дом"),
        ("не только", "не_только"),
        ("2008 г.", "2008_г."),
        ("кто-то в 15–27", "кто-то в_15–27"),
        ("48 часов, 1 час и 2 часа", "48_часов, 1_час и_2_часа"),
        ("15 минут, 3 года, 5 лет, 2008 году", "15_минут, 3_года, 5_лет, 2008_году"),
        ("7 детей", "7 детей"),
        ("19–20 июня 2008 года", "19–20_июня_2008_года"),
        ("от 13 декабря 2006 г.", "от_13_декабря_2006_г."),
        ("в 13 маяках", "в_13 маяках"),
        ("[1, ст. 24]", "[1,_ст._24]"),
        ("[2, правило 6] и [1; 2; 3]", "[2,_правило_6] и_[1; 2; 3]"),
        ("2007. С. 5–9, см. с. 15", "2007. С._5–9, см. с._15"),
        ("2004. 148 с. 5 экз.", "2004. 148_с. 5_экз."),
        ("в 6 т. Т. 5. Основы", "в_6_т. Т._5. Основы"),
        ("всего C = 96 и κ ≈ 0,81", "всего C_=_96 и_κ_≈_0,81"),
        ("Вместе учиться = Learning Together", "Вместе учиться = Learning Together"),
        ('сказал "да" и "нет"', "сказал «да» и_«нет»"),
        ('экран 5" и 7" шире', 'экран 5" и_7" шире'),
        ('класс="а"', 'класс="а"'),
        ("д'Артаньян", "д'Артаньян"),
        ("фонд «Центр «Вместе»»", "фонд «Центр „Вместе“»"),
        ("«Один» и «два «три» четыре»", "«Один» и_«два „три“ четыре»"),
        ("«Начало «без конца»", "«Начало «без конца»"),
        ("школа - дом", "школа_— дом"),
        ("школа -- дом", "школа_— дом"),
        ("5 - 3", "5 - 3"),
        ("- первый", "- первый"),
        ("с. 15-27, годы 1941-1945, 19-20 июня", "с._15–27, годы 1941–1945, 19–20_июня"),
        ("ISBN 978-5-8064-1234-9, тел. 8-812-123-45", "ISBN 978-5-8064-1234-9, тел. 8-812-123-45"),
        ("ФЗ № 273-2012, 7.0.5-2008", "ФЗ №_273-2012, 7.0.5-2008"),
        ("в https://x.org/1990-2000?a=b и a-b@x.org", "в_https://x.org/1990-2000?a=b и_a-b@x.org"),
        ("§ 5 и 5 % от 10 кг", "§_5 и_5_% от_10 кг"),
        ("сказал: “Это право”, и ушёл", "сказал: «Это право», и_ушёл"),
        ("программа “Фонд “Вместе””", "программа «Фонд „Вместе“»"),
        ("Smith. “Inclusive education”", "Smith. “Inclusive education”"),
        ("Университетская ул., 2", "Университетская_ул.,_2"),
    ],
)
def test_russian_typography(text, expected):
    assert typography(text, "ru").replace(NBSP, "_") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19–20 June 2008", "19–20_June_2008"),
        ("on 13 December 2006.", "on 13_December_2006."),
        ("5 Mayors", "5 Mayors"),
        ("see p. 7, pp. 87–92, P. 70–83", "see p._7, pp._87–92, P._70–83"),
        ("[4, p. 77]", "[4,_p._77]"),
        ("Vol. 7, no. 2", "Vol._7, no._2"),
        ("C = 96", "C_=_96"),
        ("48 hours", "48_hours"),
        ("school - home, pp. 7-9, 1990-1995", "school_– home, pp._7–9, 1990–1995"),
        ('a "fund" of £5', "a “fund” of £5"),
        ("the teacher's and pupils' share", "the teacher’s and pupils' share"),
        ('he said "no", twice', "he said “no”, twice"),
    ],
)
def test_english_typography(text, expected):
    assert typography(text, "en").replace(NBSP, "_") == expected


TYPED = st.lists(
    st.sampled_from(
        ["в", "школе", "«", "»", '"', "-", "--", "—", "–", "А.", "Герцен", "1990", "2000", "15", "с.", "№", "%", "г.",
         "https://x.org/a-b?c=1", "a@b.ru", "июня", "т.", "е.", "[", "]", ",", "'", "p.", "C", "=", "10", "мм",
         " ", " ", "\ue000"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(TYPED, st.sampled_from(["ru", "en", "ro"]))
@settings(max_examples=400, deadline=None)
def test_typography_done_twice_is_typography_done_once(text, language):
    once = typography(text, language)

    assert typography(once, language) == once
    for address in ("https://x.org/a-b?c=1", "a@b.ru"):  # a quotation mark between two of them belongs to neither
        assert once.count(address) == text.count(address)


def test_a_third_language_keeps_its_quotation_marks():
    assert typography('o zi "bună"', "ro") == 'o zi "bună"'


def test_english_keeps_its_spaces():
    assert typography("a school in town", "en") == "a school in town"


def test_typography_leaves_tags_and_code_alone():
    html = '<a title="в школе" href="/x">в школе</a> <code>в коде</code>'

    assert typeset_html(html, "ru") == f'<a title="в школе" href="/x">в{NBSP}школе</a> <code>в коде</code>'


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src=x onerror="alert(1)">',
        "[x](data:text/html,<script>alert(1)</script>)",
        "<iframe src=//example.com></iframe>",
    ],
)
def test_markdown_is_inert(hostile):
    html = markdown(hostile, "ru")

    assert "<script" not in html
    assert "<img" not in html
    assert "<iframe" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_markdown_resolves_the_sites_own_addresses():
    html = markdown("[О конференции](page:about)", "ru", lambda target: f"/ru/x/{target}/")

    assert html == '<p><a href="/ru/x/page:about/" rel="noopener">О_конференции</a></p>\n'.replace("_", NBSP)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Мелконян Арам Ваганович", "Aram Melkonian"),
        ("ПОДЪЯЧЕВ ЮРИЙ", "Iurii Podieiachev"),
        ("Elçin Məmmədov", ""),
        ("", ""),
    ],
)
def test_a_latin_name_is_only_suggested(name, suggestion):
    assert latin_suggestion(name) == suggestion


def test_names_are_found_from_either_script():
    assert search_key("Жук") in search_key("Zhuk Alesia")
    assert search_key("Ёлкин") == search_key("Елкин")


@pytest.mark.parametrize("target", ["page:about", "my-link:", "library:", "now:"])
def test_places_of_the_site_are_resolved_in_texts(target):
    assert '<a href="/found/" rel="noopener">' in markdown(f"[there]({target})", "en", lambda _target: "/found/")


@pytest.mark.parametrize("target", ["https://example.org/", "mailto:org@example.org"])
def test_addresses_of_the_web_are_left_as_they_are(target):
    assert f'<a href="{target}" rel="noopener">' in markdown(f"[there]({target})", "en", lambda _target: "/found/")
