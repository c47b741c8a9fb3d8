"""How much is offered and taken, for organisers: numbers and times, never a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from conference.permissions import require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from workshops.services.consultations import listing
from workshops.views.listening import of_a_season


@require_safe
@of_a_season
def load(request: HttpRequest) -> HttpResponse:
    """By expert and by theme: free, booked, held, missed, waiting for a word; and every hour with its state."""
    require(request.user, "workshops.season_desk", request.conference)
    context = listing.load_of(request.conference) | {"rows": listing.rows_for_export(request.conference)}
    with timezone.override(request.conference.zone):
        return render(request, "workshops/consultations/load.html", context)


@require_safe
@of_a_season
def table(request: HttpRequest) -> HttpResponse:
    """Every consultation as a sheet: when, whose hour, theme, language and state. No school and no case."""
    season = request.conference
    require(request.user, "workshops.season_desk", season)
    header = [_("Begins"), _("Minutes"), _("Expert"), pgettext("of questions and materials", "Theme"), _("Language"),
              _("State")]  # fmt: skip
    rows = []
    for each in listing.rows_for_export(season):
        starts = timezone.localtime(each.slot.starts, season.zone)
        rows.append([
            f"{date_format(starts, 'SHORT_DATE_FORMAT')} {starts:%H:%M}", each.slot.minutes, each.slot.expert.name,
            each.theme.title if each.theme else "", each.slot.get_language_display(), each.get_state_display(),
        ])  # fmt: skip
    return download(as_xlsx(header, rows, title=_("Consultations")), XLSX, f"{season.slug}-consultations.xlsx")
