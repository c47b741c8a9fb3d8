"""Who may open what, one module of rows for each journey; ``TABLE`` is all of them.

A module may also have ``build(world)``, which adds to the world what its addresses need.
"""

from . import (
    call,
    core,
    crew,
    decisions,
    delegations,
    door,
    enrolment,
    feedback,
    invitations,
    issued,
    office,
    outcomes,
    people,
    planning,
    proceedings,
    programme,
    registering,
    reviews,
    submissions,
    travel,
)

JOURNEYS = (
    core, registering, delegations, invitations, door, people, submissions, proceedings, office, issued, travel,
    call, reviews, decisions, planning, programme, crew, outcomes, feedback, enrolment,
)  # fmt: skip
TABLE = {name: row for journey in JOURNEYS for name, row in journey.ROWS.items()}
