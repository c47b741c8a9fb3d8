"""An editor compiles the next volume and watches it without reloading; everybody can read the page."""

from __future__ import annotations

from typing import Any

import pytest

from .pages import DESKS, NEXT, Look, Visit

DESK = f"{NEXT}/desk/proceedings/"


def entered(browser: Any, server: str, look: Look, *, javascript: bool = True) -> Visit:
    """A visit of the demonstration's editor."""
    visit = Visit(browser, server, look, javascript=javascript)
    visit.enter("editor")
    return visit


def board_of(visit: Visit) -> Any:
    page = visit.open(DESK)
    page.locator(f"main a[href*='/{DESK}']").first.click()
    return page


@pytest.fixture(scope="module")
def compiled(browser: Any, server: str) -> str:
    """The page of a compilation that has ended, as a path behind the language."""
    visit = entered(browser, server, Look("ru", "light", 1440))
    page = board_of(visit)
    page.locator("form[action$='/compile/'] button").first.click()
    page.wait_for_selector("#job [data-running='no']", timeout=120_000)
    path = str(page.evaluate("location.pathname")).removeprefix("/ru/")
    said = page.locator("#job-said").inner_text()
    assert said == page.locator("#job .job-head b").inner_text()  # the last sentence is read out
    assert visit.complaints == []
    visit.close()
    return path


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_page_of_a_compilation_can_be_read_by_all(browser, server, compiled, look):
    visit = entered(browser, server, look)
    page = visit.open(compiled)
    found = [*visit.violations(), *visit.complaints, *visit.foreign]
    overflow = visit.overflow()

    page.click(".preview a:has(img)")
    page.wait_for_selector(".leaf img")

    assert found == []
    assert [*visit.violations(), *visit.complaints, *visit.foreign] == []
    assert max(overflow, visit.overflow()) <= 0


def test_pages_are_turned_without_scripts(browser, server, compiled):
    visit = entered(browser, server, Look("en", "light", 1440), javascript=False)
    page = visit.open(compiled)
    first = page.locator(".preview img").get_attribute("src")

    page.click(".preview a[rel=next]")

    assert page.locator(".preview img").get_attribute("src") != first
    page.click(".preview a:has(img)")
    page.select_option("#to-article", index=1)
    with page.expect_navigation():
        page.locator("form:has(#to-article) button").click()
    assert page.locator("#to-article option[selected]").count() == 1
