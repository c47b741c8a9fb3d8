"""Schemas and checkers of others, as the wheels they come in have them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from tests import needed


def shipped(package: str, path: str) -> Path:
    """What *package* brings at *path*; without the package the test is skipped, or fails (``tests.needed``)."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        needed.absent(f"{package}, which brings {path}")
    return Path(spec.submodule_search_locations[0]) / path
