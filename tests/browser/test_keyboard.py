"""A listener registers with the keyboard alone, without JavaScript and with it."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from .pages import NEXT, Look, Visit

RU = Look("ru", "light", 1440)
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    name: element.getAttribute('name') || element.textContent.trim().slice(0, 40),
    value: element.value ?? null,
    outline: parseFloat(style.outlineWidth) || 0,
    covered: !!top && top !== element && !element.contains(top) && !top.contains(element)
      && !(top.labels) && !(element.labels && [...element.labels].some((label) => label.contains(top))),
  };
}"""


def tab_to(page: Any, matches: Any, limit: int = 120) -> dict[str, Any]:
    """Press Tab until *matches* the focused element; each stop on the way must show itself."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            continue
        assert focus["outline"] >= 2, focus
        assert focus["covered"] is False, focus
        if matches(focus):
            return focus
    raise AssertionError("the element was not reached by Tab")


def field(name: str) -> Any:
    return lambda focus: focus["name"] == name


def button(text: str) -> Any:
    return lambda focus: focus["name"].startswith(text)


def choose(page: Any, name: str, value: str) -> None:
    """Move within a group of radio buttons with the arrow keys until *value* is chosen."""
    tab_to(page, field(name))
    for _press in range(6):
        if page.evaluate("document.activeElement.value") == value and page.evaluate("document.activeElement.checked"):
            return
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == value


def the_code(visit: Visit, address: str) -> str:
    """The log-in code from the newest letter to *address*, as the demonstration's mailbox shows it."""
    other = visit.context.new_page()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        other.goto(f"{visit.server}/ru/demo/mail/")
        text = other.inner_text("main")
        if address in text and (found := re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", text, re.MULTILINE)):
            other.close()
            return found[0]
        time.sleep(0.2)
    raise AssertionError("no letter with a code came")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_listener_registers_by_keyboard(browser, server, javascript):
    visit = Visit(browser, server, RU, javascript=javascript)
    page = visit.open(f"{NEXT}/")
    address = f"keyboard-{int(javascript)}@example.org"

    tab_to(page, button("Только себя, как слушатель"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/listener/**")
    tab_to(page, field("full_name"))
    page.keyboard.type("Клавишин Павел")
    tab_to(page, field("email"))
    page.keyboard.type(address)
    tab_to(page, field("city"))
    page.keyboard.type("Псков")
    tab_to(page, field("country"))
    for _press in range(260):
        if page.evaluate("document.activeElement.value") == "RU":
            break
        page.keyboard.press("ArrowDown")
    choose(page, "attendance", "online")
    choose(page, "language", "ru")
    page.keyboard.press("Enter")
    page.wait_for_url("**/listener/access/")
    tab_to(page, button("Сохранить и продолжить"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/listener/consents/")
    tab_to(page, lambda focus: "processing" in focus["name"])
    page.keyboard.press("Space")
    tab_to(page, button("Сохранить и продолжить"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/listener/check/")
    tab_to(page, button("Отправить"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/code/confirm/**")
    tab_to(page, field("code"))
    page.keyboard.type(the_code(visit, address))
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/sent/")

    assert re.search(r"L-\d{4}", page.inner_text("main")) is not None
    assert visit.complaints == []
    visit.close()


def test_the_panel_closes_on_escape_and_gives_the_focus_back(browser, server):
    visit = Visit(browser, server, RU)
    page = visit.open(f"{NEXT}/")
    tab_to(page, lambda focus: "Настройки чтения" in focus["name"], limit=4)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    page.keyboard.press("Escape")

    assert page.evaluate("document.querySelector('details.reading').open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    visit.close()


def test_enter_in_a_field_goes_on_and_does_not_switch_the_language(browser, server):
    visit = Visit(browser, server, RU)
    page = visit.open(f"{NEXT}/register/listener/about/")
    page.focus("[name=full_name]")
    page.keyboard.type("Клавишин")

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "/ru/" in page.url
    assert page.title().startswith("Ошибка:")
    assert page.evaluate("document.activeElement.closest('.esum') !== null") is True
    visit.close()


def test_switching_the_language_keeps_what_was_typed(browser, server):
    visit = Visit(browser, server, RU, javascript=False)
    page = visit.open(f"{NEXT}/register/listener/about/")
    page.fill("[name=full_name]", "Клавишин Павел")
    page.fill("[name=city]", "Псков")

    page.click("button[name=switch_language][value=en]")
    page.wait_for_url("**/en/**")

    assert page.input_value("[name=full_name]") == "Клавишин Павел"
    assert page.input_value("[name=city]") == "Псков"
    visit.close()
