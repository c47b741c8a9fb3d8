"""A picture of any page of a build, drawn when somebody looks at it."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from conference.rendering import RenderFailed
from conference.rendering.page_picture import page_picture as draw_page
from proceedings.compiler.cache import landed
from proceedings.gost import roman
from proceedings.models import Build

WIDTHS = {"small": 536, "large": 1072}
KEPT = 400
_at_a_time = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Preview:
    """One page of a build to be looked at: its place in the file (from 1) and what is printed on it."""

    build: Build
    number: int
    label: str

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < self.build.pages else None


def preview_of(build: Build, wanted: str = "") -> Preview:
    """The page *wanted* (its place in the file), or the one on which the first article opens."""
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else _opening(build)
    number = min(max(number, 1), build.pages)
    is_front = number <= build.front_pages
    return Preview(build, number, roman(number) if is_front else str(number - build.front_pages))


def _opening(build: Build) -> int:
    return build.physical(min((first for first, _last in build.page_map.values()), default=1))


class NoPicture(Exception):
    """The page cannot be drawn: there is none of that number, no program for it, or it takes too long."""


def page_picture(build: Build, number: int, *, size: str = "small") -> Path:
    """The PNG of page *number* of the file (from 1), *size* being ``small`` or ``large``. Raises NoPicture."""
    if not 1 <= number <= build.pages:
        raise NoPicture
    path = _folder(build) / f"{number}-{size}.png"
    if not path.exists():
        _draw(build, number, WIDTHS[size], path)
        _forget_old()
    return path


def _folder(build: Build) -> Path:
    return Path(settings.VAR_DIR) / "cache" / "pages" / f"{build.pk}-{build.fingerprint[:12]}"


def _draw(build: Build, number: int, width: int, path: Path) -> None:
    try:
        with _at_a_time:
            picture = draw_page(Path(build.file.path), number, width=width, kind="png")
    except RenderFailed as failed:
        raise NoPicture from failed
    with landed(path) as file:
        file.write(picture)


def _forget_old() -> None:
    """Of all pictures the newest KEPT stay."""
    pictures = sorted((Path(settings.VAR_DIR) / "cache" / "pages").glob("*/*.png"), key=_age)
    for path in pictures[:-KEPT]:
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def _age(path: Path) -> float:
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0.0
