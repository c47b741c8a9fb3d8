"""The list of papers as a spreadsheet: for meetings of the programme committee."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.tables import as_xlsx
from workshops.models import Submission

from .desk import DeskRow


def as_table(rows: Iterable[DeskRow], *, title: str) -> bytes:
    """XLSX of *rows* in their order; texts in both languages, words in the active one. Authors are prefetched."""
    header = [
        _("No."), _("Title in Russian"), _("Title in English"), _("Authors"), _("Track"), _("Type"), _("Language"),
        _("State"), _("Presentation"), _("Publication"), _("Score"), _("Spread"), _("Recommendations"),
        _("Reviews sent"), _("Missing reviews"), _("Late reviews"), pgettext("column of the desk", "Staged"),
        _("Staged presentation"), _("Staged publication"), _("Sent on"), _("Decided on"),
    ]  # fmt: skip
    widths = {0: 6, 1: 60, 2: 60, 3: 40, 12: 40}
    return as_xlsx(header, [_row(row) for row in rows], title=title, widths=widths)


def _row(row: DeskRow) -> list[object]:
    paper, said, staged = row.paper, row.summary, row.staged
    subject = row.text or paper
    zone = paper.conference.zone
    dates = [
        timezone.localtime(moment, zone).date() if moment else ""
        for moment in (subject.submitted_at, subject.decided_at)
    ]
    return [
        paper.number, paper.text("title", "ru"), paper.text("title", "en"), _authors(paper),
        paper.track.number if paper.track else "", paper.get_type_display(), paper.get_language_display(),
        row.state_label, paper.get_presentation_display(), paper.get_publication_display(),
        _figure(said.mean if said else None), _figure(said.spread if said else None),
        ", ".join(f"{word}: {count}" for word, count in row.words),
        said.count if said else "", said.missing if said else "", said.late if said else "",
        staged.get_outcome_display() if staged else "", staged.get_presentation_display() if staged else "",
        staged.get_publication_display() if staged else "", *dates,
    ]  # fmt: skip


def _figure(value: float | None) -> float | str:
    return "" if value is None else value


def _authors(paper: Submission) -> str:
    names = []
    for author in paper.authors.all():
        family, given = (
            getattr(author, f"{name}_{paper.language}") or getattr(author, f"{name}_{paper.other_language}") or ""
            for name in ("family", "given")
        )
        names.append(f"{family} {given}".strip())
    return ", ".join(names)
