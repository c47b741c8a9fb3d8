"""Query budgets: a page asks the database the same number of times with one row and with thirty more.

The numbers are literal on purpose: a page that needs one question more has to say so here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.models import Deadline, IssuedDocument, Message, NewsItem, Partner, Role
from proceedings.models import Article, ArticleAuthor
from registration.models import Category, ImportBatch, Mailing, Registration
from tests.access import TABLE, delegations, invitations, people, travel
from tests.conftest import new_person
from tests.world import World, client_as
from workshops.models import Author, Session, Submission, Track

pytestmark = pytest.mark.once

MORE = 30
BUDGETS = {
    ("home", "anonymous"): 5,
    ("conference_home", "anonymous"): 13,
    ("page", "anonymous"): 4,
    ("news", "anonymous"): 4,
    ("news_item", "anonymous"): 4,
    ("verify", "anonymous"): 3,
    ("registration:start", "anonymous"): 3,
    ("registration:step", "anonymous"): 4,
    ("registration:door", "door"): 5,
    ("registration:door_list", "door"): 11,
    ("registration:door_live", "door"): 12,
    ("registration:participants", "anonymous"): 5,
    ("registration:protocol", "organiser"): 7,
    ("registration:delegation", "author"): 13,
    ("registration:delegation_sent", "author"): 8,
    ("registration:desk_delegations", "organiser"): 7,
    ("registration:desk_delegation", "organiser"): 8,
    ("registration:desk_letters", "organiser"): 7,
    ("registration:desk_support", "organiser"): 8,
    ("registration:desk_travel", "organiser"): 7,
    ("registration:desk_travel_list", "organiser"): 6,
    ("registration:desk_travel_table", "organiser"): 6,
    ("registration:invitations", "organiser"): 10,
    ("registration:waiting", "organiser"): 8,
    ("registration:silent", "organiser"): 8,
    ("admin:registration_invitation_changelist", "organiser"): 13,
    ("data_requests", "organiser"): 8,
    ("workshops:track_list", "anonymous"): 3,
    ("workshops:track", "anonymous"): 8,
    ("workshops:programme", "anonymous"): 7,
    ("workshops:speakers", "anonymous"): 4,
    ("workshops:subscribe", "anonymous"): 3,
    ("workshops:session", "anonymous"): 8,
    ("workshops:prints", "organiser"): 10,
    ("proceedings:volumes", "anonymous"): 4,
    ("proceedings:volume", "anonymous"): 26,
    ("proceedings:article", "anonymous"): 11,
    ("registration:papers", "organiser"): 9,
    ("registration:papers_batch", "organiser"): 7,
    ("registration:papers_of_one", "organiser"): 9,
    ("my_page", "participant"): 45,
    ("desk", "organiser"): 75,
    ("registration:desk_list", "organiser"): 12,
    ("registration:desk_one", "organiser"): 10,
    ("registration:mailings", "organiser"): 8,
    ("registration:failed_letters", "organiser"): 7,
    ("registration:import", "organiser"): 6,
    ("registration:desk_translations", "organiser"): 11,
    ("workshops:desk", "organiser"): 16,
    ("proceedings:desk", "editor"): 6,
    ("proceedings:board", "editor"): 24,
    ("admin:registration_registration_changelist", "organiser"): 14,
    ("admin:workshops_submission_changelist", "organiser"): 13,
    ("admin:conference_person_changelist", "organiser"): 9,
    ("admin:conference_message_changelist", "organiser"): 13,
    ("admin:conference_page_changelist", "organiser"): 10,
}


def grow(world: World, make_person: Any) -> None:
    """Thirty more of everything that a list may show."""
    conference, author = world.conference, world.visitors["author"]
    category = Category.objects.of(conference).first()
    track = Track.objects.of(conference).get(number=1)
    volume = world.things["printed volume"]
    part = volume.parts.get()
    opening = timezone.now() + timedelta(days=100)
    printed = volume.publication
    for number in range(MORE):
        person = make_person(Role.Kind.PARTICIPANT, conference=conference)
        people.more(world, make_person, number)
        invitations.more(world, make_person, number)
        delegations.more(world, make_person, number)
        travel.more(world, make_person, number)
        NewsItem.objects.create(conference=conference, slug=f"more-{number}", title_ru="Ещё", body_ru="Текст")
        Partner.objects.create(conference=conference, title_ru="Ещё партнёр")
        Deadline.objects.create(conference=conference, day=opening.date(), title_ru="Ещё срок")
        Session.objects.create(
            conference=conference, track=track, format="workshop_session", title_ru="Ещё заседание",
            starts=opening, ends=opening + timedelta(hours=1),
        )  # fmt: skip
        paper = Submission.objects.create(
            conference=conference, track=track, submitter=author, state="accepted" if number % 2 else "submitted",
            number=100 + number, title_ru="Ещё доклад", abstract_ru="Текст", submitted_at=timezone.now(),
        )  # fmt: skip
        Author.objects.create(submission=paper, family_ru="Ещё", given_ru="Один", is_corresponding=True)
        Registration.objects.create(
            conference=conference, category=category, person=person, number=f"M-{number:04d}",
            state="submitted", track=track, submitted_at=timezone.now(),
        )  # fmt: skip
        IssuedDocument.objects.create(
            conference=conference, person=world.visitors["participant"], kind="invitation_letter",
            number=f"more-{number}", language="ru",
        )  # fmt: skip
        article = Article.objects.create(
            volume=volume, part=part, number=10 + number, language="ru", title_ru="Ещё статья", submission=paper
        )
        ArticleAuthor.objects.create(article=article, order=0, family_ru="Ещё", given_ru="Один")
        printed.page_map[str(article.pk)] = [5 + number, 5 + number]
        Mailing.objects.create(conference=conference, subject_ru="Ещё письмо", body_ru="Текст")
        ImportBatch.objects.create(conference=conference, name="Ещё таблица")
        Message.objects.create(
            conference=conference, person=person, key="more", to=f"more-{number}@example.org", language="ru",
            subject="Ещё", body="Текст", state="failed", message_id=f"<more-{number}@x>",
        )  # fmt: skip
    printed.save()


def questions(world: World, name: str, visitor: str) -> int:
    url = reverse(name) if name.startswith("admin:") else reverse(name, kwargs=TABLE[name].kwargs(world))
    client = client_as(world, visitor)
    assert client.get(url).status_code == 200  # content types and the like are remembered from here on
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


every_page = pytest.mark.parametrize(("name", "visitor"), BUDGETS, ids=lambda value: value.replace(":", "-"))


@pytest.fixture(scope="module")
def grown(built_world: World, standing: Any) -> Iterator[None]:
    """Makes the world of the tests that come after it, all in this module, a large one."""
    with standing():
        grow(built_world, new_person)
        yield


@every_page
def test_a_page_with_one_row_keeps_to_its_budget(name, visitor, world):
    assert questions(world, name, visitor) == BUDGETS[name, visitor]


@every_page
def test_a_page_with_many_rows_costs_the_same(name, visitor, grown, world):
    assert questions(world, name, visitor) == BUDGETS[name, visitor]
