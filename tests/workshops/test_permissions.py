"""Who may read and decide: rows of the table are the kinds of people, columns the permissions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from conference.models import Role
from conference.permissions import may
from workshops.models import Submission

State = Submission.State
TABLE = {
    "anonymous": (False, False),
    "submitter": (True, False),
    "another author": (False, False),
    "chair of the track": (True, True),
    "chair of all tracks": (True, True),
    "chair of another track": (False, False),
    "organiser": (True, True),
    "editor": (True, False),
    "reviewer": (False, False),
    "organiser elsewhere": (False, False),
    "organiser everywhere": (True, True),
}


@pytest.fixture
def people(author, make_person, conference, other_conference):
    kinds = Role.Kind
    return {
        "anonymous": AnonymousUser(),
        "submitter": author,
        "another author": make_person(kinds.PARTICIPANT, conference=conference),
        "chair of the track": make_person(kinds.CHAIR, conference=conference, track=1),
        "chair of all tracks": make_person(kinds.CHAIR, conference=conference),
        "chair of another track": make_person(kinds.CHAIR, conference=conference, track=2),
        "organiser": make_person(kinds.ORGANISER, conference=conference),
        "editor": make_person(kinds.EDITOR, conference=conference),
        "reviewer": make_person(kinds.REVIEWER, conference=conference),
        "organiser elsewhere": make_person(kinds.ORGANISER, kinds.CHAIR, conference=other_conference),
        "organiser everywhere": make_person(kinds.ORGANISER, conference=None),
    }


@pytest.mark.parametrize("who", TABLE)
def test_a_sent_paper(who, people, make_submission):
    paper = make_submission(State.SUBMITTED)

    got = (may(people[who], "workshops.read_submission", paper), may(people[who], "workshops.decide", paper))

    assert got == TABLE[who]


@pytest.mark.parametrize("who", TABLE)
def test_a_draft_is_its_authors_alone(who, people, make_submission):
    paper = make_submission()

    got = (may(people[who], "workshops.read_submission", paper), may(people[who], "workshops.decide", paper))

    assert got == (who == "submitter", False)
