from typing import Any

from proceedings.models import Publication
from proceedings.services.publishing import freeze_rows
from tests.access.rows import ANYBODY, NOBODY, Row, here, only
from tests.world import World

EDITORS = ("organiser", "editor")
DEPOSITOR = {"depositor": "Ред", "email": "editor@example.org", "registrant": "Университет"}


def build(world: World) -> None:
    """What is published says of itself what it says, in both conferences."""
    for publication in Publication.objects.select_related("volume__conference", "build"):
        if not publication.articles.exists():
            freeze_rows(publication)


def api(**kwargs: Any) -> Any:
    def at(world: World) -> dict[str, Any]:
        return {"slug": world.conference.slug, **kwargs}

    return at


ROWS: dict[str, Row] = {
    "proceedings:export": Row(ANYBODY, here(volume="printed", kind="dublin-core")),
    "proceedings:exports": Row(only(*EDITORS), here(volume="printed")),
    "proceedings:export_crossref": Row(
        only(*EDITORS, status=302), here(volume="printed"), "post", lambda world: DEPOSITOR
    ),
    "proceedings:export_rinc_table": Row(only(*EDITORS), here(volume="printed")),
    "proceedings:export_rinc_xml": Row(
        only(*EDITORS, status=302), here(volume="printed"), "post", lambda world: {"title_id": "1"}
    ),
    "oai": Row(ANYBODY),
    "api_docs": Row(ANYBODY),
    "api:openapi-json": Row(ANYBODY),
    "api:api-root": Row(NOBODY),
    "api_unknown": Row(NOBODY, lambda world: {"rest": "nowhere"}),
    "api:conferences": Row(ANYBODY),
    "api:conference": Row(ANYBODY, api()),
    "api:volumes": Row(ANYBODY, api()),
    "api:volume": Row(ANYBODY, api(volume="printed")),
    "api:articles": Row(ANYBODY, api(volume="printed")),
    "api:article": Row(ANYBODY, api(volume="printed", number=1)),
    "api:authors": Row(ANYBODY, api(volume="printed")),
    "api:outcomes": Row(ANYBODY, api()),
    "api:outcome": Row(NOBODY, api(document="none")),
}
