"""Rows of the library."""

from tests.access.rows import Row

ROWS: dict[str, Row] = {}
