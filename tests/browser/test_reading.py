"""Reading settings: reachable at once, kept everywhere, with JavaScript and without."""

from __future__ import annotations

import pytest

from .pages import NEXT, Look, Visit

SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_settings_are_kept_on_the_next_page(browser, server, language, javascript):
    visit = Visit(browser, server, Look(language, "light", 1440), javascript=javascript)
    visit.context.clear_cookies()
    page = visit.open(f"{NEXT}/")
    before = page.evaluate(SIZE) if javascript else 16
    page.click("details.reading summary")
    page.check(".reading-panel input[name=size][value=xl]")
    page.check(".reading-panel input[name=theme][value=contrast]")
    page.check(".reading-panel input[name=spacing][value=wide]")
    page.click(".reading-panel button[type=submit] >> nth=0")
    page.wait_for_load_state()

    page = visit.open(f"{NEXT}/info/about/")

    html = page.content()
    assert 'data-size="xl"' in html
    assert 'data-theme="contrast"' in html
    assert 'data-spacing="wide"' in html
    assert page.locator("html").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == before * 1.5
    visit.close()


@pytest.mark.parametrize("width", [320, 1440])
def test_the_button_is_the_third_stop_of_the_keyboard(browser, server, width):
    visit = Visit(browser, server, Look("ru", "light", width))
    page = visit.open(f"{NEXT}/")

    names = []
    for _press in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))

    assert names[2] == "Настройки чтения, версия для слабовидящих"
    visit.close()


def test_text_spacing_of_the_reader_clips_nothing(browser, server):
    visit = Visit(browser, server, Look("ru", "light", 390))
    page = visit.open(f"{NEXT}/")

    clipped = page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`p{margin-bottom:2em!important}
        *{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}`);
      document.adoptedStyleSheets = [sheet];
      return [...document.querySelectorAll('main *, header *')].filter((element) => {
        const style = getComputedStyle(element);
        if (element.closest('.sr, svg, [aria-hidden=true], details:not([open]) > :not(summary)')) return false;
        const hides = style.overflow === 'hidden' && element.clientHeight > 0 && element.textContent.trim();
        return hides && element.scrollHeight > element.clientHeight + 2;
      }).map((element) => element.className || element.tagName);
    }""")

    assert clipped == []
    assert visit.overflow() <= 0
    visit.close()


def test_targets_are_large_enough(browser, server):
    visit = Visit(browser, server, Look("ru", "light", 390))
    page = visit.open(f"{NEXT}/register/listener/about/")

    small = page.evaluate("""() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const inText = element.closest('.sr, p, li > :not(.btn)');
        if (!box.width || inText || element.matches('.sr, .skip, [type=hidden]')) return false;
        return box.height < 24 || box.width < 24;
      }).map((element) => element.outerHTML.slice(0, 120))""")

    assert small == []
    visit.close()
