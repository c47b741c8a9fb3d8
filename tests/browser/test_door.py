"""The door in a real browser: without a network, with two phones, by scanner, name and camera; nothing is left."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import FLAGS, chromium
from .pages import NEXT, PAIRWISE, Look, Visit

DOOR = f"{NEXT}/desk/door/"
PHONE = Look("ru", "light", 390)
SOON = 5
"""Seconds: far above what a verdict takes, far below what anybody would wait."""

APPROVED = """
select r.id, r.number, p.full_name, p.latin_name from registration_registration r
join conference_person p on p.id = r.person_id join conference_conference c on c.id = r.conference_id
where c.slug = ? and r.state = 'approved' and r.attendance = 'hall' and r.delegation_id is null
and not exists (select 1 from registration_checkin i where i.registration_id = r.id) order by r.number desc
"""
DELEGATES = """
select r.delegation_id, r.id, r.number from registration_registration r
join conference_conference c on c.id = r.conference_id
where c.slug = ? and r.state = 'approved' and r.attendance = 'hall' and r.delegation_id is not null
order by r.delegation_id, r.id
"""
BADGES = """
select d.code from conference_issueddocument d join django_content_type t on t.id = d.about_type_id
where d.about_id = ? and d.kind = 'badge' and d.revoked_at is null
and t.app_label = 'registration' and t.model = 'registration'
"""
BADGE = """
insert into conference_issueddocument
(kind, number, language, code, file, facts, issued_at, revoked_reason, conference_id, person_id,
about_type_id, about_id)
select 'badge', ?, 'ru', ?, '', '{}', datetime('now'), '', r.conference_id, r.person_id, t.id, r.id
from registration_registration r, django_content_type t
where r.id = ? and t.app_label = 'registration' and t.model = 'registration'
"""
DUMP = """async () => {
  const texts = [], keys = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result);
      });
      for (const row of rows) {
        if (row instanceof CryptoKey) keys.push(row.extractable);
        else texts.push(JSON.stringify(row) + (row.sealed ? new TextDecoder().decode(row.sealed) : ''));
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const answer of await cache.matchAll()) {
      if ((answer.headers.get('Content-Type') ?? '').startsWith('text')) texts.push(await answer.text());
    }
  }
  return { texts, keys };
}"""


def until(holds: Callable[[], Any], seconds: float = 15) -> bool:
    """Wait for something outside the page's own events; whether it came true. The page's policy forbids eval."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


class Site:
    """The rows of the served demonstration, as they are on the disk."""

    def __init__(self, path: Path) -> None:
        self.rows = sqlite3.connect(path, timeout=20, isolation_level=None)
        (self.last,) = self.rows.execute("select coalesce(max(id), 0) from registration_checkin").fetchone()

    def empty_the_hall(self) -> None:
        """Only those are in whom the demonstration let in: what an earlier test did is forgotten."""
        self.rows.execute("delete from registration_checkin where id > ?", [self.last])

    def guests(self) -> list[dict[str, Any]]:
        names = ("id", "number", "full_name", "latin_name")
        return [dict(zip(names, row, strict=True)) for row in self.rows.execute(APPROVED, [NEXT])]

    def delegation(self) -> list[dict[str, Any]]:
        """The approved members of a delegation, more than one; nobody of them has come, whatever was tested before."""
        members: dict[int, list[dict[str, Any]]] = {}
        for delegation, pk, number in self.rows.execute(DELEGATES, [NEXT]):
            members.setdefault(delegation, []).append({"id": pk, "number": number})
        chosen = next(each for each in members.values() if len(each) > 1)
        for member in chosen:
            self.rows.execute("delete from registration_checkin where registration_id = ?", [member["id"]])
        return chosen

    def badge(self, guest: dict[str, Any]) -> str:
        """The code of a badge of the guest; it is given one when the demonstration gave none."""
        for (known,) in self.rows.execute(BADGES, [guest["id"]]):
            return str(known)
        code = "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(26))
        self.rows.execute(BADGE, [f"T-{code[:6]}", code, guest["id"]])
        return code

    def check_ins(self, *guests: dict[str, Any]) -> list[tuple[int, bool]]:
        """Guest and whether it stands, of every check-in of *guests*."""
        marks = ",".join("?" * len(guests))
        found = self.rows.execute(
            f"select registration_id, undone_at is null from registration_checkin where registration_id in ({marks}) "  # noqa: S608 — question marks only
            "order by registration_id, id",
            [guest["id"] for guest in guests],
        )
        return [(pk, bool(stands)) for pk, stands in found]


@pytest.fixture(scope="module")
def site(server: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    found = sorted(tmp_path_factory.getbasetemp().glob("site*/vmeste.sqlite3"))
    return Site(found[-1])


@pytest.fixture
def guests(site: Site) -> list[dict[str, Any]]:
    """Those of the next conference who were not checked in."""
    site.empty_the_hall()
    return site.guests()


class Phone(Visit):
    """A volunteer's phone at the door page, with the list loaded and the page kept."""

    def __init__(self, browser: Any, server: str, look: Look = PHONE, *, javascript: bool = True) -> None:
        super().__init__(browser, server, look, javascript=javascript)
        self.page.goto(f"{server}/{look.language}/")
        button = self.page.locator("form[action*='/demo/enter/door/'] button").first
        if not button.is_visible():
            self.page.locator("form[action*='/demo/enter/door/']").evaluate(
                "form => form.closest('details').open = true"
            )
        button.click()
        self.page.wait_for_url("**/desk/**")
        self.open(DOOR)
        if javascript:
            self.wait_until_kept()

    def wait_until_kept(self) -> None:
        self.page.wait_for_selector("html[data-door=ready][data-worker=ready]", timeout=20_000)

    def hear_the_news(self) -> None:
        """Load the page anew and wait for the list that the server has now, not only for the kept one."""
        now = time.time() * 1000
        self.page.reload()
        self.wait_until_kept()
        assert until(lambda: float(self.page.locator("html").get_attribute("data-fetched") or 0) >= now)

    def scan(self, text: str) -> str:
        """Type *text* and Enter as a scanner does, wherever the focus is; the class of the verdict."""
        before = self.page.evaluate("document.getElementById('verdict').hidden || null")
        started = time.monotonic()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#verdict:not([hidden]) #next:focus", timeout=SOON * 1000)
        assert time.monotonic() - started < SOON, before
        return str(self.page.locator("#verdict-top").get_attribute("class")).removeprefix("verdict is-")

    def text(self, slot: str) -> str:
        return self.page.locator(f"[data-slot={slot}]").inner_text()

    def offline(self) -> None:
        self.context.set_offline(True)
        self.page.wait_for_selector("html[data-network=off]")

    def online(self) -> None:
        self.context.set_offline(False)
        self.page.wait_for_selector("html[data-network=on][data-unsent='0']", timeout=30_000)

    def put_away(self) -> None:
        """Close when all is told, so that nothing arrives during the next test."""
        page = self.page.locator("html")
        if page.get_attribute("data-door") == "ready" and page.get_attribute("data-network") == "on":
            assert until(lambda: self.unsent == "0")
        self.close()

    @property
    def unsent(self) -> str:
        return str(self.page.locator("html").get_attribute("data-unsent"))

    @property
    def wrong(self) -> list[str]:
        """Complaints other than that there is no network."""
        return [text for text in self.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


@pytest.fixture
def phone(browser: Any, server: str, guests: list[dict[str, Any]], site: Site) -> Iterator[Any]:
    """Makes phones, after the badges that the test needs are in the database."""
    made: list[Phone] = []

    def make(look: Look = PHONE, **options: Any) -> Phone:
        made.append(Phone(browser, server, look, **options))
        return made[-1]

    yield make
    for each in made:
        each.put_away()


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


def test_nothing_readable_is_kept_and_the_key_stays_in_the_browser(phone, guests):
    device = phone()

    kept = device.page.evaluate(DUMP)

    names = {word for guest in guests for word in guest["full_name"].split() if len(word) > 5}
    assert kept["keys"] == [False]
    assert len(kept["texts"]) > 5
    assert [name for name in names if any(name in text for text in kept["texts"])] == []


def test_a_device_forgets_when_it_is_told_to(phone):
    device = phone()

    device.page.click("#forget")
    device.page.wait_for_selector("html:not([data-door])")
    assert until(lambda: device.page.evaluate("caches.keys()") == [])

    assert device.page.evaluate(DUMP) == {"texts": [], "keys": []}
    assert device.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


def test_a_device_forgets_when_its_volunteer_is_signed_out(phone):
    device = phone()

    device.context.clear_cookies()
    device.page.evaluate("window.dispatchEvent(new Event('online'))")
    device.page.wait_for_selector("html:not([data-door])")

    device.page.evaluate("window.dispatchEvent(new Event('online'))")
    device.page.wait_for_timeout(300)

    kept = device.page.evaluate(DUMP)
    assert kept["keys"] == []
    assert device.page.locator("#door-problems li").count() == 1


def test_a_list_of_yesterday_is_not_shown(phone):
    device = phone()
    device.page.evaluate(
        """async () => {
          const db = await new Promise((done) => {
            const r = indexedDB.open('vmeste-door-inclusion-next'); r.onsuccess = () => done(r.result);
          });
          const keep = db.transaction('keep', 'readwrite').objectStore('keep');
          const row = await new Promise((done) => {
            const r = keep.get('list-ru'); r.onsuccess = () => done(r.result);
          });
          row.expires = Date.now() - 1000;
          keep.put(row, 'list-ru');
        }"""
    )
    device.offline()

    device.page.reload()
    device.page.wait_for_selector("html[data-network=off]")

    assert device.page.locator("html").get_attribute("data-door") is None
    assert device.page.evaluate(DUMP)["keys"] == []


@pytest.mark.parametrize("look", PAIRWISE, ids=str)
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


# -- the camera ---------------------------------------------------------------------------------------------
def film(text: str, path: Path) -> None:
    """A film of one QR code as Chromium takes it for a camera: YUV4MPEG2, grey."""
    import segno

    modules = [list(row) for row in segno.make(text, error="m").matrix_iter(border=6)]
    scale = 480 // len(modules)
    side = scale * len(modules)
    luma = bytearray()
    for row in modules:
        line = b"".join((b"\x10" if dark else b"\xeb") * scale for dark in row)
        luma += line * scale
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (side * side // 2)
    path.write_bytes(f"YUV4MPEG2 W{side} H{side} F10:1 Ip A1:1 C420\n".encode() + frame * 4)


@pytest.fixture
def camera_browser(browser: Any, tmp_path: Path, site: Site, guests: list[dict[str, Any]]) -> Iterator[Any]:
    """A Chromium before whose camera the badge of the first guest is held."""
    badge = tmp_path / "badge.y4m"
    film(f"https://example.org/ru/verify/{site.badge(guests[0])}/", badge)
    flags = [
        *FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={badge}",
    ]  # fmt: skip
    running = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield running
    running.close()


def test_the_camera_reads_a_badge(camera_browser, server, guests, site):
    device = Phone(camera_browser, server)

    device.page.click("#camera-switch")
    device.page.wait_for_selector(".verdict.is-admit", timeout=20_000)
    device.page.wait_for_selector("html[data-unsent='0']", timeout=20_000)

    assert site.check_ins(guests[0]) == [(guests[0]["id"], True)]
    assert device.complaints == []
    device.close()


def test_without_a_camera_the_field_remains(phone):
    device = phone()

    device.page.click("#camera-switch")
    device.page.wait_for_selector("#camera-note:not([hidden])")

    assert device.page.evaluate("document.activeElement.id") == "id_look"
