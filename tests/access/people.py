from tests.access.rows import ANYBODY, Row, here, only
from tests.world import World

PROTOCOL = ("organiser", "protocol")
ROWS: dict[str, Row] = {
    "registration:participants": Row(ANYBODY, here()),
    "registration:protocol": Row(only(*PROTOCOL), here()),
    "registration:protocol_file": Row(only(*PROTOCOL), here(kind="xlsx")),
}


def build(world: World) -> None:
    """Both conferences have a public list."""
    from registration.models import Rules

    for conference in (world.conference, world.other):
        Rules.objects.update_or_create(conference=conference, defaults={"list_is_public": True})
