"""What an import tells the editor: codes with numbers, worded for people elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import Any


class ManuscriptRefused(Exception):
    """The manuscript cannot be taken over. ``code`` names the reason."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class Report:
    """What was changed or lost on the way, each kind once with its count."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, code: str, count: int = 1) -> None:
        self._counts[code] += count

    def add_some(self, code: str, count: int) -> None:
        """Note *code* when there is anything to count."""
        if count:
            self.add(code, count)

    def once(self, code: str) -> None:
        """Note *code*, however often it happens."""
        self._counts[code] = 1

    def as_list(self) -> list[dict[str, Any]]:
        return [{"code": code, "count": count} for code, count in sorted(self._counts.items())]
