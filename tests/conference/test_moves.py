from __future__ import annotations

import pytest
from auditlog.models import LogEntry

from conference.moves import MoveNotAllowed
from workshops.models import Submission, Track


@pytest.fixture
def submission(conference, person):
    track = Track.objects.create(conference=conference, number=1, title_ru="Секция")
    return Submission.objects.create(conference=conference, track=track, submitter=person, title_ru="Доклад")


def test_a_move_changes_the_state_and_is_logged_with_its_reason(submission, person):
    submission.move("submitted", by=person, reason="ready", number=1)

    submission.refresh_from_db()
    entry = LogEntry.objects.get_for_object(submission).first()
    assert submission.state == "submitted"
    assert (entry.changes, entry.actor, entry.additional_data) == (
        {"state": ["draft", "submitted"]}, person, {"reason": "ready"},
    )  # fmt: skip


def test_a_move_that_the_table_forbids(submission, person):
    with pytest.raises(MoveNotAllowed):
        submission.move("accepted", by=person)

    submission.refresh_from_db()
    assert submission.state == "draft"


def test_of_two_who_decide_at_once_one_succeeds(submission, person):
    submission.move("submitted", by=person, number=1)
    mine, theirs = (Submission.objects.get(pk=submission.pk) for _ in range(2))
    theirs.move("declined", by=person)

    with pytest.raises(MoveNotAllowed):
        mine.move("accepted", by=person)

    assert mine.state == "declined"
