"""Releases of the programme: preparing one, the list of all, and what the public reads of the changes."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from conference.models import Conference, Message
from conference.permissions import require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.planning import ReleaseForm
from workshops.models import ProgrammePrint, Release
from workshops.services import programme_prints
from workshops.services.announcing import concerned
from workshops.services.releases import changes_between, drafted_facts, release
from workshops.services.warnings import ProgrammeWarning, warnings_of


@require_http_methods(["GET", "HEAD", "POST"])
def release_programme(request: HttpRequest) -> HttpResponse:
    """What would change, whom it concerns, what is amiss; then the name and the note in both languages."""
    conference = request.conference
    require(request.user, "workshops.release_programme", conference)
    if switched := switch_language(request) if request.method == "POST" else None:
        return switched
    warnings = warnings_of(conference)
    if request.method == "POST":
        form = ReleaseForm(request.POST, has_warnings=bool(warnings))
        if form.is_valid() and _release(request, conference, form.cleaned_data):
            return redirect(conference.url("workshops:releases"))
    else:
        form = ReleaseForm.with_typed(typed(request), has_warnings=bool(warnings))
    return render(request, "workshops/planning_release.html", _page(conference, warnings, form))


def _release(request: HttpRequest, conference: Conference, data: dict[str, Any]) -> bool:
    wanted = {name: data[name] for name in ("name_ru", "name_en", "note_ru", "note_en", "notify")}

    def words(made: Release) -> str:
        letters = letters_of([made])[made.pk]
        told = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", letters)
        done = _("Release %(number)d is public now.") % {"number": made.number}
        prints = _("The booklet and the book of abstracts are being made.")
        address = conference.url("workshops:prints")
        return format_html('{} {} <a href="{}">{}</a>', done, told % {"count": letters}, address, prints)

    if not attempt(request, release, conference, done=words, **wanted):
        return False
    for kind in ProgrammePrint.Kind.values:
        attempt(request, programme_prints.start_print, conference, kind)
    return True


def _page(conference: Conference, warnings: list[ProgrammeWarning], form: ReleaseForm) -> dict[str, Any]:
    current = Release.objects.current(conference)
    before = list(current.sessions.all()) if current else []
    after = drafted_facts(conference)
    changes = changes_between(before, after)
    return {
        "form": form,
        "has_errors": form.is_bound and form.errors,
        "language_form": "main-form",
        "current": current,
        "number": current.number + 1 if current else 1,
        "changes": changes,
        "sessions": len(after),
        "warnings": warnings,
        "people": len(concerned(conference, changes, before=before, after=after)),
    }


def letters_of(releases: list[Release]) -> dict[int, int]:
    """How many letters each release wrote."""
    kind = ContentType.objects.get_for_model(Release)
    rows = Message.objects.filter(about_type=kind, about_id__in=[each.pk for each in releases])
    counts = dict(rows.order_by().values_list("about_id").annotate(Count("pk")))
    return {each.pk: counts.get(each.pk, 0) for each in releases}


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """All releases with their lists of changes, for staff."""
    conference = request.conference
    require(request.user, "workshops.plan", conference)
    rows = list(Release.objects.of(conference).select_related("by"))
    letters = letters_of(rows)
    context = {"releases": [(each, letters[each.pk]) for each in rows]}
    return render(request, "workshops/planning_releases.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What has changed in the programme, release by release, for everybody."""
    rows = Release.objects.of(request.conference)
    return render(request, "workshops/planning_changes.html", {"releases": rows})
