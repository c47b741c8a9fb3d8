"""The door in every look, and without JavaScript."""

from __future__ import annotations

import pytest

from tests.browser.door.conftest import DOOR

from ..pages import DESKS


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_the_door_is_accessible_in_every_look(phone, guests, look):
    device = phone(look)
    problems = {}

    def examine(what: str) -> None:
        found = [*device.violations(), *device.wrong, *device.foreign]
        if device.overflow() > 0:
            found.append(f"overflows by {device.overflow()} px")
        if found:
            problems[what] = found

    examine("the field")
    device.page.fill("#id_look", guests[1]["latin_name"][:2])
    examine("names")
    device.page.fill("#id_look", "")
    for what, text in (("admitted", guests[1]["number"]), ("again", guests[1]["number"]), ("refused", "A-9999")):
        device.scan(text)
        examine(what)
    device.scan(guests[1]["number"])
    device.page.click("#undo")
    for what, path in (("desk", "new/"), ("numbers", "live/")):
        device.open(f"{DOOR}{path}")
        examine(what)

    assert problems == {}


def test_without_javascript_the_door_admits_by_code(phone, site, guests):
    code = site.badge(guests[0])
    device = phone(javascript=False)

    device.page.fill("#id_look", code)
    device.page.press("#id_look", "Enter")
    device.page.wait_for_url("**/guests/**")
    admitted = device.page.locator(".verdict.is-admit").count()
    device.page.click(".door-acts form button.quiet")
    device.page.wait_for_url(f"**/{DOOR}")

    assert admitted == 1
    assert site.check_ins(guests[0]) == [(guests[0]["id"], False)]
