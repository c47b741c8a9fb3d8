"""How long it takes to register as a listener, by a script in a real browser: seconds and fields typed into.

The script goes as a person goes: from the home page by its links, reading the code in the letter. A field counts as
typed when something was put into it by keys; choices, ticks and buttons are counted apart.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from .pages import NEXT, Look, Visit
from .test_keyboard import the_code

MOST_SECONDS, MOST_TYPED = 120, 4
PEOPLE = {"ru": ("Секундомеров Павел", "Псков"), "en": ("Paula Stopwatch", "Riga")}
ROUTER = "a[href*='/register/listener/']"


class Hand:
    """The one who fills in: counts what is typed and what is chosen."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.typed: list[str] = []
        self.chosen: list[str] = []

    def type(self, name: str, text: str) -> None:
        self.page.click(f"[name={name}]")
        self.page.keyboard.type(text)
        self.typed.append(name)

    def choose(self, name: str, value: str) -> None:
        """A choice that stands already is not made again."""
        field = self.page.locator(f"[name={name}]")
        if field.first.evaluate("field => field.tagName") == "SELECT":
            if field.first.input_value() != value:
                field.first.select_option(value)
                self.chosen.append(name)
            return
        box = self.page.locator(f"[name={name}][value={value}]")
        if not box.is_checked():
            box.check()
            self.chosen.append(name)

    def tick(self, name: str) -> None:
        self.page.check(f"[name={name}]")
        self.chosen.append(name)

    def press(self) -> None:
        """The main button of the form."""
        with self.page.expect_navigation():
            self.page.click("main form .acts button.btn[type=submit]:not([name=switch_language])")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_listener_registers_in_two_minutes_and_four_typed_fields(browser, server, language, capsys):
    visit = Visit(browser, server, Look(language, "light", 1440))
    name, city = PEOPLE[language]
    address = f"stopwatch-{language}@example.org"
    began = time.monotonic()

    page = visit.open("")
    hand = Hand(page)
    with page.expect_navigation():
        page.locator(f"a[href*='/{NEXT}/register/']").first.click()
    with page.expect_navigation():
        page.locator(ROUTER).first.click()
    hand.type("full_name", name)
    hand.type("email", address)
    if page.locator("[name=city]").count():
        hand.type("city", city)
    hand.choose("country", "RU" if language == "ru" else "LV")
    hand.choose("attendance", "online")
    hand.choose("language", language)
    hand.press()
    while "/listener/check/" not in page.url:
        if "/consents/" in page.url:
            hand.tick("consent_processing")
        hand.press()
    hand.press()
    page.wait_for_url("**/accounts/code/confirm/**")
    hand.type("code", the_code(visit, address))
    hand.press()
    page.wait_for_url("**/register/sent/")
    seconds = time.monotonic() - began

    with capsys.disabled():
        print(f"\nlistener, {language}: {seconds:.1f} s, typed {hand.typed}, chosen {hand.chosen}")  # noqa: T201 — the figures are the point
    assert "L-" in page.inner_text("main")
    assert len(hand.typed) <= MOST_TYPED
    assert seconds <= MOST_SECONDS
    assert visit.complaints == []
    visit.close()
