"""Reviews: who may open what."""

from __future__ import annotations

from tests.access.rows import Row

ROWS: dict[str, Row] = {}
