"""The pages of the library, for the map of the site."""

from __future__ import annotations

from conference.extensions import Address
from proceedings.services.sitemap import library


def sitemap() -> list[Address]:
    """The library and every material in it."""
    return library()
