"""The final report: what every room tells of the conference, drawn in the background, kept by number.

Of a season it is the annual report: the chapters of its statistics.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override

from conference.extensions import ReportPart, ask
from conference.letterhead import letterhead
from conference.models import Conference, Job, Person
from conference.services.jobs import JobRun, start_job, stop_job, work
from workshops.documents.final_report import final_report_pdf
from workshops.models import FinalReport
from workshops.services.reach import chart_of, events_list, number_columns, parts_of

KIND = "final-report"
LANGUAGES = ("ru", "en")


@transaction.atomic
def start_report(conference: Conference, *, by: Person) -> Job:
    """Have the report drawn in the background; one at a time."""
    return start_job(run_report, kind=KIND, conference=conference, by=by, about=conference)


def run_report(job_id: int) -> None:
    """Background task: gather and draw."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    run.progress(0, 1)
    draw(run.job.conference, by=run.job.by, run=run)  # type: ignore[arg-type]
    run.progress(1, 1)


def draw(conference: Conference, *, by: Person | None, run: JobRun | None = None) -> FinalReport:
    """The report of this moment as the next number. Raises conference.rendering.RenderFailed."""
    last = FinalReport.objects.of(conference).first()
    number = last.number + 1 if last else 1
    pdf = final_report_pdf(told_of(conference, number))
    if run is not None:
        run.beat()  # a run that was stopped meanwhile leaves no report
    report = FinalReport(conference=conference, number=number, job=run.job if run else None, size=len(pdf), made_by=by)
    report.file.save(f"report-{conference.pk}-{number}.pdf", ContentFile(pdf), save=False)
    report.save()
    return report


def stop_report(job: Job, *, by: Person) -> None:
    stop_job(job, by=by)


@transaction.atomic
def show(report: FinalReport, *, by: Person) -> FinalReport:
    """Let anybody read this report, and no other of the conference."""
    FinalReport.objects.of(report.conference).exclude(pk=report.pk).update(is_public=False)
    FinalReport.objects.filter(pk=report.pk).update(is_public=True)
    report.is_public = True
    return report


def told_of(conference: Conference, number: int) -> dict[str, Any]:
    """What the document says, by language: letterhead and the parts of all rooms in order."""
    return {
        "conference": conference,
        "number": number,
        "day": conference.today(),
        "halves": [_half(conference, language) for language in LANGUAGES],
    }


def _half(conference: Conference, language: str) -> dict[str, Any]:
    with override(language):
        if conference.is_season:
            ordered = [*parts_of(conference), events_list(conference)]
        else:
            parts: list[ReportPart] = [part for answer in ask("report", conference) for part in answer]
            ordered = sorted(parts, key=lambda part: part.order)
        drawn = [(part, [(table, chart_of(table), number_columns(table)) for table in part.tables]) for part in ordered]
    return {"language": language, "head": letterhead(conference, language), "parts": drawn}
