"""Access to questions: lists and forms for everybody, the desk for moderators, answers for experts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.rows import ANYBODY, Row, in_season, of_season, only, redirects
from tests.world import World, marked
from workshops.models import Answer, EventFormat, Expert, Listener, Question, Session, Theme, Vote

EVENT, OPEN, WAITING, ANSWERED = "asked event", "open question", "waiting question", "answered question"
MODERATORS = only("organiser", "chair")
EXPERTS = only("organiser", "chair", "reviewer")
MOVES = redirects(MODERATORS)


def build(world: World) -> None:
    """An event with questions in every state in each season; those of the other one are marked."""
    for season, person in ((world.season, "reviewer"), (world.other_season, "stranger")):
        text, starts = marked(world, season), timezone.now() + timedelta(days=40)
        kind = EventFormat.objects.create(conference=season, key="asked", title_ru=text)
        theme = Theme.objects.create(conference=season, slug="asked", title_ru=text)
        event = Session.objects.create(
            conference=season, kind=kind, format="event", starts=starts, ends=starts + timedelta(hours=1), title_ru=text
        )
        expert = Expert.objects.create(conference=season, slug="answers", name_ru=text, person=world.visitors[person])
        expert.themes.add(theme)
        listener = Listener.objects.create(conference=season, name=text)
        states = ("pending", "approved", "answered", "declined")
        made = {state: ask(event, theme, listener, text, state) for state in states}
        Answer.objects.create(question=made["answered"], kind="writing", text_ru=text, expert=expert)
        Vote.objects.create(question=made["approved"], voter=listener.voter)
        if season == world.season:
            world.things |= {
                EVENT: event, OPEN: made["approved"], WAITING: made["pending"], ANSWERED: made["answered"],
            }  # fmt: skip


def ask(event: Session, theme: Theme, listener: Listener, text: str, state: str) -> Question:
    return Question.objects.create(
        conference=event.conference, session=event, theme=theme, asker=listener, text_ru=text, state=state,
        language="ru", reason=text if state == "declined" else "",
    )  # fmt: skip


def into(name: str) -> Any:
    return lambda world: {"into": world.things[name].pk}


ROWS: dict[str, Row] = {
    "workshops:season_questions": Row(ANYBODY, in_season()),
    "workshops:questions_event": Row(ANYBODY, of_season(EVENT)),
    "workshops:questions_list": Row(ANYBODY, of_season(EVENT)),
    "workshops:questions_screen": Row(ANYBODY, of_season(EVENT)),
    "workshops:questions_screen_list": Row(ANYBODY, of_season(EVENT)),
    "workshops:questions_mine": Row(ANYBODY, of_season(EVENT)),
    "workshops:questions_vote": Row(
        redirects(ANYBODY), of_season(EVENT), "post", data=lambda world: {"vote": world.things[OPEN].pk}
    ),
    "workshops:questions_desk": Row(MODERATORS, in_season()),
    "workshops:questions_desk_event": Row(MODERATORS, of_season(EVENT)),
    "workshops:questions_table": Row(MODERATORS, in_season()),
    "workshops:questions_table_event": Row(MODERATORS, of_season(EVENT)),
    "workshops:questions_to_answer": Row(EXPERTS, in_season()),
    "workshops:question_answer": Row(EXPERTS, of_season(OPEN)),
    "workshops:questions_undo": Row(MOVES, in_season(), "post"),
    "workshops:question_approve": Row(MOVES, of_season(WAITING), "post"),
    "workshops:question_decline": Row(MOVES, of_season(WAITING), "post", data=lambda world: {"ready": "1"}),
    "workshops:question_merge": Row(MOVES, of_season(WAITING), "post", data=into(OPEN)),
    "workshops:question_reopen": Row(MOVES, of_season(ANSWERED), "post"),
    "workshops:question_air": Row(MOVES, of_season(OPEN), "post"),
    "workshops:question_off_air": Row(MOVES, of_season(OPEN), "post"),
    "workshops:question_aired": Row(MOVES, of_season(OPEN), "post"),
    "workshops:question_theme": Row(MOVES, of_season(OPEN), "post"),
    "workshops:question_edit": Row(MOVES, of_season(OPEN), "post", data=lambda world: {"text_ru": "Кто?"}),
}
