"""What the core itself contributes: its own part of the demonstration."""

from __future__ import annotations

from conference.demo import World
from conference.demo.load import load


def demo(world: World) -> None:
    load(world)
