"""A consultation booked on a phone, confirmed from the letter, blacked out word by word; an expert writes the note."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from .pages import SEASON, Look, Visit

PHONE, NARROW, DESK = Look("en", "dark", 360), Look("ru", "contrast", 320, "l"), Look("ru", "light", 1440)


def press(page: Any, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def link_in_the_letter(visit: Visit, address: str) -> str:
    """The personal link of the newest letter to *address*."""
    other = visit.context.new_page()
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        other.goto(f"{visit.server}/en/demo/mail/")
        text = other.inner_text("main")
        if address in text and (found := re.search(rf"\S+/{SEASON}/l/\S+mine/\d+/", text[text.index(address) :])):
            other.close()
            return found[0]
        time.sleep(0.3)
    raise AssertionError("no letter with a link came")


def fill(page: Any, case: str, address: str) -> None:
    page.fill("[name=case]", case)
    page.fill("[name=school]", "School No. 3, Tver")
    page.fill("[name=name]", "Olga Tverskaya")
    page.fill("[name=email]", address)
    if page.locator("[name=consent]").count():
        page.check("[name=consent]")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_consultation_is_booked_on_a_phone(visit, javascript):
    reader, found = visit(PHONE, javascript=javascript), []
    address = f"phone-{int(javascript)}@example.org"

    def look(name: str) -> None:
        if javascript:
            found.extend(f"{name}: {each}" for each in reader.violations())
        found.extend([f"{name}: wider by {reader.overflow()}"] if reader.overflow() else [])

    page = reader.open(f"{SEASON}/consultations/?expert={'rakitina' if javascript else 'morgunova'}")
    press(page, ".c-slot")
    look("form")
    fill(page, "Vanya Petrov hides under the table at every break. What may be changed in his day?", address)
    press(page, "main .btn.big")
    look("check")
    press(page, "button[value=replace]")
    replaced = page.input_value("[name=case]")
    press(page, "main .btn.big")
    look("asked for")
    before = page.inner_text("main")
    page.goto(link_in_the_letter(reader, address))
    look("letter")
    press(page, "form[action$='/confirm/'] button")
    look("booked")
    after = page.inner_text("main")

    assert replaced.startswith("The pupil hides under the table")
    assert "hides" not in before
    assert "The pupil hides under the table" in after
    assert found == []
    assert (reader.complaints, reader.foreign) == ([], [])


def test_a_school_blacks_words_out(visit):
    reader = visit(NARROW)
    page = reader.enter("listener")
    page = reader.open(f"{SEASON}/consultations/mine/")
    page.locator(".c-row a").last.click()
    press(page, "a[href$='/black-out/']")
    found = reader.violations()
    word = page.locator(".c-black label").nth(1)
    text = word.inner_text().strip()
    word.click()
    counted = page.locator("[data-count]").inner_text()
    press(page, "main .btn.danger")

    assert found == []
    assert counted.endswith("1")
    assert "▮▮▮" in page.inner_text(".c-text >> nth=-1")
    assert text not in page.inner_text(".c-text >> nth=-1").split()
    assert reader.overflow() == 0


def test_an_expert_writes_what_was_agreed(visit):
    expert = visit(DESK)
    page = expert.enter("expert")
    found = []
    for path in ("desk/consultations/", "desk/consultations/publish/"):
        expert.open(f"{SEASON}/{path}")
        found += expert.violations()
    page = expert.open(f"{SEASON}/desk/consultations/")
    press(page, ".c-row a")
    address = page.url
    found += expert.violations()
    page.fill("[name=outcome]", "С Ваней занимаемся по средам, снова встречаемся через месяц.")
    press(page, "#main-form .btn")
    marked = page.inner_text("mark")
    found += expert.violations()
    press(page, "button[value=replace]")
    press(page, "#main-form .btn")

    assert marked == "Ваней"
    assert page.url == address
    assert page.input_value("[name=outcome]").startswith("С учеником занимаемся по средам")
    assert found == []
    assert (expert.complaints, expert.foreign) == ([], [])


def test_organisers_decide_on_topics(visit):
    organiser = visit(Look("en", "light", 390))
    organiser.enter("organiser")
    found = []
    for path in ("desk/consultations/load/", "desk/topics/"):
        page = organiser.open(f"{SEASON}/{path}")
        found += [*organiser.violations(), *([path] if organiser.overflow() else [])]
    press(page, "a[href$='/decline/']")
    found += organiser.violations()
    topic = page.inner_text(".c-quote")
    page.fill("[name=reason_en]", "Answered in a recording already.")
    press(page, "#main-form .btn.danger")
    page = organiser.open(f"{SEASON}/topics/")

    assert found == []
    assert topic in page.inner_text("main")
    assert organiser.complaints == []
