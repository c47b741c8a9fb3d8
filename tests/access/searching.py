"""Rows of the library as a list, and of what programs read of it; its materials are made by ``library``."""

from __future__ import annotations

from tests.access.library import of_material
from tests.access.rows import ANYBODY, Row

ROWS: dict[str, Row] = {
    "library:card": Row(ANYBODY, of_material()),
    "api:materials": Row(ANYBODY, data=lambda world: {"kind": "recording"}),
    "api:material": Row(ANYBODY, of_material()),
}
