"""Results and plan of a self-audit as files, and the picture that they and the page share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from conference.charts import Bars, Datum, bars
from conference.letterhead import letterhead
from conference.regions import region_name
from conference.text import typography
from proceedings.documents.audits import self_audit_pdf
from proceedings.models import AuditAnswer, SelfAudit

from . import wording
from .counting import WEAKEST, Sheet, sheet_of

RESULTS, PLAN = "results", "plan"


def percent_words(percent: int | None) -> str:
    return _("%(percent)d %%") % {"percent": percent} if percent is not None else "–"


def chart_of(percents: Iterable[tuple[str, int | None]]) -> Bars:
    """A bar for each section by its title, a hundred per cent long at most, in the order of the checklist."""
    data = [Datum(title, percent or 0, percent_words(percent)) for title, percent in percents]
    said = "; ".join(f"{each.label}: {each.shown}" for each in data)
    drawn = bars(_("How much is in place, by section"), data, whole=100, is_sorted=False)
    return replace(drawn, summary=said)


def sections_of(sheet: Sheet) -> list[dict[str, Any]]:
    """Each section with its counts and its sentence."""
    return [
        {"part": part, "counts": part.counts, "percent": percent_words(part.counts.percent),
         "sentence": wording.of_a_section(part.counts)}
        for part in sheet.parts
    ]  # fmt: skip


def told_of(sheet: Sheet) -> dict[str, Any]:
    """What the page of results and its file say, in the active language."""
    counts = sheet.counts
    best, worst = wording.best_and_worst(sheet)
    return {
        "sentence": wording.of_the_whole(counts),
        "numbers": wording.numbers(counts),
        "percent": percent_words(counts.percent),
        "counts": counts,
        "answers": AuditAnswer.Value.choices,
        "best": best,
        "worst": worst,
        "sections": sections_of(sheet),
        "chart": chart_of((part.section.title, part.counts.percent) for part in sheet.parts),
        "weakest": sheet.weakest[:WEAKEST],
    }


def place_of(audit: SelfAudit) -> str:
    """Where the school is, in the active language; empty when it is not said."""
    if audit.region:
        return region_name(audit.region)
    return str(countries.name(str(audit.country))) if audit.country else ""


def pdf_of(audit: SelfAudit, what: str, *, language: str) -> bytes:
    """*what* is RESULTS or PLAN. Raises conference.rendering.RenderFailed."""
    with override(language):
        sheet = sheet_of(audit)
        told = told_of(sheet)
        for row, bar in zip(told["sections"], told["chart"].bars, strict=True):
            row["bar"] = bar
        conference = audit.checklist.material.conference
        return self_audit_pdf(
            {
                **told,
                "what": what,
                "language": language,
                "audit": audit,
                "material": audit.checklist.material,
                "head": letterhead(conference, language),
                "conference": conference,
                "sheet": sheet,
                "school": typography(audit.school, language),
                "place": place_of(audit),
                "day": timezone.localtime(audit.finished_at or audit.changed_at, conference.zone).date(),
                "steps": list(audit.steps.select_related("item")),
            }
        )
