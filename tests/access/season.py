"""Rows of the plan of a season."""

from tests.access.rows import Row

ROWS: dict[str, Row] = {}
