"""The page of the library's list: marks, narrowing by links, slips told in words, nothing found, hostile words."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from conference.models import Conference
from proceedings.models import Material
from tests.proceedings.shelves import new_material
from workshops.models import Theme

RU, EN = "/ru/library/", "/en/library/"


@pytest.fixture
def shelf(conference):
    theme = Theme.objects.create(conference=conference, slug="support", title_ru="Сопровождение", title_en="Support")
    new_material(
        conference, "tutor", themes=(theme,), seconds=5280, has_captions=True, title_ru="Один день тьютора",
        title_en="A day of a tutor", summary_ru="Дневник наблюдений.", summary_en="A diary of a mentor.",
        transcript_ru="[00:10] Доброе утро.\n[12:30] Консилиум решил <b>так</b>.", transcript_en="[12:31] The council.",
        chapters=((750, "Что дальше", "What next"),),
    )  # fmt: skip
    new_material(
        conference, "plan", kind="practical", genre="memo", title_ru="План поддержки", title_en="",
        summary_ru="Про план.", summary_en="", language="ru",
    )  # fmt: skip
    return theme


def page(client, address: str = RU, **asked: object) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(body: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", body)]


def test_the_whole_library_is_there_without_a_query(client, shelf):
    body = page(client, EN)

    assert titles(body) == ["План поддержки", "A day of a tutor"]
    assert "2 materials: recordings of meetings" in body
    assert '<time datetime="PT1H28M">1\u00a0hour 28\u00a0minutes</time>, 2026' in body
    assert '<span lang="ru">План поддержки</span>' in body
    assert '<link rel="canonical" href=' in body


def test_words_are_marked_and_the_place_is_shown(client, shelf):
    body = page(client, q="консилиума тьютор")

    assert "Один день <mark>тьютора</mark>" in body
    assert f'<a href="{RU}tutor/#t750">' in body
    assert "<mark>Консилиум</mark> решил &lt;b&gt;так&lt;/b&gt;." in body


def test_the_other_languages_passage_says_so(client, shelf):
    body = page(client, EN, q="консилиум")

    assert f'<a href="{EN}tutor/#t750-ru">' in body
    assert '<span lang="ru"><mark>Консилиум</mark>' in body


def test_a_slip_is_told_in_words_and_can_be_searched_exactly(client, shelf):
    body = page(client, EN, q="консилеум")

    assert "Showing what was found for “консилиум”." in body
    assert f'<a href="{EN}?q=%D0%BA%D0%BE%D0%BD%D1%81%D0%B8%D0%BB%D0%B5%D1%83%D0%BC&amp;exact=1" data-narrow>' in body
    assert titles(page(client, EN, q="консилеум", exact="1")) == []


def test_facets_are_a_form_and_choices_are_links_that_remove(client, shelf):
    body = page(client, EN, q="план тьютор", theme="support", kind="recording")

    assert '<input type="checkbox" name="theme" value="support" form="find" checked>' in body
    left = "?q=%D0%BF%D0%BB%D0%B0%D0%BD+%D1%82%D1%8C%D1%8E%D1%82%D0%BE%D1%80&amp;kind=recording"
    assert f'<a href="{EN}{left}" data-narrow>' in body
    assert titles(page(client, EN, theme="support", kind=["recording", "practical"])) == ["A day of a tutor"]


def test_nothing_found_tells_what_to_do(client, shelf):
    body = page(client, EN, q="дневникам жираф", exact="1", kind="digest")
    none = page(client, EN, q="тьюторством", exact="1")

    assert "Nothing was found" in none
    assert f'<a href="{EN}?q=%D1%82%D1%8C%D1%8E%D1%82%D0%BE%D1%80%D0%B0" data-narrow>' in none
    assert f'<a href="{EN}?theme=support" data-narrow>Support <small class="muted">1</small></a>' in none
    assert "No material has the word “жираф”" in body or "Nothing was found" in body


def test_nothing_found_is_said_once_and_offers_no_words_that_nobody_meant(client, shelf):
    body = page(client, EN, q="qwertyuiop")

    assert body.count("Nothing was found") == 1
    assert "data-count>Nothing was found for “qwertyuiop”</p>" in body
    assert "Did you mean" not in body
    assert "All themes" in body


def test_the_library_stands_in_the_frame_of_the_season_that_it_is_of(client, shelf, make_conference):
    season = make_conference("season", kind=Conference.Kind.SEASON, starts=date(2100, 1, 1), ends=date(2100, 5, 1))
    before = page(client, EN)
    new_material(season, "talk")

    body = page(client, EN)

    assert '<a href="/en/season/programme/"' not in before
    assert '<a href="/en/season/programme/"' in body
    assert re.search(r'<a href="/en/library/"[^>]*aria-current', body)


def test_choices_that_leave_nothing_say_how_many_there_are_without(client, shelf):
    body = page(client, EN, q="план", theme="support")

    assert "Without what is chosen, one material is found." in body


def test_an_empty_library_says_so(client, db):
    assert "The library is still empty" in page(client, EN)


def test_hostile_words_come_back_inert(client, shelf):
    body = page(client, q="\"><script>alert(1)</script> ' OR 1=1 --")

    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_search_pages_are_for_no_index(client, shelf):
    assert client.get(RU).get("X-Robots-Tag") is None
    assert client.get(RU, {"q": "план"})["X-Robots-Tag"] == "noindex, follow"
    assert '<meta name="robots" content="noindex, follow">' in page(client, q="план")


def test_the_script_gets_the_moving_part_alone(client, shelf):
    body = page(client, EN, q="тьютор", part="1")

    assert "<html" not in body
    assert 'role="status"' in body
    assert "part=1" not in body


def test_twenty_stand_on_a_page(client, conference):
    for number in range(23):
        new_material(conference, f"m{number}", title_ru=f"Занятие {number}", title_en=f"Lesson {number}")

    first, second = page(client, EN, q="lesson"), page(client, EN, q="lesson", page="2")

    assert (len(titles(first)), len(titles(second))) == (20, 3)
    assert 'href="?q=lesson&amp;page=2" rel="next"' in first
    assert '<ol class="plain shelf-list" aria-labelledby="results-h" start="21">' in second


@pytest.mark.parametrize("many", [1, 30])
def test_a_page_costs_the_same_with_one_and_with_many(client, conference, django_assert_num_queries, many):
    theme = Theme.objects.create(conference=conference, slug="support", title_ru="Сопровождение", title_en="Support")
    for number in range(many):
        new_material(conference, f"m{number}", themes=(theme,), chapters=((1, "Начало", "Start"),))
    client.get(EN, {"q": "material"})

    with django_assert_num_queries(6):
        client.get(EN, {"q": "material"})


def test_the_site_says_how_its_library_is_searched(client, shelf, settings):
    settings.SITE_URL = "https://vmeste.example"
    body = page(client, EN)

    said = json.loads(re.search(r'ld\+json">(.*?)</script>', body)[1])

    assert said["url"] == "https://vmeste.example/en/"
    assert (
        said["potentialAction"]["target"]["urlTemplate"] == "https://vmeste.example/en/library/?q={search_term_string}"
    )


def test_queries_are_written_nowhere(client, shelf, caplog, capfd):
    with caplog.at_level("DEBUG"):
        page(client, q="тайнослово-xyz")

    told = capfd.readouterr()
    kept = caplog.text + told.out + told.err
    assert "тайнослово" not in "\n".join(line for line in kept.splitlines() if "django.db" not in line)
    assert Material.objects.filter(title_ru__contains="тайнослово").count() == 0
