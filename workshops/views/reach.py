"""The statistics of a season: a page for everybody, a workbook for its organisers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from conference.permissions import may, require
from conference.tables import Sheet, as_workbook
from conference.views.downloads import XLSX, download
from workshops.models import FinalReport
from workshops.services import reach
from workshops.views.listening import of_a_season


@require_safe
@of_a_season
def statistics(request: HttpRequest) -> HttpResponse:
    """Everything that the rooms count, as numbers and as bars with their tables."""
    conference = request.conference
    now, earlier = reach.headline(conference), reach.earlier_seasons(conference)
    context = {
        "headline": now,
        "chapters": reach.chapters_of(conference),
        "seasons": [(conference, now), *earlier] if earlier else [],
        "report": FinalReport.objects.of(conference).filter(is_public=True).first(),
        "may_organise": may(request.user, "workshops.season_desk", conference),
    }
    return render(request, "workshops/reach/statistics.html", context)


@require_safe
@of_a_season
def workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook: one sheet of numbers, one for each table."""
    require(request.user, "workshops.season_desk", request.conference)
    parts = reach.parts_of(request.conference)
    figures = [(part.title, name, reach.value_of(value)) for part in parts for name, value in part.figures]
    header = (_("Chapter"), _("Measure"), _("Value"))
    sheets = [Sheet(pgettext("sheet of a workbook", "Numbers"), header, figures, {0: 24, 1: 44})]
    sheets += [
        Sheet(_sheet_name(number, caption), columns, [[row[0], *map(reach.value_of, row[1:])] for row in rows], {0: 44})
        for number, (caption, columns, rows) in enumerate((table for part in parts for table in part.tables), start=1)
    ]
    return download(as_workbook(sheets), XLSX, f"{request.conference.slug}-statistics.xlsx")


def _sheet_name(number: int, caption: str) -> str:
    """A workbook takes 31 letters."""
    return f"{number}. {caption}".replace("\u00a0", " ")[:31]
