"""Which pages a reader meets, and in which combinations they are looked at."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": TAGS, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
"""Only an experimental rule reads style sheets, which axe would otherwise fetch again for every page."""
NEXT, FIRST, SEASON = "inclusion-next", "inclusion-2008", "together-season"

PUBLIC_PAGES = [
    "",
    f"{NEXT}/",
    f"{FIRST}/",
    f"{SEASON}/",
    *(f"{slug}/info/{page}/" for slug in (NEXT, FIRST, SEASON) for page in ("about", "practical")),
    f"{NEXT}/info/organisers/",
    f"{NEXT}/info/accessibility/",
    f"{NEXT}/info/personal-data/",
    f"{NEXT}/news/",
    f"{NEXT}/news/registration-open/",
    f"{NEXT}/workshops/",
    *(f"{NEXT}/workshops/{number}/" for number in (1, 2, 3, 4)),
    f"{NEXT}/programme/",
    f"{NEXT}/programme/?day=all",
    f"{NEXT}/programme/?q=zhuk&zone=Asia/Yerevan",
    f"{NEXT}/programme/?track=4&service=sign_language",
    f"{NEXT}/programme/calendar/",
    f"{FIRST}/materials/",
    f"{NEXT}/speakers/",
    f"{SEASON}/programme/",
    f"{SEASON}/now/",
    f"{SEASON}/mine/",
    f"{SEASON}/l/",
    f"{SEASON}/courses/school/join/",
    f"{SEASON}/programme/?when=all&theme=family&service=captions",
    f"{SEASON}/programme/?view=calendar",
    f"{SEASON}/questions/",
    f"{SEASON}/courses/school/",
    f"{SEASON}/experts/",
    f"{SEASON}/experts/topoleva/",
    f"{SEASON}/consultations/",
    f"{SEASON}/consultations/?expert=topoleva",
    f"{SEASON}/consultations/mine/",
    f"{SEASON}/topics/",
    f"{NEXT}/register/",
    f"{NEXT}/participants/",
    f"{NEXT}/proceedings/",
    f"{FIRST}/proceedings/",
    f"{FIRST}/proceedings/proceedings/",
    f"{FIRST}/proceedings/proceedings/?q=school",
    f"{FIRST}/proceedings/proceedings/?by=author",
    f"{FIRST}/proceedings/proceedings/5/",
    f"{FIRST}/proceedings/proceedings/11/",
    f"{FIRST}/proceedings/proceedings/publications/",
    f"{FIRST}/proceedings/proceedings/publications/1/",
    f"{FIRST}/proceedings/proceedings/another-format/?article=3",
    f"{NEXT}/outcomes/",
    f"{NEXT}/outcomes/track-3-3/",
    f"{FIRST}/outcomes/recommendations/",
    "library/",
    "library/?q=tutor&kind=recording",
    "library/?q=консилеум",
    "library/?q=zzzz",
    "library/dialogue-management/",
    "library/classroom-passport/",
    "library/answers-management/",
    "library/checklists/lesson-for-everyone/",
    "library/checklists/accessible-school/together/",
    "api/",
    "reading/",
    "verify/",
    "verify/NOSUCHCODE/",
    "accounts/code/",
    "accounts/login/",
    "accounts/password/reset/",
    "demo/mail/",
    "no-such-page/",
]
FULL_PRODUCT = {"", f"{NEXT}/", f"{NEXT}/register/"}


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    language: str
    theme: str
    width: int
    size: str = "m"
    spacing: str = "normal"

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}-{self.size}-{self.spacing}"


PAIRWISE = [
    Look("ru", "light", 1440),
    Look("en", "dark", 390),
    Look("ru", "contrast", 320, "l"),
    Look("en", "light", 320, "m", "wide"),
    Look("ru", "dark", 390, "xl", "wide"),
    Look("en", "contrast", 1440, "xl"),
]
DESKS = [look for at, look in enumerate(PAIRWISE) if at in (0, 1, 2, 4) or os.environ.get("AUDIT")]
"""For the pages of few: every language, theme, width, size and spacing at least once."""
PRODUCT = [
    Look(*look)
    for look in itertools.product(
        ("ru", "en"), ("light", "dark", "contrast"), (320, 390, 1440), ("m", "l", "xl"), ("normal", "wide")
    )
]


def looks_of(page: str) -> list[Look]:
    """About six pairwise looks; every combination in the audit."""
    return PRODUCT if os.environ.get("AUDIT") else PAIRWISE


class Visit:
    """A page open in Chromium in one look, with everything it complained about. A kept one outlives its test."""

    opened: ClassVar[list[Visit]] = []

    def __init__(
        self, browser: Any, server: str, look: Look, *, javascript: bool = True, is_kept: bool = False
    ) -> None:
        self.server, self.look, self.is_kept = server, look, is_kept
        self.context = browser.new_context(
            viewport={"width": look.width, "height": 900},
            color_scheme="dark" if look.theme == "dark" else "light",
            java_script_enabled=javascript,
            locale=look.language,
            reduced_motion="reduce",  # what axe measures must not be in the middle of a transition
        )
        self.opened.append(self)
        self.page = self.context.new_page()
        self.begin_anew()
        if is_kept:  # axe comes with every page, not once for each question
            self.context.add_init_script(AXE)
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def begin_anew(self) -> None:
        """Nobody is signed in, nothing was said, nothing is remembered but how to read."""
        look = self.look
        self.context.clear_cookies()
        self.context.add_cookies(
            [{"name": "reading", "value": f"{look.size}.{look.spacing}.{look.theme}", "url": self.server}]
        )
        self.complaints: list[str] = []
        self.foreign: list[str] = []

    def _heard(self, kind: str, text: str) -> None:
        missing_page = "Failed to load resource" in text and "404" in text
        if kind in ("error", "warning") and not missing_page:
            self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.server, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> Any:
        self.page.goto(f"{self.server}/{self.look.language}/{path}", wait_until="load")
        return self.page

    def enter(self, key: str) -> Any:
        """Come in from the front page as one of the demonstration's people; the strip may be closed."""
        page = self.open("")
        with page.expect_navigation():
            page.locator(f"form[action*='/demo/enter/{key}/'] button").evaluate("button => button.click()")
        return page

    def violations(self) -> list[str]:
        """What axe-core finds, one line a node. Injected without loosening the page's policy."""
        if not self.is_kept:
            self.page.evaluate(AXE)
        found = self.page.evaluate("(asked) => axe.run(document, asked)", ASKED)
        return [
            f"{rule['id']}: {node['target'][0]} {node.get('failureSummary', '').splitlines()[-1:]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def close(self) -> None:
        if self in self.opened:
            self.opened.remove(self)
            self.context.close()
