"""What registration adds to pages, to the demonstration and to personal data, which the core assembles.

Each journey has a module here with any of the functions of ``conference.extensions.POINTS``.
"""

from conference.extensions import Journeys
from registration.demo.load import load as demo

from . import (
    answers,
    delegations,
    door,
    enrolment,
    invitations,
    joining,
    office,
    papers,
    people,
    registrations,
    reporting,
    travel,
)
from .planning import step_free_for
from .seats import seat_of

_journeys = Journeys(
    registrations,
    delegations,
    door,
    office,
    answers,
    papers,
    people,
    invitations,
    travel,
    enrolment,
    reporting,
    joining,
)
home, mine, desk, tasks_waiting = _journeys.home, _journeys.mine, _journeys.desk, _journeys.tasks_waiting
personal_data, sealed_data, erase = _journeys.personal_data, _journeys.sealed_data, _journeys.erase
consent_withdrawn, schedules = _journeys.consent_withdrawn, _journeys.schedules
session_page, sessions_of, listeners_of = _journeys.session_page, _journeys.sessions_of, _journeys.listeners_of
report, reach, recording_published = _journeys.report, _journeys.reach, _journeys.recording_published
course_page, listener_page, listener_proved = _journeys.course_page, _journeys.listener_page, _journeys.listener_proved

__all__ = [
    "consent_withdrawn",
    "course_page",
    "demo",
    "desk",
    "erase",
    "home",
    "listener_page",
    "listener_proved",
    "listeners_of",
    "mine",
    "personal_data",
    "reach",
    "recording_published",
    "report",
    "schedules",
    "sealed_data",
    "seat_of",
    "session_page",
    "sessions_of",
    "step_free_for",
    "tasks_waiting",
]
