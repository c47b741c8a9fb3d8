"""Facts and questions of the papers."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conference.models import Role
from workshops.models import Session, Submission, Track, count_words

State = Submission.State


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (None, 0),
        ("одно", 1),
        ("чёрно-белый, 9,1 %", 2),
        ("один — два", 2),
        ("don’t split it’s", 3),
        ("a\nb\r\n\r\nc", 3),
        ("   ", 0),
        ("2006/07 school year", 3),
    ],
)
def test_words_are_counted_as_a_reader_does(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("state", State.values)
def test_desk_shows_all_but_drafts(state, make_submission, chair, conference):
    paper = make_submission(state)

    seen = Submission.objects.seen_by(chair, conference)

    assert list(seen) == ([] if state == State.DRAFT else [paper])


@pytest.mark.parametrize(
    ("kind", "track", "expected"),
    [
        (Role.Kind.ORGANISER, 0, {1, 2}),
        (Role.Kind.EDITOR, 0, {1, 2}),
        (Role.Kind.CHAIR, 0, {1, 2}),
        (Role.Kind.CHAIR, 2, {2}),
        (Role.Kind.CHAIR, 3, set()),
        (Role.Kind.REVIEWER, 0, set()),
        (Role.Kind.PROTOCOL, 0, set()),
        (Role.Kind.PARTICIPANT, 0, set()),
    ],
)
def test_desk_shows_the_tracks_of_the_role(kind, track, expected, make_submission, make_person, tracks, conference):
    for one in tracks[:2]:
        make_submission(State.SUBMITTED, track=one)
    person = make_person(kind, conference=conference, track=track)

    seen = Submission.objects.seen_by(person, conference)

    assert {paper.track.number for paper in seen} == expected


def test_a_role_elsewhere_shows_nothing_here(make_submission, make_person, other_conference, conference):
    make_submission(State.SUBMITTED)
    stranger = make_person(Role.Kind.ORGANISER, Role.Kind.CHAIR, Role.Kind.EDITOR, conference=other_conference)

    assert list(Submission.objects.seen_by(stranger, conference)) == []


def test_accepted_papers_are_counted_per_track(make_submission, tracks, conference):
    for state in (State.ACCEPTED, State.CONFIRMED, State.SUBMITTED, State.DECLINED, State.WITHDRAWN):
        make_submission(state)

    counts = Track.objects.of(conference).with_paper_counts().values_list("number", "accepted_count")

    assert list(counts) == [(1, 2), (2, 0), (3, 0), (4, 0)]


def test_missing_translations_are_named(make_submission):
    paper = make_submission(title_en="", abstract_en="  ", keywords_en="museum")

    assert paper.missing_translations() == ["title", "abstract"]


def test_a_session_ends_after_it_starts(conference):
    now = timezone.now()
    session = Session(conference=conference, format="plenary", title_ru="Открытие", starts=now, ends=now)

    with pytest.raises(ValidationError):
        session.full_clean()


def test_unknown_audiences_are_left_out(conference):
    session = Session(conference=conference, audience=["teachers", "martians"])

    assert len(session.audience_labels()) == 1


def test_an_author_without_a_name_in_the_other_language_is_a_missing_text(make_submission):
    paper = make_submission(abstract_en="In short.", keywords_en="class")
    before = paper.missing_translations()

    paper.authors.update(family_en="")

    assert (before, paper.missing_translations()) == ([], ["author 1"])
