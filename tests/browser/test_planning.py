"""The programme built with the keyboard alone, and the editor in every look."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest

from .pages import DESKS, NEXT, Look, Visit

DESK = f"{NEXT}/desk/programme/"
WIDE = Look("en", "light", 1440)


def press(page: Any, locator: Any, key: str = "Enter") -> None:
    """Give the keyboard to *locator* and press one key; the pointer is never used."""
    locator.focus()
    page.keyboard.press(key)


def write(page: Any, selector: str, text: str) -> None:
    page.locator(selector).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def says(page: Any, words: str) -> None:
    page.locator("#plan-says", has_text=re.compile(words)).wait_for(state="attached")


@pytest.fixture
def visit(browser: Any, server: str) -> Any:
    found = Visit(browser, server, WIDE)
    yield found
    found.close()


def test_a_programme_is_built_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.enter("organiser")
    title = f"Keyboard {secrets.token_hex(3)}"
    free_a_paper(visit, page)
    make_session(visit, page, title)
    block = page.locator(".pb", has_text=title)
    link = block.locator("a").first

    place_a_paper(page, title)
    assert block.locator("p", has_text="1 talk").count() == 1

    was = (block.get_attribute("data-starts"), block.get_attribute("data-room"), block.get_attribute("data-minutes"))
    link.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    says(page, f"{title}: 20:05–20:35, Room 214. Enter puts it here")
    page.keyboard.press("Enter")
    page.locator(".pb[data-starts='20:05']:not(.carried)", has_text=title).wait_for()
    says(page, f"“{title}”: 20:05–20:35, Room 214")
    moved = (block.get_attribute("data-starts"), block.get_attribute("data-room"))
    assert (moved[0], moved[1] != was[1]) == ("20:05", True)
    assert title in page.evaluate("document.activeElement.closest('.pb')?.textContent ?? ''")

    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".pb[data-minutes='40']:not(.carried)", has_text=title).wait_for()
    assert block.get_attribute("data-minutes") == "40"

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    says(page, "Left where it was")
    assert (block.get_attribute("data-starts"), block.locator(".carried").count()) == ("20:05", 0)

    for _step in range(2):
        with page.expect_navigation():
            press(page, page.locator("#undo button"))
    assert (
        block.get_attribute("data-starts"),
        block.get_attribute("data-room"),
        block.get_attribute("data-minutes"),
    ) == was

    release_it(page, title)
    assert page.locator("h2", has_text=title).count() == 1
    take_out(visit, page, title)
    release_it(page, f"{title} is off")
    assert visit.complaints == []


def free_a_paper(visit: Visit, page: Any) -> None:
    """Where every paper is placed, take one out of its session."""
    visit.open(DESK)
    if page.locator("input[name=submission]").count():
        return
    press(page, page.locator(".pb", has_text=re.compile(r"\d talk")).locator("a").first, "Space")
    page.wait_for_url(re.compile(r"session=\d+"))
    with page.expect_navigation():
        press(page, page.locator("#talks form[action*='/out/'] button").first)


def make_session(visit: Visit, page: Any, title: str) -> None:
    visit.open(f"{DESK}new/?day=1")
    write(page, "#id_title_ru", f"{title} по-русски")
    write(page, "#id_title_en", title)
    page.locator("#id_time").evaluate("field => field.value = '20:00'")
    write(page, "#id_minutes", "30")
    page.locator("#id_room").focus()
    page.keyboard.type("Blue")
    press(page, page.locator("button", has_text="Save the session"))
    page.wait_for_url(re.compile(r"session=\d+"))


def place_a_paper(page: Any, title: str) -> None:
    """The first paper that waits goes into the chosen session, which the page has chosen already."""
    paper = page.locator("input[name=submission]").first
    paper.wait_for()
    press(page, paper, "Space")
    press(page, page.locator("button", has_text="Place the paper"))
    page.locator(".pb", has_text=title).locator("p", has_text="1 talk").wait_for()


def release_it(page: Any, name: str) -> None:
    page.goto(page.url.partition("/desk/")[0] + "/desk/programme/release/")
    write(page, "#id_name_ru", name)
    notify = page.locator("#id_notify")
    if notify.is_checked():
        press(page, notify, "Space")
    read = page.locator("#id_read")
    if read.count():
        press(page, read, "Space")
    press(page, page.locator("button", has_text="Release to the public"))
    page.wait_for_url(re.compile(r"/releases/$"))


def take_out(visit: Visit, page: Any, title: str) -> None:
    visit.open(DESK)
    press(page, page.locator(".pb", has_text=title).locator("a").first, "Space")
    page.wait_for_url(re.compile(r"session=\d+"))
    press(page, page.locator("#chosen .btn.danger"))
    page.locator("section", has_text="Taken out of the programme").locator("li", has_text=title).wait_for()


def test_a_block_is_dragged_to_another_time_and_back(visit: Visit) -> None:
    page = visit.enter("organiser")
    visit.open(f"{DESK}?day=2")
    block = page.locator(".pb[data-own=yes]:not(.across)").first
    pk, was = block.get_attribute("data-session"), block.get_attribute("data-line")
    block.scroll_into_view_if_needed()
    box = block.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 60, steps=4)
    page.mouse.move(box["x"] + 40, box["y"] + 90, steps=4)
    page.mouse.up()

    page.locator(f"#s-{pk}:not([data-line='{was}'])").wait_for(state="attached")
    press(page, page.locator("#undo button"))

    page.locator(f"#s-{pk}[data-line='{was}']").wait_for(state="attached")
    assert visit.complaints == []


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_editor_is_sound_in_every_look(look: Look, browser: Any, server: str) -> None:
    visit = Visit(browser, server, look)
    page = visit.enter("organiser")
    visit.open(f"{DESK}?day=1&by=rooms")
    pk = page.locator(".pb").nth(3).get_attribute("data-session")
    found: dict[str, Any] = {}
    for path in (
        *(f"?day=1&by=rooms&session={pk}", "?day=2&by=tracks", "new/", f"sessions/{pk}/"),
        *("release/", "releases/", "rooms/", "rooms/new/", "availability/"),
    ):
        visit.open(f"{DESK}{path}")
        if wrong := [*visit.violations(), *([f"{visit.overflow()} px too wide"] if visit.overflow() > 0 else [])]:
            found[path] = wrong
    visit.open(f"{NEXT}/programme/changes/")
    if wrong := visit.violations():
        found["changes"] = wrong
    visit.close()

    assert (found, visit.complaints) == ({}, [])


def test_the_editor_works_without_scripts(browser: Any, server: str) -> None:
    visit = Visit(browser, server, WIDE, javascript=False)
    page = visit.enter("organiser")
    visit.open(f"{DESK}?day=2&by=tracks")
    page.locator(".pb a").nth(2).click()
    was = page.locator(".pb.chosen").get_attribute("data-line")

    page.locator("#chosen button[name=shift][value='5']").first.click()

    now = page.locator(".pb.chosen").get_attribute("data-line")
    page.locator("#undo button").click()
    visit.close()
    assert int(now) == int(was) + 1
