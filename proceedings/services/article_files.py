"""The file of each article, cut from the same layout as the book and made after the click that published it."""

from __future__ import annotations

from conference.services.jobs import JobRun, work
from proceedings.models import Publication

KIND = "article-files"


def run_article_files(job_id: int) -> None:
    """Background task: make the files of the publication that the job is about; those that exist are left alone."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    publication = Publication.objects.filter(pk=run.job.about_id or 0).first()
    if publication is None:
        run.fail("nothing")
