from proceedings.models import FormatRequest, Volume
from tests.access.rows import ANYBODY, Row, here, only, thing
from tests.world import World, marked

EDITORS = ("organiser", "editor")
ROWS: dict[str, Row] = {
    "proceedings:format_ask": Row(ANYBODY, here(volume="printed")),
    "proceedings:format_thanks": Row(ANYBODY, here(volume="printed")),
    "proceedings:format_requests": Row(only(*EDITORS), here()),
    "proceedings:format_request": Row(only(*EDITORS), thing("format request")),
    "proceedings:format_answer": Row(
        only(*EDITORS, status=302), thing("format request"), "post", lambda world: {"answer": "Вот файл."}
    ),
}


def build(world: World) -> None:
    """In both conferences a reader's wish that nobody has answered."""
    for conference in (world.conference, world.other):
        volume = Volume.objects.of(conference).get(slug="printed")
        text = marked(world, conference)
        asked = FormatRequest.objects.create(
            volume=volume, email="reader@example.org", name=text, language="ru", wish=text
        )
        if conference == world.conference:
            world.things["format request"] = asked
