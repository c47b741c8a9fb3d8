"""Phones at the door of the served demonstration, for the tests of the door."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ..pages import NEXT, Look, Visit

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
        self.enter("door")
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
