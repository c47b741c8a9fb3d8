"""What the four tracks add to pages, to the demonstration and to personal data, which the core assembles.

Each journey has a module here with any of the functions of ``conference.extensions.POINTS``.
"""

from conference.extensions import Journeys
from workshops.demo.load import load as demo

from . import (
    call,
    consultations,
    crew,
    decisions,
    feedback,
    listening,
    outcomes,
    papers,
    planning,
    programme,
    questions,
    reviews,
    season,
)  # fmt: skip
from . import (
    reach as reach_,
)

_journeys = Journeys(
    papers, call, reviews, decisions, planning, programme, crew, outcomes, feedback,
    season, questions, consultations, reach_, listening,
)  # fmt: skip
home, mine, desk, tasks_waiting = _journeys.home, _journeys.mine, _journeys.desk, _journeys.tasks_waiting
personal_data, erase, schedules = _journeys.personal_data, _journeys.erase, _journeys.schedules
sealed_data = _journeys.sealed_data
listeners_of, session_page, sessions_of = _journeys.listeners_of, _journeys.session_page, _journeys.sessions_of
report, reach, sitemap = _journeys.report, _journeys.reach, _journeys.sitemap
course_page, listener_page = _journeys.course_page, _journeys.listener_page
materials_of = _journeys.materials_of

__all__ = [
    "course_page",
    "demo",
    "desk",
    "erase",
    "home",
    "listener_page",
    "listeners_of",
    "materials_of",
    "mine",
    "personal_data",
    "reach",
    "report",
    "schedules",
    "sealed_data",
    "session_page",
    "sessions_of",
    "sitemap",
    "tasks_waiting",
]
