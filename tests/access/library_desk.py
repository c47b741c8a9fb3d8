"""Rows of the desk of the library."""

from tests.access.rows import Row

ROWS: dict[str, Row] = {}
