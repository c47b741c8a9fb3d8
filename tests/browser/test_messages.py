"""What became of a form is in sight and under the focus, wherever the page was opened."""

from __future__ import annotations

from typing import Any

import pytest

from .pages import NEXT, Look, Visit

BOARD = f"{NEXT}/desk/proceedings/proceedings/"
SEEN = """() => {
  const box = document.querySelector('[data-messages]'), at = box.getBoundingClientRect();
  return {focus: document.activeElement === box, seen: at.top >= 0 && at.bottom <= innerHeight,
          place: box.closest('section')?.id ?? ''};
}"""


@pytest.mark.parametrize(("anchor", "place"), [("", ""), ("#log", "log")])
def test_the_message_stands_where_the_address_leads(browser, server, anchor, place):
    visit = Visit(browser, server, Look("ru", "light", 1440))
    visit.enter("editor")
    page: Any = visit.open(BOARD)
    page.locator(".ed-table th a[href*='/articles/']").first.click()
    address = page.url
    page.route("**/description/", lambda route: _posted(route, address + anchor))
    page.goto(f"{address}description/")
    page.locator("#main form button[type=submit]").last.click()
    page.wait_for_selector("[data-messages]")
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)  # the browser goes to the part that the address names, then the message takes over

    assert page.evaluate(SEEN) == {"focus": True, "seen": True, "place": place}
    assert visit.complaints == []
    visit.close()


def _posted(route: Any, address: str) -> None:
    """The answer to the form as the site gave it, led to another part of the same page."""
    if route.request.method != "POST":
        route.continue_()
        return
    answer = route.fetch(max_redirects=0)
    route.fulfill(response=answer, headers={**answer.headers, "location": address})
