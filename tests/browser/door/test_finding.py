"""At the door guests are found by scanner, number and name; each verdict leads on."""

from __future__ import annotations

import pytest

from tests.browser.door.conftest import DOOR, until


def test_letters_of_a_name_find_and_do_not_admit(phone, site, guests):
    guest = guests[0]
    device = phone()

    device.page.fill("#id_look", guest["latin_name"])
    device.page.press("#id_look", "Enter")
    device.page.wait_for_selector("#door-names button:focus")
    found = (device.page.locator("#verdict").is_visible(), site.check_ins(guest))
    device.page.keyboard.press("Enter")
    device.page.wait_for_selector("#verdict:not([hidden])")
    device.page.click("#undo")

    assert found == (False, [])


@pytest.mark.parametrize("typed", ["K-12", "9999", "L-9999", "https://example.org/", "ABCDEFGHJKLMNPQRSTU"])
def test_a_wrong_code_gets_the_red_card_with_the_next_step(phone, typed):
    device = phone()

    verdict = device.scan(typed)

    assert verdict == "refuse"
    assert device.page.locator("[data-slot=instruction]").is_visible()


def test_the_end_of_a_number_finds_the_guest(phone, guests):
    device = phone()

    device.page.fill("#id_look", guests[0]["number"].split("-")[1])

    shown = device.page.locator("#door-names").inner_text().replace("\u2011", "-")
    assert guests[0]["number"] in shown


def test_without_a_network_a_new_guest_goes_on_paper(phone):
    device = phone()
    words = device.page.locator("a[data-offline]").first.get_attribute("data-offline")
    device.offline()

    device.page.locator("a[data-offline]").first.click()
    clicked = until(lambda: device.page.locator("#door-said").inner_text() == words)
    device.page.goto(f"{device.server}/ru/{DOOR}new/")
    device.page.wait_for_selector("html[data-door=ready]")
    led_back = until(lambda: device.page.locator("#door-said").inner_text() == words)

    assert (clicked, led_back) == (True, True)


def test_the_entrance_and_a_session_are_checked_apart(phone, site, guests):
    device = phone()
    device.offline()
    device.scan(guests[0]["number"])
    device.page.click("#next")
    device.page.click("details.place summary")
    device.page.select_option("#id_session", index=1)

    at_the_session = [device.scan(guests[0]["number"]), device.scan(guests[0]["number"])]
    device.online()

    assert at_the_session == ["admit", "already"]
    assert site.check_ins(guests[0]) == [(guests[0]["id"], True)] * 2


def test_a_void_badge_and_an_unknown_one_admit_nobody(phone, site, guests):
    code = site.badge(guests[0])
    site.rows.execute("update conference_issueddocument set revoked_at = datetime('now') where code = ?", [code])
    device = phone()

    verdicts = [device.scan(code), device.scan("Z" * 26), device.scan("A-9999"), device.scan("https://example.org/x")]

    assert verdicts == ["refuse"] * 4
    assert site.check_ins(guests[0]) == []


def test_a_guest_is_found_by_three_letters_of_either_script(phone, guests):
    cyrillic = next(guest for guest in guests if "А" <= guest["full_name"][0] <= "я")
    family_ru, family_latin = cyrillic["full_name"].split()[0], cyrillic["latin_name"].split()[-1]
    device = phone()
    device.offline()

    found = []
    for letters in (family_ru[:3], family_latin[:3]):
        device.page.fill("#id_look", letters)
        found.append(cyrillic["number"] in device.page.locator("#door-names").inner_text().replace("\u2011", "-"))

    assert found == [True, True]
    assert device.page.locator("#door-found-title").get_attribute("role") == "status"


def test_the_verdict_is_announced_once_and_the_focus_is_on_the_next_step(phone, guests):
    device = phone()

    device.scan(guests[0]["number"])
    assert until(lambda: device.page.locator("#verdict-said").inner_text() != "")
    said = device.page.locator("#verdict-said").inner_text()
    device.page.click("#undo")

    assert said.split(". ")[0] == device.page.evaluate(
        "JSON.parse(document.getElementById('door-words').textContent).verdicts.admit"
    )
    assert device.page.locator("#scan h1").count() == 1
    assert until(lambda: device.page.evaluate("document.activeElement.id") == "id_look")
