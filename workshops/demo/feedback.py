"""The demonstration: the questionnaire of the coming edition, which opens when it is over."""

from __future__ import annotations

from pathlib import Path

from conference.demo.accounts import NEXT
from conference.demo.world import World, both, read_toml
from workshops.models import FeedbackQuestion, Questionnaire

HERE = Path(__file__).parent


def load(world: World) -> None:
    conference = world.conferences[NEXT]
    told = read_toml(HERE / "feedback.toml")
    after = (conference.ends - world.today).days + 1
    dates = {"opens": world.moment(after, 9), "closes": world.moment(after + 21, 23, 59)}
    questionnaire, created = Questionnaire.objects.get_or_create(
        conference=conference, defaults={**both(told["title"], "title"), **both(told["intro"], "intro"), **dates}
    )
    if not created:
        Questionnaire.objects.filter(pk=questionnaire.pk).update(**dates)
        return
    for order, asked in enumerate(told["question"]):
        FeedbackQuestion.objects.create(
            questionnaire=questionnaire,
            order=order,
            kind=asked["kind"],
            **both(asked["text"], "text"),
            **both(asked.get("hint", {}), "hint"),
            **both(asked.get("choices", {}), "choices"),
        )
    world.say("  the questionnaire for after the conference")
