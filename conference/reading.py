"""Reading settings: how large, how spaced and in which colours a visitor reads.

They travel in one cookie and are kept in the account, so they work without JavaScript and on every device.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Self

from django.http import HttpRequest, HttpResponse

COOKIE = "reading"
YEAR = 365 * 24 * 3600
SIZES, SPACINGS, THEMES = ("m", "l", "xl"), ("normal", "wide"), ("auto", "light", "dark", "contrast")


@dataclass(frozen=True)
class Reading:
    size: str = "m"
    spacing: str = "normal"
    theme: str = "auto"

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ``size.spacing.theme``; whatever is not known falls back to the default."""
        size, spacing, theme = [*text.split("."), "", "", ""][:3]
        return cls(
            size if size in SIZES else "m",
            spacing if spacing in SPACINGS else "normal",
            theme if theme in THEMES else "auto",
        )

    def __str__(self) -> str:
        return ".".join(asdict(self).values())

    @property
    def is_default(self) -> bool:
        return self == Reading()


def reading_of(request: HttpRequest) -> Reading:
    """The visitor's settings: the account's if they are signed in and chose any, else the cookie's."""
    saved = getattr(request.user, "reading", "") if hasattr(request, "user") else ""
    return Reading.parse(saved or request.COOKIES.get(COOKIE, ""))


def remember(request: HttpRequest, response: HttpResponse, reading: Reading) -> None:
    response.set_cookie(COOKIE, str(reading), max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    if request.user.is_authenticated:
        request.user.reading = str(reading)
        request.user.save(update_fields=["reading"])
