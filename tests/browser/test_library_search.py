"""The library's list: it narrows while one types and ticks, keeps the focus, and works without a script."""

from __future__ import annotations

import pytest

from .pages import Look

SAID = "#found [role=status]"
TITLES = ".shelf-list h3"


@pytest.mark.parametrize(
    ("look", "typed", "meant"),
    [(Look("ru", "light", 1440), "тютор", "тьютор"), (Look("en", "dark", 390), "universal desing", "universal design")],
    ids=["ru", "en"],
)
def test_it_narrows_while_one_types_and_ticks(visit, look, typed, meant):
    tried = visit(look)
    page = tried.open("library/")
    page.evaluate(f"window.region = document.querySelector('{SAID}')")

    page.locator("#q").press_sequentially(typed)

    page.locator(SAID, has_text=meant).wait_for()
    assert page.locator(".shelf-list mark").count() > 0
    assert page.locator("#q").evaluate("field => field === document.activeElement") is True
    if not page.locator("[data-facets]").evaluate("facets => facets.open"):
        page.locator("[data-facets] > summary").click()
    box = page.locator("input[name=kind][value=recording]")
    with page.expect_response(lambda answer: "part=1" in answer.url and "kind=recording" in answer.url):
        box.check()
    page.locator(".shelf-chosen").wait_for()
    assert page.evaluate(f"window.region === document.querySelector('{SAID}')") is True  # neither reloaded nor replaced
    assert box.evaluate("input => input === document.activeElement") is True
    assert page.locator(".shelf-item").count() == page.locator(".shelf-item.recording").count() > 0
    assert page.evaluate("new URLSearchParams(location.search).toString()") == page.evaluate(
        "asked => new URLSearchParams(asked).toString()", [["q", typed], ["kind", "recording"]]
    )
    assert (tried.overflow(), tried.complaints, tried.violations()) == (0, [], [])
    page.locator(".shelf-chosen a").click()
    page.locator(".shelf-chosen").wait_for(state="detached")
    assert page.locator(SAID).evaluate("said => said === document.activeElement") is True


def test_without_a_script_it_is_a_form_and_links(visit):
    tried = visit(Look("en", "light", 390), javascript=False)
    page = tried.open("library/")

    page.locator("#q").fill("tutor")
    page.locator(".shelf-find button").click()
    page.locator("[data-facets] > summary").click()
    page.locator("input[name=kind][value=practical]").check()
    page.locator("[data-apply]").click()

    page.locator(".shelf-chosen li").wait_for()
    assert page.locator(".shelf-chosen li").count() == 1
    assert page.locator(".shelf-item").count() == page.locator(".shelf-item.practical").count() > 0
    page.locator(".shelf-chosen a").click()
    page.locator(".shelf-chosen").wait_for(state="detached")
    assert page.locator("#q").input_value() == "tutor"


def test_nothing_found_leads_on(visit):
    tried = visit(Look("en", "light", 1440))
    page = tried.open("library/?q=zzzzzz")
    assert page.locator(TITLES).count() == 0

    page.locator(".shelf-none .kw a").first.click()

    page.locator(".shelf-list").wait_for()
    assert page.locator("#q").input_value() == ""
    assert page.locator(TITLES).count() > 0
    assert tried.complaints == []
