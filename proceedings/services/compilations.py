"""The compilations of a volume, as jobs."""

from __future__ import annotations

from conference.models import Job
from conference.models.jobs import JobQuerySet
from proceedings.models import Volume

KIND = "compile"


def jobs_of(volume: Volume) -> JobQuerySet:
    """The compilations of *volume*, the newest first."""
    rows: JobQuerySet = Job.objects.of(volume.conference).about(volume).filter(kind=KIND)
    return rows
