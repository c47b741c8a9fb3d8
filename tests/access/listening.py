"""The personal link of a listener: opened by its token alone."""

from __future__ import annotations

from typing import Any

from tests.access.rows import ANYBODY, Row, in_season, redirects
from tests.world import World, marked
from workshops.models import Listener
from workshops.services import listening

OWN = "listener of the season"


def build(world: World) -> None:
    """A listener in each season, known by a person; the one of the other season is marked."""
    for season, name in ((world.season, "participant"), (world.other_season, "stranger")):
        listener = Listener.objects.create(
            conference=season, person=world.visitors[name], name=marked(world, season), region="RU-TA", country="RU"
        )
        if season == world.season:
            world.things[OWN] = listener


def with_link(world: World) -> dict[str, Any]:
    token = listening.link_token(world.things[OWN])
    return {"conference_slug": world.season.slug, "token": token}


def with_stop_link(world: World) -> dict[str, Any]:
    token = listening.stop_link(world.things[OWN]).rpartition("/l/")[2].partition("/")[0]
    return {"conference_slug": world.season.slug, "token": token}


ROWS: dict[str, Row] = {
    "workshops:link_again": Row(ANYBODY, in_season()),
    "workshops:personal_link": Row(redirects(ANYBODY), with_link),
    "workshops:stop_letters": Row(ANYBODY, with_stop_link),
}
