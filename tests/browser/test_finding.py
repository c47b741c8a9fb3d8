"""Finding an article in a published volume: while one types, by keyboard, and without scripts."""

from __future__ import annotations

import pytest

from .pages import FIRST, Look

VOLUME = f"{FIRST}/proceedings/proceedings/"
SAID = "#contents [role=status]"
ARTICLES = "#contents .papers-list > li > p:first-child > a"


@pytest.mark.parametrize(
    ("look", "word", "said"),
    [
        (Look("ru", "light", 1440), "брайл", "По запросу «брайл» нашлась 1 статья."),
        (Look("en", "dark", 390), "braille", "1 article found for “braille”."),
    ],
    ids=["ru", "en"],
)
def test_the_list_narrows_while_one_types(visit, look, word, said):
    tried = visit(look)
    page = tried.open(VOLUME)
    every = page.locator(ARTICLES).all_inner_texts()
    page.evaluate(f"window.region = document.querySelector('{SAID}')")
    assert page.locator(SAID).inner_text() == ""

    page.locator("#q").press_sequentially(word)

    page.locator(SAID, has_text=word).wait_for()
    found = page.locator(ARTICLES).all_inner_texts()
    assert len(every) == 12
    assert [title for title in every if title in found] == found
    assert len(found) == 1
    assert page.locator(SAID).inner_text().replace("\u00a0", " ").startswith(said)
    assert page.evaluate(f"window.region === document.querySelector('{SAID}')") is True  # neither reloaded nor replaced
    assert page.locator("#q").evaluate("field => field === document.activeElement") is True
    assert page.evaluate("new URLSearchParams(location.search).get('q')") == word
    assert (tried.overflow(), tried.complaints, tried.violations()) == (0, [], [])
    page.locator(f"{SAID} [data-all]").click()
    page.locator(f"{SAID}:empty").wait_for(state="attached")
    assert page.locator(ARTICLES).all_inner_texts() == every
    assert page.evaluate("location.search") == ""


def test_what_was_found_stays_when_the_page_is_opened_anew_or_ordered(visit):
    page = visit(Look("en", "light", 1440)).open(VOLUME)
    page.locator("#q").press_sequentially("braille")
    page.locator(SAID, has_text="braille").wait_for()
    title = page.locator(ARTICLES).inner_text()

    page.reload()

    assert (page.locator("#q").input_value(), page.locator(ARTICLES).inner_text()) == ("braille", title)
    page.locator("a[data-order=author]").click()
    page.locator(".authors-index").first.wait_for()
    assert set(page.locator("#contents .authors-index a").all_inner_texts()) == {title}


def test_a_word_with_a_slip_is_offered_as_it_is_written(visit):
    page = visit(Look("en", "light", 1440)).open(VOLUME)
    page.locator("#q").press_sequentially("brallie")
    page.locator(SAID, has_text="Nothing for “brallie”.").wait_for()
    assert page.locator(ARTICLES).count() == 0

    page.locator("#contents [data-try]").click()

    page.locator(SAID, has_text="1 article found for “braille”.").wait_for()
    assert page.locator("#q").input_value() == "braille"


def test_without_scripts_the_button_finds(visit):
    tried = visit(Look("en", "light", 1440), javascript=False)
    page = tried.open(VOLUME)
    page.locator("#q").fill("braille")

    with page.expect_navigation():
        page.locator("#q").press("Enter")

    assert page.url.endswith(f"/en/{VOLUME}?q=braille#contents-h")
    assert page.locator(ARTICLES).count() == 1
    assert page.locator(SAID).inner_text().startswith("1 article found for “braille”.")
    assert page.locator("#q").input_value() == "braille"
    with page.expect_navigation():
        page.locator(f"{SAID} a").click()
    assert page.locator(ARTICLES).count() == 12
