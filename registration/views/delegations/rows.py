"""Members from a spreadsheet: pasted or uploaded, looked at first, kept only on “Apply”."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from conference import tables
from conference.moves import MoveNotAllowed
from conference.views.downloads import XLSX, download
from conference.views.typed import keep_typed, switch_language, typed
from registration.forms.rows import RowForm, RowsForm, columns
from registration.models import Delegation
from registration.services import delegations as services
from registration.services.delegations.members import names_in

from .common import address, led, page_of, refused, tells_predecessor

NAMED = 10
"""So many rows left out are named one by one."""
EXAMPLE = (
    "Мелконян Арам Ваганович", "Aram Melkonyan", "советник министра", "Adviser to the Minister", "советник",
    "a.melkonyan@example.org",
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The first press shows what would be kept and every error; the second keeps exactly that.

    Rows left out stay in the box. Rows changed since they were shown are shown once more, and nothing is kept.
    """
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    if request.method != "POST":
        form = RowsForm.with_typed(typed(request))
        return _page(request, delegation, form)
    form = RowsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, delegation, form)
    try:
        table = _read(form)
    except ValidationError as refusal:
        form.add_error("file" if form.cleaned_data.get("file") else "table", refusal)
        return _page(request, delegation, form)
    everybody = services.roster(delegation)
    checked = tables.check(
        table, RowForm, columns(), delegation=delegation, has_head=everybody.head is not None,
        known=names_in(delegation),
    )  # fmt: skip
    seen = fingerprint(checked)
    is_applied = "apply" in request.POST and checked.good
    if is_applied and form.cleaned_data["seen"] != seen:
        form.add_error("table", _("The rows are not those that were shown. Look at them and press “Apply” again"))
    elif is_applied and (response := _applied(request, delegation, form, checked, table)):
        return response
    shown = RowsForm(initial={"table": as_text(table)})
    return _page(request, delegation, form if form.errors else shown, checked=checked, table=table, seen=seen)


def fingerprint(checked: tables.Checked) -> str:
    """What the preview showed as right, in a few characters."""
    rows = repr([sorted(row.cells.items()) for row, _form in checked.good])
    return hashlib.sha256(rows.encode()).hexdigest()[:32]


def _read(form: RowsForm) -> tables.Table:
    upload = form.cleaned_data.get("file")
    if upload:
        content = upload.read(tables.MAX_BYTES + 1)
        if content.startswith(b"%PDF"):
            raise ValidationError(_("This is not a table we can read. Save it as .xlsx or as .csv in UTF-8."))
        return tables.read_file(content, columns())
    return tables.read_text(form.cleaned_data["table"], columns())


def as_text(table: tables.Table, *, is_dense: bool = False) -> str:
    """The table as it would be pasted, each row on the line that its number names, so that it can be mended here.

    With *is_dense* the rows follow one another.
    """
    names = {column.name: column.titles[0] for column in columns()}
    order = list(table.letters) or list(names)
    has_header = bool(table.rows) and min(row.number for row in table.rows) > 1
    if is_dense:
        first = 2 if has_header else 1
        table = replace(table, rows=[tables.Row(at, row.cells) for at, row in enumerate(table.rows, start=first)])
    cells = {row.number: [row.cells.get(name, "") for name in order] for row in table.rows}
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    for number in range(1, max(cells, default=0) + 1):
        if number == 1 and has_header:
            writer.writerow([names[name] for name in order])
        else:
            writer.writerow(cells.get(number, []))
    return buffer.getvalue()


def _applied(
    request: HttpRequest, delegation: Delegation, form: RowsForm, checked: tables.Checked, table: tables.Table
) -> HttpResponse | None:
    forms: list[Any] = [bound for _row, bound in checked.good]
    try:
        with transaction.atomic():
            kept = services.add_members(delegation, by=request.user, rows=[each.told() for each in forms])
            for registration, each in zip(kept, forms, strict=True):
                registration.delegation = delegation
                if travel := each.travel():
                    services.save_member_travel(registration, by=request.user, **travel)
    except (ValidationError, MoveNotAllowed) as refusal:
        refused(form, refusal, field="table")
        return None
    text = ngettext("%(count)d member is added.", "%(count)d members are added.", len(kept)) % {"count": len(kept)}
    messages.success(request, text)
    if not checked.errors:
        return redirect(address(delegation))
    wrong = {error.row for error in checked.errors}
    names = {row.number: row.cells.get("full_name", "") for row in table.rows}
    for error in checked.errors[:NAMED]:
        said = _("Left out: row %(row)d, %(name)s. %(reason)s")
        messages.warning(request, said % {"row": error.row, "name": names[error.row] or "–", "reason": error.text})
    rest = tables.Table([row for row in table.rows if row.number in wrong], table.letters, table.unknown)
    kept = QueryDict(mutable=True)
    kept["table"] = as_text(rest, is_dense=True)
    keep_typed(request, kept)
    return redirect(request.path)


def _page(request: HttpRequest, delegation: Delegation, form: RowsForm, **more: Any) -> HttpResponse:
    context = page_of(
        delegation, form=form, columns=columns(), has_errors=bool(form.errors), language_form="main-form",
        free=services.roster(delegation).seats_free, **more,
    )  # fmt: skip
    return render(request, "registration/delegation_rows.html", context)


@login_required
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty list with the headers that the import understands, and one example."""
    conference = led(request, pk).conference
    example = (*EXAMPLE, *(f"{day:%d.%m.%Y}" for day in (conference.starts, conference.ends)))
    content = tables.as_xlsx([column.titles[0] for column in columns()], [example], title=_("Members"))
    return download(content, XLSX, "delegation.xlsx")
