"""Schemas and checkers of others, as the wheels they come in have them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest


def shipped(package: str, path: str) -> Path:
    """What *package* brings at *path*; the test is skipped where the package is not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"{package} is not installed: no {path}")
    return Path(spec.submodule_search_locations[0]) / path
