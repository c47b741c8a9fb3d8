"""Every public page, in every way of reading it: axe-core finds nothing, nothing overflows, leaves or is unmarked."""

from __future__ import annotations

import re

import pytest

from .pages import PUBLIC_PAGES, Look, Visit, looks_of

CYRILLIC_RUN = re.compile(r"[А-Яа-яЁё]{2,}[\s,«»—-]+[А-Яа-яЁё]{2,}")
LATIN_RUN = re.compile(r"\b[a-z]{3,}\s+[a-z]{3,}\s+[a-z]{3,}\b")
UNMARKED = """() => {
  const out = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!parent || parent.closest('script,style,bdi,[translate=no],textarea,code')) continue;
    const lang = parent.closest('[lang]').lang.slice(0, 2);
    out.push([lang, node.textContent]);
  }
  return out;
}"""


def in_the_other_language(visit: Visit) -> list[str]:
    """Passages in the language that the page is not in, without a mark of theirs."""
    passages = visit.page.evaluate(UNMARKED)
    return [
        text.strip()
        for lang, text in passages
        if (lang == "en" and CYRILLIC_RUN.search(text)) or (lang == "ru" and LATIN_RUN.search(text))
    ]


@pytest.mark.parametrize("page", PUBLIC_PAGES)
def test_page_is_accessible_and_marks_what_is_in_the_other_language(visit_in, page):
    problems = {}
    for look in looks_of(page):
        visit = visit_in(look)
        visit.open(page)

        found = [*visit.violations(), *visit.complaints, *visit.foreign]
        found += [f"in the other language: {text}" for text in in_the_other_language(visit)]
        if visit.overflow() > 0:
            found.append(f"overflows by {visit.overflow()} px")
        if found:
            problems[str(look)] = found

    assert problems == {}


@pytest.mark.parametrize("is_kept", [True, False])
def test_axe_finds_a_planted_fault(browser, server, visit_in, is_kept):
    look = Look("ru", "light", 1440)
    visit = visit_in(look) if is_kept else Visit(browser, server, look)
    visit.open("verify/")
    visit.page.evaluate("document.querySelector('main').append(document.createElement('input'))")

    found = visit.violations()

    assert [line.split(":")[0] for line in found] == ["label"]


@pytest.mark.parametrize(("language", "planted"), [("ru", "read these words"), ("en", "прочтите эти слова")])
def test_a_planted_passage_is_found(visit_in, language, planted):
    visit = visit_in(Look(language, "light", 1440))
    visit.open("verify/")
    visit.page.evaluate("(text) => document.querySelector('main').append(text)", planted)

    found = in_the_other_language(visit)

    assert found == [planted]
