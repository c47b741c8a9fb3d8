"""Many recordings at once, from a table: a preview with errors by row, then drafts of those that are right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import Conference
from conference.tables import Checked, Row, Table, as_xlsx, check, read_file
from conference.views.downloads import XLSX, download
from proceedings.forms.library import TableForm
from proceedings.forms.library_rows import COLUMNS, RecordingRow, known_addresses
from proceedings.models import Material
from proceedings.services import library
from workshops.views.listening import of_a_season

from .listing import editors_only

SALT = "proceedings.library.table"
MOST = 300
FRESH_SECONDS = 6 * 3600


def checked(conference: Conference, table: Table) -> Checked:
    return check(table, RecordingRow, COLUMNS, conference=conference, known=known_addresses(conference))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def table(request: HttpRequest) -> HttpResponse:
    """The form, and after it the preview. Nothing is written here."""
    conference = editors_only(request)
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if request.method == "POST" and form.is_valid():
        try:
            read = read_file(form.cleaned_data["file"].read(), COLUMNS)
            if len(read.rows) > MOST:
                raise ValidationError(_("At most %(most)d rows at once. Split the table.") % {"most": MOST})
        except ValidationError as wrong:
            form.add_error("file", wrong)
        else:
            result = checked(conference, read)
            context |= {
                "rows": [(row.number, bound.told()) for row, bound in result.good],
                "errors": result.errors,
                "unknown": read.unknown,
                "packed": pack([row for row, _bound in result.good], conference),
                "is_read": True,
            }
    return render(request, "proceedings/library/import.html", context | {"has_errors": bool(form.errors)})


def pack(rows: list[Row], conference: Conference) -> str:
    """The rows of the preview, so that what is applied is what was seen."""
    told = {"conference": conference.pk, "rows": [[row.number, row.cells] for row in rows]}
    return signing.dumps(told, salt=SALT, compress=True) if rows else ""


@require_POST
@of_a_season
def apply(request: HttpRequest) -> HttpResponse:
    """Drafts of the rows that were seen in the preview."""
    conference = editors_only(request)
    back = redirect(conference.url("proceedings:library_import"))
    try:
        told = signing.loads(request.POST.get("packed", ""), salt=SALT, max_age=FRESH_SECONDS)
    except signing.BadSignature:
        messages.warning(request, _("The preview is too old. Choose the table again."))
        return back
    if told["conference"] != conference.pk:
        return back
    result = checked(conference, Table([Row(number, cells) for number, cells in told["rows"]]))
    with transaction.atomic():
        for _row, bound in result.good:
            library.add(conference, kind=Material.Kind.RECORDING, by=request.user, **bound.told())
    count = len(result.good)
    messages.success(
        request, ngettext("%(count)d draft is added.", "%(count)d drafts are added.", count) % {"count": count}
    )
    if result.errors:
        messages.warning(request, _("Some rows were added meanwhile by somebody else, and are left out."))
    return redirect(f"{conference.url('proceedings:library_desk')}?state=draft&kind=recording")


@require_safe
@of_a_season
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with the columns."""
    editors_only(request)
    place = 0 if get_language() == "ru" else 1
    header = [column.titles[0] if place == 0 else _english(column.titles) for column in COLUMNS]
    return download(as_xlsx(header, [], title="Recordings", widths={0: 50, 1: 50}), XLSX, "recordings.xlsx")


def _english(titles: tuple[str, ...]) -> str:
    return next((title for title in reversed(titles) if title.isascii()), titles[0])
