"""Hours: those of the sessions attended."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conference.moves import MoveNotAllowed
from conference.services.documents import draw
from registration.models import CheckIn
from registration.services import papers
from tests.registration.papers.conftest import HOURS, is_ua, text_of


def test_hours_are_those_of_the_sessions_attended(guest, came, make_session):
    came(guest)
    for session in (make_session(10, 90), make_session(12, 45), make_session(14, 30, format="break")):
        came(guest, session)
    make_session(16, 60)  # not attended

    attended = papers.hours_of(guest)

    assert ([each.title_ru for each in attended.sessions], attended.minutes, attended.hours) == (
        ["Заседание 10", "Заседание 12"], 135, 2.0,
    )  # fmt: skip


def test_what_ran_at_the_same_time_counts_once(guest, came, make_session):
    came(guest, make_session(10, 90))
    came(guest, make_session(11, 60))

    assert (papers.hours_of(guest).minutes, papers.hours_of(guest).hours) == (120, 2.0)


def test_a_session_that_was_undone_does_not_count(guest, came, make_session):
    CheckIn.objects.filter(pk=came(guest, make_session(10, 90)).pk).update(undone_at=timezone.now())

    assert papers.hours_of(guest).minutes == 0


def test_no_hours_for_less_than_half_an_hour(guest, organiser, came, make_session):
    came(guest, make_session(10, 29))

    with pytest.raises(MoveNotAllowed):
        papers.issue(HOURS, guest, by=organiser)


@pytest.mark.parametrize(
    ("minutes", "russian", "english"),
    [
        (60, "1 час", "1 hour"),
        (119, "1,5 часа", "1.5 hours"),
        (240, "4 часа", "4 hours"),
        (690, "11,5 часа", "11.5 hours"),
    ],
)
def test_the_certificate_of_hours_says_how_many(
    minutes, russian, english, guest, organiser, came, make_session, tmp_path
):
    came(guest, make_session(8, minutes))

    issued = papers.issue(HOURS, guest, by=organiser)

    text = text_of(draw(issued))
    assert f"Всего {russian}," in text
    assert f"{english} in all" in text
    assert "Заседание 8" in text
    assert issued.facts["minutes"] == minutes
    assert is_ua(draw(issued), tmp_path)
