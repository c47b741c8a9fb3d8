"""Marks made at the door without a network and with two phones, and taken back."""

from __future__ import annotations

from tests.browser.door.conftest import DOOR, Phone, until

from ..pages import Look


def came(phone: Phone) -> int:
    """The number on the page “How many came”, in a tab of its own."""
    page = phone.context.new_page()
    page.goto(f"{phone.server}/{phone.look.language}/{DOOR}live/")
    number = int(page.locator(".stats .ok b").inner_text())
    page.close()
    return number


def test_three_scans_without_a_network_arrive_when_it_is_back(phone, site, guests):
    three = guests[:3]
    codes = [site.badge(guest) for guest in three]
    device = phone()
    before = came(device)
    device.offline()

    verdicts = [
        device.scan(f"{device.server}/ru/verify/{codes[0]}/"),
        device.scan("-".join(codes[1][start : start + 5] for start in range(0, 26, 5))),
        device.scan(three[2]["number"]),
    ]
    queued = (device.unsent, "3" in device.page.locator("#door-line").inner_text())
    device.page.reload()
    device.page.wait_for_selector("html[data-door=ready]")
    kept = device.unsent
    again = device.scan(codes[0])
    rows_before = site.check_ins(*three)
    device.online()

    assert verdicts == ["admit"] * 3
    assert queued == ("3", True)
    assert (kept, again) == ("3", "already")
    assert rows_before == []
    assert site.check_ins(*three) == sorted((guest["id"], True) for guest in three)
    assert came(device) == before + 3
    assert device.wrong == []


def test_two_phones_that_scan_one_badge_make_one_check_in(phone, site, guests):
    guest = guests[0]
    code = site.badge(guest)
    first, second = phone(), phone()
    for device in (first, second):
        device.offline()

    verdicts = [first.scan(code), second.scan(code)]
    first.online()
    second.online()
    afterwards = [first.scan(code), second.scan(code)]

    assert verdicts == ["admit", "admit"]
    assert afterwards == ["already", "already"]
    assert first.text("word") == second.text("word")
    assert site.check_ins(guest) == [(guest["id"], True)]


def test_a_mark_is_taken_back_before_and_after_it_was_sent(phone, site, guests):
    one, other = guests[:2]
    device = phone()
    device.offline()
    device.scan(one["number"])
    device.page.click("#undo")
    is_gone = until(lambda: device.unsent == "0")
    device.online()
    device.scan(other["number"])
    device.page.wait_for_selector("html[data-unsent='0']")
    sent = site.check_ins(other)
    device.page.click("#undo")
    changed = until(lambda: site.check_ins(other) != sent)

    assert changed is True
    assert is_gone is True
    assert site.check_ins(one) == []
    assert (sent, site.check_ins(other)) == ([(other["id"], True)], [(other["id"], False)])
    assert device.scan(other["number"]) == "admit"
    device.page.click("#undo")


def test_the_next_step_is_whole_in_view_on_a_small_phone(phone, site):
    member = site.delegation()[0]
    device = phone(Look("ru", "light", 320))
    device.page.set_viewport_size({"width": 320, "height": 640})

    device.scan(member["number"])
    box = device.page.locator("#next").bounding_box()
    device.page.click("#undo")

    assert box["y"] + box["height"] <= 640


def test_the_marks_of_a_delegation_are_taken_back_together_and_the_earlier_stays(phone, site):
    members = site.delegation()
    device = phone()
    device.scan(members[0]["number"])
    device.page.click("#next")
    assert until(lambda: site.check_ins(*members) == [(members[0]["id"], True)])
    device.scan(members[0]["number"])
    device.page.click("#mark-all")
    assert until(lambda: site.check_ins(*members) == [(member["id"], True) for member in members])
    device.page.wait_for_selector("html[data-unsent='0']")

    device.page.click("#undo")
    assert until(lambda: [pk for pk, stands in site.check_ins(*members) if stands] == [members[0]["id"]])

    said = device.page.locator("#door-said").inner_text()
    device.scan(members[0]["number"])
    device.page.click("#undo")
    assert until(lambda: not any(stands for _pk, stands in site.check_ins(*members)))
    assert [member["number"] in said for member in members] == [False] + [True] * (len(members) - 1)


def test_an_undo_pressed_while_the_marks_are_going_out_takes_them_all_back(phone, site):
    """One moment: the network is back, the phone begins to send, the finger is on “undo”."""
    members = site.delegation()
    device = phone()
    device.page.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => window.isBack, configurable: true})")
    device.page.evaluate("window.dispatchEvent(new Event('offline'))")
    device.scan(members[0]["number"])
    device.page.click("#mark-all")
    assert until(lambda: device.unsent == str(len(members)))
    device.page.wait_for_timeout(300)  # every mark is on the disk

    device.page.evaluate(
        "isBack = true; window.dispatchEvent(new Event('online')); document.getElementById('undo').click()"
    )
    is_marked = until(lambda: bool(site.check_ins(*members)))
    device.page.wait_for_selector("html[data-unsent='0']")

    assert is_marked is True
    assert [pk for pk, stands in site.check_ins(*members) if stands] == [members[0]["id"]]
    assert device.complaints == []


def test_an_undo_pressed_at_once_takes_back_the_whole_delegation(phone, site):
    members = site.delegation()
    device = phone()
    device.scan(members[0]["number"])

    device.page.evaluate("for (const id of ['mark-all', 'undo']) document.getElementById(id).click()")
    assert until(lambda: device.page.locator("#door-said").inner_text() != "")
    device.page.wait_for_selector("html[data-unsent='0']")

    assert [pk for pk, stands in site.check_ins(*members) if stands] == [members[0]["id"]]
    assert device.complaints == []


def test_what_is_typed_right_after_an_undo_stays_in_the_field(phone, guests):
    device = phone()
    device.scan(guests[0]["number"])

    device.page.evaluate("document.getElementById('undo').click(); document.getElementById('id_look').value = 'M-0'")
    assert until(lambda: device.page.locator("#door-said").inner_text() != "")
    device.page.wait_for_selector("html[data-unsent='0']")

    assert device.page.input_value("#id_look") == "M-0"


def test_a_whole_delegation_is_marked_without_a_network(phone, site):
    members = site.delegation()
    device = phone()
    device.offline()

    device.scan(members[0]["number"])
    before = device.text("delegation")
    device.page.click("#mark-all")
    is_marked = until(lambda: device.unsent == str(len(members)))
    after = device.text("delegation")
    others = [device.scan(member["number"]) for member in members[1:]]
    device.online()

    assert f"1 из {len(members)}" in before or f"1 of {len(members)}" in before
    assert f"{len(members)} из {len(members)}" in after or f"{len(members)} of {len(members)}" in after
    assert is_marked is True
    assert others == ["already"] * len(others)
    standing = [pk for pk, stands in site.check_ins(*members) if stands]
    assert standing == sorted(member["id"] for member in members)


def test_undo_takes_back_the_last_action_alone(phone, site, guests):
    """Another phone may not undo an earlier mark, and its own alone."""
    members = guests[:2]
    earlier, other = phone(), phone()
    earlier.scan(members[0]["number"])
    earlier.page.wait_for_selector("html[data-unsent='0']")
    other.hear_the_news()

    again = (other.scan(members[0]["number"]), other.page.locator("#undo").is_visible())
    other.scan(members[1]["number"])
    mine = other.page.locator("#undo").is_visible()
    other.page.click("#undo")
    changed = until(lambda: site.check_ins(members[1]) == [(members[1]["id"], False)] or other.unsent == "0")

    assert (again, mine, changed) == (("already", False), True, True)
    assert site.check_ins(members[0]) == [(members[0]["id"], True)]
