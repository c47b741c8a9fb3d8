"""A material in a browser: it asks nobody else for anything, and the editors' desk is used from a narrow screen."""

from __future__ import annotations

import pytest

from .pages import SEASON, Look

LOOKS = [Look("ru", "light", 1440), Look("en", "dark", 390), Look("ru", "contrast", 320, "l")]
DESK = [
    "desk/library/", "desk/library/dialogue-management/edit/", "desk/library/dialogue-management/preview/",
    "desk/library/education-plan-template/reviews/", "desk/library/notes/", "desk/library/import/",
    "desk/library/new/practical/",
]  # fmt: skip


def test_a_recording_loads_nothing_from_elsewhere_and_says_what_was_useful(visit):
    tried = visit(Look("en", "light", 390), javascript=False)
    page = tried.open("library/consilium-papers/")

    page.get_by_role("button", name="Not really").click()
    page.wait_for_load_state()

    assert page.get_by_role("button", name="Not really").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.id") == "useful"  # where the reader was, and is told what is saved
    assert page.get_by_role("link", name="Watch on").get_attribute("target") == "_blank"
    assert (tried.foreign, tried.overflow()) == ([], 0)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_desk_is_accessible(visit, look):
    tried = visit(look)
    tried.enter("editor")

    found = {}
    for path in DESK:
        tried.open(f"{SEASON}/{path}")
        found[path] = (tried.overflow(), tried.violations())

    assert found == dict.fromkeys(DESK, (0, []))
    assert tried.complaints == []
