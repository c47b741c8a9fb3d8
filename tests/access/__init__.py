"""Who may open what, one module of rows for each journey; ``TABLE`` is all of them.

A module may also have ``build(world)``, which adds to the world what its addresses need.
"""

from . import (
    audits,
    call,
    compiling,
    consultations,
    core,
    crew,
    decisions,
    delegations,
    door,
    editing,
    enrolment,
    exports,
    feedback,
    formats,
    invitations,
    issued,
    joining,
    library,
    library_desk,
    listening,
    office,
    outcomes,
    people,
    planning,
    printing,
    proceedings,
    programme,
    proofs,
    publishing,
    questions,
    reach,
    registering,
    reviews,
    rights,
    searching,
    season,
    submissions,
    travel,
)

JOURNEYS = (
    core, registering, delegations, invitations, door, people, submissions, proceedings, office, issued, travel,
    call, reviews, decisions, planning, programme, crew, outcomes, feedback, enrolment,
    compiling, editing, proofs, rights, printing, publishing, exports, formats,
    season, listening, joining, questions, consultations, library, library_desk, searching, audits, reach,
)  # fmt: skip
TABLE = {name: row for journey in JOURNEYS for name, row in journey.ROWS.items()}
