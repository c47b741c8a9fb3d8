"""What is kept about listeners. Erasing them is registration's, which knows what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conference.models import Person
from conference.regions import region_name
from workshops.models import Listener
from workshops.services.listening import introduce


def schedules() -> list[Callable[[], Any]]:
    return [introduce]


def personal_data(person: Person) -> dict[str, Any]:
    rows = Listener.objects.of_person(person).select_related("conference", "organisation")
    return {
        "listener": [
            {
                "season": row.conference.title,
                "name": row.name,
                "language": row.language,
                "audience": row.audience,
                "organisation": str(row.organisation or ""),
                "region": region_name(row.region),
                "country": row.country.code or "",
                "wants_reminders": row.wants_reminders,
                "since": row.joined_at,
            }
            for row in rows
        ]
    }
