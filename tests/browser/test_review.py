"""A review in a real browser: the chair asks, the letter’s link opens, the draft keeps itself, the review is sent."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest

from .pages import NEXT, PAIRWISE, Look, Visit

RU = Look("ru", "light", 1440)
PHONE = Look("en", "dark", 390)
PATIENCE = 60
"""Seconds until the worker has sent a letter."""


@pytest.fixture
def visits(browser: Any, server: str) -> Iterator[Any]:
    """Visits of this test, closed after it."""
    made: list[Visit] = []

    def make(look: Look) -> Visit:
        made.append(Visit(browser, server, look))
        return made[-1]

    yield make
    for visit in made:
        visit.close()


def enter(visit: Visit, key: str) -> Any:
    page = visit.open("")
    page.click(f"form[action*='/demo/enter/{key}/'] button")
    page.wait_for_load_state()
    return page


def asked(visits: Any, name: str, address: str) -> None:
    """The chair of track 3 adds a reviewer and asks for a review of the first paper of the table."""
    chair = visits(RU)
    page = enter(chair, "chair")
    page = chair.open(f"{NEXT}/desk/reviewers/new/")
    page.fill("[name=full_name]", name)
    page.fill("[name=email]", address)
    page.check("[name=language][value=en]")
    page.click("#main-form .acts button")
    page.wait_for_url("**/desk/reviewers/")
    page = chair.open(f"{NEXT}/desk/reviews/")
    assert chair.violations() == []
    page.click(".rv-table tbody th a >> nth=0")
    page.locator(".rv-candidates li", has_text=name).locator("button").click()
    page.wait_for_url("**/desk/reviews/papers/**")
    page.locator(".rv-card", has_text=name).wait_for()
    assert chair.violations() == []


def link_to(visits: Any, address: str) -> str:
    """The address of the review in the letter to *address*, as the demonstration shows letters sent."""
    visit = visits(PHONE)
    for _second in range(PATIENCE):
        page = visit.open("demo/mail/")
        letters = page.locator("article.letter", has_text=address)
        if letters.count():
            return re.search(r"https?://\S+/review/\S+/", letters.first.inner_text())[0]
        time.sleep(1)
    raise AssertionError("the letter did not come")


def test_a_reviewer_by_link(visits):
    mark = secrets.token_hex(3)
    name, address = f"Рецензентов Пробный {mark}", f"reviewer-{mark}@example.org"
    asked(visits, name, address)
    link = link_to(visits, address)
    visit = visits(PHONE)
    page = visit.page

    page.goto(link)
    assert (visit.violations(), visit.overflow()) == ([], 0)
    page.click(".rv-answer form button")
    page.wait_for_selector("[name=comment_author]")
    assert (visit.violations(), visit.overflow()) == ([], 0)

    # The draft keeps itself, and is there on another device.
    page.fill("[name=comment_author]", "A clear question and honest limits.")
    page.locator("[data-saved-text]", has_text="Draft saved at").wait_for()
    other = visits(RU)
    other.page.goto(link.replace("/en/", "/ru/"))
    assert other.page.input_value("[name=comment_author]") == "A clear question and honest limits."
    assert (other.violations(), other.overflow()) == ([], 0)

    # Sending asks for what is missing, and each link of the summary lands on its field.
    page.click("#main-form .acts .btn >> nth=0")
    page.wait_for_selector(".esum")
    assert page.title().startswith("Error:")
    assert visit.violations() == []
    page.click(".esum a >> nth=0")
    assert page.evaluate("document.activeElement.name").startswith("criterion-")
    for group in page.locator(".scale").all():
        group.locator("input").nth(3).check()
    page.check("[name=recommendation][value=minor]")
    page.click("#main-form .acts .btn >> nth=0")
    page.wait_for_selector("#rv-mine")

    assert "thank you" in page.inner_text("h1")
    assert page.locator("textarea").count() == 0
    assert (visit.violations(), visit.overflow()) == ([], 0)
    assert (visit.complaints, visit.foreign) == ([], [])


@pytest.mark.parametrize("look", PAIRWISE, ids=str)
def test_the_reviewers_pages_in_every_look(visits, look):
    visit = visits(look)
    page = enter(visit, "reviewer")
    problems: dict[str, list[str]] = {}

    def see(name: str) -> None:
        found = [*visit.violations(), *visit.complaints]
        if visit.overflow() > 0:
            found.append(f"overflows by {visit.overflow()} px")
        if found:
            problems[name] = found

    page = visit.open(f"{NEXT}/reviews/")
    see("desk")
    reviews = [link.get_attribute("href") for link in page.locator(".tl a").all()]
    for number, address in enumerate(reviews):
        page.goto(visit.server + address)
        see(f"review {number}")
    visit.open(f"{NEXT}/reviews/profile/")
    see("profile")
    visit.open(f"{NEXT}/review/broken-link/")
    visit.complaints.clear()
    see("dead link")

    assert len(reviews) >= 5
    assert problems == {}


@pytest.mark.parametrize("look", PAIRWISE, ids=str)
def test_the_chairs_pages_in_every_look(visits, look):
    visit = visits(look)
    enter(visit, "organiser")
    problems: dict[str, list[str]] = {}
    for path in (
        "desk/reviews/", "desk/reviews/?track=3", "desk/reviews/suggestions/?track=2", "desk/reviewers/",
        "desk/reviewers/new/", "desk/reviews/rules/?track=1&stage=text",
    ):  # fmt: skip
        visit.complaints.clear()
        visit.open(f"{NEXT}/{path}")
        found = [*visit.violations(), *visit.complaints]
        if visit.overflow() > 0:
            found.append(f"overflows by {visit.overflow()} px")
        if found:
            problems[path] = found

    assert problems == {}
