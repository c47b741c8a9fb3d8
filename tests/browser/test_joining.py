"""From a shared link to the meeting on a phone, without an account: two fields, a tick, and the video service opens."""

from __future__ import annotations

import itertools
import time

import pytest

from .pages import SEASON, Look, Visit

PHONE, WIDE = Look("en", "dark", 360), Look("ru", "light", 1440)
MEETING = "https://meet.example.org/**"
MOST_BYTES = 170_000
"""Event, page of joining and scripts; the way to a question, in ``test_questions``, keeps to 150 000."""
number = itertools.count(1)


@pytest.fixture
def visit(visit):
    def begin(look: Look = PHONE, *, javascript: bool = True, is_weighed: bool = False) -> Visit:
        made = visit(look, javascript=javascript)
        if not is_weighed:  # a route turns off what the browser keeps
            stand_in(made)
        return made

    return begin


def stand_in(tried: Visit) -> None:
    """A video service under another address, as a real season has one; it is on no network of ours."""
    own = f"{tried.server}/demo/meeting/"

    def lead_away(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(own, "https://meet.example.org/"))

    tried.context.route("**/join/", lead_away)
    tried.context.route(
        MEETING, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>The meeting</h1>")
    )


def fill_in(page) -> None:
    page.fill("[name=name]", "Vera Dubova")
    page.fill("[name=email]", f"browser{time.time_ns()}-{next(number)}@example.org")
    page.check("[name=agree]")


def weighed(tried: Visit) -> dict[str, int]:
    """Bytes that come over the wire for this page from now on, fonts aside."""
    found = {"bytes": 0}
    session, kinds = tried.context.new_cdp_session(tried.page), {}
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def count(event) -> None:
        if kinds.get(event["requestId"]) != "Font":
            found["bytes"] += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    return found


def running(tried: Visit) -> str:
    """The address of the event that runs in the demonstration, as it is shared."""
    page = tried.open(f"{SEASON}/now/")
    return page.locator(".event-row.is-open h3 a").first.get_attribute("href").partition("/en/")[2]


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_shared_link_to_the_meeting(visit, javascript):
    shared = running(visit())
    tried = visit(javascript=javascript, is_weighed=True)
    weight = weighed(tried)
    page = tried.open(shared)

    page.locator("#joining a.btn").click()
    fill_in(page)
    page.wait_for_load_state("networkidle")
    loaded = weight["bytes"]  # from here on a route turns off what the browser keeps
    stand_in(tried)
    page.locator("#main-form .acts button").click()
    page.wait_for_url(MEETING)

    assert page.locator("h1").inner_text() == "The meeting"
    assert [url for url in tried.foreign if "meet.example.org" not in url] == []
    assert tried.complaints == []
    assert 0 < loaded < MOST_BYTES


def test_a_meeting_of_the_demonstration_opens_on_this_site_and_leads_back(visit):
    tried = visit(is_weighed=True)
    shared = running(tried)
    page = tried.open(f"{shared}join/")
    fill_in(page)

    page.locator("#main-form .acts button").click()
    page.wait_for_url("**/en/demo/meeting/**")

    assert page.locator("h1").inner_text() == "The video service would open here"
    assert (tried.foreign, tried.complaints) == ([], [])
    assert (tried.violations(), tried.overflow()) == ([], 0)
    page.locator(".acts a").click()
    page.wait_for_url(f"**/{shared}join/")


def test_the_second_time_it_is_one_click(visit):
    tried = visit()
    shared = running(tried)
    page = tried.open(f"{shared}join/")
    fill_in(page)
    page.locator("#main-form .acts button").click()
    page.wait_for_url(MEETING)

    page = tried.open(f"{SEASON}/now/")
    page.locator(".event-row.is-open form button").first.click()
    page.wait_for_url(MEETING)

    assert page.locator("h1").inner_text() == "The meeting"


def test_a_redirect_after_a_form_would_be_refused(visit):
    """The control: why the answer is a page that leads on, and not a redirect to the video service."""
    tried = visit()
    page = tried.open(f"{running(tried)}join/")
    page.route("**/join/", lambda route: route.fulfill(status=303, headers={"Location": "https://meet.example.org/x"}))
    fill_in(page)

    page.evaluate("document.addEventListener('securitypolicyviolation', e => { window.refused = e.violatedDirective })")
    page.locator("#main-form .acts button").click()
    page.wait_for_timeout(500)

    assert page.url.startswith(tried.server)


def test_signing_up_for_an_event_and_ones_own_page(visit):
    tried = visit()
    page = tried.open(f"{SEASON}/now/")
    page.locator(".event-row:not(.is-open) h3 a").first.click()

    page.locator("#joining a.btn").click()
    fill_in(page)
    page.locator("#main-form .acts button").click()

    page.locator("#joining form[action$='/undo/']").wait_for()
    page = tried.open(f"{SEASON}/mine/")
    assert page.locator(".event-row").count() == 1
    assert tried.complaints == []


@pytest.mark.parametrize("look", [PHONE, WIDE, Look("ru", "contrast", 320, "l")], ids=str)
def test_pages_of_listeners_have_no_faults(visit, look):
    tried = visit(look)
    page = tried.open(f"{SEASON}/now/")
    address = page.locator(".event-row.is-open h3 a").first.get_attribute("href").partition(f"/{look.language}/")[2]
    coming = (
        page.locator(".event-row:not(.is-open) h3 a").first.get_attribute("href").partition(f"/{look.language}/")[2]
    )
    found = {}
    for path in (
        f"{SEASON}/now/", f"{address}join/", f"{coming}join/", f"{coming}sign-up/", f"{SEASON}/mine/", f"{SEASON}/l/",
        f"{SEASON}/l/broken/", f"{SEASON}/courses/school/join/",
    ):  # fmt: skip
        tried.open(path)
        found[path] = (tried.violations(), tried.overflow())

    assert found == dict.fromkeys(found, ([], 0))


def test_an_empty_form_says_what_is_missing(visit):
    tried = visit()
    page = tried.open(f"{running(tried)}join/")

    page.locator("#main-form .acts button").click()
    page.locator(".esum").wait_for()

    assert page.title().startswith("Error:")
    assert page.locator("[aria-invalid=true]").count() == 3
    assert (tried.violations(), tried.overflow()) == ([], 0)
