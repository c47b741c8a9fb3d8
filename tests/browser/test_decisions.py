"""The chair decides thirty papers by keyboard; the pages of the desk pass axe in every look."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from .pages import DESKS, NEXT, Look, Visit
from .test_keyboard import button, field, tab_to

EN = Look("en", "light", 1440)
THIRTY = 30
TRIAL = "Проба клавиатуры"
LIST = f"{NEXT}/desk/papers/?q=Trial&state=submitted"
MODEL = """
select s.* from workshops_submission s join workshops_track t on t.id = s.track_id
join conference_conference c on c.id = s.conference_id
where c.slug = ? and t.number = 3 and s.state = 'submitted' and s.title_ru not like ? order by s.number limit 1
"""
MINE = "select id from workshops_submission where title_ru like ?"


class Papers:
    """Thirty papers of track 3, made for this module and taken away after it."""

    def __init__(self, path: Any) -> None:
        self.rows = sqlite3.connect(path, timeout=20, isolation_level=None)
        self.rows.row_factory = sqlite3.Row

    def make(self) -> None:
        model = dict(self.rows.execute(MODEL, [NEXT, f"{TRIAL}%"]).fetchone())
        (last,) = self.rows.execute("select max(number) from workshops_submission").fetchone()
        for place in range(1, THIRTY + 1):
            titles = dict.fromkeys(("title", "title_ru"), f"{TRIAL} {place}")
            row = {**model, **titles, "title_en": f"Trial of keys {place}", "key": uuid.uuid4().hex}
            row |= {"number": last + 1000 + place, "state": "submitted", "presentation": "", "publication": ""}
            del row["id"]
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            self.rows.execute(f"insert into workshops_submission ({names}) values ({marks})", [*row.values()])  # noqa: S608

    def remove(self) -> None:
        for table in ("workshops_decision", "workshops_fulltext"):
            self.rows.execute(f"delete from {table} where submission_id in ({MINE})", [f"{TRIAL}%"])  # noqa: S608
        self.rows.execute(
            "delete from conference_message where subject like '%Trial of keys%' or subject like ?", [f"%{TRIAL}%"]
        )
        self.rows.execute("delete from workshops_submission where title_ru like ?", [f"{TRIAL}%"])

    def states(self) -> dict[str, int]:
        counted = "select state, count(*) from workshops_submission where title_ru like ? group by state"
        return dict(tuple(row) for row in self.rows.execute(counted, [f"{TRIAL}%"]))

    def staged(self) -> int:
        counted = f"select count(*) from workshops_decision where released_at is null and submission_id in ({MINE})"  # noqa: S608
        return int(self.rows.execute(counted, [f"{TRIAL}%"]).fetchone()[0])

    def letters(self) -> list[str]:
        mine = "key = 'submission-accepted' and (subject like ? or body like ?)"
        found = f"select subject from conference_message where {mine}"  # noqa: S608
        return [row[0] for row in self.rows.execute(found, ["%Trial of keys%", f"%{TRIAL}%"])]


@pytest.fixture
def papers(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Papers]:
    found = Papers(sorted(tmp_path_factory.getbasetemp().glob("site*/vmeste.sqlite3"))[-1])
    found.remove()
    found.make()
    yield found
    found.remove()


def as_chair(browser: Any, server: str, look: Look, *, javascript: bool = True) -> Visit:
    """A visit of the demonstration's chair of track 3."""
    visit = Visit(browser, server, look, javascript=javascript)
    visit.enter("chair")
    return visit


def press(page: Any, matches: Any, key: str = "Enter") -> None:
    tab_to(page, matches, limit=400)
    page.keyboard.press(key)
    page.wait_for_load_state()


def verb(value: str) -> Any:
    return lambda focus: focus["name"] == "verb" and focus["value"] == value


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_thirty_papers_are_decided_by_keyboard(browser, server, papers, javascript):
    visit = as_chair(browser, server, EN, javascript=javascript)
    page = visit.open(LIST)
    assert "30 papers" in page.inner_text(".found")

    # Four presses: all found, the outcome as it stands, Stage…, Stage 30.
    tab_to(page, field("scope"), limit=200)
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "all"
    press(page, verb("stage"))
    page.wait_for_url("**/staging/")
    assert page.inner_text("h1") == "Stage 30 decisions?"
    press(page, button("Stage 30"))
    page.wait_for_url("**/desk/papers/?**")
    assert (papers.staged(), papers.states()) == (THIRTY, {"submitted": THIRTY})

    # One letter is changed; the two decisions of the demonstration stay staged.
    visit.open(f"{NEXT}/desk/decisions/")
    others = page.locator("input[name=chosen]").count() - THIRTY
    for _other in range(others):
        tab_to(page, field("chosen"))
        page.keyboard.press("Space")
    edit = page.locator("li:has-text('Trial of keys 1') a[href*='/desk/decisions/']").first
    edit.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("textarea[name=body]")
    tab_to(page, field("subject"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Trial of keys, by hand")
    press(page, button("Save the letter"))
    page.wait_for_url("**/desk/decisions/")

    # Release: what is ticked, asked once more, told once.
    for _other in range(others):
        tab_to(page, field("chosen"))
        page.keyboard.press("Space")
    press(page, button("Release"))
    page.wait_for_url("**/releasing/")
    assert page.inner_text("h1") == "Release 30 decisions?"
    press(page, button("Release 30"))
    page.wait_for_url("**/desk/decisions/")

    assert "Released: 30 decisions." in page.inner_text("main")
    assert (papers.states(), papers.staged()) == ({"accepted": THIRTY}, 0)
    assert (len(papers.letters()), papers.letters().count("Trial of keys, by hand")) == (THIRTY, 1)
    assert (visit.complaints, visit.foreign) == ([], [])
    visit.close()


@pytest.mark.parametrize("look", DESKS, ids=str)
def test_pages_of_the_desk_are_accessible(browser, server, papers, look):
    visit = as_chair(browser, server, look)
    found: dict[str, Any] = {}

    def judge(name: str) -> None:
        time.sleep(0.1)
        found[name] = (visit.violations(), visit.overflow())

    page = visit.open(f"{NEXT}/desk/papers/?sort=-score")
    judge("list")
    page.locator("th[scope=row] a").first.click()
    page.wait_for_load_state()
    judge("paper")
    visit.open(LIST)
    page.locator("input[name=chosen]").first.check()
    page.locator("button[name=verb][value=stage]").click()
    page.wait_for_load_state()
    judge("question")
    page.locator("form[data-plan] button[type=submit]").click()
    page.wait_for_load_state()
    visit.open(f"{NEXT}/desk/decisions/")
    page.locator("details.more summary").first.click()
    judge("letters")
    page.locator("a[href*='/desk/decisions/']").last.click()
    page.wait_for_load_state()
    judge("letter")
    page.fill("textarea[name=body]", "")
    page.locator("#main-form button").first.click()
    page.wait_for_load_state()
    judge("letter with an error")
    visit.open(f"{NEXT}/desk/")
    judge("desk")

    assert found == dict.fromkeys(found, ([], 0))
    assert (visit.complaints, visit.foreign) == ([], [])
    visit.close()
