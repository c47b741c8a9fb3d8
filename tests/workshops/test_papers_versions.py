"""Versions of a paper: when one is kept, what it holds, what two differ in; who may read them."""

from __future__ import annotations

import re

import pytest

from conference.models import Role
from workshops import services
from workshops.models import Author, Submission
from workshops.services.papers import compared, difference

State = Submission.State


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def changed(make_submission, author):
    """A paper that was sent and then changed: two versions."""
    paper = make_submission(State.SUBMITTED)
    paper.title_en = "Three teachers in one class"
    authors = [*paper.authors.all(), Author(family_ru="Рубцов", given_ru="Антон", email="r@example.org")]
    services.save_draft(paper, by=author, authors=authors)
    return paper


def test_a_draft_has_no_versions_a_sending_makes_the_first(make_submission, author):
    draft, sent = make_submission(), make_submission(State.SUBMITTED)

    version = sent.versions.get()

    assert draft.versions.count() == 0
    assert (version.number, version.round, version.saved_by) == (1, 1, author)
    assert (version.data["title_ru"], version.data["authors"][0]["family_ru"]) == (
        "Два учителя в одном классе",
        "Сомова",
    )
    assert "s@example.org" not in str(version.data)


def test_saving_without_a_change_makes_none(make_submission, author):
    paper = make_submission(State.SUBMITTED)

    services.save_draft(paper, by=author, authors=list(paper.authors.all()))

    assert paper.versions.count() == 1


def test_what_differs_is_told_by_words_in_both_languages(changed):
    new, old = changed.versions.all()

    changes = {change.name: change for change in difference(old, new)}

    assert list(changes) == ["title_en", "authors_ru", "authors_en"]
    assert [(piece.kind, piece.text) for piece in changes["title_en"].pieces] == [
        ("gone", "Two"), ("new", "Three"), ("same", " teachers in one class"),
    ]  # fmt: skip
    assert (changes["title_en"].language, changes["authors_ru"].pieces[-1].text.strip()) == ("en", "Антон Рубцов")


@pytest.mark.parametrize(
    ("was", "now", "pieces"),
    [
        ("", "новое", [("new", "новое")]),
        ("старое", "", [("gone", "старое")]),
        ("a-b c", "a-b d", [("same", "a-b "), ("gone", "c"), ("new", "d")]),
        ("одно", "одно", [("same", "одно")]),
    ],
)
def test_words_are_compared_whole(was, now, pieces):
    assert [(piece.kind, piece.text) for piece in compared(was, now)] == pieces


def test_the_author_and_the_chair_read_the_versions(changed, client_of, author, chair):
    url = changed.conference.url("workshops:versions", pk=changed.pk)

    pages = [client_of(person).get(url).content.decode() for person in (author, chair)]
    page = client_of(chair).get(f"{url}2/").content.decode()

    assert [len(re.findall(r"<a href=\"[^\"]+/versions/\d", page)) for page in pages] == [2, 2]
    assert ("<del>Two</del>" in page, "<ins>Three</ins>" in page) == (True, True)


def test_the_first_version_is_shown_whole(changed, client_of, author):
    page = client_of(author).get(changed.conference.url("workshops:version", pk=changed.pk, number=1)).content.decode()

    assert ("Two teachers in one class" in page, "<del>" in page) == (True, False)


@pytest.mark.parametrize("role", [Role.Kind.REVIEWER, Role.Kind.PARTICIPANT])
def test_nobody_else_reads_them(role, changed, client_of, make_person, conference):
    stranger = client_of(make_person(role, conference=conference))

    url = conference.url("workshops:versions", pk=changed.pk)

    assert [stranger.get(each).status_code for each in (url, f"{url}2/")] == [404, 404]


def test_typed_markup_stays_text(make_submission, author, client_of):
    paper = make_submission(State.SUBMITTED)
    paper.title_ru = "<script>alert(1)</script>"
    services.save_draft(paper, by=author)

    page = client_of(author).get(paper.conference.url("workshops:version", pk=paper.pk, number=2)).content.decode()

    assert "<script>alert" not in page


def test_the_list_costs_the_same_for_two_and_for_twenty(changed, client_of, author, django_assert_num_queries):
    url, visitor = changed.conference.url("workshops:versions", pk=changed.pk), client_of(author)
    visitor.get(url)
    for number in range(20):
        changed.title_en = f"Title {number}"
        services.save_draft(changed, by=author)

    with django_assert_num_queries(7):
        visitor.get(url)


def test_a_change_in_the_administration_is_a_version_too(make_submission, organiser, rf):
    from django.contrib.admin import site

    paper = make_submission(State.SUBMITTED)
    paper.title_ru = "Поправлено в администрации"
    paper.save()
    request = rf.post("/")
    request.user = organiser
    admin = site._registry[Submission]
    form = admin.get_form(request, paper)(instance=paper)
    form.save_m2m = lambda: None

    admin.save_related(request, form, [], change=True)

    assert [version.number for version in paper.versions.all()] == [2, 1]
