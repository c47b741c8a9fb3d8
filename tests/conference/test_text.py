from __future__ import annotations

import pytest

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
    ],
)
def test_russian_typography(text, expected):
    assert typography(text, "ru").replace(NBSP, "_") == expected


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
