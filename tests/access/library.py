"""Rows of the library."""

from tests.access.rows import ANYBODY, Row

ROWS: dict[str, Row] = {"library:list": Row(ANYBODY)}
