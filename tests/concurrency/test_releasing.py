"""Two chairs and an organiser press “Release” at the same moment, on PostgreSQL: each author gets one letter.

Real threads, committed rows. The control takes the lock and the guard away: then somebody is refused who should not be.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from conference.models import Conference, Message, Person, Role
from workshops import services
from workshops.models import Author, Decision, Submission, Track
from workshops.models.decisions import DecisionQuerySet
from workshops.services.decisions import Plan, Released

if connection.vendor != "postgresql":
    pytest.skip("concurrency is tried on PostgreSQL only", allow_module_level=True)

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS, CHAIRS = 20, 6


@pytest.fixture
def staged(make_conference: Callable[..., Conference], make_person: Callable[..., Person]) -> list[Decision]:
    """Staged acceptances of twenty papers."""
    conference = make_conference("rush")
    track = Track.objects.create(conference=conference, number=1, title_ru="Секция")
    chair = make_person(Role.Kind.CHAIR, conference=conference)
    papers = []
    for number in range(PAPERS):
        author = make_person(Role.Kind.PARTICIPANT, conference=conference)
        paper = Submission(
            conference=conference, track=track, submitter=author, title_ru=f"Доклад {number}", abstract_ru="Кратко.",
            keywords_ru="класс",
        )  # fmt: skip
        names = {"family_ru": "Сомова", "given_ru": "Ольга"}
        services.save_draft(paper, by=author, authors=[Author(**names, email=author.email, is_corresponding=True)])
        papers.append(services.submit(paper, by=author))
    return services.stage_many(papers, Plan(Decision.Outcome.ACCEPTED), by=chair).done


def press_together(staged: list[Decision], people: list[Person]) -> list[Released]:
    """Everybody releases everything at the same moment."""
    results: list[Any] = [None] * len(people)
    gate = threading.Barrier(len(people))

    def press(place: int) -> None:
        gate.wait()
        try:
            results[place] = services.release_decisions(staged, by=people[place])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_every_author_gets_one_letter_whoever_pressed_first(staged, make_person):
    results = press_together(staged, [make_person() for _ in range(CHAIRS)])

    released = Counter(decision.pk for result in results for decision in result.done)
    assert released == Counter({decision.pk: 1 for decision in staged})
    assert [result.refused for result in results] == [[]] * CHAIRS
    assert Message.objects.filter(key="submission-accepted").count() == PAPERS


def test_without_the_guard_somebody_is_refused(staged, make_person, monkeypatch):
    monkeypatch.setattr(DecisionQuerySet, "staged", lambda rows: rows)
    monkeypatch.setattr(DecisionQuerySet, "select_for_update", lambda rows, **how: rows)

    results = press_together(staged, [make_person() for _ in range(CHAIRS)])

    assert sum(len(result.refused) for result in results) > 0
