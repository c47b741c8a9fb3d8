"""Support: asked for on one's own page, decided at the desk; the lists of those who receive the guests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may, require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.support import AmountForm, DeclineForm, GrantForm, SupportForm
from registration.models import Support
from registration.permissions import DECIDE, SEE_MONEY, SEE_TRAVEL, SUPPORT_DESK, TRAVEL_DESK
from registration.services import support as services
from registration.services.exporting import log_export
from registration.services.logistics import LISTS, REPORT_HEADER, Listing, grouped, reports

from .travel import desk_page, followed, page_of

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """What the participant asked for, and one wish more."""
    if response := switch_language(request):
        return response
    registration = followed(request, pk)
    if request.method == "POST":
        form = SupportForm(request.POST)
        if form.is_valid():
            try:
                services.ask_support(registration, by=request.user, **form.cleaned_data)
            except MoveNotAllowed as refusal:
                form.add_error("item", str(refusal))
            else:
                messages.success(request, _("Your request is sent. We write to you when it is decided."))
                return redirect(request.conference.url("registration:support", pk=pk))
    else:
        form = SupportForm.with_typed(typed(request))
    rows = Support.objects.filter(registration=registration).defer("amount", "currency")
    context = {**page_of(registration, form), "wishes": list(rows), "language_form": "main-form"}
    return render(request, "registration/support.html", context)


@login_required
@require_POST
def support_withdraw(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    registration = followed(request, pk)
    found = get_object_or_404(Support, pk=wish, registration=registration)
    attempt(request, services.withdraw_support, found, done=_("Your request is taken back."))
    return redirect(request.conference.url("registration:support", pk=pk))


# -- desk ----------------------------------------------------------------------------------------------------


def seen(request: HttpRequest, pk: int, permission: str) -> Support:
    require(request.user, permission, request.conference)
    return get_object_or_404(Support.objects.of(request.conference).with_people(), pk=pk)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Wishes, those that wait first. ``?state=granted`` shows one state."""
    require(request.user, SUPPORT_DESK, request.conference)
    everything = Support.objects.of(request.conference)
    counts = dict(everything.order_by().values_list("state").annotate(Count("pk")))
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in (*Support.State.values, "all") else Support.State.ASKED.value
    rows = everything if chosen == "all" else everything.filter(state=chosen)
    page = Paginator(rows.with_people().order_by("asked_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "state": chosen,
        "states": [(state.value, state.label, counts.get(state.value, 0)) for state in Support.State],
        "total": sum(counts.values()),
        "sees_money": may(request.user, SEE_MONEY, request.conference),
    }
    return desk_page(request, "support_desk", context)


@require_safe
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    return wish_page(request, seen(request, pk, SUPPORT_DESK))


def wish_page(request: HttpRequest, found: Support, **forms: Any) -> HttpResponse:
    decides, sees_money = (may(request.user, each, request.conference) for each in (DECIDE, SEE_MONEY))
    bound = next((form for form in forms.values() if form.errors), None)
    known = {"payer": found.payer, "quantity": found.quantity}
    context = {
        "wish": found,
        "may_grant": decides and found.may_move(Support.State.GRANTED),
        "may_decline": decides and found.may_move(Support.State.DECLINED),
        "may_settle": sees_money and found.may_move(Support.State.SETTLED),
        "may_price": sees_money and found.state in (Support.State.ASKED, Support.State.GRANTED),
        "sees_money": sees_money,
        "reads_words": decides,
        "grant_form": GrantForm(initial=known, auto_id="grant-%s"),
        "decline_form": DeclineForm(auto_id="decline-%s"),
        "amount_form": AmountForm(initial={"amount": found.amount, "currency": found.currency}) if sees_money else None,
        "form": bound,
        "has_errors": bound is not None,
        **forms,
    }
    return desk_page(request, "support_wish", context)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, DECIDE)
    form = GrantForm(request.POST, auto_id="grant-%s")
    if not form.is_valid():
        return wish_page(request, found, grant_form=form)
    return act(request, found, services.grant_support, _("Granted. The participant gets a letter."), form)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, DECIDE)
    form = DeclineForm(request.POST, auto_id="decline-%s")
    if not form.is_valid():
        return wish_page(request, found, decline_form=form)
    return act(request, found, services.decline_support, _("Not granted. The participant gets a letter."), form)


@require_POST
def amount(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, SEE_MONEY)
    form = AmountForm(request.POST)
    if not form.is_valid():
        return wish_page(request, found, amount_form=form)
    return act(request, found, services.set_amount, _("The amount is saved."), form)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk, SEE_MONEY)
    return act(request, found, services.settle_support, _("Settled. The participant gets a letter."))


def act(request: HttpRequest, found: Support, verb: Callable[..., Any], done: str, form: Any = None) -> HttpResponse:
    attempt(request, verb, found, done=done, **(form.cleaned_data if form else {}))
    return redirect(request.conference.url("registration:desk_support_wish", pk=found.pk))


# -- lists ---------------------------------------------------------------------------------------------------


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The way to everything about travel, letters and support that the visitor may see."""
    require(request.user, TRAVEL_DESK, request.conference)
    may_see = may(request.user, SEE_TRAVEL, request.conference)
    lists = [listing for listing in LISTS.values() if may_list(request, listing)]
    context = {"lists": lists, "reports": reports(request.conference) if may_see else [], "header": REPORT_HEADER}
    return desk_page(request, "travel_desk", context)


def may_list(request: HttpRequest, listing: Listing) -> bool:
    """Travel is for those who receive the guests; who is funded is for finance officers as well."""
    sees = may(request.user, SEE_TRAVEL, request.conference)
    return sees or (bool(listing.money_header) and may(request.user, SEE_MONEY, request.conference))


def listed(request: HttpRequest, slug: str) -> tuple[Listing, bool]:
    listing = LISTS.get(slug)
    if listing is None or not may_list(request, listing):
        raise Http404
    return listing, may(request.user, SEE_MONEY, request.conference)


@require_safe
def travel_list(request: HttpRequest, listing: str) -> HttpResponse:
    found, with_money = listed(request, listing)
    rows = found.rows(request.conference, with_money)
    context = {
        "listing": found, "header": found.headers(with_money)[1:], "groups": grouped(rows), "total": len(rows),
        "lists": [each for each in LISTS.values() if may_list(request, each)],
    }  # fmt: skip
    return desk_page(request, "travel_list", context)


@require_safe
def travel_table(request: HttpRequest, listing: str) -> HttpResponse:
    """The list as XLSX, noted in the audit log."""
    found, with_money = listed(request, listing)
    header, rows = found.headers(with_money), found.rows(request.conference, with_money)
    log_export(request.conference, by=request.user, kind=found.slug, number=len(rows), columns=header)
    content = as_xlsx(header, rows, title=str(found.title), widths=found.widths)
    return download(content, XLSX, f"{request.conference.slug}-{found.slug}.xlsx")


@require_safe
def report_table(request: HttpRequest) -> HttpResponse:
    """The reports as one XLSX: the table, its row, its numbers."""
    require(request.user, SEE_TRAVEL, request.conference)
    rows = [
        [report["title"], row["label"], *row["numbers"]]
        for report in reports(request.conference)
        for row in report["rows"]
    ]
    header = [_("Report"), _("Group"), *map(str, REPORT_HEADER)]
    log_export(request.conference, by=request.user, kind="reports", number=len(rows), columns=header)
    return download(as_xlsx(header, rows, title=_("Reports")), XLSX, f"{request.conference.slug}-reports.xlsx")
