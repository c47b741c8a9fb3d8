"""Rows of consultations and topics."""

from tests.access.rows import Row

ROWS: dict[str, Row] = {}
