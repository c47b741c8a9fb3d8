"""Persona A with the keyboard alone: the head in nine typed fields, all five in forty-five, nothing typed twice."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from .pages import NEXT, Look, Visit
from .test_keyboard import button, field, tab_to, the_code

RU = Look("ru", "light", 1440)
OTHERS = [
    ("Рамазанов Ильхом", "Ilkhom Ramazanov", "советник министра", "adviser"),
    ("Тошматова Дилором", "Dilorom Toshmatova", "начальник отдела", "delegate"),
]
ROWS = [
    ("Полное имя", "Имя латиницей", "Должность", "Роль"),
    ("Каримов Шавкат", "Shavkat Karimov", "эксперт", "эксперт"),
    ("Ли Анна", "Anna Li", "переводчик", "переводчик"),
]


class Hands:
    """A keyboard that counts the fields it typed into and remembers what it typed."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.typed: list[str] = []

    def into(self, name: str, text: str) -> None:
        tab_to(self.page, field(name))
        self.page.keyboard.type(text)
        self.typed.append(text)

    def press(self, label: str, address: str) -> None:
        tab_to(self.page, button(label))
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(address)

    def tick(self, name: str) -> None:
        tab_to(self.page, field(name))
        self.page.keyboard.press("Space")

    def choose(self, name: str, value: str) -> None:
        tab_to(self.page, field(name))
        for _press in range(12):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} was not found in {name}")


def invited(browser: Any, server: str) -> str:
    """The code of a fresh delegation, as its organiser sees it on the desk."""
    visit = Visit(browser, server, RU)
    page = visit.enter("organiser")
    page.goto(f"{server}/ru/{NEXT}/desk/delegations/new/")
    page.select_option("[name=country]", "TJ")
    page.fill("[name=body_ru]", "Министерство просвещения (демонстрация)")
    page.fill("[name=seats]", "5")
    page.fill("[name=held_until]", time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86400)))
    page.click("#main-form .acts button")
    page.wait_for_url(re.compile(r"/desk/delegations/\d+/$"))
    code = str(page.inner_text("dd.mono")).strip()
    assert visit.complaints == []
    visit.close()
    return code


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_five_people_by_keyboard(browser, server, javascript):
    code = invited(browser, server)
    visit = Visit(browser, server, RU, javascript=javascript)
    page = visit.open(f"{NEXT}/delegation/")
    hands = Hands(page)
    address = f"protocol-{int(javascript)}@tj.example.org"
    began = time.monotonic()

    hands.into("code", code)
    hands.press("Продолжить", "**/delegation/begin/")
    assert "Таджикистан" in page.inner_text("main")
    hands.into("name", "Назарова Мехри")
    hands.into("email", address)
    hands.press("Продолжить", "**/accounts/code/confirm/**")
    hands.into("code", the_code(visit, address))
    page.keyboard.press("Enter")
    page.wait_for_url("**/head/")
    hands.into("full_name", "Саидов Рустам Каримович")
    hands.into("latin_name", "Rustam Saidov")
    hands.into("position_ru", "министр просвещения")
    hands.press("Сохранить", re.compile(r"/delegation/\d+/$"))
    tasks = page.url
    hands.press("Проверить и отправить", "**/check/")
    hands.tick("consent_processing")
    hands.press("Отправить заявку", "**/sent/")
    head_only = len(hands.typed)

    assert re.search(r"TJK-\d\d", page.inner_text("h1")) is not None
    assert head_only <= 9
    assert time.monotonic() - began <= 180

    for full_name, latin_name, post, role in OTHERS:
        page.goto(f"{tasks}members/new/")
        hands.into("full_name", full_name)
        hands.into("latin_name", latin_name)
        hands.into("position_ru", post)
        hands.choose("delegation_role", role)
        hands.press("Сохранить", tasks)
    page.goto(f"{tasks}members/rows/")
    tab_to(page, field("table"))
    page.evaluate(
        "text => { const area = document.activeElement; area.value = text; }" if javascript else "text => text",
        "\n".join("\t".join(row) for row in ROWS),
    )
    if not javascript:
        page.fill("[name=table]", "\n".join("\t".join(row) for row in ROWS))
    hands.typed += [cell for row in ROWS[1:] for cell in row[:3]]
    hands.press("Проверить строки", "**/members/rows/")
    page.wait_for_selector(".preview")
    tab_to(page, field("apply"))
    page.keyboard.press("Enter")
    page.wait_for_url(tasks)
    hands.press("Проверить и отправить", "**/check/")
    hands.tick("consent_processing")
    hands.press("Отправить заявку", "**/sent/")
    page.goto(tasks)

    assert page.locator("ul.tl[aria-labelledby=members] li").count() == 5
    assert len(hands.typed) <= 45
    assert len(set(hands.typed)) == len(hands.typed)
    assert visit.complaints == []
    assert visit.foreign == []
    visit.close()


LOOKS = [RU, Look("en", "dark", 390), Look("ru", "contrast", 320, "l")]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_task_list_and_its_pages_have_no_violations(browser, server, look):
    visit = Visit(browser, server, look)
    page = visit.enter("protocol")
    page.wait_for_url(re.compile(r"/delegation/\d+/$"))
    tasks = page.url
    found = {}

    for name in ("", "members/new/", "members/rows/", "check/", "travel/", "shared/", "visas/", "nomination/"):
        page.goto(f"{tasks}{name}", wait_until="load")
        found[name] = (visit.violations(), visit.overflow())

    assert {name: result for name, result in found.items() if result != ([], 0)} == {}
    assert visit.complaints == []
    visit.close()


def test_the_desk_of_delegations_has_no_violations(browser, server):
    visit = Visit(browser, server, Look("en", "dark", 390))
    page = visit.enter("organiser")
    desk = f"{server}/en/{NEXT}/desk/delegations/"
    page.goto(desk)
    first = page.get_attribute("table a", "href")
    found = {}

    for address in (desk, f"{desk}new/", f"{server}{first}"):
        page.goto(address, wait_until="load")
        found[address] = (visit.violations(), visit.overflow())

    assert {name: result for name, result in found.items() if result != ([], 0)} == {}
    assert visit.complaints == []
    visit.close()
