"""A clause is written, discussed, amended, consolidated, endorsed and adopted, in a real browser."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from .pages import DESKS, NEXT, Look, Visit

RU = Look("ru", "light", 1440)
DESK = f"{NEXT}/desk/outcomes/"


def entered(browser: Any, server: str, who: str, look: Look = RU, *, javascript: bool = True) -> Visit:
    visit = Visit(browser, server, look, javascript=javascript)
    visit.enter(who)
    return visit


def begun(visit: Visit, title: str, *, track: bool = True) -> str:
    """The address of the writers' page of a new document."""
    page = visit.open(f"{DESK}new/")
    page.check("[name=kind][value=training]")
    if track:
        page.select_option("[name=track]", index=3)
    page.fill("[name=title_ru]", title)
    page.fill("[name=title_en]", f"{title} in English")
    page.click("#main-form .acts button")
    page.wait_for_url(re.compile(r"/desk/outcomes/[\w-]+/$"))
    return str(page.url)


def written(page: Any, desk: str, ru: str, en: str) -> None:
    page.goto(desk)
    page.click("form[action$='/clauses/add/'].acts button")
    page.wait_for_url(re.compile(r"/clauses/\d+/$"))
    page.fill("[name=text_ru]", ru)
    page.fill("[name=text_en]", en)
    page.click("button[name=save]")
    page.wait_for_url(re.compile(r"#c\d+$"))


def numbers(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".write-list .both > [lang=en]").all_inner_texts()]


def public_of(desk: str) -> str:
    return desk.replace("/desk/outcomes/", "/outcomes/")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_clause_amended_and_adopted(browser, server, javascript):
    organiser = entered(browser, server, "organiser", javascript=javascript)
    delegate = entered(browser, server, "author", javascript=javascript)
    page, theirs = organiser.page, delegate.page
    name = f"Наставники {int(javascript)}"

    # Written in both languages and announced.
    desk = begun(organiser, name)
    written(page, desk, "Закреплять наставника на год.", "To give a mentor for a year.")
    slug = desk.rstrip("/").rpartition("/")[2]
    page.goto(f"{server}/ru/{DESK}announce/?document={slug}")
    page.fill("[name=opens]", time.strftime("%Y-%m-%d"))
    page.fill("[name=closes]", time.strftime("%Y-%m-%d", time.localtime(time.time() + 5 * 86400)))
    page.click("#main-form .acts button")
    page.wait_for_url(f"**/{DESK}")

    # A delegate proposes another text.
    theirs.goto(public_of(desk))
    theirs.click("#p1 .foot a")
    theirs.wait_for_url(re.compile(r"/clauses/\d+/$"))
    clause_page = theirs.url
    theirs.click("a.btn[href$='/propose/']")
    theirs.fill("[name=text_ru]", "Закреплять наставника на два года.")
    theirs.fill("[name=reason]", "За год наставник только знакомится с классом.")
    theirs.check("[name=is_named]")
    theirs.click("#main-form .acts button")
    theirs.wait_for_url(clause_page)
    assert theirs.locator(".proposal ins").inner_text().endswith("два года")

    # It is accepted with its reason; the delegate reads it and what changed.
    page.goto(f"{desk}proposals/")
    page.click("a.btn[href*='decide/?amendment=']")
    page.check("[name=decision][value=accept]")
    page.fill("[name=text_en]", "To give a mentor for two years.")
    page.fill("[name=answer_ru]", "Согласны.")
    page.fill("[name=answer_en]", "Agreed.")
    page.click("#main-form .acts button")
    page.wait_for_url("**/proposals/")
    theirs.goto(clause_page)
    assert "To give a mentor for two years." in theirs.inner_text(".clause-now")
    assert "Согласны." in theirs.inner_text(".proposal .answer")

    # Taken into a document of the conference, which is opened for endorsement, endorsed and adopted.
    common = begun(organiser, f"{name}, вместе", track=False)
    page.goto(f"{common}pick/")
    page.locator(".pick label", has_text="Закреплять наставника на два года.").last.click()
    page.click("main form .acts button")
    page.wait_for_url(common)
    page.click("form[action$='/begin-endorsement/'] button")
    page.wait_for_url(common)
    theirs.goto(f"{public_of(common)}endorse/")
    theirs.check("[name=kind][value=for]")
    theirs.click("main form .acts button.btn")
    theirs.wait_for_url(public_of(common))
    page.goto(f"{common}adopt/")
    page.check("[name=few]")
    page.click("#main-form .acts button")
    page.wait_for_url(public_of(common))

    # Anybody reads it in both languages and takes the PDF.
    reader = Visit(browser, server, RU, javascript=javascript)
    reader.page.goto(f"{public_of(common)}#p1")
    assert reader.page.inner_text("#p1 .both [lang=en]") == "To give a mentor for two years."
    assert reader.page.locator(".banner.adopted").count() == 1
    pdf = reader.page.request.get(public_of(common).rstrip("/") + ".pdf")
    assert (pdf.status, pdf.headers["content-type"], pdf.body()[:5]) == (200, "application/pdf", b"%PDF-")
    for visit in (organiser, delegate, reader):
        assert (visit.complaints, visit.foreign) == ([], [])
        visit.close()


def test_clauses_are_dragged_and_moved_by_keyboard(browser, server):
    visit = entered(browser, server, "organiser")
    page = visit.page
    desk = begun(visit, "Порядок пунктов")
    for letter in "ABC":
        written(page, desk, f"Пункт {letter}", letter)

    page.goto(desk)
    grip = page.locator("[data-grip]").nth(2)
    page.evaluate("document.querySelector('.write-list').scrollIntoView({ block: 'start' })")
    box = grip.bounding_box()
    target = page.locator(".write-list > li").nth(0).bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, target["y"] + 60, steps=4)
    page.mouse.move(box["x"] + 5, target["y"] + 4, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile(r"#c\d+$"))
    dragged = numbers(page)
    page.locator("button[name=to][value=down]").nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.wait_for_selector(".write-list > li:first-child .both > [lang=en]:has-text('A')")

    assert (dragged, numbers(page)) == (["C", "A", "B"], ["A", "C", "B"])
    assert visit.complaints == []
    visit.close()


def test_what_is_typed_is_saved_and_another_hand_is_noticed(browser, server):
    first, second = entered(browser, server, "organiser"), entered(browser, server, "organiser")
    desk = begun(first, "Две руки")
    written(first.page, desk, "Начало", "Beginning")
    first.page.goto(desk)
    address = first.page.get_attribute(".row-acts a", "href")
    for visit in (first, second):
        visit.page.goto(f"{server}{address}")

    first.page.fill("[name=text_ru]", "Первая рука")
    first.page.wait_for_selector("[data-saved]:not([hidden])", timeout=15_000)
    second.page.fill("[name=text_ru]", "Вторая рука")
    second.page.click("button[name=save]")
    second.page.wait_for_selector(".conflict")

    assert "Первая" in second.page.inner_text(".conflict")
    assert second.page.input_value("[name=text_ru]") == "Вторая рука"
    second.page.click("button[name=save]")
    second.page.wait_for_url(re.compile(r"#c\d+$"))
    assert "Вторая рука" in second.page.inner_text(".write-list")
    for visit in (first, second):
        visit.close()


def test_a_phone_shows_the_chosen_language_or_both(browser, server):
    visit = Visit(browser, server, Look("en", "light", 390))
    page = visit.open("inclusion-2008/outcomes/recommendations/")
    shown = "[...document.querySelectorAll('#p1 .both > [lang]')].filter(e => e.offsetParent).map(e => e.lang)"

    seen = [page.evaluate(shown)]
    for value in ("ru", "both"):
        page.check(f"[name=show][value={value}]")
        seen.append(page.evaluate(shown))

    assert seen == [["en"], ["ru"], ["ru", "en"]]
    visit.close()


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_pages_of_writers_and_speakers_are_accessible(browser, server, look):
    problems = {}
    for who, paths in (
        ("organiser", [DESK, f"{DESK}new/", f"{DESK}announce/", f"{DESK}policy/", f"{DESK}policy/edit/",
                       f"{DESK}policy/pick/", f"{DESK}track-3-3/proposals/", "first proposal", "first clause"]),
        ("author", ["outcomes/track-3-3/", "first said", "first said/propose/"]),
    ):  # fmt: skip
        visit = entered(browser, server, who, look)
        for path in paths:
            page = there(visit, path)
            found = [*visit.violations(), *visit.complaints]
            if visit.overflow() > 0:
                found.append(f"overflows by {visit.overflow()} px")
            if found:
                problems[f"{who} {path} {page.url}"] = found
        visit.close()

    assert problems == {}


def there(visit: Visit, path: str) -> Any:
    """Open *path*, or what the first link of a list leads to."""
    if path == "first proposal":
        page = visit.open(f"{DESK}track-3-3/proposals/")
        page.click("a.btn[href*='decide/?amendment='] >> nth=0")
    elif path == "first clause":
        page = visit.open(f"{DESK}policy/")
        page.click(".row-acts a >> nth=0")
    elif path.startswith("first said"):
        page = visit.open(f"{NEXT}/outcomes/track-3-3/")
        page.click("#p5 .foot a")
        if path.endswith("/propose/"):
            page.click("a.btn[href$='/propose/']")
    else:
        page = visit.open(path if path.startswith(NEXT) else f"{NEXT}/{path}")
    page.wait_for_load_state()
    return page
