"""Decisions: who may open what."""

from __future__ import annotations

from tests.access.rows import Row, here, only, thing
from tests.world import World, marked
from workshops.models import Decision

DECIDE = ("organiser", "chair")
SENT = "submitted paper of the author"
STAGED = "staged decision about the author"
ROWS: dict[str, Row] = {
    "workshops:desk_papers_export": Row(only("organiser"), here()),
    "workshops:desk_staging": Row(only(*DECIDE, status=302), here(), "post"),
    "workshops:desk_stage": Row(only(*DECIDE), here(), "post"),
    "workshops:desk_unstage": Row(only(*DECIDE, status=302), here(), "post"),
    "workshops:desk_remind": Row(only(*DECIDE, status=302), here(), "post"),
    "workshops:desk_unstage_one": Row(only(*DECIDE, status=302), thing(SENT), "post"),
    "workshops:desk_confirm_for": Row(only(*DECIDE, status=302), thing(SENT), "post"),
    "workshops:desk_decisions": Row(only(*DECIDE), here()),
    "workshops:desk_releasing": Row(only(*DECIDE, status=302), here(), "post"),
    "workshops:desk_release": Row(only(*DECIDE, status=302), here(), "post"),
    "workshops:desk_letter": Row(only(*DECIDE), thing(STAGED)),
    "workshops:desk_letter_reset": Row(only(*DECIDE, status=302), thing(STAGED), "post"),
    "workshops:desk_letter_test": Row(only(*DECIDE), thing(STAGED), "post"),
}


def build(world: World) -> None:
    """A staged decision about the first paper of each conference."""
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        world.things[f"staged decision about the {name}"] = Decision.objects.create(
            submission=world.things[f"submitted paper of the {name}"],
            outcome=Decision.Outcome.ACCEPTED,
            presentation="oral",
            publication="article",
            note=marked(world, conference),
        )
