"""The form in a real browser: a listener against the stopwatch, and text that survives a broken connection."""

from __future__ import annotations

import time
from typing import Any

from .pages import NEXT, Look, Visit
from .test_keyboard import the_code

EN = Look("en", "light", 390)
MOST_TYPED, MOST_SECONDS = 4, 120
A_LETTER = 0.12
"""Seconds: five words a second is nobody's speed; a phone's is two. Counted, not waited for."""


def go_on(page: Any, to: str) -> None:
    page.click("#main-form button.btn")
    page.wait_for_url(f"**/{to}/")


def test_a_listener_registers_in_two_minutes_with_four_typed_fields(browser, server):
    visit = Visit(browser, server, EN)
    address = "stopwatch@example.org"
    begun, typed = time.monotonic(), {}

    def type_in(name: str, text: str) -> None:
        typed[name] = text
        page.type(f"[name={name}]", text)

    page = visit.open(f"{NEXT}/register/")
    page.click("text=Only myself, as a listener")
    type_in("full_name", "Daisy Holloway-Fitzgerald")
    type_in("email", address)
    type_in("city", "Birmingham")
    page.select_option("[name=country]", "GB")
    page.check("[name=attendance][value=online]")
    page.check("[name=language][value=en]")
    go_on(page, "listener/access")
    go_on(page, "listener/consents")
    page.check("[name=consent_processing]")
    go_on(page, "listener/check")
    page.click("text=Send the registration")
    page.wait_for_url("**/code/confirm/**")
    type_in("code", the_code(visit, address))
    page.click("main form button[type=submit]")
    page.wait_for_url("**/register/sent/")

    seconds = time.monotonic() - begun + A_LETTER * sum(map(len, typed.values()))
    assert page.inner_text("h1").endswith("You are taking part")
    assert (len(typed) <= MOST_TYPED, seconds < MOST_SECONDS) == (True, True)


def test_text_survives_a_broken_connection(browser, server):
    visit = Visit(browser, server, EN)
    page = visit.open(f"{NEXT}/register/school/name/")
    saved = page.locator("[data-saved-text]")

    visit.context.set_offline(True)
    page.fill("[name=full_name]", "Daisy Holl")
    page.locator("[data-saved-text]", has_text="Not saved").wait_for()
    sentence = saved.inner_text()
    kept = page.input_value("[name=full_name]")
    visit.context.set_offline(False)
    page.locator("[data-saved-text]", has_text="Draft saved at").wait_for()
    page.reload()

    assert sentence == "Not saved: no connection. Your text is still here, trying again"
    assert (kept, page.input_value("[name=full_name]")) == ("Daisy Holl", "Daisy Holl")


def test_questions_appear_with_the_answer_that_they_depend_on(browser, server):
    visit = Visit(browser, server, EN)
    page = visit.open(f"{NEXT}/register/school/name/")
    page.fill("[name=full_name]", "Daisy Holloway")
    page.fill("[name=latin_name]", "Daisy Holloway")
    page.fill("[name=email]", "daisy@example.org")
    page.check("[name=language][value=en]")
    go_on(page, "school/affiliation")
    page.fill("[name=body_en]", "Open Door")
    page.select_option("[name=country]", "GB")
    go_on(page, "school/participation")
    page.check("[name=attendance][value=hall]")
    go_on(page, "school/questions")
    school = page.locator("fieldset", has_text="Which school?")

    hidden = school.is_hidden()
    page.check("[value=yes]")
    shown = school.is_visible()
    page.check("[value=no]")

    assert (hidden, shown, school.is_hidden()) == (True, True, True)
    go_on(page, "school/access")


def test_choosing_an_organisation_fills_in_the_other_language(browser, server):
    visit = Visit(browser, server, EN)
    page = visit.open(f"{NEXT}/register/academic/name/")
    page.fill("[name=full_name]", "Daisy Holloway")
    page.fill("[name=latin_name]", "Daisy Holloway")
    page.fill("[name=email]", "daisy@example.org")
    page.check("[name=language][value=en]")
    go_on(page, "academic/affiliation")
    page.type("[name=body_en]", "neva peda")
    page.wait_for_selector("#organisations-en option", state="attached")

    page.fill("[name=body_en]", "Neva Pedagogical University (demonstration)")

    assert page.input_value("[name=body_ru]") == "Приневский педагогический университет (демонстрационный)"
    assert page.input_value("[name=country]") == "RU"
