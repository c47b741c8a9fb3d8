"""A self-audit on a phone: without a script from the first statement to the plan; with one, through a lost network."""

from __future__ import annotations

import re
from functools import partial

import pytest

from .pages import Look, Visit

PHONE = Look("ru", "light", 360)
CHECKLIST = "library/checklists/support-team/"
START = "form[action*='/start/'] button"


@pytest.fixture
def phone(visit):
    return partial(visit, PHONE)


def total(page) -> int:
    return int(re.findall(r"\d+", page.locator("[data-where]").inner_text())[-1])


def test_a_whole_checklist_on_a_phone_without_a_script(phone):
    visit = phone(javascript=False)
    page = visit.open(CHECKLIST)
    page.click(START)
    count = total(page)
    for number in range(1, count + 1):
        page.wait_for_url(f"**/{number}/")
        assert visit.overflow() <= 0
        page.locator(".au-choice").nth(number % 4).click()
        page.locator("main .acts button").first.click()
    page.locator("main a[href$='/finish/']").click()
    page.fill("[name=school]", "Школа с телефоном")
    page.locator("main .acts button").click()

    page.wait_for_url("**/results/")
    said = page.inner_text("main")
    assert "Школа с телефоном" in said
    assert visit.overflow() <= 0

    page.locator("main a[href$='/plan/']").click()
    page.locator("[formaction$='/propose/']").click()
    page.wait_for_selector(".au-steps")
    assert page.locator(".au-steps > li").count() == 3
    with page.expect_navigation():
        page.locator(".au-steps [formaction*='/move/'][value=down]").first.click()
    assert page.locator(".au-steps > li").count() == 3
    assert page.locator(".au-steps > li:nth-child(2) > [role=group]:focus").count() == 1  # where it stands now
    assert visit.overflow() <= 0
    assert visit.complaints == []
    assert visit.foreign == []


def test_answers_go_on_through_a_lost_network(phone):
    visit = phone(javascript=True)
    page = visit.open(CHECKLIST)
    page.click(START)
    page.wait_for_url("**/library/audits/**")
    page.wait_for_load_state()
    with page.expect_response("**/items/"):
        page.reload()
    count = total(page)
    page.wait_for_timeout(200)
    page.locator(".au-choice").first.click()
    page.wait_for_selector("progress[value='1']")

    visit.context.set_offline(True)
    for number in (2, 3):
        page.locator("main .acts button").first.click()
        page.wait_for_url(f"**/{number}/")
        page.locator(".au-choice").nth(2).click()
    page.wait_for_selector("[data-status].failed")
    kept = page.evaluate("JSON.parse(Object.entries(localStorage).find(([key]) => key.startsWith('audit-'))[1])")
    assert [each["value"] for each in kept.values()] == ["no", "no"]

    visit.context.set_offline(False)
    page.wait_for_selector("progress[value='3']")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('audit-'))") == []
    page.go_back()
    page.wait_for_url("**/2/")
    assert page.locator(".au-choice input:checked").get_attribute("value") == "no"

    page.reload()
    assert page.locator(".au-choice input:checked").get_attribute("value") == "no"
    assert str(count) in page.locator("[data-progress]").inner_text()
    assert [each for each in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in each] == []


def test_a_section_goes_on_at_the_first_press(phone):
    page = phone(javascript=True).open(CHECKLIST)
    page.click(START)
    key = page.url.split("/")[-3]
    page.goto(page.url.replace(f"{key}/1/", f"{key}/sections/1/"))

    page.locator("main .acts button").first.click()  # nothing was changed
    page.wait_for_url("**/sections/2/")
    page.locator(".au-choice").first.click()
    page.locator("main .acts button[name=previous]").click()  # the answer is still on its way
    page.wait_for_url("**/sections/1/")
    page.locator(".au-choice").first.click()
    page.wait_for_selector("progress[value='2']")
    page.locator("main .acts button").first.click()  # everything is saved
    page.wait_for_url("**/sections/2/")

    assert page.locator(".au-choice input:checked").count() == 1


def test_what_is_kept_on_the_device_is_sent_when_the_page_is_opened_again(phone):
    visit = phone(javascript=True)
    page = visit.open(CHECKLIST)
    page.click(START)
    page.wait_for_url("**/library/audits/**")
    page.wait_for_load_state()
    item = page.locator("[data-item]").get_attribute("data-item")
    key = f"audit-{page.locator('form[data-audit]').get_attribute('data-audit')}"
    kept = "([key, item]) => localStorage.setItem(key, JSON.stringify({[item]: {value: 'partly', note: 'Заметка'}}))"
    page.evaluate(kept, [key, item])

    page.reload()
    page.wait_for_selector("progress[value='1']")

    assert page.locator(".au-choice input:checked").get_attribute("value") == "partly"
    assert page.locator("textarea").input_value() == "Заметка"
    assert page.evaluate("(key) => localStorage.getItem(key)", key) is None


def test_the_keyboard_alone_answers_and_goes_on(phone):
    page = phone(javascript=True).open(CHECKLIST)
    page.click(START)
    page.wait_for_url("**/library/audits/**")
    page.wait_for_load_state()
    with page.expect_response("**/items/"):
        page.reload()
    page.wait_for_timeout(200)
    page.locator(".au-choice input").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2/")

    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.locator("[data-item]").get_attribute("data-number") == "2"


@pytest.mark.parametrize("look", [Look("ru", "contrast", 320, "l"), Look("en", "dark", 390), Look("ru", "light", 1440)])
def test_pages_of_an_attempt_have_no_violations(browser, server, look):
    visit = Visit(browser, server, look)
    found = {}
    page = visit.open(CHECKLIST)
    page.click(START)
    page.wait_for_load_state()
    key = page.url.split("/")[-3]
    for name in ("1/", "sections/2/", "", "results/", "finish/", "plan/", "compare/", "forget/"):
        visit.open(f"library/audits/{key}/{name}")
        found[name] = (visit.violations(), visit.overflow() > 0)

    assert found == dict.fromkeys(found, ([], False))


@pytest.mark.parametrize("look", [Look("ru", "light", 1440), Look("en", "dark", 320)])
def test_the_desk_of_checklists_has_no_violations(visit, look):
    here = visit(look)
    here.enter("editor")
    found = {}
    for name in ("", "add/", "support-team/", "support-team/together/"):
        here.open(f"together-season/desk/checklists/{name}")
        found[name] = (here.violations(), here.overflow() > 0)

    page = here.open("together-season/desk/checklists/support-team/")
    page.fill("[name=minutes]", "4")
    with page.expect_navigation():
        page.locator("#minutes-form button").click()
    found["mistake"] = (here.violations(), here.overflow() > 0)

    assert page.evaluate("document.activeElement.className") == "esum"
    assert found == dict.fromkeys(found, ([], False))


def test_several_mistakes_of_a_section_are_told_in_one_place(phone):
    visit = phone(javascript=True)
    page = visit.open(CHECKLIST)
    page.click(START)
    page.wait_for_url("**/library/audits/**")
    key = page.url.split("/")[-3]
    visit.open(f"library/audits/{key}/sections/1/")
    for number in (0, 1):
        page.locator(".au-note summary").nth(number).click()
        page.locator("textarea").nth(number).fill("Заметка без ответа")

    with page.expect_navigation():
        page.locator("main .acts button").first.click()

    assert page.locator(".esum li").count() == 2
    assert page.evaluate("document.activeElement.className") == "esum"
    assert [page.locator("textarea").nth(number).input_value() for number in (0, 1)] == ["Заметка без ответа"] * 2
    assert (visit.violations(), visit.overflow() > 0) == ([], False)
