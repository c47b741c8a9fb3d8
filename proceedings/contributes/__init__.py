"""What the proceedings add to pages, to the demonstration and to personal data, which the core assembles.

Each journey has a module here with any of the functions of ``conference.extensions.POINTS``.
"""

from conference.extensions import Journeys
from proceedings.demo.load import load as demo

from . import audits, editing, library, library_desk, publishing, rights, searching, season, volumes

# volumes last: it erases the addresses others look for
_journeys = Journeys(editing, rights, publishing, library, library_desk, searching, audits, season, volumes)
home, mine, desk, tasks_waiting = _journeys.home, _journeys.mine, _journeys.desk, _journeys.tasks_waiting
personal_data, erase, schedules, report = (
    _journeys.personal_data, _journeys.erase, _journeys.schedules, _journeys.report,
)  # fmt: skip
sitemap, session_page, reach = _journeys.sitemap, _journeys.session_page, _journeys.reach
materials_of = _journeys.materials_of

__all__ = [
    "demo",
    "desk",
    "erase",
    "home",
    "materials_of",
    "mine",
    "personal_data",
    "reach",
    "report",
    "schedules",
    "session_page",
    "sitemap",
    "tasks_waiting",
]
