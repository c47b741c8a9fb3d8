"""Whom the system would ask, and whom never."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.workshops.reviewing import profile_of
from workshops.models import Author, Conflict, Review, ReviewPhase, Submission
from workshops.services import reviews
from workshops.services.review_desk import Desk
from workshops.services.review_matching import Matching, common_topics, folded, stems


@pytest.fixture
def reviewer(make_person):
    return make_person(full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim")


@pytest.fixture
def paper(make_submission):
    return make_submission("submitted", keywords_ru="жестовый язык, учителя", keywords_en="sign language, teachers")


def seen(paper: Submission, person: object):
    matching = Matching(paper.conference, [paper], "abstract")
    return next(each for each in matching.candidates(paper, 1) if each.person == person)


def clash(paper, person):
    found = Matching(paper.conference, [paper], "abstract").clash(paper, person)
    return found.kind if found else None


# -- topics --------------------------------------------------------------------------------------------------


def test_words_meet_whatever_their_endings():
    assert stems("Подготовка учителей") == stems("подготовкой учителями")
    assert stems("Учёба ребёнка") == stems("учеба ребенка")
    assert stems("teaching of teachers") >= stems("Teacher")
    assert stems("в и на") == frozenset()


def test_a_topic_is_common_when_all_its_words_occur(paper, reviewer, conference):
    profile = profile_of(
        reviewer, conference, topics_ru="жестового языка, язык программирования, класс", topics_en="sign languages"
    )

    assert common_topics(profile, stems("Жестовый язык в классе")) == ["жестового языка", "класс"]
    with override("en"):
        assert common_topics(profile, stems("Sign language")) == ["sign languages"]


def test_the_suggestion_is_explained_in_words(paper, reviewer, conference):
    profile_of(reviewer, conference, topics_ru="жестовый язык, учитель, школа", capacity=4)

    with override("en"):
        words = seen(paper, reviewer).words

    assert words == "2 common topics: жестовый язык, учитель; 0 of 4 reviews"


def test_common_topics_free_hands_and_chosen_tracks_go_first(paper, make_person, conference, tracks):
    expert, free, busy = (make_person(full_name=f"Рецензент {number}") for number in (1, 2, 3))
    profile_of(expert, conference, topics_ru="жестовый язык, учителя", capacity=4)
    profile_of(free, conference, tracks=(tracks[0],), capacity=4)
    profile_of(busy, conference, topics_ru="жестовый язык, учителя", capacity=0)
    profile_of(make_person(), conference, tracks=(tracks[1],))

    found = Matching(conference, [paper], "abstract").candidates(paper, 1)

    assert [each.person for each in found] == [expert, free, busy]
    assert [each.may_be_suggested for each in found] == [True, True, False]


@pytest.mark.parametrize(
    ("fields", "may"),
    [({}, True), ({"languages": "en"}, False), ({"is_paused": True}, False), ({"capacity": 0}, False)],
)
def test_who_cannot_is_not_suggested(fields, may, paper, reviewer, conference):
    profile_of(reviewer, conference, **fields)

    assert seen(paper, reviewer).may_be_suggested == may


# -- nearness ------------------------------------------------------------------------------------------------


def test_nobody_stands_between_strangers(paper, reviewer, conference):
    profile_of(reviewer, conference, organisation="Другой университет")

    assert clash(paper, reviewer) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "VIKTORIA@example.org"},
        {"orcid": "0000-0002-1825-0097"},
        {"family_ru": "Ким", "given_ru": "Виктория"},
        {"family_en": "Kim", "given_en": "Viktoria O."},
    ],
)
def test_an_author_is_known_by_address_number_and_name(fields, paper, make_person, conference):
    person = make_person(
        email="viktoria@example.org", full_name="Ким Виктория Олеговна", latin_name="Viktoria Kim",
        orcid="0000-0002-1825-0097",
    )  # fmt: skip
    Author.objects.create(submission=paper, order=2, **{"family_ru": "Ли", "given_ru": "Анна", **fields})
    profile_of(person, conference)

    assert clash(paper, person) == "own"


def test_whoever_offered_the_paper(paper, author, conference):
    profile_of(author, conference)

    assert clash(paper, author) == "own"


@pytest.mark.parametrize("state", ["submitted", "draft"])
def test_coauthors_of_any_sent_paper(state, paper, reviewer, make_conference, make_tracks, conference, make_person):
    profile_of(reviewer, conference)
    elsewhere = make_conference()
    other = Submission.objects.create(
        conference=elsewhere, track=make_tracks(elsewhere)[0], submitter=make_person(), state=state,
        number=1 if state == "submitted" else None,
    )  # fmt: skip
    for family, given in (("Ким", "Виктория"), ("Сомова", "Ольга")):
        Author.objects.create(submission=other, family_ru=family, given_ru=given)

    assert clash(paper, reviewer) == ("coauthor" if state == "submitted" else None)


@pytest.mark.parametrize(
    "affiliation",
    [
        {"affiliation_ru": "Институт открытой школы"},
        {"affiliation_ru": "«ИНСТИТУТ открытой школы» (демонстрационный)"},
        {"affiliation_en": "Institut otkrytoi shkoly"},
    ],
)
def test_the_same_organisation_however_it_is_written(affiliation, paper, reviewer, conference):
    profile_of(reviewer, conference, organisation="Институт открытой школы")
    Author.objects.filter(submission=paper).update(**affiliation)

    found = Matching(conference, [paper], "abstract").clash(paper, reviewer)

    assert (found.kind, found.may_be_overridden) == ("organisation", True)
    assert "Институт открытой школы" in found.words


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"name": "Сомова Ольга"}, "declared"),
        ({"name": "Olga Somova"}, "declared"),
        ({"name": "Сомова"}, "declared"),
        ({"name": "Сомова Анна"}, None),
        ({"name": "Сомов"}, None),
        ({"kind": "organisation", "name": "Лицей № 5"}, "declared"),
        ({"kind": "organisation", "name": "Лицей № 6"}, None),
    ],
)
def test_declared_conflicts(fields, kind, paper, reviewer, conference):
    profile_of(reviewer, conference)
    Author.objects.filter(submission=paper).update(affiliation_ru="Лицей № 5")
    Conflict.objects.create(conference=conference, person=reviewer, **fields)

    assert clash(paper, reviewer) == kind


def test_names_are_folded():
    assert folded("ГБОУ «Школа Ёлка» (филиал)") == folded("ГБОУ Школа Елка")


# -- proposals -----------------------------------------------------------------------------------------------


def test_proposals_never_go_beyond_a_capacity(make_submission, make_person, conference, tracks, chair):
    for number in range(3):
        make_submission("submitted", title_ru=f"Доклад {number}")
    for capacity in (1, 2):
        profile_of(make_person(), conference, capacity=capacity)
    ReviewPhase.objects.create(conference=conference, reviews_wanted=2)

    found = Desk(tracks[0], "abstract", chair).proposals()

    pairs = [(paper.pk, candidate.person.pk) for paper, candidate in found]
    assert (len(pairs), len(set(pairs))) == (3, 3)


def test_only_what_is_missing_is_proposed(make_submission, make_person, conference, tracks, chair):
    paper = make_submission("submitted")
    people = [make_person() for _number in range(3)]
    for person in people:
        profile_of(person, conference)
    reviews.invite(paper, people[0], by=chair)

    found = Desk(tracks[0], "abstract", chair).proposals()

    assert len(found) == 1
    assert found[0][1].person in people[1:]


def test_the_table_costs_the_same_for_many_papers_and_reviewers(
    make_submission, make_person, conference, tracks, chair, django_assert_num_queries
):
    def look() -> int:
        desk = Desk(tracks[0], "abstract", chair)
        return sum(len(line.cells) for line in desk.lines) + desk.late + len(desk.columns)

    def more() -> None:
        paper, person = make_submission("submitted", title_ru=f"Доклад {Review.objects.count()}"), make_person()
        profile_of(person, conference, tracks=(tracks[0],))
        reviews.invite(paper, person, by=chair)

    more(), more()
    with django_assert_num_queries(14):
        look()
    for _number in range(4):
        more()
    with django_assert_num_queries(14):
        look()
