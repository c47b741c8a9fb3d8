"""The workshops' part of the demonstration: whole, through the verbs, and the same when loaded twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from conference.contributes import demo as core_demo
from conference.demo import World
from conference.models import Message, Person, Role
from tests.conftest import new_person
from workshops.contributes import demo
from workshops.demo.load import load
from workshops.demo.submissions import HERE, docx_of
from workshops.manuscripts import check_docx
from workshops.models import (
    Author,
    Course,
    Expert,
    FullText,
    Remark,
    Session,
    Submission,
    SubmissionFile,
    SubmissionVersion,
    Track,
)
from workshops.services.season.showing import keep_one_running

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("demonstration of the workshops")]  # one worker loads it

State = Submission.State


@pytest.fixture(scope="module")
def loaded(standing):
    with standing():
        world = World(by=new_person(is_superuser=True), say=lambda text: None)
        core_demo(world)
        demo(world)
        yield world


@pytest.fixture
def world(loaded, db):
    return loaded


def census() -> dict[str, int]:
    models = (Track, Session, Submission, SubmissionFile, Message, Person, Role)
    return {model.__name__: model.objects.count() for model in models}


def test_fifty_papers_in_every_state_a_person_can_bring_about(world):
    coming = Submission.objects.of(world.conferences["inclusion-next"])
    printed = Submission.objects.of(world.conferences["inclusion-2008"])

    found = Counter(coming.values_list("state", flat=True))
    assert (set(found), coming.count()) == (set(State.values), 49)
    assert found[State.SUBMITTED] >= 29
    assert Counter(printed.values_list("state", "language")) == {(State.ACCEPTED, "ru"): 8, (State.ACCEPTED, "en"): 4}
    assert [paper.files.count() for paper in printed] == [1] * 12


def test_what_an_author_can_come_to_is_shown(world):
    coming = Submission.objects.of(world.conferences["inclusion-next"])
    halves = set(coming.admitted().values_list("presentation", "publication"))

    assert {("oral", "article"), ("online", "article"), ("poster", "abstract"), ("none", "article")} <= halves
    assert set(FullText.objects.filter(submission__in=coming).values_list("state", flat=True)) >= {
        "draft", "submitted", "revision", "accepted",
    }  # fmt: skip
    assert Remark.objects.filter(submission__in=coming).exclude(answer="").exists()
    assert SubmissionVersion.objects.filter(submission__in=coming, number=2).exists()
    asked = Author.objects.filter(submission__in=coming).exclude(asked_at=None)
    assert [asked.filter(**which).exists() for which in (
        {"confirmed_at": None, "denied_at": None}, {"confirmed_at__isnull": False}, {"denied_at__isnull": False},
    )] == [True, True, True]  # fmt: skip
    assert set(SubmissionFile.objects.values_list("kind", flat=True)) == {"manuscript", "slides"}


def test_the_demonstrations_author_has_one_accepted_and_one_waiting_paper(world):
    mine = Submission.objects.of_author(world.people["author"])

    assert sorted(mine.values_list("state", flat=True)) == [State.ACCEPTED, State.SUBMITTED]


def test_sessions_and_events_are_there_in_both_languages(world):
    outline, season = (Session.objects.of(world.conferences[slug]) for slug in ("inclusion-next", "together-season"))

    assert (outline.count(), season.count()) == (20, 42)
    assert Session.objects.filter(title_en="").count() + Session.objects.filter(title_ru="").count() == 0
    assert set(outline.values_list("starts__date", flat=True)) == {
        world.conferences["inclusion-next"].starts, world.conferences["inclusion-next"].ends,
    }  # fmt: skip


def test_one_event_of_the_season_runs_now_and_goes_on_doing_so(world):
    season, now = world.conferences["together-season"], timezone.now()
    running = Session.objects.of(season).filter(starts__lte=now, ends__gt=now)
    assert [event.title_en for event in running] == ["Professional dialogue: school and family"]

    running.update(starts=now - timedelta(hours=3), ends=now - timedelta(hours=1))

    assert (keep_one_running(), keep_one_running()) == (1, 0)
    assert running.count() == 1


def test_the_demonstrations_expert_is_one_of_the_season(world):
    expert = Expert.objects.get(person=world.people["expert"])

    assert (expert.slug, expert.consults, expert.organisation.member_since is not None) == ("topoleva", True, True)
    assert Expert.objects.of(world.conferences["together-season"]).count() == 12
    assert Course.objects.get().meetings.count() == 6


def test_loading_twice_changes_nothing(world):
    before = census()

    load(world)

    assert census() == before


def test_a_manuscript_is_the_same_bytes_each_time(world):
    folder = HERE / "papers" / "01-special-and-mainstream-school"
    first = docx_of(folder).read_bytes()
    docx_of(folder).unlink()

    again = docx_of(folder)

    assert again.read_bytes() == first
    with again.open("rb") as file:
        check_docx(file)
