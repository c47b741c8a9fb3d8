"""The library in the demonstration."""

from __future__ import annotations

from conference.demo.world import World


def load(world: World) -> None:
    """Nothing yet."""
