"""The doors of the demonstration: on a phone one line that opens, without a script too; open on a wide screen."""

from __future__ import annotations

import pytest

from .pages import SEASON, Look

DOORS = ".example form button"
LINE = 48  # pixels of one line, at the usual size


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_phone_it_is_one_line_that_opens(visit, javascript):
    reader = visit(Look("en", "dark", 360), javascript=javascript)
    page = reader.open(f"{SEASON}/")
    assert page.locator(DOORS).first.is_visible() is False
    assert page.locator(".example").bounding_box()["height"] < LINE

    page.locator(".example summary").press("Enter")

    page.locator(DOORS).last.wait_for()
    assert reader.overflow() == 0
    if javascript:
        assert reader.violations() == []
    with page.expect_navigation():
        page.get_by_role("button", name="moderator of questions").click()
    assert page.locator(".example summary").inner_text() == "Demonstration: moderator of questions"
    assert page.locator(DOORS).first.is_visible() is False


@pytest.mark.parametrize("size", ["m", "xl"])
def test_on_a_wide_screen_it_stands_open(visit, size):
    reader = visit(Look("ru", "light", 1440, size))
    page = reader.open("")

    assert page.locator(".example summary").is_visible() is False
    assert [door.is_visible() for door in page.locator(DOORS).all()] == [True] * page.locator(DOORS).count()
    page.locator(DOORS).first.focus()
    assert page.evaluate("document.activeElement.form.action").endswith("/ru/demo/enter/organiser/")
    assert reader.overflow() == 0
