"""Requests for other formats, and what is published."""
