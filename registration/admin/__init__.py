"""Registration in Django's administration: records and bulk work. Decisions go through the services."""

from . import (
    categories,
    checkins,
    delegations,
    enrolments,
    invitations,
    joining,
    needs,
    questions,
    registrations,
    support,
    travel,
)

__all__ = [
    "categories",
    "checkins",
    "delegations",
    "enrolments",
    "invitations",
    "joining",
    "needs",
    "questions",
    "registrations",
    "support",
    "travel",
]
