"""The compilations of a volume, as jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from conference.models import Job
from proceedings.models import Volume

KIND = "compile"


def jobs_of(volume: Volume) -> QuerySet[Job]:
    """The compilations of *volume*, the newest first."""
    rows: QuerySet[Job] = Job.objects.of(volume.conference).filter(
        kind=KIND, about_type__app_label="proceedings", about_type__model="volume", about_id=volume.pk
    )
    return rows
