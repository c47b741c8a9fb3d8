"""The reviewer’s story: asked by a letter, promises, writes, sends, is thanked; another declines; a third is late."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conference.models import Message, Role
from tests.workshops.reviewing import profile_of
from workshops import services
from workshops.models import Author, Criterion, Review, ReviewPhase, Submission, Track


@pytest.fixture
def track(conference):
    return Track.objects.create(conference=conference, number=3, title_ru="Подготовка педагогов", title_en="Training")


@pytest.fixture
def paper(conference, track, make_person):
    author = make_person(Role.Kind.PARTICIPANT, conference=conference, full_name="Кедрова Марина Ильинична")
    authors = [
        Author(family_ru="Кедрова", given_ru="Марина", email="kedrova@example.org", is_corresponding=True),
    ]  # fmt: skip
    draft = Submission(
        conference=conference, track=track, submitter=author, title_ru="Наставник в смешанном классе",
        abstract_ru="О первых двух годах. Кедрова М. И.", keywords_ru="наставник, учитель",
    )  # fmt: skip
    return services.submit(services.save_draft(draft, by=author, authors=authors), by=author)


def link_in(key: str, address: str) -> str:
    """The address of the review in the newest letter *key* to *address*, without the site."""
    letter = Message.objects.filter(key=key, to=address).latest("pk")
    return re.search(r"https?://[^/]+(/\S*/review/\S+/)", letter.body)[1]


def test_from_the_suggestion_to_the_thanks(conference, track, paper, make_person, client_of, run_tasks, mailoutbox):
    chair = client_of(make_person(Role.Kind.CHAIR, conference=conference, track=3, full_name="Жук Алеся Петровна"))
    expert = make_person(email="expert@example.org", full_name="Ким Виктория Олеговна")
    second = make_person(email="second@example.org", full_name="Рябов Никита Андреевич")
    profile_of(expert, conference, topics_ru="наставник", capacity=2)
    profile_of(second, conference, capacity=2)
    criterion = Criterion.objects.create(
        conference=conference, title_ru="Обоснованность", labels_ru="слабо\nхорошо", labels_en="poor\ngood"
    )
    ReviewPhase.objects.create(conference=conference, guidelines_ru="Судите работу, а не людей.")
    desk = f"/ru/{conference.slug}/desk/reviews"

    # The chair sees that reviewers are missing, asks whom the system would ask, and agrees.
    assert "track=3" in chair.get(f"/ru/{conference.slug}/desk/").content.decode()
    page = chair.get(f"{desk}/suggestions/?track=3").content.decode()
    assert page.index("Ким") < page.index("Рябов")
    pairs = re.findall(r'name="pair" value="(\d+-\d+)"', page)
    chair.post(f"{desk}/assign/", {"track": "3", "stage": "abstract", "pair": pairs})
    assert sorted(Message.objects.filter(key="review-invitation").values_list("to", flat=True)) == [
        "expert@example.org", "second@example.org",
    ]  # fmt: skip

    # The expert opens the letter’s link, without an account: title and abstract, no author, no text.
    page, visitor = link_in("review-invitation", "expert@example.org"), Client()
    told = visitor.get(page).content.decode()
    assert "Наставник в" in told
    assert "Кедров" not in told

    # She promises, begins, is interrupted, goes on, and sends; the form asks for what is missing first.
    visitor.post(f"{page}accept/")
    assert "Судите работу" in visitor.get(page).content.decode()
    visitor.post(f"{page}save/", {f"criterion-{criterion.pk}": "2"})
    early = visitor.post(f"{page}send/", {f"criterion-{criterion.pk}": "2"})
    assert sorted(early.context["form"].errors) == ["comment_author", "recommendation"]
    whole = {
        f"criterion-{criterion.pk}": "2", "recommendation": "minor", "comment_author": "Ясно и нужно.",
        "comment_chair": "Можно в программу.",
    }  # fmt: skip
    visitor.post(f"{page}send/", whole)
    run_tasks()
    assert [mail.subject for mail in mailoutbox if mail.to == ["expert@example.org"]][-1].startswith("Спасибо")

    # The second declines by his link, and the chair is told.
    other = link_in_sent(mailoutbox, "second@example.org")
    Client().post(f"{other}decline/", {"reason": "Экзамены", "suggestion": "Коллега по кафедре"})
    run_tasks()
    assert any("Экзамены" in mail.body for mail in mailoutbox)

    # The chair reads the review with its name; the author, until the decision, reads nothing.
    told = chair.get(f"{desk}/papers/{paper.pk}/").content.decode()
    assert "Ясно и" in told
    assert "Ким Виктория Олеговна" in told
    assert "Коллега по" in told
    author = client_of(paper.submitter)
    assert "Ясно и" not in author.get(f"/ru/{conference.slug}/papers/{paper.pk}/").content.decode()


def link_in_sent(mailoutbox, address: str) -> str:
    """The link of the first letter to *address*: the texts of sent ones are erased from the outbox."""
    letter = next(mail for mail in mailoutbox if mail.to == [address])
    return re.search(r"https?://[^/]+(/\S*/review/\S+/)", letter.body)[1]


def test_a_link_that_is_over(conference, paper, make_person):
    from workshops.services import reviews

    reviewer = make_person(email="late@example.org")
    review = reviews.invite(paper, reviewer, by=None)
    page = link_in("review-invitation", "late@example.org")
    Review.objects.filter(pk=review.pk).update(answer_due=timezone.now() - timedelta(days=10))

    response = Client().get(page)

    told = response.content.decode()
    assert response.status_code == 410
    assert "org@example.org" in told
    assert "Sign in with the address to which the letter came" in told
    assert Client().post(f"{page}accept/").status_code == 410
