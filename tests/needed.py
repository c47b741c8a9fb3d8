"""What a machine may lack. Without it a test is skipped; where everything must be there, the test fails."""

from __future__ import annotations

import importlib
import importlib.util
import os
from types import ModuleType
from typing import NoReturn

import pytest


def absent(what: str, *, demanded_by: str = "CI") -> NoReturn:
    """Skip the test for want of *what*, or fail it when the variable CI is set, or the one called *demanded_by*."""
    if os.environ.get("CI") or os.environ.get(demanded_by):
        pytest.fail(f"absent: {what}", pytrace=False)
    pytest.skip(f"absent: {what}")


def module(name: str, package: str) -> ModuleType:
    """The module *name* of *package*, as the requirements call it."""
    if importlib.util.find_spec(name) is None:
        absent(package)
    return importlib.import_module(name)
