"""The public programme in a real browser: a grid and a list of the same elements, stars, zones, paper, no network."""

from __future__ import annotations

import re
import subprocess

from .pages import NEXT, Look

PROGRAMME = f"{NEXT}/programme/"
WIDE, PHONE = Look("ru", "light", 1440), Look("en", "dark", 390)
TITLES = "() => [...document.querySelectorAll('.ses h3 a')].map((link) => link.textContent)"
TOPS = "() => [...document.querySelectorAll('.ses')].map((card) => Math.round(card.getBoundingClientRect().top))"


def test_the_same_elements_are_a_grid_and_a_list(visit):
    wide, phone = visit(Look("ru", "light", 1440)), visit(Look("ru", "light", 390))
    grid, listed = wide.open(PROGRAMME), phone.open(PROGRAMME)

    assert grid.evaluate(TITLES) == listed.evaluate(TITLES)
    grid_tops, list_tops = grid.evaluate(TOPS), listed.evaluate(TOPS)
    assert len(set(grid_tops)) < len(grid_tops)  # some stand side by side
    assert list_tops == sorted(set(list_tops))  # and here each below the one before
    assert (wide.overflow(), phone.overflow(), wide.complaints, phone.complaints) == (0, 0, [], [])


def test_without_javascript_filters_and_stars_work(visit):
    page = visit(WIDE, javascript=False).open(PROGRAMME)
    name = page.locator(".ses h3 a").first.inner_text()

    page.locator("button.star").first.click()

    page.locator("button.star[aria-pressed=true]").wait_for()
    page.locator("#mine").click()
    page.locator("#mine[aria-current]").wait_for()
    page.locator(".about-prog").wait_for()
    assert page.locator(".ses h3 a").all_inner_texts() == [name]
    page.locator(".pill.w2").click()
    page.locator(".empty a").wait_for()
    assert page.locator(".ses").count() == 0
    page.locator(".empty a").click()
    page.locator(".ses.brk").first.wait_for()
    page.locator(".about-prog").wait_for()
    assert page.locator(".ses").count() > 4


def test_a_star_is_given_without_a_new_page_and_by_keyboard(visit):
    tried = visit(WIDE)
    page = tried.open(PROGRAMME)
    page.evaluate("window.sameDocument = true")
    star = page.locator("button.star").first

    star.focus()
    page.keyboard.press("Enter")
    page.locator("[data-mine]", has_text="(1)").wait_for()

    assert (star.get_attribute("aria-pressed"), page.evaluate("window.sameDocument")) == ("true", True)
    assert star.evaluate("star => star === document.activeElement") is True
    page.reload()
    assert page.locator("button.star").first.get_attribute("aria-pressed") == "true"
    assert tried.complaints == []


def test_the_clock_of_the_browser_is_offered(browser, server):
    context = browser.new_context(timezone_id="Asia/Yerevan", locale="en", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/en/{PROGRAMME}")

    page.locator("#clock a", has_text="Show the times of Yerevan").click()

    page.locator("#clock", has_text="Times are those of Yerevan (UTC+4)").wait_for()
    assert page.locator(".t time").first.inner_text() == "10:00"  # nine o'clock in Moscow
    context.close()


def test_a_day_is_printed_on_one_sheet(visit, tmp_path):
    page = visit(WIDE).open(PROGRAMME)
    for name, query, sheets in (("day", "", 1), ("all", "?day=all", 2)):
        page.goto(page.url.split("?")[0] + query)
        target = tmp_path / f"{name}.pdf"
        page.pdf(path=target, prefer_css_page_size=True)

        told = subprocess.run(["pdfinfo", str(target)], capture_output=True, text=True, check=True).stdout
        assert re.search(rf"Pages:\s+{sheets}\n", told), name
        assert re.search(r"Page size:\s+841\.9\d* x 59[45]\.\d* pts", told)


def test_without_a_network_a_copy_is_read_that_says_so(visit):
    tried = visit(PHONE)
    page = tried.open(PROGRAMME)
    page.locator("button.star").first.click()
    page.locator("[data-mine]", has_text="(1)").wait_for()
    starred = page.locator(".ses h3 a").first
    name, address = starred.inner_text(), starred.get_attribute("href")
    page.locator("html[data-worker=ready]").wait_for(timeout=30_000)
    page.reload()  # the sessions with a star are kept from here on
    page.locator("html[data-worker=ready]").wait_for()
    _wait_until_kept(page, address)
    tried.context.set_offline(True)

    page.goto(f"{tried.server}/en/{PROGRAMME}?mine=1")

    page.locator("#copy", has_text="you are reading a copy of").wait_for()
    assert page.locator(".ses:visible h3 a").all_inner_texts() == [name]
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(f"{tried.server}{address}")
    page.locator("#copy", has_text="you are reading a copy of").wait_for()
    assert page.locator("h1").inner_text() == name


KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      const path = new URL(request.url).pathname + new URL(request.url).search;
      const text = path.startsWith('/static/') ? '' : await answer.text();
      found.push([path, answer.headers.get('Cache-Control') ?? '', text]);
    }
  }
  return found;
}"""


def _wait_until_kept(page, path: str) -> None:
    for _ in range(100):
        if any(kept == path for kept, _rule, _text in page.evaluate(KEPT)):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path} was not kept")


def test_what_is_kept_on_the_device_is_nobodys(visit):
    """Somebody signed in reads the programme; what the worker keeps is what a stranger would get."""
    tried = visit(Look("en", "light", 1440))
    page = tried.enter("listener")
    page.goto(f"{tried.server}/en/{PROGRAMME}")
    page.locator("html[data-worker=ready]").wait_for(timeout=30_000)
    page.reload()
    _wait_until_kept(page, f"/en/{PROGRAMME}?day=all")

    kept = [(path, rule, text) for path, rule, text in page.evaluate(KEPT) if not path.startswith("/static/")]

    assert [path for path, rule, _text in kept if "no-store" in rule] == []
    assert [path for path, _rule, text in kept if "Sign out" in text or 'aria-pressed="true"' in text] == []
    assert [
        path for path, _rule, _text in kept if not path.startswith((f"/en/{PROGRAMME}", f"/en/{NEXT}/sessions/"))
    ] == []
