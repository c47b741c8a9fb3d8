"""The list of registrations on the desk: filters in the address, saved views, decisions about many, exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from auditlog.models import LogEntry
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.keys import keys_in
from conference.models import Conference, IssuedDocument, Message
from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import may, require
from conference.views.downloads import download
from registration import services
from registration.forms.office import FilterForm, ReasonForm, SavedViewForm
from registration.models import Registration, SavedView
from registration.permissions import DECIDE, EXPORT, SEE, WRITE_TO_ALL
from registration.services import exporting, listing, numbers
from registration.services.companions import assistants_of, is_decided_alone

PER_PAGE = 50
MOST_AT_ONCE = 300
VERBS: dict[str, Callable[..., Any]] = {"approve": services.approve, "decline": services.decline}


def list_address(conference: Conference, query: str = "") -> str:
    address = conference.url("registration:desk_list")
    return f"{address}?{query}" if query else address


@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    conference, query = request.conference, request.GET
    require(request.user, SEE, conference)
    columns = listing.columns_of(query)
    page = Paginator(listing.find(conference, query), PER_PAGE).get_page(query.get("page"))
    kept = listing.kept(query)
    views = list(SavedView.objects.of(conference).mine(request.user))
    form = FilterForm.of(query, conference)
    context = {
        "form": form,
        "page_obj": page,
        "found": page.paginator.count,
        "heads": [_head(column, query) for column in columns],
        "rows": [_row(row, columns) for row in page.object_list],
        "columns": [(column, column in columns) for column in listing.COLUMNS],
        "must": listing.MUST,
        "sort": query.get("sort", "") if query.get("sort", "").lstrip("-") in listing.BY_NAME else "",
        "kept": kept,
        "narrowed": listing.is_filtered(query),
        "views": [{"view": view, "is_current": view.shows(QueryDict(kept))} for view in views],
        "view_form": SavedViewForm(),
        "may_decide": may(request.user, DECIDE, conference),
        "may_export": may(request.user, EXPORT, conference),
        "may_write": may(request.user, WRITE_TO_ALL, conference),
    }
    return render(request, "registration/list.html", context)


def _head(column: listing.ListColumn, query: QueryDict) -> dict[str, Any]:
    """The head of a column: its link to the other order, and the order it is in now."""
    sort = query.get("sort", "")
    state = "ascending" if sort == column.name else "descending" if sort == f"-{column.name}" else ""
    other = QueryDict(listing.kept(query), mutable=True)
    other["sort"] = f"-{column.name}" if state == "ascending" else column.name
    return {"column": column, "state": state, "url": f"?{other.urlencode()}" if column.order else ""}


def _row(registration: Registration, columns: Iterable[listing.ListColumn]) -> dict[str, Any]:
    cells = [{"name": column.name, "title": column.title, "text": _shown(column, registration)} for column in columns]
    return {"registration": registration, "cells": cells}


def _shown(column: listing.ListColumn, registration: Registration) -> str:
    if column.name == "full_name":
        return registration.participant.name_in(get_language() or "ru")
    value = column.value(registration)
    return date_format(value, "SHORT_DATE_FORMAT") if hasattr(value, "isoformat") else str(value)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """What the list shows, as a file. That it was taken is in the audit log."""
    require(request.user, EXPORT, request.conference)
    if kind not in exporting.FORMATS:
        raise Http404
    content = exporting.export(request.conference, request.GET, kind=kind, by=request.user)
    return download(content, exporting.FORMATS[kind], f"{request.conference.slug}-registrations.{kind}")


# -- saved views --------------------------------------------------------------------------------------------


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters, columns and order of the list under a name."""
    require(request.user, SEE, request.conference)
    kept = listing.kept(QueryDict(request.POST.get("query", "")))
    view = SavedView(conference=request.conference, person=request.user, query=kept)
    form = SavedViewForm(request.POST, instance=view)
    if form.is_valid():
        form.save()
        messages.success(request, _("The view “%(title)s” is saved.") % {"title": view.title})
    else:
        messages.warning(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(list_address(request.conference, kept))


@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, SEE, request.conference)
    view = get_object_or_404(SavedView.objects.of(request.conference).mine(request.user), pk=pk)
    view.delete()
    messages.success(request, _("The view “%(title)s” is deleted.") % {"title": view.title})
    return redirect(list_address(request.conference))


# -- decisions about many -----------------------------------------------------------------------------------


def _chosen(request: HttpRequest) -> list[Registration]:
    """The rows that were ticked, or with ``scope=all`` everything that the filters find; of this conference only."""
    if request.POST.get("scope") == "all":
        rows = listing.find(request.conference, QueryDict(request.POST.get("query", "")))
    else:
        keys = keys_in(request.POST.getlist("chosen"))
        rows = listing.find(request.conference, QueryDict()).filter(pk__in=keys[:MOST_AT_ONCE])
    return list(rows.select_related("filled_by")[: MOST_AT_ONCE + 1])


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """How many would be approved or declined, to be confirmed; nothing is written yet."""
    require(request.user, DECIDE, request.conference)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    kept = listing.kept(QueryDict(request.POST.get("query", "")))
    rows = _chosen(request)
    target = Registration.State.APPROVED if verb == "approve" else Registration.State.DECLINED
    ready = [row for row in rows if row.may_move(target) and is_decided_alone(row)]
    if not ready or len(rows) > MOST_AT_ONCE:
        said = _("Decide about at most %(count)d at once: narrow the filters.") % {"count": MOST_AT_ONCE}
        messages.warning(request, said if ready else _("Tick the registrations to decide about first."))
        return redirect(list_address(request.conference, kept))
    return _ask(request, verb, ready, len(rows) - len(ready), kept, ReasonForm())


def _ask(
    request: HttpRequest, verb: str, ready: list[Registration], left_out: int, kept: str, form: ReasonForm
) -> HttpResponse:
    address = request.conference.url(f"registration:desk_{verb}")
    context = {
        "verb": verb, "ready": ready, "left_out": left_out, "kept": kept, "form": form, "address": address,
        "back": list_address(request.conference, kept), "has_errors": form.is_bound and bool(form.errors),
    }  # fmt: skip
    return render(request, "registration/list_confirm.html", context)


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    return _act(request, "approve", _confirmed(request))


@require_POST
def decline(request: HttpRequest) -> HttpResponse:
    rows = _confirmed(request)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _ask(request, "decline", rows, 0, request.POST.get("query", ""), form)
    return _act(request, "decline", rows, reason=form.cleaned_data["reason"])


def _confirmed(request: HttpRequest) -> list[Registration]:
    require(request.user, DECIDE, request.conference)
    return _chosen(request)[:MOST_AT_ONCE]


def _act(request: HttpRequest, verb: str, rows: list[Registration], **told: Any) -> HttpResponse:
    """Each through the verb; a refusal is told and the others go on."""
    done, refused = 0, []
    for row in filter(is_decided_alone, rows):
        try:
            VERBS[verb](row, by=request.user, **told)
        except (MoveNotAllowed, ValidationError) as refusal:
            refused.append(refusal_words(refusal))
        else:
            done += 1
    if done:
        said = ngettext("Done: %(count)d registration.", "Done: %(count)d registrations.", done)
        messages.success(request, said % {"count": done})
    for refusal in dict.fromkeys(refused[:10]):
        messages.warning(request, refusal)
    kept = listing.kept(QueryDict(request.POST.get("query", "")))
    return redirect(list_address(request.conference, kept))


# -- one registration ---------------------------------------------------------------------------------------


@require_safe
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration as the desk sees it: answers, decisions, documents, letters."""
    require(request.user, SEE, request.conference)
    row = get_object_or_404(listing.find(request.conference, QueryDict()), pk=pk)
    kind = ContentType.objects.get_for_model(Registration)
    facts = [
        {"label": column.title, "value": _shown(column, row)}
        for column in listing.COLUMNS
        if column.name not in ("full_name", "state", "is_in", "number")
    ]
    may_decide = may(request.user, DECIDE, request.conference) and is_decided_alone(row)
    context = {
        "registration": row,
        "facts": [fact for fact in facts if fact["value"]],
        "documents": IssuedDocument.objects.of(request.conference).filter(about_type=kind, about_id=row.pk),
        "letters": Message.objects.filter(about_type=kind, about_id=row.pk)[:20],
        "history": _history(row),
        "may_approve": may_decide and row.may_move(Registration.State.APPROVED),
        "may_decline": may_decide and row.may_move(Registration.State.DECLINED),
        "assistants": assistants_of(row),
    }
    return render(request, "registration/list_one.html", context)


def _history(row: Registration) -> list[dict[str, Any]]:
    """Every move of the registration from one state to another: when, by whom, and why."""
    labels = {state.value: state.label for state in Registration.State}
    entries = LogEntry.objects.get_for_object(row).filter(action=LogEntry.Action.UPDATE).select_related("actor")
    return [
        {
            "when": entry.timestamp, "by": entry.actor, "reason": (entry.additional_data or {}).get("reason", ""),
            "was": labels.get(moved[0], moved[0]), "state": labels.get(moved[1], moved[1]),
        }
        for entry in entries.order_by("timestamp", "pk")
        if isinstance(moved := (entry.changes or {}).get("state"), list) and len(moved) == 2
    ]  # fmt: skip


@require_safe
def translations(request: HttpRequest) -> HttpResponse:
    """Texts of the conference that exist in one language only."""
    require(request.user, "conference.organise", request.conference)
    counted, missing = numbers.completeness(request.conference)
    return render(request, "registration/list_translations.html", {"counted": counted, "missing": missing})
