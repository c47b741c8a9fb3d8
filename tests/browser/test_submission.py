"""The form of a paper in a real browser: keyboard alone, a lost connection, moved authors, meters that count."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from .pages import NEXT, Look, Visit
from .test_keyboard import button, choose, field, tab_to

RU, PHONE = Look("ru", "light", 1440), Look("en", "dark", 390)
FORM = f"{NEXT}/papers/submit/"
SAVED, NOT_SAVED = "Черновик сохранён", "Не сохранилось"
MOST_TYPED = 10
ABSTRACT_RU = "Мы наблюдали уроки, на которых одну задачу решают вместе ученики с разными возможностями. " * 6
ABSTRACT_EN = "We observed lessons in which pupils of different abilities solve one task together, and asked them. " * 6


@pytest.fixture
def enter(visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """A page of the demonstration's author, who is a participant."""

    def entered(look: Look = RU, *, javascript: bool = True) -> Visit:
        one = visit(look, javascript=javascript)
        one.enter("author")
        return one

    return entered


def saved(page: Any, words: str = SAVED) -> str:
    line = page.locator("[data-saved-text]", has_text=words)
    line.wait_for()
    return line.inner_text()


def authors(page: Any) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('[name$=-family_ru]')].map((field) => field.value)")


def write(page: Any, title: str) -> None:
    page.check("[name=language][value=ru]")
    page.fill("[name=title_ru]", title)


def add_author(page: Any, family: str) -> None:
    page.click("button[name=rows][value=add]")
    page.wait_for_load_state()
    page.locator("[name$=-family_ru]").last.fill(family)
    page.locator("[name$=-given_ru]").last.fill("Антон")


def test_a_paper_is_sent_with_the_keyboard_alone_in_few_fields(enter):
    visit, typed = enter(), []
    page = visit.open(FORM)

    def type_in(name: str, text: str) -> None:
        tab_to(page, field(name))
        page.keyboard.insert_text(text)
        typed.append(name)

    choose(page, "language", "ru")
    choose(page, "track", page.locator("[name=track]").nth(2).get_attribute("value"))
    choose(page, "type", "report")
    type_in("title_ru", "Одна задача на всех: клавиатурой")
    type_in("abstract_ru", ABSTRACT_RU)
    type_in("keywords_ru", "общая задача, наблюдение урока")
    type_in("title_en", "One task for all: by keyboard")
    type_in("abstract_en", ABSTRACT_EN)
    type_in("keywords_en", "common task, lesson observation")
    saved(page)
    assert re.fullmatch(r".*/papers/\d+/edit/", page.url)
    tab_to(page, field("check"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    tab_to(page, button("Отправить доклад"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/")

    assert re.search(r"№\s\d+", page.inner_text("h1")) is not None
    assert (len(typed) <= MOST_TYPED, visit.complaints, visit.foreign) == (True, [], [])


def test_text_survives_a_lost_connection_and_a_reload(enter):
    visit = enter()
    page = visit.open(FORM)
    write(page, "Потерянная связь")
    saved(page)

    visit.context.set_offline(True)
    page.fill("[name=abstract_ru]", "Набрано без сети")
    sentence = saved(page, NOT_SAVED)
    kept = page.input_value("[name=abstract_ru]")
    visit.context.set_offline(False)
    saved(page)
    page.reload()

    assert sentence.startswith(NOT_SAVED)
    assert (kept, page.input_value("[name=abstract_ru]")) == ("Набрано без сети", "Набрано без сети")


def test_authors_change_places_by_keyboard_and_by_dragging(enter):
    visit = enter()
    page = visit.open(FORM)
    write(page, "Порядок авторов")
    add_author(page, "Рубцов")
    first, second = authors(page)

    page.locator("button[value='up-1']").focus()
    page.keyboard.press("Enter")
    by_keyboard, said = authors(page), page.inner_text("#rows-status")
    focused = page.evaluate("document.activeElement.value || document.activeElement.id")
    page.locator("#author-1 [data-grip]").scroll_into_view_if_needed()
    grip = page.locator("#author-1 [data-grip]").bounding_box()
    below = page.locator("#author-2").bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, min(below["y"] + 130, 880), steps=8)
    page.mouse.up()
    by_pointer = authors(page)
    saved(page)
    page.reload()

    assert (by_keyboard, said) == ([second, first], "Автор 1 из 2")
    assert focused in {"down-0", "author-1"}
    assert (by_pointer, authors(page)) == ([first, second], [first, second])
    assert visit.complaints == []


def test_meters_and_parity_follow_what_is_typed(enter):
    visit = enter(PHONE)
    page = visit.open(FORM)
    page.check("[name=language][value=ru]")
    meter = page.locator("[data-counts=id_abstract_en]")
    mark = page.locator("[data-part=abstract] [data-code=en] .there")
    empty = (meter.inner_text().split()[0], mark.is_visible())

    page.fill("[name=abstract_en]", "One two, ready-made 9.1 — five.")

    assert (empty, meter.inner_text().split()[0], mark.is_visible()) == (("0", False), "5", True)
    assert meter.get_attribute("data-state") == "out"
    ru, en = (page.locator(f"[name=abstract_{code}]").bounding_box() for code in ("ru", "en"))
    assert (ru["y"] < en["y"], visit.overflow()) == (True, 0)


def test_on_a_wide_page_the_languages_stand_side_by_side(enter):
    page = enter().open(FORM)

    ru, en = (page.locator(f"[name=abstract_{code}]").bounding_box() for code in ("ru", "en"))

    assert (abs(ru["y"] - en["y"]) < 2, ru["x"] + ru["width"] < en["x"]) == (True, True)


def test_keywords_used_already_are_offered_for_the_word_in_hand(enter):
    visit = enter()
    page = visit.open(FORM)
    page.type("[name=keywords_en]", "inclusive education, muse")

    page.locator("[data-language=en] button", has_text="museum education").first.click()

    assert page.input_value("[name=keywords_en]") == "inclusive education, museum education, "


def test_choosing_an_organisation_fills_in_the_rest(enter):
    visit = enter()
    page = visit.open(FORM)
    write(page, "Организации")
    add_author(page, "Рубцов")

    page.type("[name=authors-1-affiliation_ru]", "музей детс")
    page.wait_for_selector("#organisations-ru option[value^='Музей детской']", state="attached")
    page.fill("[name=authors-1-affiliation_ru]", "Музей детской книги (демонстрационный)")

    expect(page.locator("[name=authors-1-affiliation_en]")).to_have_value("Museum of Children’s Books (demonstration)")
    assert (page.input_value("[name=authors-1-city_en]"), page.input_value("[name=authors-1-country]")) == (
        "Saint Petersburg", "RU",
    )  # fmt: skip


def test_without_javascript_authors_move_and_the_draft_is_saved(enter):
    visit = enter(javascript=False)
    page = visit.open(FORM)
    write(page, "Без сценариев")
    add_author(page, "Рубцов")
    before = authors_without_script(page)

    page.click("button[value='up-1']")
    after = authors_without_script(page)
    page.click("button[name=save]")

    assert after == before[::-1]
    assert re.search(SAVED, page.inner_text("main")) is not None


def authors_without_script(page: Any) -> list[str]:
    rows = page.locator("[name$=-family_ru]")
    return [rows.nth(place).input_value() for place in range(rows.count())]


@pytest.mark.parametrize(
    "look", [RU, PHONE, Look("ru", "contrast", 320, "l"), Look("en", "light", 390, "xl", "wide")], ids=str
)
def test_the_pages_of_a_paper_are_accessible_in_every_look(look, enter):
    visit = enter(look)
    visit.open("me/")
    address = visit.page.locator("a[href*='/papers/']").first.get_attribute("href").split("/", 2)[2]
    pages = [FORM, address, f"{address}preview/", f"{address}receipt/", f"{address}versions/", f"{address}versions/1/"]

    found = {}
    for path in pages:
        visit.open(path)
        found[path] = (visit.violations(), visit.overflow())

    assert found == dict.fromkeys(pages, ([], 0))
    assert (visit.complaints, visit.foreign) == ([], [])
