"""The demonstration: The public programme."""

from __future__ import annotations

from conference.demo.world import World


def load(world: World) -> None:
    """Nothing to show yet."""
