"""The one fetcher through which WeasyPrint may ask for anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError


class ResourceRefused(URLFetchingError):
    """The document names something outside the allowed roots."""


class LockedFetcher(URLFetcher):
    """Answers ``data:`` URLs and regular files below the given roots, symlinks resolved; refuses all else."""

    def __init__(self, roots: Iterable[Path]) -> None:
        super().__init__(timeout=1, allowed_protocols=("data", "file"), allow_redirects=False)
        self.roots = [Path(root).resolve() for root in roots]
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme == "file" and parts.netloc in ("", "localhost"):
            path = Path(unquote(parts.path)).resolve()
            if path.is_file() and any(path.is_relative_to(root) for root in self.roots):
                return super().fetch(path.as_uri(), headers)
        self.refused.append(url[:200])
        raise ResourceRefused(f"refused: {url[:80]}")
