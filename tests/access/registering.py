from typing import Any

from django.core.files.base import ContentFile

from registration.models import Category, CustomAnswer, CustomQuestion
from registration.views.steps import digest
from tests.access.rows import ANYBODY, MINE, NOBODY, Row, here, only, redirects, thing
from tests.world import World, marked

REGISTERED = "registration of the participant"
REGISTERED_ALREADY = ("participant", "author", "chair")
"""Those whom this journey, delegations and the door have registered; the last two are delegates."""


autosaved = here(category="listener", step="about")


def typed(world: World) -> dict[str, Any]:
    return {"full_name": "Тарасов", "saved_answers": digest(None, None)}


def build(world: World) -> None:
    """A question of each conference's own, answered with a file."""
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        question = CustomQuestion.objects.create(conference=conference, kind="file", title_ru=marked(world, conference))
        question.categories.add(Category.objects.of(conference).get(family="press"))
        answer = CustomAnswer(registration=world.things[f"registration of the {name}"], question=question)
        answer.value = {"name": "file.pdf"}
        answer.file.save("file.pdf", ContentFile(b"%PDF-1.7"))
        world.things[f"answer of the {name}"] = answer


ROWS: dict[str, Row] = {
    "registration:start": Row(ANYBODY, here()),
    "registration:category": Row({**redirects(ANYBODY)}, here(category="listener")),
    "registration:step": Row({**ANYBODY}, here(category="listener", step="about")),
    "registration:check": Row(redirects(ANYBODY), here(category="listener")),
    "registration:send_draft": Row(redirects(ANYBODY), here(category="listener"), "post"),
    "registration:autosave": Row({**ANYBODY, **dict.fromkeys(REGISTERED_ALREADY, 409)}, autosaved, "post", typed),
    "registration:suggest_organisations": Row(ANYBODY, here()),
    "registration:change": Row({**MINE, "participant": 302}, thing(REGISTERED), "post"),
    "registration:leave_change": Row({**MINE, "participant": 302}, thing(REGISTERED), "post"),
    "registration:answer_file": Row(only("participant", "organiser", "protocol"), thing("answer of the participant")),
    "registration:later": Row(redirects(ANYBODY), here(category="listener")),
    "registration:resume": Row(ANYBODY, here()),
    "registration:resume_draft": Row(NOBODY, here(token="forged")),
    "registration:for_another": Row({**NOBODY, "protocol": 302, "author": 302, "chair": 302}, here(), "post"),
    "registration:send": Row(redirects(ANYBODY), here()),
    "registration:sent": Row({**redirects(ANYBODY), **dict.fromkeys((*REGISTERED_ALREADY, "reviewer"), 200)}, here()),
    "registration:cancel": Row({**MINE, "participant": 200}, thing(REGISTERED)),
    "registration:letter": Row({**MINE, "participant": 200}, thing(REGISTERED)),
}
