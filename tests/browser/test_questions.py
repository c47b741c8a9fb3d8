"""Questions on a phone: from a shared link to an asked question, through a tunnel, and five moderated by keyboard."""

from __future__ import annotations

import gzip
import itertools
import time

import pytest

from .pages import SEASON, Look, Visit

PHONE, WIDE, NARROW = Look("en", "dark", 360), Look("ru", "light", 1440), Look("en", "contrast", 320, "l")
DESK = Look("en", "light", 1440)
MOST_BYTES, MOST_SECONDS = 150_000, 45
TYPING = 45  # milliseconds for a letter: quick thumbs
number = itertools.count(1)


@pytest.fixture
def event(visit) -> str:
    """The page of an event to come that takes questions and has an open one, below the language."""
    page = visit(PHONE, javascript=False).open(f"{SEASON}/questions/?state=approved")
    links = page.locator(".q-meta a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    addresses = sorted({link.partition("#")[0] for link in links}, key=len)
    for address in reversed(addresses):
        below = address.partition("/en/")[2]
        page = visit(PHONE, javascript=False).open(below)
        if page.locator("#main-form").count() and page.locator("button.q-vote").count():
            return below.removesuffix("questions/")
    raise AssertionError("no event of the demonstration takes questions")


def weighed(reader: Visit) -> list[int]:
    """Bytes of what comes from now on, packed as the product sends it (these tests serve it unpacked), fonts aside."""
    sizes: list[int] = []

    def weigh(response) -> None:
        if response.request.resource_type != "font" and response.status == 200:
            sizes.append(len(gzip.compress(response.body())) + len(str(response.headers)))

    reader.page.on("requestfinished", lambda request: weigh(request.response()))
    return sizes


def ask(visit, event: str, text: str) -> None:
    """Ask as somebody new, by the form alone."""
    asker = visit(PHONE, javascript=False)
    page = asker.open(f"{event}questions/")
    page.fill("#id_text", text)
    page.locator(".q-ask button[type=submit]").click()
    if page.locator("[data-named]").count():  # “Charlie” may be a child
        page.locator("button[name=step]").click()
    page.locator("#own .q-own").wait_for()
    asker.close()


def unique(words: str) -> str:
    return f"{words} {time.time_ns()}{next(number)}?"


def until(page, told: str, *given) -> None:
    """Wait until the expression *told* is true (``wait_for_function`` evaluates text, which the policy forbids)."""
    deadline = time.monotonic() + 15
    while not page.evaluate(told, *given):
        assert time.monotonic() < deadline, told
        page.wait_for_timeout(50)


def as_moderator(visit, look: Look = DESK, *, javascript: bool = True) -> Visit:
    staff = visit(look, javascript=javascript)
    staff.enter("moderator")
    return staff


def test_from_a_shared_link_to_an_asked_question(visit, event):
    reader = visit(PHONE)
    weight, began = weighed(reader), time.monotonic()
    page = reader.open(event)

    page.locator(".q-block .cta a").first.click()
    page.locator("#id_text").press_sequentially(unique("Who pays for the tutor when there is no post"), delay=TYPING)
    page.locator(".q-ask button[type=submit]").click()

    page.locator("#own .q-own").wait_for()
    assert time.monotonic() - began < MOST_SECONDS
    assert sum(weight) < MOST_BYTES
    assert page.locator("#own .tag").inner_text() == "with the moderator"
    assert page.locator("#id_text").input_value() == ""
    assert (reader.complaints, reader.foreign, reader.overflow()) == ([], [], 0)


def test_a_vote_and_a_question_survive_a_tunnel(visit, event):
    reader, text = visit(PHONE), unique("Does the tunnel end")
    page = reader.open(f"{event}questions/")
    button = page.locator("button.q-vote").first
    before = int(button.locator("b").inner_text())

    reader.context.set_offline(True)
    button.click()
    page.fill("#id_text", text)
    page.locator(".q-ask button[type=submit]").click()
    page.locator("[data-said]:not([hidden])").wait_for()
    assert (button.get_attribute("aria-pressed"), int(button.locator("b").inner_text())) == ("true", before + 1)
    assert page.locator("#id_text").input_value() == text
    reader.context.set_offline(False)

    page.locator("#own .q-own").wait_for()
    until(page, "Object.keys(localStorage).every((key) => !key.startsWith('asking:'))")
    page.reload()
    assert page.locator("button.q-vote[aria-pressed=true]").count() == 1
    assert text in page.locator("#own").inner_text()


def test_the_list_renews_itself_and_keeps_focus(visit, event):
    reader = visit(DESK)
    reader.context.add_init_script("Object.defineProperty(document, 'hidden', {get: () => false})")
    page = reader.open(f"{event}questions/")
    page.locator("button.q-vote").first.focus()
    focused = page.evaluate("document.activeElement.value")
    text = unique("Is a new question told of")
    ask(visit, event, text)
    staff = as_moderator(visit, javascript=False)
    staff.open(f"{SEASON}/desk/questions/?words={text.split()[-1][:-1]}")
    staff.page.locator("form[data-key=a] button").click()

    page.evaluate("dispatchEvent(new Event('online'))")  # the next look, at once
    page.locator(".q-text", has_text=text).wait_for(timeout=10_000)

    assert page.evaluate("document.activeElement.value") == focused
    until(page, "document.getElementById('fresh').textContent === '1 new question'")
    assert reader.complaints == []


def test_five_questions_moderated_by_keyboard_alone(visit, event):
    token = str(time.time_ns())
    texts = [f"{words} {token}?" for words in ("Alpha lesson", "Bravo lesson", "Charlie support", "Delta", "Echo")]
    for text in texts:
        ask(visit, event, text)
    staff = as_moderator(visit)
    page = staff.open(f"{SEASON}/desk/questions/?words={token}")
    said, hand, keyboard = page.locator("#qd-said"), page.locator("#hand-h"), page.keyboard

    def press(*keys: str, then: str) -> None:
        for key in keys:
            keyboard.press(key)
        until(page, "(words) => document.getElementById('qd-said').textContent === words", then)
        assert page.evaluate("document.activeElement.id") == "hand-h"

    keyboard.press("j")
    until(page, "document.getElementById('hand-h').textContent.includes('Bravo')")
    keyboard.press("k")
    until(page, "document.getElementById('hand-h').textContent.includes('Alpha')")
    press("a", then="The question is in the list.")
    assert "Bravo" in hand.inner_text()
    keyboard.press("m")
    until(page, "document.activeElement.matches('[data-targets]')")
    keyboard.press("Tab")
    press("Enter", then="The questions are merged.")
    assert "Charlie" in hand.inner_text()
    keyboard.press("d")
    press("Space", "Enter", then="The question is not taken.")
    press("z", then="The last move is taken back.")
    assert "Charlie" in hand.inner_text()
    page.locator("[data-row]").nth(2).wait_for()
    keyboard.press("t")
    until(page, "document.activeElement.name === 'theme'")
    keyboard.press("Escape")
    press("a", then="The question is in the list.")
    press("r", then="The question is marked as being answered.")
    assert "being answered now" in hand.inner_text()
    keyboard.press("i")
    until(page, "document.activeElement.name === 'place'")
    keyboard.type("12:05")
    press("Enter", then="The question is answered in the air.")
    assert "Echo" in hand.inner_text()
    keyboard.press("w")
    page.wait_for_url("**/answer/")
    page.locator("#id_text_en").focus()
    keyboard.type("The school does.")
    while not page.evaluate("document.activeElement.matches('.form button[type=submit]')"):
        keyboard.press("Tab")
    keyboard.press("Enter")
    page.wait_for_url("**/to-answer/")
    assert (said.count(), staff.complaints) == (0, [])


def test_what_is_typed_at_the_desk_survives_refusals_and_steps(visit, event):
    token = str(time.time_ns())
    for words in ("Foxtrot", "Golf"):
        ask(visit, event, f"{words} {token}?")
    staff = as_moderator(visit)
    page = staff.open(f"{SEASON}/desk/questions/?words={token}")
    keyboard, wording, panel = page.keyboard, page.locator("#wording_text_ru"), page.locator("details[data-key=d]")

    keyboard.press("e")
    wording.fill("Half a translation")
    for key, then in (("Escape", "Foxtrot"), ("j", "Golf"), ("k", "Foxtrot")):
        keyboard.press(key)
        until(page, f"document.activeElement.textContent.includes('{then}')")
    assert wording.input_value() == "Half a translation"

    keyboard.press("d")
    panel.locator("button").click()
    until(page, "document.activeElement.matches('[name=ready]')")
    panel.locator("textarea").focus()
    keyboard.type("Not about the school.")
    keyboard.press("Escape")
    keyboard.press("m")
    page.locator("#with").fill("Golf")
    keyboard.press("Enter")
    until(page, "document.activeElement.matches('.qd-found .sub-s')")
    page.locator("#with").fill("Zulu")
    page.locator("#with").press("Enter")
    until(page, "document.activeElement.matches('.qd-found p:not(.sub-s)')")
    assert panel.locator("textarea").input_value() == "Not about the school."
    keyboard.press("d")
    panel.locator("button").click()
    until(page, "document.getElementById('qd-said').textContent === 'The question is not taken.'")
    assert page.locator("#qd-said").bounding_box()["height"] > 10
    assert staff.complaints == []


def test_single_keys_can_be_switched_off(visit):
    staff = as_moderator(visit)
    page = staff.open(f"{SEASON}/desk/questions/?state=approved")
    first = page.locator("#hand-h").inner_text()
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")

    page.keyboard.press("j")

    page.wait_for_timeout(300)
    assert page.locator("#hand-h").inner_text() == first
    page.reload()
    assert not page.locator("#keys-on").is_checked()


def test_everything_works_without_javascript(visit, event):
    text = unique("Does it work without a script")
    ask(visit, event, text)
    staff = as_moderator(visit, javascript=False)
    page = staff.open(f"{SEASON}/desk/questions/?words={text.split()[-1][:-1]}")

    page.locator("summary", has_text="Do not take").click()
    page.locator("[name=ready]").first.check()
    page.locator("button.danger").click()
    assert page.locator(".msgs").inner_text() == "The question is not taken."
    page.locator("form[data-key=z] button").click()
    page.locator("form[data-key=a] button").click()

    reader = visit(PHONE, javascript=False)
    page = reader.open(f"{event}questions/?order=time")
    mine = page.locator(".q", has_text=text)
    mine.locator("button.q-vote").click()
    mine = page.locator(".q", has_text=text)
    assert (mine.locator("button.q-vote").get_attribute("aria-pressed"), mine.locator("b").first.inner_text()) == (
        "true", "1",
    )  # fmt: skip
    mine.locator("button.q-vote").click()
    assert page.locator(".q", has_text=text).locator("button.q-vote").get_attribute("aria-pressed") == "false"


def test_focus_goes_where_it_is_told_what_became_of_it(visit, event):
    reader = visit(DESK)
    page = reader.open(f"{event}questions/")
    button = page.locator("button.q-vote").first

    button.focus()
    page.keyboard.press("Space")
    until(page, "document.getElementById('fresh').textContent === 'Your vote is counted.'")
    assert page.evaluate("document.activeElement.matches('.q-vote[aria-pressed=true]')")
    page.fill("#id_text", unique("Where does the focus go"))
    page.locator(".q-ask button[type=submit]").focus()
    page.keyboard.press("Enter")

    until(page, "document.activeElement.id === 'own'")
    assert page.locator("[data-said]").inner_text().startswith("Thank you.")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_child_that_is_named_is_noticed_once(visit, event, javascript):
    reader, text = visit(PHONE, javascript=javascript), unique("A boy called Tom Brown is teased, what now")
    page = reader.open(f"{event}questions/#ask")
    page.fill("#id_text", text)
    page.locator(".q-ask button[type=submit]").click()

    page.locator("[data-named]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-named]')")
    assert (page.input_value("#id_text"), reader.violations() if javascript else [], reader.overflow()) == (text, [], 0)
    page.locator("button[name=step]").click()

    page.locator("#own .q-own").wait_for()
    assert (text in page.locator("#own").inner_text(), page.locator("[data-named]").count()) == (True, 0)
    until(page, "document.activeElement.id === 'own'")


@pytest.mark.parametrize(("width", "height", "look"), [(1920, 1080, ""), (1280, 720, "?look=light"), (320, 700, "")])
def test_the_screen_of_the_hall_cuts_nothing_in_half(visit, event, width, height, look):
    for number in range(2):
        ask(visit, event, unique(f"{number} {'very long ' * 25}"))
    staff = as_moderator(visit, javascript=False)
    for _each in range(2):
        staff.open(f"{SEASON}/desk/questions/?words=very+long")
        staff.page.locator("form[data-key=a] button").click()
    reader = visit(DESK)
    reader.page.set_viewport_size({"width": width, "height": height})

    page = reader.open(f"{event}screen/{look}")

    cut = """() => {
      const list = document.querySelector(".waiting ol").getBoundingClientRect();
      return [...document.querySelectorAll(".waiting li")].map((each) => each.getBoundingClientRect())
        .filter((each) => each.left < list.right && each.bottom > list.bottom + 1).length;
    }"""
    assert page.evaluate(cut) == 0
    code = page.locator("footer img").bounding_box()
    assert width < 700 or (code["y"] >= 0 and code["y"] + code["height"] <= height)
    assert (reader.violations(), reader.overflow(), reader.complaints) == ([], 0, [])


def test_on_a_phone_the_desk_brings_into_sight_what_was_gone_to(visit, event):
    token = str(time.time_ns())
    for words in ("Hotel", "India", "Juliet"):
        ask(visit, event, f"{words} {token}?")
    staff = as_moderator(visit, PHONE)
    page = staff.open(f"{SEASON}/desk/questions/?words={token}")
    seen = """(place) => {
      const at = document.querySelector(place).getBoundingClientRect();
      return at.top >= 0 && at.bottom <= innerHeight;
    }"""

    page.locator("[data-row]").nth(2).click()
    until(page, "document.getElementById('hand-h').textContent.includes('Juliet')")
    until(page, seen, "#hand-h")
    page.locator("details[data-key=d] summary").click()
    page.locator("details[data-key=d] button").click()

    until(page, "document.activeElement.matches('[name=ready]')")
    until(page, seen, "[name=ready]")
    assert (staff.overflow(), staff.complaints) == (0, [])


@pytest.mark.parametrize("look", [WIDE, PHONE, NARROW], ids=str)
def test_pages_of_questions_are_accessible_in_every_look(visit, event, look):
    reader = visit(look)
    for path in (f"{event}questions/", f"{event}questions/?order=theme", f"{SEASON}/questions/?q=тьютор", event):
        page = reader.open(path)
        for details in page.locator(".q-who-form > summary").all():
            details.click()
        assert (path, reader.violations(), reader.overflow()) == (path, [], 0)
    assert (reader.complaints, reader.foreign) == ([], [])


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=str)
def test_the_desk_is_accessible_in_every_look(visit, look):
    staff = as_moderator(visit, look)
    for path in ("desk/questions/", "desk/questions/?state=answered", "desk/questions/to-answer/"):
        page = staff.open(f"{SEASON}/{path}")
        page.evaluate("for (const each of document.querySelectorAll('.qd-hand details')) each.open = true")
        assert (path, staff.violations(), staff.overflow()) == (path, [], 0)
    page.locator(".q-body a.btn").first.click()
    assert (staff.violations(), staff.overflow(), staff.complaints) == ([], 0, [])
