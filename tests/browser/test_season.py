"""The plan of a season in a real browser: narrowed without a reload and without JavaScript; its announcements."""

from __future__ import annotations

import pytest

from .pages import SEASON, Look

PLAN = f"{SEASON}/programme/"
WIDE, PHONE, NARROW = Look("ru", "light", 1440), Look("en", "dark", 390), Look("en", "contrast", 320, "l")
EVENTS = "() => [...document.querySelectorAll('.events h3 a')].map((link) => link.textContent)"


def test_filters_narrow_the_plan_in_place(visit):
    reader = visit(PHONE)
    page = reader.open(f"{PLAN}?when=all")
    every = page.evaluate(EVENTS)
    page.evaluate("window.isSamePage = true")

    page.get_by_label("Format").select_option("webinar")

    page.wait_for_url("**format=webinar")
    page.locator("#plan-reset a").wait_for()
    narrowed = page.evaluate(EVENTS)
    assert 0 < len(narrowed) < len(every)
    assert page.evaluate("window.isSamePage")
    assert page.locator("#plan-found").inner_text() == f"{len(narrowed)} events of 42"
    assert "format=webinar" in page.locator("#plan-results a[href*='.ics']").get_attribute("href")
    assert (reader.complaints, reader.overflow()) == ([], 0)


def test_without_javascript_the_form_is_sent(visit):
    page = visit(WIDE, javascript=False).open(f"{PLAN}?when=all")

    page.locator("#f-theme").select_option("family")
    page.locator("#plan-show").click()

    page.wait_for_url("**theme=family**")
    assert page.locator(".events h3").count() > 2
    page.locator("#plan-reset a").click()
    page.wait_for_url("**/programme/?")


def test_the_calendar_is_walked_by_keyboard(visit):
    page = visit(WIDE).open(f"{PLAN}?view=calendar")
    heading = page.locator("#cal-h").inner_text()

    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**month=**")
    assert page.locator("#cal-h").inner_text() != heading
    assert page.locator("table.cal th[scope=col]").count() == 7


@pytest.mark.parametrize("look", [WIDE, PHONE, NARROW], ids=str)
def test_an_event_is_accessible_in_every_look(look, visit):
    reader = visit(look)
    page = reader.open(PLAN)

    page.locator(".on-air h3 a").click()

    page.locator(".facts .nowtag").wait_for()
    assert (reader.violations(), reader.overflow(), reader.complaints, reader.foreign) == ([], 0, [], [])


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=str)
def test_the_desk_and_the_announcement(look, visit):
    reader = visit(look)
    reader.enter("organiser")

    page = reader.open(f"{SEASON}/desk/events/")
    assert (reader.violations(), reader.overflow()) == ([], 0)
    page.locator("tbody th a").first.click()
    page.locator(".verb-cards").wait_for()
    assert (reader.violations(), reader.overflow()) == ([], 0)
    page.locator(".acts a[href$='/announce/']").click()
    page.locator(".kit img").first.wait_for()

    assert (reader.violations(), reader.overflow(), reader.complaints) == ([], 0, [])
    assert page.locator("#short-ru").inner_text().strip().endswith("/")


def test_a_post_is_copied_with_one_press(visit):
    reader = visit(WIDE)
    reader.enter("organiser")
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(f"{SEASON}/desk/events/")
    page.locator("tbody th a").first.click()
    page.locator(".acts a[href$='/announce/']").click()

    page.locator("[data-copy=short-en]").click()

    page.locator("[data-copy=short-en] + [role=status]").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#short-en").inner_text().strip()
