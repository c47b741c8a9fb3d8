"""A review in a real browser: the chair asks, the letter’s link opens, the draft keeps itself, the review is sent."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

import pytest

from .pages import DESKS, NEXT, Look

RU = Look("ru", "light", 1440)
PHONE = Look("en", "dark", 390)
PATIENCE = 60
"""Seconds until the worker has sent a letter."""


def asked(visit: Any, name: str, address: str) -> None:
    """The chair of track 3 adds a reviewer and asks for a review of the first paper of the table."""
    chair = visit(RU)
    page = chair.enter("chair")
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


def link_to(visit: Any, address: str) -> str:
    """The address of the review in the letter to *address*, as the demonstration shows letters sent."""
    tried = visit(PHONE)
    for _second in range(PATIENCE):
        page = tried.open("demo/mail/")
        letters = page.locator("article.letter", has_text=address)
        if letters.count():
            return re.search(r"https?://\S+/review/\S+/", letters.first.inner_text())[0]
        time.sleep(1)
    raise AssertionError("the letter did not come")


def test_a_reviewer_by_link(visit):
    mark = secrets.token_hex(3)
    name, address = f"Рецензентов Пробный {mark}", f"reviewer-{mark}@example.org"
    asked(visit, name, address)
    link = link_to(visit, address)
    tried = visit(PHONE)
    page = tried.page

    page.goto(link)
    assert (tried.violations(), tried.overflow()) == ([], 0)
    page.click(".rv-answer form button")
    page.wait_for_selector("[name=comment_author]")
    assert (tried.violations(), tried.overflow()) == ([], 0)

    # The draft keeps itself, and is there on another device.
    page.fill("[name=comment_author]", "A clear question and honest limits.")
    page.locator("[data-saved-text]", has_text="Draft saved at").wait_for()
    other = visit(RU)
    other.page.goto(link.replace("/en/", "/ru/"))
    assert other.page.input_value("[name=comment_author]") == "A clear question and honest limits."
    assert (other.violations(), other.overflow()) == ([], 0)

    # Sending asks for what is missing, and each link of the summary lands on its field.
    page.click("#main-form .acts .btn >> nth=0")
    page.wait_for_selector(".esum")
    assert page.title().startswith("Error:")
    assert tried.violations() == []
    page.click(".esum a >> nth=0")
    assert page.evaluate("document.activeElement.name").startswith("criterion-")
    for group in page.locator(".scale").all():
        group.locator("input").nth(3).check()
    page.check("[name=recommendation][value=minor]")
    page.click("#main-form .acts .btn >> nth=0")
    page.wait_for_selector("#rv-mine")

    assert "thank you" in page.inner_text("h1")
    assert page.locator("textarea").count() == 0
    assert (tried.violations(), tried.overflow()) == ([], 0)
    assert (tried.complaints, tried.foreign) == ([], [])


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_reviewers_pages_in_every_look(visit, look):
    tried = visit(look)
    page = tried.enter("reviewer")
    problems: dict[str, list[str]] = {}

    def see(name: str) -> None:
        found = [*tried.violations(), *tried.complaints]
        if tried.overflow() > 0:
            found.append(f"overflows by {tried.overflow()} px")
        if found:
            problems[name] = found

    page = tried.open(f"{NEXT}/reviews/")
    see("desk")
    reviews = [link.get_attribute("href") for link in page.locator(".tl a").all()]
    for number, address in enumerate(reviews):
        page.goto(tried.server + address)
        see(f"review {number}")
    tried.open(f"{NEXT}/reviews/profile/")
    see("profile")
    tried.open(f"{NEXT}/review/broken-link/")
    tried.complaints.clear()
    see("dead link")

    assert len(reviews) >= 5
    assert problems == {}


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_chairs_pages_in_every_look(visit, look):
    tried = visit(look)
    tried.enter("organiser")
    problems: dict[str, list[str]] = {}
    for path in (
        "desk/reviews/", "desk/reviews/?track=3", "desk/reviews/suggestions/?track=2", "desk/reviewers/",
        "desk/reviewers/new/", "desk/reviews/rules/?track=1&stage=text",
    ):  # fmt: skip
        tried.complaints.clear()
        tried.open(f"{NEXT}/{path}")
        found = [*tried.violations(), *tried.complaints]
        if tried.overflow() > 0:
            found.append(f"overflows by {tried.overflow()} px")
        if found:
            problems[path] = found

    assert problems == {}
