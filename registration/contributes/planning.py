"""What the programme asks registration about its speakers: who needs a room without steps, and nothing else."""

from __future__ import annotations

from collections.abc import Collection

from conference.models import Conference
from registration.models import AccessNeeds, Registration


def step_free_for(conference: Conference, people: Collection[int]) -> set[int]:
    """Which of *people* (by key) asked for step-free access in a registration that is approved.

    The set of keys is all that leaves this room; no row of needs is opened to anybody, so no reading is logged.
    """
    rows = AccessNeeds.objects.filter(
        registration__conference=conference,
        registration__state=Registration.State.APPROVED,
        registration__person__in=people,
    )
    wanted = AccessNeeds.Service.STEP_FREE
    return {
        person
        for person, services in rows.values_list("registration__person", "services")
        if isinstance(services, list) and wanted in services
    }
