"""Tables of what the list shows. Whatever is exported leaves a row in the audit log; passports and needs never are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from auditlog.models import LogEntry
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.tables import XLSX, as_csv, as_xlsx
from registration.models import Registration

from .listing import COLUMNS, ListColumn, columns_of, find, kept, with_columns
from .questions import table_of

FORMATS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
ALL = "all"


def export(conference: Conference, query: QueryDict, *, kind: str, by: Person) -> bytes:
    """What the list shows with the filters, columns and order of *query*, as ``xlsx`` or ``csv``.

    With ``columns=all`` every column and the answers to the conference's own questions.
    """
    wants_all = query.get("columns") == ALL
    columns = list(COLUMNS) if wants_all else columns_of(query)
    rows = list(find(conference, query))
    names = [column.name for column in columns]
    log_export(conference, by=by, kind=kind, number=len(rows), columns=names, how=_told(query))
    return _file(rows, columns, kind=kind, ask=wants_all)


def export_rows(rows: QuerySet[Registration], *, kind: str, by: Person) -> bytes:
    """Every column of chosen registrations, of one or several conferences, for the administration's list."""
    found = list(with_columns(rows))
    by_conference = Counter(row.conference for row in found)
    for conference, number in by_conference.items():
        names = [column.name for column in COLUMNS]
        log_export(conference, by=by, kind=kind, number=number, columns=names, how="chosen rows")
    return _file(found, list(COLUMNS), kind=kind, ask=True)


def _file(rows: list[Registration], columns: Sequence[ListColumn], *, kind: str, ask: bool) -> bytes:
    questions, answers = table_of(rows) if ask else ([], {})
    header = [*(str(column.title) for column in columns), *map(str, questions)]
    table = [[*(_plain(column.value(row)) for column in columns), *answers.get(row.pk, [])] for row in rows]
    return as_xlsx(header, table, title=_("Registrations")) if kind == "xlsx" else as_csv(header, table)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | date) and not isinstance(value, bool) else str(value)


def _told(query: QueryDict) -> str:
    """The filters as the audit log keeps them: what was searched for may be a name, so only that it was."""
    names = [name for name in query if name not in ("q", "columns", "page")]
    return kept(query, names) + ("&q=…" if query.get("q") else "")


def log_export(
    conference: Conference, *, by: Person, kind: str, number: int, columns: Sequence[str], how: str = ""
) -> None:
    """That *by* took *number* rows with *columns* out of the system."""
    told: dict[str, Any] = {"export": kind, "rows": number, "columns": list(columns), "filters": how}
    LogEntry.objects.log_create(
        conference, force_log=True, action=LogEntry.Action.ACCESS, actor=by, additional_data=told
    )
