"""Questions of listeners in the demonstration: eighty of them, through the verbs, in every state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from conference.demo.accounts import SEASON
from conference.demo.world import World, read_toml
from conference.models import Conference, Organisation, Person
from workshops.models import Answer, Expert, Listener, Question, Season, Session, Theme, Vote
from workshops.services import questions

HERE = Path(__file__).parent / "season"
State = Question.State
CROWD = 180
"""So many listeners without a name give the votes: a question of the content has that many at most."""


class Missing(Exception):
    """The content names an event, a theme, an expert or a school that is not there."""


def load(world: World) -> None:
    conference = world.conferences[SEASON]
    if Question.objects.of(conference).exists():
        return
    told = read_toml(HERE / "questions.toml")["question"]
    with transaction.atomic():
        _rules(conference)
        found = Loading(world, conference)
        asked = {each["key"]: found.ask(each) for each in told}
        for each in told:
            found.moderate(asked[each["key"]], each, asked)
        Vote.objects.bulk_create(found.votes(asked, told), batch_size=2000)
        Question.objects.of(conference).filter(decided_at__isnull=False).update(told_at=timezone.now())
        _take_one_into_the_air(conference, by=world.by)
    world.say(f"  {len(told)} questions of listeners, {Vote.objects.count()} votes")


def _take_one_into_the_air(conference: Conference, *, by: Person) -> None:
    """In the event that runs now, the question that most want answered is being answered."""
    now = timezone.now()
    waiting = Question.objects.of(conference).filter(
        state=State.APPROVED, session__starts__lte=now, session__ends__gt=now
    )
    wanted = waiting.with_votes().select_related("session").order_by("-votes_given", "pk").first()
    if wanted is not None:
        questions.take_into_the_air(wanted, by=by)


def _rules(conference: Conference) -> None:
    rules = Season.rules_of(conference)
    if rules.pk is None:
        rules.save()


class Loading:
    """What the questions name, found once: events by the key of the content, themes, experts, schools."""

    def __init__(self, world: World, conference: Conference) -> None:
        self.world, self.conference = world, conference
        self.themes = {each.slug: each for each in Theme.objects.of(conference)}
        self.experts = {each.slug: each for each in Expert.objects.of(conference)}
        self.events = self._events()
        self.schools = self._schools()
        self.now = timezone.now()

    def _events(self) -> dict[str, Session]:
        by_title = {each.title_ru: each for each in Session.objects.of(self.conference).select_related("kind")}
        told = read_toml(HERE / "events.toml")["event"]
        return {each["key"]: by_title[each["title"]["ru"]] for each in told if each["title"]["ru"] in by_title}

    def _schools(self) -> dict[str, Organisation]:
        told = read_toml(HERE / "schools.toml")["school"]
        by_title = {each.title_ru: each for each in Organisation.objects.filter(
            title_ru__in=[each["title"]["ru"] for each in told])}  # fmt: skip
        return {each["key"]: by_title[each["title"]["ru"]] for each in told if each["title"]["ru"] in by_title}

    def of(self, kind: str, key: str) -> Any:
        found = getattr(self, kind).get(key)
        if found is None:
            raise Missing(f"questions.toml names {key!r}, which is not among the {kind} of the season")
        return found

    def ask(self, told: dict[str, Any]) -> Question:
        """Ask and leave it waiting, in the words and at the time of the content."""
        session = self.of("events", told["event"])
        language = told["language"]
        listener = Listener.objects.create(
            conference=self.conference,
            name=told["name"],
            language=language,
            organisation=self.schools.get(told["school"]) if told["school"] else None,
            link_sent_at=self.now,
        )
        question = questions.ask(
            self.conference, listener=listener, text=told["text"][language], language=language, session=session,
            theme=self.of("themes", told["theme"]), is_anonymous=not told["name"], phase=told["phase"],
            by=self.world.by,
        )  # fmt: skip
        question.asked_at = self._asked_at(session, told["phase"], question.pk)
        question.save(update_fields=["asked_at"])
        return question

    def _asked_at(self, session: Session, phase: str, number: int) -> datetime:
        """A time of day that fits the phase, and is not to come."""
        spread = timedelta(hours=number * 5 % 9, minutes=number * 17 % 60)
        at = {
            "signup": session.starts - timedelta(days=6 + number % 3) + spread / 2,
            "before": session.starts - timedelta(days=1 + number % 2) - spread / 3,
            "during": session.starts + timedelta(minutes=8 + number * 7 % 50),
            "after": session.ends + timedelta(days=1) + spread / 2,
        }[phase]
        return min(at, self.now - timedelta(hours=2) - spread)

    def moderate(self, question: Question, told: dict[str, Any], asked: dict[str, Question]) -> None:
        """Bring the question to the state of the content, as a moderator would."""
        by, state = self.world.people.get("moderator") or self.world.by, told["state"]
        other = question.other_language
        if told["text"].get(other):
            questions.translate(question, told["text"][other], by=by)
        if state == State.PENDING:
            return
        if state == State.DECLINED:
            questions.decline(question, reason=told["reason"][question.asker.language], by=by)  # type: ignore[union-attr]
            return
        questions.approve(question, by=by)
        if state == State.MERGED:
            questions.merge(question, into=asked[told["merged_into"]], by=by)
        if state == State.ANSWERED:
            self._answer(question, told["answer"])

    def _answer(self, question: Question, told: dict[str, Any]) -> None:
        expert, texts = self.of("experts", told["expert"]), told["text"]
        by = expert.person or self.world.by
        session = question.session
        assert session is not None
        if told["kind"] == "air":
            minutes, seconds = told["minute"].split(":")
            place = int(minutes) * 60 + int(seconds)
            answer = questions.answer_in_the_air(question, place, texts["ru"], texts["en"], expert=expert, by=by)
            at = session.starts + timedelta(seconds=place)
        else:
            answer = questions.answer_in_writing(question, expert, texts["ru"], texts["en"], by=by)
            at = max(session.ends + timedelta(days=2), question.asked_at + timedelta(days=1))
        at = min(at, self.now - timedelta(hours=1))
        Answer.objects.filter(pk=answer.pk).update(given_at=at)
        Question.objects.filter(pk=question.pk).update(decided_at=at)

    def votes(self, asked: dict[str, Question], told: Iterable[dict[str, Any]]) -> list[Vote]:
        """The votes of the content, given by one crowd of listeners who left no name."""
        crowd = Listener.objects.bulk_create(
            Listener(conference=self.conference, link_sent_at=self.now) for _number in range(CROWD)
        )
        return [
            Vote(question=asked[each["key"]], voter=crowd[(place * 13 + number) % CROWD].voter, at=self.now)
            for place, each in enumerate(told)
            if each["state"] not in (State.PENDING, State.DECLINED)  # nobody but a moderator has seen these
            for number in range(min(each["votes"], CROWD))
        ]
